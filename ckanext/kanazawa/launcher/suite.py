"""`./portal test`: everything the tests need, in private servers that end with the run."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from ckanext.kanazawa.launcher import servers
from ckanext.kanazawa.launcher.cache import Cache
from ckanext.kanazawa.launcher.children import tie_to_parent
from ckanext.kanazawa.launcher.cluster import Cluster, psql
from ckanext.kanazawa.launcher.commands import clean_environment
from ckanext.kanazawa.launcher.console import Console
from ckanext.kanazawa.launcher.database import (
    DATASTORE,
    MAIN,
    WRITER,
    databases_script,
    permissions_script,
    roles_script,
)
from ckanext.kanazawa.launcher.environment import Environment
from ckanext.kanazawa.launcher.frontend import Frontend
from ckanext.kanazawa.launcher.keys import NAMES
from ckanext.kanazawa.launcher.packages import ensure_packages, portal_needs, test_needs
from ckanext.kanazawa.launcher.places import Places
from ckanext.kanazawa.launcher.running import born
from ckanext.kanazawa.launcher.supervisor import Stopped, Supervisor

INTERRUPT_PATIENCE_S = 20.0
# Each process takes about a gigabyte, and a browser beside it.
MAX_PROCESSES = 4


class Suite:
    """One run of the tests."""

    def __init__(self, places: Places, console: Console):
        self.places = places
        self.console = console
        self.supervisor = Supervisor(console)
        # Socket paths are short, and safe from a portal that runs in the same clone.
        self.sockets = places.sockets / f"test-{os.getpid()}"
        self.scratch = places.data / "test" / f"{os.getpid()}-{born(os.getpid())}"

    def run(self, arguments: list[str]) -> int:
        """Prepare, run pytest with the arguments, clean up; return pytest's exit status."""
        self.supervisor.listen()
        try:
            self._prepare()
            with self._servers() as addresses:
                return self._pytest(arguments, addresses)
        except Stopped:
            self.console.say("test.interrupted")
            return 130
        finally:
            self.supervisor.stop_all()
            shutil.rmtree(self.scratch, ignore_errors=True)
            shutil.rmtree(self.sockets, ignore_errors=True)

    def _prepare(self) -> None:
        servers.check_room(self.places.data)
        log = self.places.logs / "install.log"
        ensure_packages([*portal_needs(), *test_needs()], self.console, log)
        environment = Environment(self.places, self.console)
        environment.ensure(with_tests=True)
        Frontend(self.places, self.console).ensure(environment, with_tests=True)
        self._sweep()

    def _sweep(self) -> None:
        """Remove what test runs left that were killed with -9."""
        for folder in (self.places.data / "test").glob("*-*"):
            pid, _, started = folder.name.partition("-")
            if born(int(pid)) != int(started):
                shutil.rmtree(folder, ignore_errors=True)
                shutil.rmtree(self.places.sockets / f"test-{pid}", ignore_errors=True)

    @contextmanager
    def _servers(self) -> Iterator[dict[str, str]]:
        """Start private servers; gives the environment that leads the tests to them."""
        self.console.say("test.servers")
        account = self.places.servers
        for folder in (self.scratch, self.sockets):
            folder.mkdir(parents=True)
            account.own(folder, 0o700)
        logs = self.scratch / "log"
        logs.mkdir()
        keys = {name: secrets.token_hex(16) for name in NAMES}
        cluster = Cluster(
            self.scratch / "postgres", self.sockets, account, keys["postgres"], throwaway=True
        )
        cluster.create()
        cache = Cache(self.scratch / "redis", self.sockets, account)
        cache.create()
        self.supervisor.start(servers.postgres_child(cluster, logs / "postgres.log"))
        self.supervisor.start(servers.redis_child(cache, logs / "redis.log"))
        url = cluster.url("postgres", keys["postgres"], "postgres")
        psql(url, roles_script(keys) + "\n" + databases_script((MAIN, DATASTORE)))
        # Browser tests and benchmarks make databases of their own beside these.
        psql(url, f"alter role {WRITER} createdb;")
        psql(url, permissions_script(self.places.python, MAIN, DATASTORE))
        yield self._environment(servers.addresses(url, cache.url, keys, ""), url)

    def _environment(self, found: servers.Addresses, superuser_url: str) -> dict[str, str]:
        return clean_environment(
            # The tests of docker/ make roles, which the portal itself never does.
            KANAZAWA_TEST_SUPERUSER_URL=superuser_url,
            PATH=f"{self.places.venv / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}",
            CKAN_SQLALCHEMY_URL=found.database,
            CKAN_DATASTORE_WRITE_URL=found.datastore_write,
            CKAN_DATASTORE_READ_URL=found.datastore_read,
            CKAN_REDIS_URL=found.redis,
            CKAN_STORAGE_PATH=str(self.scratch / "storage"),
            # Where browser tests put their pictures, if someone wants some.
            **{name: os.environ[name] for name in ("KANAZAWA_SHOTS",) if name in os.environ},
        )

    def _pytest(self, arguments: list[str], environment: dict[str, str]) -> int:
        self.console.say("test.running")
        # A debugger needs the terminal; otherwise Ctrl-C comes here first, and is passed on once.
        debugging = any(word.startswith(("--pdb", "--trace")) for word in arguments)
        process = subprocess.Popen(
            [str(self.places.python), "-m", "pytest", *(arguments or whole_suite())],
            stdin=None if debugging else subprocess.DEVNULL,
            cwd=self.places.root,
            env=environment,
            start_new_session=not debugging,
            preexec_fn=tie_to_parent(signal.SIGINT, os.getpid()),
        )
        try:
            return process.wait()
        except Stopped:
            _interrupt(process)
            raise


def whole_suite() -> list[str]:
    """Return pytest's arguments for all tests: as many processes as there are processors."""
    processors = len(os.sched_getaffinity(0))
    return ["-n", str(min(processors, MAX_PROCESSES))] if processors > 1 else []


def _interrupt(process: subprocess.Popen[bytes]) -> None:
    """Let pytest end its browsers and servers and show what failed; end it all if it lingers."""
    process.send_signal(signal.SIGINT)
    try:
        process.wait(INTERRUPT_PATIENCE_S)
    except subprocess.TimeoutExpired:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
