"""What was written reads back the same: read(write(t)) = t."""

from __future__ import annotations

import io
import json

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ckanext.kanazawa.lib.tables import write
from ckanext.kanazawa.lib.tables.read import open_tables
from ckanext.kanazawa.lib.tables.table import table_of
from tests.lib.tables.writing.tables import cells

FEW = settings(max_examples=40, deadline=None, database=None)
# What tables are made of, and what breaks careless writers.
PIECES = st.sampled_from(
    ["金沢", "ア", "ｱ", "０１", "007", "1.50", "-5", "=1+1", "+81-76", "@x", '"', '""', ",", ";",
     "\t", "\n", " ", "　", "'", "\\", "<b>&amp;", "_x0041_", "#N/A", "TRUE", "2026-04-01", "9:00",
     "24:00", "é", "か\u3099", "𠮷", "🚻", "\ufeff", "\u2028", "\x7f", "\x1b", "null", "NaN", "E5"]
)  # fmt: skip
ANY = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\r\x00\ufffe\uffff"), max_size=12
)
CELL = st.none() | st.lists(PIECES, min_size=1, max_size=4).map("".join) | ANY
ROWS = st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=8)
HEADINGS = ["ID", "名称", "備考", "説明"]


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
     ("xlsx", "utf-8")],
)  # fmt: skip
def test_any_text_comes_back(form: str, encoding: str):
    @settings(FEW, max_examples=20 if form == "xlsx" else 40)
    @given(ROWS)
    def comes_back(rows: list[tuple[str | None, ...]]) -> None:
        table = table_with(rows)
        data = written(table, form, encoding=encoding)
        (read,) = open_tables(data, f"表.{form}", header_row=1)
        assert read.headings == table.headings
        assert cells(read) == cells(table)

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
