"""A private PostgreSQL: made once, never touching the system's own."""

from __future__ import annotations

import os
import shutil
import signal
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from ckanext.kanazawa.launcher.accounts import Account
from ckanext.kanazawa.launcher.commands import clean_environment, run
from ckanext.kanazawa.launcher.console import Console
from ckanext.kanazawa.launcher.failures import CommandFailed, NewerDatabase, NoPostgres
from ckanext.kanazawa.launcher.programs import postgres_folders

# The port is only part of the socket's name: the server does not listen on the network.
PORT = 5432
SUPERUSER = "postgres"
# What a throw-away cluster does without: it need not survive a power cut.
FAST = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "shared_buffers=128MB")


@dataclass
class Cluster:
    """One PostgreSQL data folder and its server.

    Attributes:
        folder: the data folder; made by `create`.
        sockets: folder of the socket.
        account: who runs the server.
        password: of the superuser.
        throwaway: for tests, faster and without safety against power cuts.
    """

    folder: Path
    sockets: Path
    account: Account
    password: str
    throwaway: bool = False

    def version(self) -> int | None:
        """Return the major version that wrote the data; None where there are none."""
        try:
            return int((self.folder / "PG_VERSION").read_text(encoding="ascii").strip())
        except FileNotFoundError:
            return None

    def programs(self) -> Path:
        """Return the folder of the PostgreSQL programs that fit the data.

        Raises:
            NoPostgres: no supported PostgreSQL is installed.
            NewerDatabase: another major version wrote the data.
        """
        folders = postgres_folders()
        if not folders:
            raise NoPostgres()
        written = self.version()
        if written is None:
            return folders[max(folders)]
        if written not in folders:
            installed = ", ".join(map(str, sorted(folders)))
            raise NewerDatabase(written=written, installed=installed, path=self.folder)
        return folders[written]

    def create(self, console: Console | None = None) -> None:
        """Make the data folder in one go: a half-finished one is never taken for a whole."""
        programs = self.programs()
        fresh = self.folder.with_name(self.folder.name + ".new")
        shutil.rmtree(fresh, ignore_errors=True)
        if self.version() is not None:
            return
        # A folder without PG_VERSION holds nothing that PostgreSQL could start with.
        shutil.rmtree(self.folder, ignore_errors=True)
        if console:
            console.say("cluster.creating")
        fresh.mkdir(parents=True)
        self.account.own(fresh, 0o700)
        secret = fresh.with_name(fresh.name + ".password")
        secret.touch(mode=0o600)
        secret.write_text(self.password, encoding="ascii")
        self.account.own(secret, 0o600)
        try:
            self._initdb(programs, fresh, secret)
        finally:
            secret.unlink()
        fresh.rename(self.folder)

    def _initdb(self, programs: Path, fresh: Path, secret: Path) -> None:
        options = ["--encoding=UTF8", "--locale=C.UTF-8", f"--username={SUPERUSER}"]
        options += ["--auth=scram-sha-256", f"--pwfile={secret}"]
        if self.throwaway:
            options.append("--no-sync")
        command = [programs / "initdb", *options, "-D", fresh]
        run(command, account=self.account, env=clean_environment(LC_ALL="C.UTF-8"))

    def server_command(self) -> list[str]:
        """Return the command that runs the server in the foreground."""
        settings = [
            "listen_addresses=",
            f"port={PORT}",
            f"unix_socket_directories={self.sockets}",
            "unix_socket_permissions=0700",
            "max_connections=200",
            "logging_collector=off",
            "log_timezone=Asia/Tokyo",
            *(FAST if self.throwaway else ("shared_buffers=256MB",)),
        ]
        options = [word for setting in settings for word in ("-c", setting)]
        return [str(self.programs() / "postgres"), "-D", str(self.folder), *options]

    def clear_leftovers(self, patience_s: float = 20.0) -> None:
        """Stop a server that lost its launcher, and remove the lock of one that was killed."""
        lock = self.folder / "postmaster.pid"
        pid = _first_number(lock)
        if pid is None:
            return
        deadline = time.monotonic() + patience_s
        while _is_postmaster(pid, self.folder) and time.monotonic() < deadline:
            os.kill(pid, signal.SIGINT)
            time.sleep(0.3)
        if not _is_postmaster(pid, self.folder):
            lock.unlink(missing_ok=True)

    def answers(self) -> bool:
        """Tell whether the server takes queries."""
        try:
            self.sql("select 1")
        except CommandFailed:
            return False
        return True

    def sql(self, script: str, database: str = "postgres") -> str:
        """Run SQL as the superuser and return the bare result.

        Raises:
            CommandFailed: with the server's words.
        """
        return psql(self.url(SUPERUSER, self.password, database), script)

    def url(self, user: str, password: str, database: str) -> str:
        """Return the address of a database as SQLAlchemy and psql read it."""
        secret = quote(password, safe="")
        return f"postgresql://{user}:{secret}@/{database}?host={self.sockets}&port={PORT}"


def psql(url: str, script: str) -> str:
    """Run SQL at an address and return the bare result; stops at the first error."""
    program = shutil.which("psql") or str(max(postgres_folders().items())[1] / "psql")
    options = ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-f", "-"]
    return run([program, *options], given=script, env=clean_environment(**libpq_settings(url)))


def libpq_settings(url: str) -> dict[str, str]:
    """Return an address as libpq's environment variables: a password does not belong
    into the process list, where everyone can read it.
    """
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    found = {
        "PGUSER": unquote(parts.username or ""),
        "PGPASSWORD": unquote(parts.password or ""),
        "PGHOST": query.get("host") or parts.hostname or "",
        "PGPORT": query.get("port") or str(parts.port or ""),
        "PGDATABASE": unquote(parts.path.lstrip("/")),
        "PGSSLMODE": query.get("sslmode", ""),
        "PGCONNECT_TIMEOUT": "10",
    }
    return {name: value for name, value in found.items() if value}


def _first_number(path: Path) -> int | None:
    try:
        return int(path.read_text(encoding="ascii").split()[0])
    except (FileNotFoundError, IndexError, ValueError):
        return None


def _is_postmaster(pid: int, folder: Path) -> bool:
    """Tell whether a process is a PostgreSQL server working in this folder."""
    try:
        return os.readlink(f"/proc/{pid}/cwd") == str(folder.resolve()) and (
            Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
        )
    except OSError:
        return False
