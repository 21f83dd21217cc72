"""Readers see one edition or the next, whatever happens to the loader."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.request import urlopen
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import ckan.plugins.toolkit as tk
import pytest
import sqlalchemy as sa
from ckanext.datastore.backend.postgres import get_write_engine

from ckanext.kanazawa.lib.tables.recognise import recognise
from ckanext.kanazawa.lib.tables.table import table_of
from ckanext.kanazawa.schemas.tables.contents import Content
from ckanext.kanazawa.schemas.tables.load import swap
from ckanext.kanazawa.schemas.tables.load.errors import BusyError, LoadError
from ckanext.kanazawa.schemas.tables.load.table import drop_table, load_table

pytestmark = pytest.mark.usefixtures("with_plugins", "class_db")

LOADER = """
import os, sys, time
from ckan.common import config
config["ckan.datastore.write_url"] = sys.argv[2]
from ckanext.kanazawa.lib.tables.recognise import recognise
from ckanext.kanazawa.lib.tables.table import table_of
from ckanext.kanazawa.schemas.tables.contents import Content
from ckanext.kanazawa.schemas.tables.load.table import load_table
table = table_of(["版"], [["new"]] * 1000)
def stop(rows):
    print("ready", flush=True)
    time.sleep(60)
load_table(Content(table, recognise(table)), sys.argv[1], tell=lambda rows: None, before_swap=stop)
"""


def content(edition: str, rows: int) -> Content:
    """Return a table in which every cell tells its edition."""
    table = table_of(["版", "番"], [[edition, str(number)] for number in range(rows)])
    return Content(table, recognise(table))


def load(resource_id: str, edition: str, rows: int = 10) -> None:
    load_table(content(edition, rows), resource_id, tell=lambda rows: None)


def query(sql: str, **params: Any) -> list[Any]:
    with get_write_engine().connect() as connection:
        return list(connection.execute(sa.text(sql), params))


def editions(resource_id: str) -> list[str]:
    return [row[0] for row in query(f'SELECT DISTINCT 版 FROM "{resource_id}"')]


@pytest.fixture
def resource_id(upload) -> Iterator[str]:
    """Return a resource whose table is loaded by hand."""
    found = upload(b"not examined", "x.txt")["id"]
    yield found
    drop_table(found, lambda rows: None)


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


class _Threads(__import__("socketserver").ThreadingMixIn, WSGIServer):
    daemon_threads = True


@contextmanager
def served(app: Any) -> Iterator[str]:
    """Serve the portal to real HTTP clients."""
    server = make_server("127.0.0.1", 0, app.flask_app, _Threads, _Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()


class TestReaders:
    def test_http_clients_never_meet_two_editions_or_half_a_table(self, app, resource_id):
        load(resource_id, "e1", 50)
        seen: list[tuple[str, int]] = []
        failures: list[str] = []
        over = threading.Event()

        def read(address: str) -> None:
            while not over.is_set():
                try:
                    with urlopen(address, timeout=30) as answer:
                        found = _summary(answer.read())
                except Exception as error:
                    failures.append(repr(error))
                    return
                seen.append(found)

        with served(app) as host:
            addresses = [
                f"{host}/api/3/action/datastore_search?resource_id={resource_id}&limit=500",
                f"{host}/datastore/dump/{resource_id}",
            ]
            threads = [threading.Thread(target=read, args=(each,)) for each in addresses]
            for thread in threads:
                thread.start()
            for number in range(2, 6):
                load(resource_id, f"e{number}", 50 * number)
                time.sleep(0.2)
            over.set()
            for thread in threads:
                thread.join()
        assert failures == []
        assert set(seen) <= {(f"e{number}", 50 * number) for number in range(1, 6)}
        assert len({edition for edition, _ in seen}) > 1

    def test_a_slow_reader_delays_only_the_loader(self, resource_id, monkeypatch):
        load(resource_id, "old")
        monkeypatch.setattr(swap.lock, "__defaults__", (0.5,))
        with get_write_engine().connect() as reader:
            reader.execute(sa.text(f'SELECT * FROM "{resource_id}"')).all()
            with pytest.raises(BusyError) as error:
                load(resource_id, "new")
            assert error.value.code == "load-table-in-use"
            assert editions(resource_id) == ["old"]
        load(resource_id, "new")
        assert editions(resource_id) == ["new"]

    def test_a_loader_killed_in_the_middle_leaves_the_old_table_and_nothing_else(self, resource_id):
        load(resource_id, "old")
        url = tk.config["ckan.datastore.write_url"]
        command = [sys.executable, "-c", LOADER, resource_id, url]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as loader:
            assert loader.stdout is not None
            # It holds the lock of the table now, about to commit.
            assert loader.stdout.readline() == "ready\n"
            os.kill(loader.pid, signal.SIGKILL)
        assert editions(resource_id) == ["old"]
        assert query("SELECT 1 FROM pg_tables WHERE tablename = :n", n=f"_load_{resource_id}") == []
        load(resource_id, "new", 3)
        assert editions(resource_id) == ["new"]

    def test_two_loads_at_once_do_not_mix(self, resource_id):
        def second(rows: int) -> None:
            with pytest.raises(BusyError) as error:
                load(resource_id, "second")
            assert error.value.code == "load-already-running"

        load_table(content("first", 5), resource_id, tell=lambda rows: None, before_swap=second)
        assert editions(resource_id) == ["first"]

    def test_a_load_that_fails_at_the_end_leaves_the_old_table(self, resource_id):
        load(resource_id, "old")

        def refuse(rows: int) -> None:
            raise LoadError("load-rows-differ", expected=1, found=rows)

        with pytest.raises(LoadError):
            load_table(content("new", 5), resource_id, tell=lambda rows: None, before_swap=refuse)
        assert editions(resource_id) == ["old"]


def _summary(body: bytes) -> tuple[str, int]:
    """Return edition and rows of an answer, all of which must be of one edition."""
    if body.startswith(b"{"):
        found = json.loads(body)["result"]
        cells = [row["版"] for row in found["records"]]
        assert found["total"] == len(cells)
    else:
        cells = [row["版"] for row in csv.DictReader(io.StringIO(body.decode()))]
    (edition,) = set(cells)
    return edition, len(cells)


class TestOddTables:
    def read(self, resource_id: str) -> list[dict[str, Any]]:
        found = tk.get_action("datastore_search")({}, {"resource_id": resource_id})
        return [{k: v for k, v in row.items() if k != "_id"} for row in found["records"]]

    def test_cells_that_look_like_something_else_read_back_as_written(self, resource_id):
        cells = ["\\.", "\\N", "a\tb", "line\nbreak", "\r", '"', "=1+1", "\\\\.", "NULL", "，"]
        table = table_of(["値"], [[cell] for cell in cells])
        load_table(Content(table, recognise(table)), resource_id, tell=lambda rows: None)
        assert [row["値"] for row in self.read(resource_id)] == cells

    def test_nul_is_left_out(self, resource_id):
        table = table_of(["値"], [["a\x00b"]])
        load_table(Content(table, recognise(table)), resource_id, tell=lambda rows: None)
        assert self.read(resource_id) == [{"値": "ab"}]

    def test_a_cell_of_megabytes_is_kept_and_found_by_its_beginning(self, resource_id):
        table = table_of(["値"], [["金沢城公園" + "".join(map(chr, range(0x4E00, 0x9FA5))) * 50]])
        load_table(Content(table, recognise(table)), resource_id, tell=lambda rows: None)
        assert len(self.read(resource_id)[0]["値"]) > 1_000_000
        search = {"resource_id": resource_id, "q": "金沢城", "fields": "_id"}
        assert tk.get_action("datastore_search")({}, search)["total"] == 1

    def test_no_rows_and_many_columns(self, resource_id):
        headings = [f"列{number}" for number in range(1_598)]
        load_table(
            Content(table_of(headings, []), recognise(table_of(headings, []))),
            resource_id,
            tell=lambda rows: None,
        )
        assert self.read(resource_id) == []
        full = table_of(headings, [["値" * 20] * 1_598])
        with pytest.raises(LoadError) as error:
            load_table(Content(full, recognise(full)), resource_id, tell=lambda rows: None)
        assert error.value.code == "load-row-too-wide"

    def test_hostile_headings_can_be_searched_and_dumped(self, app, resource_id):
        from tests.schemas.tables.load.test_columns import HOSTILE

        table = table_of(HOSTILE, [[f"値{number}" for number in range(len(HOSTILE))]])
        load_table(Content(table, recognise(table)), resource_id, tell=lambda rows: None)
        (row,) = self.read(resource_id)
        assert sorted(row.values()) == sorted(f"値{number}" for number in range(len(HOSTILE)))
        for name in row:
            search = {"resource_id": resource_id, "filters": {name: row[name]}, "sort": name}
            assert tk.get_action("datastore_search")({}, search)["total"] == 1
        for form in ("csv", "json", "xml"):
            assert "値3" in app.get(f"/datastore/dump/{resource_id}?format={form}").body
