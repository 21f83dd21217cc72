"""Fetch a file from another server: only from public hosts, and within bounds."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Collection, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field
from threading import Event, Timer
from typing import IO, Any
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from ckanext.kanazawa.schemas.tables.linked.body import read_body
from ckanext.kanazawa.schemas.tables.linked.connection import PublicConnection
from ckanext.kanazawa.schemas.tables.linked.errors import LinkError

AGENT = "ckanext-kanazawa (open data portal; fetches linked tables)"
REDIRECTS = (301, 302, 303, 307, 308)
PORTS = {"http": 80, "https": 443}
# What stands in an address as it is (RFC 3986); everything else is written with %.
PLAIN = "/%:@!$&'()*+,;=~-._?"


@dataclass(frozen=True)
class Bounds:
    """How much a link may take.

    Attributes:
        size_bytes: of the file, unpacked.
        total_s: seconds from the first connection to the last byte.
        idle_s: seconds between two pieces.
        redirects: how often it may lead elsewhere.
        allowed: `host` or `host:port` that may stand in the portal's own network.
    """

    size_bytes: int
    total_s: float = 300.0
    idle_s: float = 20.0
    redirects: int = 5
    allowed: Collection[str] = ()


@dataclass(frozen=True)
class Answer:
    """What a server answered.

    Attributes:
        url: the last address.
        is_unchanged: nothing new since the last time; there is no body.
        headers: names in lower case.
    """

    url: str
    is_unchanged: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)


def fetch(
    url: str, target: IO[bytes], bounds: Bounds, known: Mapping[str, str] | None = None
) -> Answer:
    """Fetch a file.

    Args:
        url: http or https.
        target: takes the bytes, unpacked where the server packed them for the way.
        bounds: of size, time and redirects.
        known: "etag" and "last_modified" of what we have, so that the server need not send
            the same again.

    Raises:
        LinkError: it could not be fetched, or not within the bounds.
    """
    seen: list[str] = []
    deadline = _Deadline(bounds.total_s)
    with closing(deadline):
        while True:
            if url in seen:
                raise LinkError("link-loop", url=url)
            if len(seen) > bounds.redirects:
                raise LinkError("link-redirects", limit=bounds.redirects)
            seen.append(url)
            answer = _asked(url, target, bounds, known or {}, deadline)
            if isinstance(answer, Answer):
                return answer
            url = answer


def _asked(
    url: str, target: IO[bytes], bounds: Bounds, known: Mapping[str, str], deadline: _Deadline
) -> Answer | str:
    """Ask one address; return the answer, or where it leads on to."""
    parts = _checked(url)
    host = str(parts.hostname)
    connection = PublicConnection(
        _ascii_host(host),
        parts.port or PORTS[parts.scheme],
        secure=parts.scheme == "https",
        seconds=bounds.idle_s,
        allowed=bounds.allowed,
    )
    with closing(connection):
        try:
            connection.connect()
            deadline.watch(connection.sock)
            connection.request("GET", _path(parts), headers=_headers(known))
            return _answer(url, connection.getresponse(), target, bounds, deadline)
        except LinkError:
            if deadline.is_over:
                raise LinkError("link-too-slow", limit=int(bounds.total_s)) from None
            raise
        except TimeoutError as error:
            raise LinkError("link-no-answer", host=host) from error
        except (http.client.HTTPException, OSError, ValueError) as error:
            if deadline.is_over:
                raise LinkError("link-too-slow", limit=int(bounds.total_s)) from error
            raise LinkError("link-broken-answer", host=host) from error


def _answer(
    url: str,
    response: http.client.HTTPResponse,
    target: IO[bytes],
    bounds: Bounds,
    deadline: _Deadline,
) -> Answer | str:
    headers = {name.lower(): value for name, value in response.getheaders()}
    if response.status in REDIRECTS and headers.get("location"):
        return urljoin(url, _location(headers["location"]))
    if response.status == http.client.NOT_MODIFIED:
        return Answer(url, True, headers)
    if response.status != http.client.OK:
        raise LinkError("link-status", status=response.status)
    read_body(response, headers, target, bounds.size_bytes)
    if deadline.is_over:
        raise LinkError("link-too-slow", limit=int(bounds.total_s))
    return Answer(url, False, headers)


def _location(value: str) -> str:
    """Read an address of a header, which may hold UTF-8 in spite of the standard."""
    with suppress(UnicodeError):
        return value.encode("latin-1").decode("utf-8")
    return value


def _checked(url: str) -> SplitResult:
    """Take an address apart.

    Raises:
        LinkError: it is none of http or https, or carries a password.
    """
    try:
        parts = urlsplit(url.strip())
        fine = parts.scheme in PORTS and parts.hostname and parts.port != 0
    except ValueError as error:
        raise LinkError("link-address", url=url) from error
    if not fine or parts.username is not None or parts.password is not None:
        raise LinkError("link-address", url=url)
    return parts


def _ascii_host(host: str) -> str:
    """Write a host's name as the network knows it (金沢.example → xn--…)."""
    try:
        return host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError as error:
        raise LinkError("link-unknown-host", host=host) from error


def _path(parts: SplitResult) -> str:
    query = f"?{parts.query}" if parts.query else ""
    return quote(f"{parts.path or '/'}{query}", safe=PLAIN)


def _headers(known: Mapping[str, str]) -> dict[str, str]:
    headers = {"User-Agent": AGENT, "Accept": "*/*", "Accept-Encoding": "identity"}
    if known.get("etag"):
        headers["If-None-Match"] = known["etag"]
    if known.get("last_modified"):
        headers["If-Modified-Since"] = known["last_modified"]
    return headers


class _Deadline:
    """Cuts a connection off when the time is over, however slowly the server drips."""

    def __init__(self, seconds: float):
        self._over = Event()
        self._sock: Any = None
        self._timer = Timer(seconds, self._cut)
        self._timer.daemon = True
        self._timer.start()

    @property
    def is_over(self) -> bool:
        return self._over.is_set()

    def watch(self, sock: Any) -> None:
        """Cut this connection, and at once where the time is over already."""
        self._sock = sock
        if self.is_over:
            self._cut()

    def _cut(self) -> None:
        self._over.set()
        if self._sock is not None:
            with suppress(OSError):
                self._sock.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._timer.cancel()
