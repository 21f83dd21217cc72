"""Load the demonstration into a portal, through its public API like any client would.

Usage::

    python demo/load.py --url http://localhost:5000 --token TOKEN

The token is an API token of a system administrator (organisations are created too). It may
also stand in the environment as KANAZAWA_DEMO_TOKEN, where other users of the machine do not
see it. Running it again adds what is missing and changes nothing that is there.

Exit code: 0 everything is there; 1 something was refused; 2 the portal does not answer, or
the content of the demonstration is broken.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import requests

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # so that `python demo/load.py` finds its neighbours

from demo.content import FILES, ContentError, providers  # noqa: E402

TIMEOUT_S = 60
LOADED_BY_FILE = ("file", "datastore")


class Refused(Exception):
    """The portal refused one thing; says which and why."""


class Missing(Refused):
    """The portal does not have the thing that was asked for."""


class Loader:
    """Puts providers, datasets and files where they are missing.

    Attributes:
        added: how many datasets, files and providers this run has added.
        refused: messages about what was refused.
    """

    def __init__(self, url: str, token: str) -> None:
        self._url = url
        self._session = requests.Session()
        self._session.headers["Authorization"] = token
        self.added = 0
        self.refused: list[str] = []

    def _call(self, what: str, action: str, files: Any = None, **values: Any) -> Any:
        body: dict[str, Any] = {"data": values, "files": files} if files else {"json": values}
        address = f"{self._url}/api/3/action/{action}"
        answer = self._session.post(address, timeout=TIMEOUT_S, **body)
        try:
            document = answer.json()
        except ValueError as error:
            raise Refused(f"{what}: {address} answered {answer.status_code}, not JSON") from error
        if isinstance(document, dict) and document.get("success"):
            return document["result"]
        kind = Missing if answer.status_code == 404 else Refused
        raise kind(f"{what}: {_reason(answer.status_code, document)}")

    def _found(self, action: str, name: str) -> dict[str, Any] | None:
        try:
            return self._call(name, action, id=name)
        except Missing:
            return None

    def check_portal(self) -> None:
        """Ask for something that only a system administrator sees.

        Raises:
            Refused: the address answers, but not as a CKAN that accepts the token.
        """
        self._call("portal", "status_show")
        try:
            user = self._call("token", "user_show")
        except Missing as error:
            raise Refused("token: not accepted; make a new one") from error
        if not user.get("sysadmin"):
            raise Refused(f"token: {user['name']} is no system administrator")

    def load_provider(self, organization: dict[str, Any]) -> None:
        """Add a provider unless it is there."""
        name = organization["name"]
        if self._found("organization_show", name):
            return
        if organization.get("existing"):
            raise Refused(f"{name}: missing; run `ckan kanazawa-schemas organizations` first")
        self._call(name, "organization_create", **organization)
        self.added += 1

    def load_dataset(self, dataset: dict[str, Any]) -> str:
        """Add a dataset and its files where they are missing.

        Returns:
            what happened, for a line of progress.
        """
        name = dataset["name"]
        found = self._found("package_show", name)
        if found and found.get("state") == "deleted":
            return "was deleted here; left alone"
        if found is None:
            facts = {key: value for key, value in dataset.items() if key != "files"}
            found = self._call(name, "package_create", **facts)
            self.added += 1
        there = {_japanese_name(resource) for resource in found.get("resources", [])}
        missing = [file for file in dataset["files"] if file["name_translated"]["ja"] not in there]
        for file in missing:
            self._load_file(found["id"], name, file)
        return f"{len(missing)} file(s) added" if missing else "there already"

    def _load_file(self, dataset_id: str, name: str, file: dict[str, Any]) -> None:
        path = FILES / file["file"]
        facts = {key: value for key, value in file.items() if key not in LOADED_BY_FILE}
        facts["name"] = file["name_translated"]["ja"]
        # A form with a file carries text only: translations travel as JSON.
        for key in list(facts):
            if isinstance(facts[key], dict):
                facts[key] = json.dumps(facts[key], ensure_ascii=False)
        with path.open("rb") as content:
            resource = self._call(
                f"{name}/{path.name}",
                "resource_create",
                files={"upload": (path.name, content)},
                package_id=dataset_id,
                **facts,
            )
        self.added += 1
        if file.get("datastore"):
            self._load_table(resource["id"], path)

    def _load_table(self, resource_id: str, path: Path) -> None:
        """Put a clean CSV into the DataStore as text, so that the API's examples have rows."""
        reader = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")))
        rows = list(reader)
        self._call(
            path.name,
            "datastore_create",
            resource_id=resource_id,
            fields=[{"id": heading, "type": "text"} for heading in reader.fieldnames or []],
            records=rows,
            force=True,
        )


def _reason(status: int, document: Any) -> str:
    if status == 403:
        return "not allowed; the token must belong to a system administrator"
    error = document.get("error") if isinstance(document, dict) else document
    return f"{status} {json.dumps(error, ensure_ascii=False)[:500]}"


def _japanese_name(resource: dict[str, Any]) -> str:
    translated = resource.get("name_translated")
    if isinstance(translated, dict) and translated.get("ja"):
        return translated["ja"]
    return resource.get("name") or ""


def load(url: str, token: str) -> int:
    """Load everything, with a line for each dataset.

    Returns:
        the exit code (see the module).
    """
    started = time.monotonic()
    # Backwards, so that the first datasets of the first provider are the newest.
    content = providers()[::-1]
    count = sum(len(provider["datasets"]) for provider in content)
    loader = Loader(url, token)
    loader.check_portal()
    number = 0
    for provider in content:
        try:
            loader.load_provider(provider["organization"])
        except Refused as error:
            loader.refused.append(str(error))
            print(f"REFUSED {error}", flush=True)
            number += len(provider["datasets"])
            continue
        for dataset in reversed(provider["datasets"]):
            number += 1
            try:
                done = loader.load_dataset(dataset)
            except Refused as error:
                loader.refused.append(str(error))
                done = f"REFUSED {error}"
            print(f"[{number}/{count}] {dataset['name']}: {done}", flush=True)
    seconds = time.monotonic() - started
    print(f"{loader.added} added, {len(loader.refused)} refused, {seconds:.0f} s", flush=True)
    return 1 if loader.refused else 0


def main() -> int:
    """Read the command line and load."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--url", required=True, help="address of the portal")
    parser.add_argument("--token", default=os.environ.get("KANAZAWA_DEMO_TOKEN"))
    options = parser.parse_args()
    if not options.token:
        parser.error("give --token, or set KANAZAWA_DEMO_TOKEN")
    try:
        return load(options.url.rstrip("/"), options.token)
    except requests.RequestException as error:
        print(f"{options.url} does not answer: {error}", file=sys.stderr)
        return 2
    except Refused as error:
        print(error, file=sys.stderr)
        return 1
    except ContentError as error:
        print(f"The content of the demonstration is broken: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
