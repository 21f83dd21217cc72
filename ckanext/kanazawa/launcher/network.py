"""Ports and answers."""

from __future__ import annotations

import errno
import json
import socket
import time
import urllib.request

from ckanext.kanazawa.launcher.failures import Message, PortTaken

ANY = ("0.0.0.0", "::", "")
# Why a port cannot be had: the system's reasons, which it tells in English.
REASONS = {
    errno.EADDRINUSE: "reason.in_use",
    errno.EACCES: "reason.not_allowed",
    errno.EADDRNOTAVAIL: "reason.no_address",
    socket.EAI_NONAME: "reason.no_address",
}


def check_port(host: str, port: int, patience_s: float = 0.0) -> None:
    """Make sure that the portal can listen.

    Args:
        host: address to listen on.
        port: port to listen on.
        patience_s: how long to wait for a server that is about to end.

    Raises:
        PortTaken: somebody else listens, or this user may not.
    """
    deadline = time.monotonic() + patience_s
    while True:
        try:
            _bind(host, port)
        except OSError as error:
            if time.monotonic() < deadline:
                time.sleep(0.2)
                continue
            raise PortTaken(
                port=port, host=host, reason=_reason(error), other=free_port()
            ) from error
        return


def _reason(error: OSError) -> Message | str:
    key = REASONS.get(error.errno or 0)
    return Message(key) if key else error.strerror or str(error)


def _bind(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # As servers do: connections that are just being closed do not count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def local_address(host: str, port: int) -> str:
    """Return the address at which this machine reaches a server listening on `host`."""
    name = "127.0.0.1" if host in ANY else f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}"


def portal_answers(address: str, timeout_s: float = 10.0) -> bool:
    """Tell whether CKAN answers at an address."""
    # Never through a proxy: this is our own machine.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"{address}/api/3/action/status_show", timeout=timeout_s) as response:
            return bool(json.load(response).get("success"))
    except (OSError, ValueError):
        return False


def call_action(address: str, token: str, action: str, data: dict[str, str]) -> None:
    """Call an action of the portal's API.

    Raises:
        OSError: it refused, or did not answer.
    """
    request = urllib.request.Request(
        f"{address}/api/3/action/{action}",
        data=json.dumps(data).encode(),
        headers={"Authorization": token, "Content-Type": "application/json"},
    )
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    opener.open(request, timeout=30).close()
