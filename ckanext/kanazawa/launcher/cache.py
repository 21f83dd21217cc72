"""A private Redis on a socket: job queues and short-lived data."""

from __future__ import annotations

import contextlib
import os
import socket
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from ckanext.kanazawa.launcher.accounts import Account
from ckanext.kanazawa.launcher.programs import redis_program

SOCKET_NAME = "redis.sock"


@dataclass
class Cache:
    """One Redis server.

    Attributes:
        folder: where it keeps its queue over restarts.
        sockets: folder of the socket.
        account: who runs the server.
    """

    folder: Path
    sockets: Path
    account: Account

    @property
    def socket(self) -> Path:
        """Return the path of the socket."""
        return self.sockets / SOCKET_NAME

    @property
    def url(self) -> str:
        """Return the address as redis-py reads it."""
        return f"unix://{self.socket}?db=0"

    def create(self) -> None:
        """Make the folder, and the name by which the program knows that it is a server."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.account.own(self.folder, 0o700)
        link, program = self.folder / "redis-server", redis_program()
        if program and (not link.is_symlink() or os.readlink(link) != str(program)):
            link.unlink(missing_ok=True)
            link.symlink_to(program)

    def server_command(self) -> list[str]:
        """Return the command that runs the server in the foreground, without network."""
        settings = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "daemonize": "no",
            # A full disk must not stop the job queue; the portal reports it elsewhere.
            "stop-writes-on-bgsave-error": "no",
        }
        options = [word for name, value in settings.items() for word in (f"--{name}", value)]
        return [str(self.folder / "redis-server"), *options]

    def answers(self) -> bool:
        """Tell whether the server replies."""
        try:
            return self._ask(b"PING") == b"+PONG"
        except OSError:
            return False

    def clear_leftovers(self, patience_s: float = 10.0) -> None:
        """Stop a server that lost its launcher."""
        deadline = time.monotonic() + patience_s
        while self.answers() and time.monotonic() < deadline:
            with contextlib.suppress(OSError):
                self._ask(b"SHUTDOWN")
            time.sleep(0.1)
        self.socket.unlink(missing_ok=True)

    def _ask(self, command: bytes) -> bytes:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(2)
            connection.connect(str(self.socket))
            connection.sendall(command + b"\r\n")
            return connection.recv(200).strip()


def redis_answers(url: str) -> bool:
    """Tell whether something listens at the address of an existing Redis."""
    parts = urlsplit(url)
    try:
        if parts.scheme == "unix":
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
                connection.connect(parts.path)
        else:
            address = (parts.hostname or "localhost", parts.port or 6379)
            socket.create_connection(address, timeout=5).close()
    except OSError:
        return False
    return True
