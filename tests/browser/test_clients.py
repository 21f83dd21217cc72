"""Programs as they are used today read a table before, during and after its file is replaced.

`ckanapi` and plain HTTP, against the web server and the worker that production has.
"""

from __future__ import annotations

import csv
import io
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pytest
import requests
from ckanapi import RemoteCKAN

from tests.browser.portal import Portal

Rows = list[tuple[str, str]]
EDITIONS = (1, 2)
PAUSE_S = 0.1


def table(edition: int) -> BytesIO:
    """Return a CSV every row of which tells its edition; later ones are longer."""
    lines = ["版,番号,名称", *(f"第{edition}版,{n},見本公園{n}" for n in range(500 * edition))]
    file = BytesIO("\r\n".join(lines).encode("cp932"))
    file.name = f"公園一覧_{edition}.csv"
    return file


@dataclass
class Client:
    """A program that asks for the same table again and again.

    Attributes:
        ask: returns (edition, number) of every row.
        seen: edition and number of rows of each answer.
        failures: what went wrong.
    """

    ask: Callable[[], Rows]
    seen: list[tuple[str, int]] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def poll(self, over: threading.Event) -> None:
        """Ask until it is over."""
        while not over.is_set():
            self.look()
            time.sleep(PAUSE_S)

    def look(self) -> None:
        """Ask once."""
        try:
            rows = self.ask()
        except Exception as error:  # whatever it is, the test tells of it
            self.failures.append(repr(error))
            return
        self.seen.append(("+".join(sorted({edition for edition, _ in rows})), len(rows)))


def from_csv(answer: requests.Response) -> Rows:
    answer.raise_for_status()
    rows = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
    return [(row["版"], row["番号"]) for row in rows]


def from_records(result: dict[str, Any]) -> Rows:
    return [(record["版"], record["番号"]) for record in result["records"]]


def clients(url: str, id: str) -> dict[str, Client]:
    """Return one program for each way to read a table."""
    remote = RemoteCKAN(url, user_agent="kanazawa-test/1.0")

    def get(path: str, **parameters: str) -> requests.Response:
        return requests.get(f"{url}{path}", parameters, timeout=60)

    def search() -> Rows:
        return from_records(remote.action.datastore_search(resource_id=id, limit=32000))

    def search_sql() -> Rows:
        sql = f'SELECT "版", "番号" FROM "{id}"'
        answer = get("/api/3/action/datastore_search_sql", sql=sql)
        answer.raise_for_status()
        return from_records(answer.json()["result"])

    return {
        "ckanapi": Client(search),
        "sql": Client(search_sql),
        "dump": Client(lambda: from_csv(get(f"/datastore/dump/{id}"))),
        "dump with BOM": Client(lambda: from_csv(get(f"/datastore/dump/{id}", bom="true"))),
        "latest": Client(lambda: from_csv(get(f"/tables/{id}/latest.csv"))),
    }


@pytest.fixture(scope="module")
def polled(portal: Portal, sample: dict[str, str]) -> Iterator[dict[str, Client]]:
    """Replace a file while every client reads; return what they met."""
    remote = RemoteCKAN(portal.url, apikey=portal.token)
    dataset = remote.action.package_create(
        title="読み続けられる表",
        notes="API の確認に使うデータセットです。",
        kanazawa_theme=["administration"],
        owner_org=sample["organization"],
        license_id="CC-BY-4.0",
    )
    resource = remote.action.resource_create(package_id=dataset["id"], upload=table(1))
    portal.do_jobs()
    found = clients(portal.url, resource["id"])
    over = threading.Event()
    threads = [threading.Thread(target=each.poll, args=(over,)) for each in found.values()]
    for thread in threads:
        thread.start()
    try:
        for edition in EDITIONS[1:]:
            patched = remote.action.resource_patch(id=resource["id"], upload=table(edition))
            assert patched["id"] == resource["id"]
            portal.do_jobs()
    finally:
        over.set()
        for thread in threads:
            thread.join()
    for each in found.values():
        each.look()
    yield found


@pytest.mark.parametrize("name", ["ckanapi", "sql", "dump", "dump with BOM", "latest"])
def test_client_meets_whole_editions_in_their_order_and_no_error(
    polled: dict[str, Client], name: str
):
    client = polled[name]
    assert not client.failures
    steps = list(dict.fromkeys(client.seen))
    assert steps == [(f"第{edition}版", 500 * edition) for edition in EDITIONS]
    # Never back: each edition was seen in one go.
    changes = sum(1 for a, b in zip(client.seen, client.seen[1:], strict=False) if a != b)
    assert changes == len(EDITIONS) - 1
