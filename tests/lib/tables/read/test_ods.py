"""OpenDocument spreadsheets."""

from __future__ import annotations

import pytest

from ckanext.kanazawa.lib.tables.errors import DamagedError, LimitError, ProtectedError
from ckanext.kanazawa.lib.tables.read import open_tables
from tests.lib.tables.read.books import ods, ods_cell, ods_row, zipped
from tests.lib.tables.read.rows import codes_of, rows_of, table_from

HEAD = ods_row("名称", "値")


@pytest.mark.parametrize(
    ("cell", "seen"),
    [
        (ods_cell("float", "1,234", value="1234"), "1234"),
        (ods_cell("float", "076", value="76"), "076"),
        (ods_cell("float", "920-0012", value="9200012"), "920-0012"),
        (ods_cell("float", "36.5", value="36.56123"), "36.56123"),
        (ods_cell("percentage", "12.3%", value="0.123"), "12.3%"),
        (ods_cell("percentage", "50.0%", value="0.5"), "50.0%"),
        (ods_cell("date", "令和8年4月1日", date_value="2026-04-01"), "2026-04-01"),
        (ods_cell("date", "x", date_value="2026-04-01T09:30:00"), "2026-04-01 09:30"),
        (ods_cell("time", "9:00", time_value="PT09H00M00S"), "09:00"),
        (ods_cell("time", "24:00", time_value="PT24H00M00S"), "24:00"),
        (ods_cell("time", "9:00:30", time_value="PT9H0M30.2S"), "09:00:30"),
        (ods_cell("boolean", "TRUE", boolean_value="true"), "TRUE"),
        (ods_cell(text="一行目\n二行目"), "一行目\n二行目"),
        (ods_cell(text="a<text:s text:c='2'/>b<text:tab/>c<text:span>d</text:span>"), "a  b\tcd"),
        (
            "<table:table-cell office:value-type='string'><office:annotation><text:p>メモ</text:p>"
            "</office:annotation><text:p>値</text:p></table:table-cell>",
            "値",
        ),
    ],
)
def test_cell_is_what_a_person_sees(cell: str, seen: str):
    assert rows_of(table_from(ods(HEAD + ods_row("兼六園", cell)))) == [(2, "兼六園", seen)]


def test_repeated_rows_and_cells_are_spread():
    blank = "<table:table-row table:number-rows-repeated='3'><table:table-cell/></table:table-row>"
    same = ods_row("兼六園", "1", more="table:number-rows-repeated='2'")
    last = blank.replace("'3'", "'1048570'")
    table = table_from(ods(HEAD + blank + same + last))
    assert rows_of(table) == [(5, "兼六園", "1"), (6, "兼六園", "1")]


def test_merged_hidden_and_broken_are_told():
    down = ods_cell(text="中央", number_rows_spanned="2", number_columns_spanned="1")
    error = ods_cell(text="#N/A").replace(" office", ' calcext:value-type="error" office', 1)
    covered = "<table:covered-table-cell/>"
    style = (
        '<style:style style:name="ta1"><style:table-properties table:display="false"/>'
        "</style:style>"
    )
    content = HEAD + ods_row(down, "1") + ods_row(covered, error)
    table = table_from(ods(content, styles=style, table='table:style-name="ta1"'))
    assert rows_of(table) == [(2, "中央", "1"), (3, "中央", "#N/A")]
    assert codes_of(table) == ["hidden-sheet", "merged-cells", "cell-error"]


@pytest.mark.parametrize(
    "row",
    [
        ods_row("x", more="table:number-rows-repeated='90000000'"),
        ods_row(ods_cell(text="x", number_columns_repeated="9000000")),
        ods_row(
            ods_cell(text="x", number_columns_repeated="16384"),
            more="table:number-rows-repeated='9000'",
        ),
    ],
)
def test_repeats_without_end_end_quickly(row: str):
    with pytest.raises(LimitError):
        open_tables(ods(HEAD + row))


def test_locked_and_broken_spreadsheets_say_so():
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    locked = {"META-INF/manifest.xml": b"<manifest:encryption-data/>", "content.xml": b"\x00"}
    with pytest.raises(ProtectedError):
        open_tables(zipped({"mimetype": kind, **locked}))
    with pytest.raises(DamagedError):
        open_tables(zipped({"mimetype": kind, "content.xml": b"<a>"}))
