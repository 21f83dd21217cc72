"""Everything `./portal up` does, step by step; each step can be repeated."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from ckanext.kanazawa.launcher import servers
from ckanext.kanazawa.launcher.cache import Cache
from ckanext.kanazawa.launcher.children import Child
from ckanext.kanazawa.launcher.console import Console
from ckanext.kanazawa.launcher.database import Database, ckan_command, ckan_environment
from ckanext.kanazawa.launcher.demo import Demo
from ckanext.kanazawa.launcher.environment import Environment
from ckanext.kanazawa.launcher.failures import Failure
from ckanext.kanazawa.launcher.frontend import Frontend
from ckanext.kanazawa.launcher.keys import load_keys
from ckanext.kanazawa.launcher.logs import LogFollower, shorten_logs
from ckanext.kanazawa.launcher.network import (
    ANY,
    check_port,
    local_address,
    portal_answers,
)
from ckanext.kanazawa.launcher.packages import ensure_packages
from ckanext.kanazawa.launcher.places import Places
from ckanext.kanazawa.launcher.running import RunFile
from ckanext.kanazawa.launcher.settings import write_settings
from ckanext.kanazawa.launcher.stamps import Stamp
from ckanext.kanazawa.launcher.supervisor import Stopped, Supervisor
from ckanext.kanazawa.launcher.timetable import Timetable

# A first start fills the disk with packages and the environment.
FIRST_START_BYTES = 2_000_000_000
DATABASE_STAMPS = ("database", "admin", "demo")


@dataclass(frozen=True)
class Options:
    """What `./portal up` was asked for."""

    host: str
    port: int
    site_url: str
    demo: bool
    external: servers.External

    @property
    def site(self) -> str:
        """Return the address that the portal writes into pages, DCAT and downloads."""
        return (self.site_url or f"http://localhost:{self.port}").rstrip("/")


class Portal:
    """One clone's portal."""

    def __init__(self, places: Places, console: Console, options: Options):
        self.places = places
        self.console = console
        self.options = options
        self.supervisor = Supervisor(console)
        self.run_file = RunFile(places.state)

    def prepare(self) -> None:
        """Bring packages, environment and libraries; nothing is started yet."""
        first = not Stamp(self.places.venv / ".portal-stamp").path.exists()
        servers.check_room(self.places.data)
        if first:
            servers.check_room(self.places.root, FIRST_START_BYTES)
            self.console.say("up.first")
        needs = self.options.external.needs()
        ensure_packages(needs, self.console, self.places.logs / "install.log")
        environment = Environment(self.places, self.console)
        environment.ensure()
        Frontend(self.places, self.console).ensure(environment)
        self._tell_about_root()

    def serve(self, show_visits: bool) -> None:
        """Start everything and watch over it until a signal comes.

        Raises:
            Failure: something did not start, or died again and again.
        """
        self.supervisor.listen()
        timetable = Timetable(self.places)
        try:
            self.run_file.write(self.options.site, ready=False, port=self.options.port)
            self._start_servers()
            self._start_portal()
            self.run_file.write(self.options.site, ready=True, port=self.options.port)
            self.tell_addresses()
            if show_visits:
                self.console.paragraph("up.foreground")
            self.supervisor.watch(self.places.logs / "access.log", timetable, show_visits)
        except Stopped:
            self.console.say("up.stopping")
        finally:
            timetable.stop()
            self.supervisor.stop_all()
            self.run_file.clear()
        self.console.done("up.stopped")

    def detach(self, arguments: list[str]) -> None:
        """Serve in a process of its own, and return when the portal answers.

        Raises:
            Failure: it ended before that; its messages were shown.
        """
        log = self.places.logs / "portal.log"
        follower = LogFollower(log)
        with log.open("ab") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "ckanext.kanazawa.launcher", "serve", *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=self.places.root,
                start_new_session=True,
            )
        try:
            self._follow_until_ready(process, follower)
        except KeyboardInterrupt:
            process.terminate()
            process.wait()
            raise
        if process.poll() is not None:
            raise SystemExit(process.returncode or 1)
        self.console.say("up.detached")

    def _follow_until_ready(self, process: subprocess.Popen[Any], log: LogFollower) -> None:
        ready = False
        while not ready and process.poll() is None:
            time.sleep(0.1)
            run = self.run_file.current()
            ready = run is not None and run.pid == process.pid and run.ready
            log.each_new_line(partial(print, flush=True))

    def tell_addresses(self) -> None:
        """Print where the portal is, and where the password is."""
        self.console.paragraph(
            "up.ready", address=self.options.site, password=self.places.password_file
        )
        if self.options.host in ANY and not self.options.site_url:
            self.console.warn("up.site_url")

    def _tell_about_root(self) -> None:
        if os.geteuid() == 0 and self.places.code.uid == 0:
            self.console.warn("up.as_root", root=self.places.root, user=self.places.servers.name)

    def _start_servers(self) -> None:
        """Start PostgreSQL and Redis, write the configuration, bring the database up to date."""
        if not (self.options.external.postgres and self.options.external.redis):
            self.console.say("up.servers")
        shorten_logs(self.places.logs)
        keys = load_keys(self.places.state / "keys.json")
        postgres_url, redis_url = self._own_postgres(keys), self._own_redis()
        self.options.external.check()
        database = Database(
            self.places, self.console, postgres_url, self.options.external.postgres_mark
        )
        database.create(keys)
        found = servers.addresses(
            postgres_url, redis_url, keys, self.options.site, self.options.external.solr
        )
        write_settings(self.places, found, keys)
        database.upgrade()
        database.ensure_admin()

    def _own_postgres(self, keys: dict[str, str]) -> str:
        external = self.options.external.postgres
        if external:
            return external
        cluster = servers.own_cluster(
            self.places.data, self.places.sockets, self.places.servers, keys
        )
        if cluster.version() is None:
            # A new, empty database: whatever was done in an earlier one is to be done again.
            for name in DATABASE_STAMPS:
                Stamp(self.places.state / name).clear()
        cluster.create(self.console)
        self.supervisor.start(servers.postgres_child(cluster, self._log("postgres")))
        return cluster.url("postgres", keys["postgres"], "postgres")

    def _own_redis(self) -> str:
        if self.options.external.redis:
            return self.options.external.redis
        cache = Cache(self.places.data / "redis", self.places.sockets, self.places.servers)
        cache.create()
        self.supervisor.start(servers.redis_child(cache, self._log("redis")))
        return cache.url

    def _start_portal(self) -> None:
        """Start the web server and the worker, and load the demonstration content once."""
        self.console.say("up.portal")
        address = local_address(self.options.host, self.options.port)
        worker = self._worker_child()
        self.supervisor.children.append(worker)
        worker.start()
        try:
            self.supervisor.start(self._web_child(address))
        except Failure:
            # A port that was free a moment ago gives a clearer message than a log.
            check_port(self.options.host, self.options.port)
            raise
        if self.options.demo:
            Demo(self.places, self.console, self.options.external.postgres_mark).ensure(address)

    def _web_child(self, address: str) -> Child:
        settings = Path(__file__).with_name("gunicorn_config.py")
        access_log = self._log("access")
        return Child(
            name="web",
            command=[
                *(str(self.places.python), "-m", "gunicorn", "-c", str(settings)),
                "ckanext.kanazawa.launcher.wsgi:application",
            ],
            account=self.places.code,
            log=self._log("web"),
            env={
                **ckan_environment(self.places),
                "KANAZAWA_BIND": f"{self.options.host}:{self.options.port}",
                "KANAZAWA_ACCESS_LOG": str(access_log),
                "KANAZAWA_WEB_WORKERS": os.environ.get("KANAZAWA_WEB_WORKERS", ""),
            },
            cwd=self.places.home,
            answers=lambda: portal_answers(address),
        )

    def _worker_child(self) -> Child:
        return Child(
            name="worker",
            command=ckan_command(self.places, "jobs", "worker"),
            account=self.places.code,
            log=self._log("worker"),
            env=ckan_environment(self.places),
            cwd=self.places.home,
            answers=lambda: True,
        )

    def _log(self, name: str) -> Path:
        path = self.places.logs / f"{name}.log"
        path.touch()
        self.places.code.own(path, 0o640)
        return path
