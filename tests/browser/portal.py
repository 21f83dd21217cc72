"""A whole portal of its own for the browser: databases, settings, content, web server."""

from __future__ import annotations

import configparser
import json
import os
import secrets
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.browser.jobs import DONE
from tests.browser.server import ROOT, PortalError, Server, free_url
from tests.databases import Databases


class Portal:
    """A running portal.

    Args:
        folder: where its settings, files and logs are kept.
        suffix: added to the names of the databases in the environment.

    Attributes:
        url: its address, without a slash at the end.
        token: API token of the system administrator `admin`.
        password: password of `admin`.
    """

    def __init__(self, folder: Path, suffix: str = "browser"):
        self.folder = folder
        self.url = free_url()
        self.password = secrets.token_urlsafe(12)
        self.token = ""
        self.databases = Databases(suffix)
        self.ini = folder / "ckan.ini"
        self.server = Server(self.url, self.environment(self.ini), folder / "server.log")
        self._worker: subprocess.Popen[str] | None = None

    def prepare(self) -> None:
        """Make empty databases, the settings, the tables, the organisations and `admin`."""
        self.databases.create()
        write_ini(self.ini, {})
        self.run("ckan", "-c", str(self.ini), "db", "upgrade")
        self.run("ckan", "-c", str(self.ini), "translation", "js")
        script = self.run("ckan", "-c", str(self.ini), "datastore", "set-permissions")
        self.databases.grant_datastore(script[script.index("/*") :])
        self.run("ckan", "-c", str(self.ini), "kanazawa-schemas", "organizations")
        account = [str(ROOT / "tests/browser/account.py"), str(self.ini), self.password]
        self.token = self.run(sys.executable, *account).strip().splitlines()[-1]

    def remove(self) -> None:
        """Stop the worker and the server, and drop the databases."""
        if self._worker:
            self._worker.terminate()
            self._worker.communicate()
        self.server.stop()
        self.databases.drop()

    def load_demo(self) -> None:
        """Load the demonstration content through the API, as any client would."""
        arguments = ["--url", self.url, "--token", self.token]
        self.run(sys.executable, str(ROOT / "demo" / "load.py"), *arguments)

    def do_jobs(self) -> None:
        """Do all jobs that wait, in a worker as production has one.

        Raises:
            PortalError: the worker ended; the message holds what it printed.
        """
        log = self.folder / "worker.log"
        if self._worker is None:
            with log.open("w", encoding="utf-8") as errors:
                self._worker = subprocess.Popen(
                    [sys.executable, str(ROOT / "tests" / "browser" / "jobs.py"), str(self.ini)],
                    cwd=ROOT,
                    env=dict(self.environment(self.ini)),
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=errors,
                    text=True,
                )
        if self._worker.stdin is None or self._worker.stdout is None:
            raise RuntimeError("the worker was started with pipes")
        self._worker.stdin.write("\n")
        self._worker.stdin.flush()
        if self._worker.stdout.readline().strip() != DONE:
            raise PortalError(log.read_text(encoding="utf-8")[-4000:])

    def action(self, name: str, /, **parameters: Any) -> Any:
        """Call an API action as system administrator; return its result.

        Raises:
            PortalError: the action was refused; the message holds the answer.
        """
        request = urllib.request.Request(
            f"{self.url}/api/3/action/{name}",
            data=json.dumps(parameters).encode(),
            headers={"Authorization": self.token, "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)["result"]
        except urllib.error.HTTPError as error:
            raise PortalError(f"{name}: {error.code} {error.read().decode()}") from error

    def environment(self, ini: Path, url: str = "") -> Mapping[str, str]:
        """Return the environment of a process of the portal: its own databases and files."""
        return {
            **os.environ,
            **self.databases.environment,
            "CKAN_INI": str(ini),
            "CKAN_SITE_URL": url or self.url,
            "CKAN_STORAGE_PATH": str(self.folder / "storage"),
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        }

    def run(self, *command: str) -> str:
        """Run a command with the portal's settings; return what it printed.

        Raises:
            PortalError: it failed; the message holds what it printed.
        """
        run = subprocess.run(
            command,
            cwd=ROOT,
            env=dict(self.environment(self.ini)),
            capture_output=True,
            text=True,
            timeout=600,
        )
        if run.returncode:
            raise PortalError(f"{' '.join(command)}\n{run.stdout[-4000:]}\n{run.stderr[-4000:]}")
        return run.stdout


def write_ini(path: Path, changes: Mapping[str, str]) -> None:
    """Write settings like those of the other tests, but not in test mode, with changes."""
    ini = configparser.RawConfigParser()
    ini.optionxform = str  # type: ignore[assignment]  # names of options keep their case
    ini.read(ROOT / "test.ini", encoding="utf-8")
    own = {
        "testing": "false",
        "ckan.site_id": "kanazawa_browser",
        "ckan.max_resource_size": "100",
        # The result of a check is still there when its page is looked at.
        "ckanext.kanazawa.schemas.desk_keep": "240",
        # Portals may allow SQL; programs then rely on it.
        "ckan.datastore.sqlsearch.enabled": "true",
        "ckan.webassets.path": str(path.with_suffix(".webassets")),
        **changes,
    }
    for name, value in own.items():
        ini.set("app:main", name, value)
    with path.open("w", encoding="utf-8") as file:
        ini.write(file)
