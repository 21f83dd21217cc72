"""Servers of other people, good and bad, on this machine."""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

import pytest

from tests.schemas.tables.conftest import toilets

ETAG = '"first"'
PIECE = b"1,2,3,4,5,6,7,8\r\n" * 512


class Strange(BaseHTTPRequestHandler):
    """Answers well or badly, as the path says."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        server: Any = self.server
        server.site.asked.append((self.path, dict(self.headers)))
        name = self.path.strip("/").partition("/")[0].partition("?")[0]
        getattr(self, f"send_{name.partition('.')[0]}", self.send_nothing)()

    def log_message(self, format: str, *args: Any) -> None:
        """Keep quiet."""

    def answer(self, body: bytes, **headers: str) -> None:
        self.send_response(200)
        for key, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(key.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def send_nothing(self) -> None:
        self.send_error(404)

    def send_table(self) -> None:
        site = self.server.site  # type: ignore[attr-defined]
        if self.headers["If-None-Match"] == site.etag:
            self.send_response(304)
            self.end_headers()
            return
        self.answer(site.body, ETag=site.etag, Content_Type="text/csv")

    def send_halting(self) -> None:
        """Send half of the table, and the rest when it is told to."""
        site = self.server.site  # type: ignore[attr-defined]
        self.send_response(200)
        self.send_header("Content-Length", str(len(site.body)))
        self.end_headers()
        half = len(site.body) // 2
        self.wfile.write(site.body[:half])
        site.halted.set()
        site.goes_on.wait()
        with suppress(OSError):
            self.wfile.write(site.body[half:])

    def send_named(self) -> None:
        name = "filename*=UTF-8''%E5%8E%A0.csv"
        self.answer(toilets(), Content_Disposition=f"attachment; {name}")

    def send_packed(self) -> None:
        self.answer(gzip.compress(toilets()), Content_Encoding="gzip")

    def send_bomb(self) -> None:
        self.answer(gzip.compress(b"0" * 20_000_000), Content_Encoding="gzip")

    def send_brotli(self) -> None:
        self.answer(b"xx", Content_Encoding="br")

    def send_page(self) -> None:
        self.answer(b"<!DOCTYPE html><html><body>404</body></html>", Content_Type="text/csv")

    def send_empty(self) -> None:
        self.answer(b"")

    def send_loop(self) -> None:
        self.lead_to("/other")

    def send_other(self) -> None:
        self.lead_to("/loop")

    def send_far(self) -> None:
        depth = int(self.path.partition("?")[2] or 0)
        self.lead_to(f"/far?{depth + 1}")

    def send_on(self) -> None:
        self.lead_to(self.path.partition("?")[2])

    def lead_to(self, place: str) -> None:
        self.send_response(302)
        self.send_header("Location", place)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def send_short(self) -> None:
        """Promise more than comes."""
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"a,b\r\n1,2\r\n")
        self.close_connection = True

    def send_large(self) -> None:
        """Promise more than anybody wants."""
        self.send_response(200)
        self.send_header("Content-Length", str(10**12))
        self.end_headers()
        self.close_connection = True

    def send_endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        while True:
            try:
                self.wfile.write(PIECE)
            except OSError:
                break
        self.close_connection = True

    def send_slow(self) -> None:
        """Drip: never silent for long, never done."""
        self.send_response(200)
        self.end_headers()
        while not self.server.site.is_over:  # type: ignore[attr-defined]
            try:
                self.wfile.write(b"1")
                self.wfile.flush()
            except OSError:
                break
            time.sleep(0.05)
        self.close_connection = True

    def send_silent(self) -> None:
        while not self.server.site.is_over:  # type: ignore[attr-defined]
            time.sleep(0.05)
        self.close_connection = True

    def send_garbage(self) -> None:
        self.wfile.write(b"SSH-2.0-OpenSSH\r\n\r\n")
        self.close_connection = True


@dataclass
class Site:
    """A server, and what it was asked.

    Attributes:
        host: `127.0.0.1:port`.
        body, etag: of /table.csv; /halting.csv has the same body.
        halted, goes_on: /halting.csv sent its first half; it may send the second.
    """

    host: str
    body: bytes = field(default_factory=toilets)
    etag: str = ETAG
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    is_over: bool = False
    halted: Event = field(default_factory=Event)
    goes_on: Event = field(default_factory=Event)

    def url(self, path: str) -> str:
        return f"http://{self.host}/{path}"


@pytest.fixture
def site() -> Iterator[Site]:
    """Start a server on this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Strange)
    server.daemon_threads = True
    found = Site(f"127.0.0.1:{server.server_address[1]}")
    server.site = found  # type: ignore[attr-defined]
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield found
    found.is_over = True
    found.goes_on.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def fetching(site: Site, ckan_config: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the portal fetch links, also from that server."""
    monkeypatch.setitem(ckan_config, "ckanext.kanazawa.schemas.fetch_links", True)
    monkeypatch.setitem(ckan_config, "ckanext.kanazawa.schemas.link_hosts", [site.host])


@pytest.fixture
def link(
    app: Any, dataset: dict[str, Any], editor_headers: dict[str, str]
) -> Callable[..., dict[str, Any]]:
    """Return a function that makes a resource a link, as an editor does through the API."""

    def call(url: str, resource: dict[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
        where = {"id": resource["id"]} if resource else {"package_id": dataset["id"]}
        action = "resource_patch" if resource else "resource_create"
        answer = app.post(
            f"/api/3/action/{action}",
            json={**where, "url": url, "name": "表", **fields},
            headers=editor_headers,
        )
        assert answer.status_code == 200, answer.body
        return answer.json["result"]

    return call
