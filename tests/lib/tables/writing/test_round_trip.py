"""What was written reads back the same: read(write(t)) = t."""

from __future__ import annotations

import datetime
import io
import json

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ckanext.kanazawa.lib.tables import write
from ckanext.kanazawa.lib.tables.read import open_tables
from ckanext.kanazawa.lib.tables.table import table_of
from tests.lib.tables.writing.tables import cells, recognition

FEW = settings(max_examples=40, deadline=None, database=None)
# What tables are made of, and what breaks careless writers.
PIECES = st.sampled_from(
    ["金沢", "ア", "ｱ", "０１", "007", "1.50", "-5", "=1+1", "+81-76", "@x", '"', '""', ",", ";",
     "\t", "\n", " ", "　", "'", "\\", "<b>&amp;", "_x0041_", "#N/A", "TRUE", "2026-04-01", "9:00",
     "24:00", "é", "か\u3099", "𠮷", "🚻", "\ufeff", "\u2028", "null", "NaN", "E5"]
)  # fmt: skip
# A small file with a few control characters is taken for no text at all; those of XLSX and
# JSON have tests of their own.
SIGNS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
ANY = st.text(SIGNS, max_size=12)
CELL = st.none() | st.lists(PIECES, min_size=1, max_size=4).map("".join) | ANY
ROWS = st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=8)
HEADINGS = ["ID", "名称", "緯度", "経度"]


def table_with(rows: list[tuple[str | None, ...]]):
    """Return a table whose first column is never empty, so that no row is."""
    filled = [[f"A{n:04}", *row] for n, row in enumerate(rows)]
    return table_of(HEADINGS, filled, name="表")


def written(table, form: str, **options) -> bytes:
    out = io.BytesIO()
    write.write(table, out, form, **options)
    return out.getvalue()


@pytest.mark.parametrize(
    ("form", "encoding"),
    [("csv", "utf-8-sig"), ("csv", "utf-8"), ("csv", "utf-16"), ("tsv", "utf-8-sig"),
     ("xlsx", "utf-8"), ("json", "utf-8"), ("jsonl", "utf-8"), ("geojson", "utf-8")],
)  # fmt: skip
def test_any_text_comes_back(form: str, encoding: str):
    @settings(FEW, max_examples=20 if form == "xlsx" else 40)
    @given(ROWS)
    def comes_back(rows: list[tuple[str | None, ...]]) -> None:
        table = table_with(rows)
        data = written(table, form, encoding=encoding)
        wish = {} if "json" in form else {"header_row": 1}
        (read,) = open_tables(data, f"表.{form}", **wish)
        assert read.headings == table.headings
        assert cells(read) == cells(table)

    comes_back()


@pytest.mark.parametrize("form", ["xlsx", "json", "jsonl", "geojson"])
def test_numbers_dates_and_times_come_back_as_the_same_values(form: str):
    number = st.from_regex(r"-?(0|[1-9][0-9]{0,5})(\.[0-9]{1,6})?", fullmatch=True)
    date = st.dates(min_value=datetime.date(1890, 1, 1)).map(str)
    time = st.times().map(lambda moment: moment.strftime("%H:%M"))

    @settings(FEW, max_examples=15)
    @given(st.lists(st.tuples(number, date, time), min_size=1, max_size=8))
    def comes_back(rows: list[tuple[str | None, ...]]) -> None:
        table = table_with(rows)
        kinds = recognition(["identifier", "number", "date", "time"], HEADINGS)
        data = written(table, form, recognition=kinds, position=(1, 1))
        (read,) = open_tables(data, f"表.{form}")
        same = [[row[0], float(row[1] or 0), *row[2:4]] for row in cells(read)]
        assert same == [[row[0], float(row[1] or 0), *row[2:]] for row in cells(table)]

    comes_back()


def test_text_cp932_can_hold_comes_back():
    signs = st.characters(
        codec="cp932", exclude_categories=["Cc", "Co"], exclude_characters="〜−‖¢£¬"
    )
    kanji = st.text(signs, max_size=9)

    @FEW
    @given(st.lists(st.tuples(kanji, kanji, kanji), min_size=1, max_size=8))
    def comes_back(rows: list[tuple[str | None, ...]]) -> None:
        table = table_with(rows)
        data = written(table, "csv", encoding="cp932", unencodable="refuse")
        (read,) = open_tables(data, "表.csv", header_row=1, encoding="cp932")
        assert cells(read) == cells(table)

    comes_back()


@FEW
@given(ROWS)
def test_any_text_is_whole_in_every_json(rows: list[tuple[str | None, ...]]):
    table = table_of(["緯度", "経度", "名称"], [list(row) for row in rows])
    wanted = [dict(zip(table.headings, row, strict=True)) for row in cells(table)]
    assert json.loads(written(table, "json")) == wanted
    lines = written(table, "jsonl").decode().removesuffix("\n").split("\n")
    assert [json.loads(line) for line in lines] == wanted
    features = json.loads(written(table, "geojson"))["features"]
    assert [feature["properties"] for feature in features] == wanted


@FEW
@given(ROWS)
def test_any_text_is_whole_in_parquet(rows: list[tuple[str | None, ...]]):
    table = table_with(rows)
    read = pl.read_parquet(io.BytesIO(written(table, "parquet")))
    assert [list(row) for row in read.iter_rows()] == cells(table)


@FEW
@given(st.lists(CELL, min_size=1, max_size=8))
def test_what_cp932_lacks_is_replaced_and_the_rest_untouched(texts: list[str | None]):
    table = table_with([(text, "変わらない", None) for text in texts])
    out = io.BytesIO()
    result = write.write(table, out, "csv", encoding="cp932")
    (read,) = open_tables(out.getvalue(), "表.csv", header_row=1, encoding="cp932")
    changed = {row for row, (was, now) in enumerate(zip(cells(table), cells(read), strict=True))
               if was != now}  # fmt: skip
    listed = {finding.row - 2 for finding in result.findings.listed if finding.row}
    assert changed == listed
