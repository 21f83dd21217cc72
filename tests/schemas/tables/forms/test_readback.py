"""Every form of a table, read back by other libraries and compared cell by cell."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, time
from pathlib import Path

import pytest

from bench.tables_portal.readback import READERS, Number, Read, differences, misplaced, read_csv
from bench.tables_portal.sources import file_differences, read_file
from ckanext.kanazawa.lib.tables.formats.loader import load_format

pytestmark = pytest.mark.usefixtures("with_plugins", "class_db", "storage_folder")
# More than PostgreSQL's 63 bytes, which forms need not know.
LONG = "災害のときに避難所として使うことができる部屋の広さと設備についての説明"
OWN = ("整理番号", LONG, "申込日", "文")
FIRST = ("007", "=1+1", "2026-04-01", '"引用"、\n改行と,コンマ')
SECOND = ("+81", "@SUM(A1)", "2026-04-02", "𠮷野家〜①")


def event_table(**changed: str) -> Read:
    """Return a table of 3 events: full, with empty cells, and with what is hard to carry."""
    fields = [field for field in load_format("event").current.fields if field.example]
    full = [changed.get(field.name, str(field.example)) for field in fields]
    needed = ("ID", "イベント名", "開始日", "場所名称")
    sparse = [
        cell if field.name in needed else "" for field, cell in zip(fields, full, strict=True)
    ]
    headings = [*(field.name for field in fields), *OWN]
    return Read(headings, [[*full, *FIRST], [*sparse, *[""] * len(OWN)], [*full, *SECOND]])


def as_csv(table: Read) -> bytes:
    """Write a table as Python does."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([table.headings, *table.rows])
    return text.getvalue().encode("utf-8-sig")


def download(app, resource, form):
    """Download a form."""
    address = "latest.csv?encoding=cp932" if form == "csv-cp932" else f"latest.{form}"
    answer = app.get(f"/tables/{resource['id']}/{address}")
    assert answer.status_code == 200, answer.body
    return answer.data


def opened(form, content):
    """Read a downloaded form."""
    if form == "parquet":
        pytest.importorskip("duckdb", reason="DuckDB reads Parquet here; it is not installed")
    return READERS[form](content)


def types_of(found):
    """Return the types of the first row's cells in some columns."""
    names = ("開始日", "開始時間", "定員", "緯度", "町字ID", "整理番号", LONG)
    return tuple(type(found.rows[0][found.headings.index(name)]) for name in names)


class TestSelfMade:
    @pytest.fixture
    def made(self, app, upload, work, request):
        """Return the bytes of each form, and of the DataStore's dump; downloaded once."""
        if not hasattr(request.cls, "downloaded"):
            resource = upload(as_csv(event_table()), "172014_event.csv")
            work("examine", "load")
            found = {form: download(app, resource, form) for form in READERS}
            found["dump"] = app.get(f"/datastore/dump/{resource['id']}?bom=true").data
            request.cls.downloaded = found
        return request.cls.downloaded

    def test_every_cell_is_what_was_published(self, made):
        for form in ("csv", "xlsx", "json", "jsonl", "geojson"):
            found = opened(form, made[form])
            assert [*differences(event_table(), found), *misplaced(event_table(), found)] == []

    def test_parquet_holds_every_cell_with_its_type(self, made):
        found = opened("parquet", made["parquet"])
        assert [*differences(event_table(), found)] == []
        assert types_of(found) == (date, time, int, float, str, str, str)

    def test_cp932_replaces_only_what_it_lacks(self, made):
        found = differences(event_table(), opened("csv-cp932", made["csv-cp932"]))
        replaced = [(each.row, each.heading, each.found) for each in found]
        assert replaced == [(3, "文", "〓野家～①")]

    def test_the_datastore_holds_the_same(self, made):
        dump = read_csv(made["dump"])
        headings, rows = dump.headings[1:], [row[1:] for row in dump.rows]
        long = headings[-len(OWN) + 1]
        assert LONG.startswith(long)
        assert len(long.encode()) <= 63
        assert [text if text != long else LONG for text in headings] == event_table().headings
        found = differences(event_table(), Read(headings, rows), headings=headings)
        assert [*found] == []

    def test_columns_of_the_format_are_typed_and_codes_stay_text(self, made):
        excel = opened("xlsx", made["xlsx"])
        assert types_of(excel) == (datetime, time, int, float, str, str, str)
        for form in ("json", "jsonl", "geojson"):
            found = opened(form, made[form])
            assert types_of(found) == (str, str, Number, Number, str, str, str)

    def test_an_empty_cell_is_none_and_no_empty_text(self, made):
        for form in ("xlsx", "json", "jsonl", "geojson"):
            found = opened(form, made[form])
            empty = [found.rows[1][found.headings.index(name)] for name in ("終了時間", LONG)]
            assert empty == [None, None]


class TestMisfits:
    def test_a_cell_that_is_no_time_of_day_stays_text(self, app, upload, work):
        table = event_table(終了時間="24:00", 定員="約100")
        resource = upload(as_csv(table), "172014_event.csv")
        work("examine")
        for form in ("xlsx", "json"):
            assert [*differences(table, opened(form, download(app, resource, form)))] == []


class TestReal:
    @pytest.mark.parametrize(
        "name",
        [
            "yaizu/222127_nouen.csv",
            "takamatsu/events.xlsx",
            "gsi-shelter/emergency-172120.json",
        ],
    )
    def test_all_rows_come_in_and_out_again(self, app, upload, work, newest, real_data, name):
        path: Path = real_data / name
        resource = upload(path.read_bytes(), path.name)
        work("examine", "load")
        edition = newest(resource)
        file = read_file(path, edition.header_row or 1)
        assert file is not None
        published = read_csv(download(app, resource, "csv"))
        assert [*file_differences(file, published)] == []
        assert edition.loaded_rows == len(file.rows)
        for form in ("xlsx", "json", "jsonl", "geojson"):
            assert [*differences(published, opened(form, download(app, resource, form)))] == []
