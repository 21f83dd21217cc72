"""Workbooks: cells as a person sees them."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from typing import Any

import pytest

from ckanext.kanazawa.lib.tables.errors import (
    DamagedError,
    EmptyFileError,
    FileError,
    LimitError,
    NotATableError,
)
from ckanext.kanazawa.lib.tables.read import Limits, open_tables
from tests.lib.tables.read.books import replaced, sharing, xlsx, xlsx_of, zipped
from tests.lib.tables.read.rows import codes_of, rows_of, table_from

SHEET = "xl/worksheets/sheet1.xml"
HEAD = ["名称", "値"]


@pytest.mark.parametrize(
    ("value", "code", "seen"),
    [
        (0.123, "0.0%", "12.3%"),
        (0.5, "0%", "50%"),
        (0.5, "0.0%", "50.0%"),
        (0.1234, "0%", "12.34%"),
        (76, "000", "076"),
        (9200012, "000-0000", "920-0012"),
        (9200012, "[<=999]000;[<=9999]000-00;000-0000", "920-0012"),
        (762341234, r"[<=99999999]####-####;\(00\) ####-####", "(07) 6234-1234"),
        (172014, "0", "172014"),
        (1234567, "#,##0", "1234567"),
        (36.5, '0.0"人"', "36.5"),
        (0.1 + 0.2, "General", "0.3"),
        (1e20, "General", "100000000000000000000"),
        (0.00001234, "General", "0.00001234"),
        (4000020172014, "General", "4000020172014"),
        (datetime.date(2026, 4, 1), "yyyy/m/d", "2026-04-01"),
        (datetime.date(2026, 4, 1), '[$-411]ggge"年"m"月"d"日"', "2026-04-01"),
        (datetime.datetime(2026, 4, 1, 9, 30), "yyyy/m/d h:mm", "2026-04-01 09:30"),
        (datetime.datetime(2026, 4, 1, 9, 30, 5), "yyyy/m/d h:mm", "2026-04-01 09:30:05"),
        (datetime.time(9, 0), "h:mm", "09:00"),
        (datetime.time(9, 0, 30), "h:mm:ss", "09:00:30"),
        (datetime.timedelta(days=1), "[h]:mm", "24:00"),
        (1.5, "h:mm", "12:00"),
        (True, "General", "TRUE"),
    ],
)
def test_cell_is_what_a_person_sees(value: Any, code: str, seen: str):
    def fill(_: Any, sheet: Any) -> None:
        sheet.append(HEAD)
        sheet.append(["兼六園", value])
        sheet["B2"].number_format = code

    assert rows_of(table_from(xlsx(fill))) == [(2, "兼六園", seen)]


@pytest.mark.parametrize(
    ("days", "code", "seen", "told"),
    [
        (1, "yyyy/m/d", "1900-01-01", False),
        (1.5, "yyyy/m/d h:mm", "1900-01-01 12:00", False),
        (59, "m/d", "1900-02-28", False),
        (60, "yyyy/m/d", "1900-02-29", True),
        (61, "yyyy/m/d", "1900-03-01", False),
        (0, "yyyy/m/d", "1900-01-00", True),
        (-3, "yyyy/m/d", "########", True),
        (-0.25, "h:mm", "########", True),
        (0, "h:mm", "00:00", False),
        (1, "h:mm", "00:00", False),
        (0.00001, "h:mm:ss", "00:00:01", False),
    ],
)
def test_days_at_the_beginning_of_the_calendar(days: float, code: str, seen: str, told: bool):
    def fill(_: Any, sheet: Any) -> None:
        sheet.append(HEAD)
        sheet.append(["兼六園", days])
        sheet["B2"].number_format = code

    for data in (xlsx(fill), written_otherwise(xlsx(fill), "quotes")):
        table = table_from(data)
        assert rows_of(table) == [(2, "兼六園", seen)]
        assert ("no-day" in codes_of(table)) == told


def all_formats(_: Any, sheet: Any) -> None:
    """Fill a sheet with cells of every kind."""
    cells = {
        "000000": 172,
        "yyyy/m/d": datetime.date(2026, 4, 1),
        "h:mm": datetime.time(9, 5),
        "0.0%": 0.125,
        "000-0000": 9200012,
        "[h]:mm": datetime.timedelta(hours=25),
        "General": "金沢",
        "m/d": 0,
    }
    sheet.append([f"値{number}" for number in range(len(cells))])
    sheet.append(list(cells.values()))
    for cell, code in zip(sheet[2], cells, strict=True):
        cell.number_format = code
    sheet.append(["=1/0", True])


WAYS: dict[str, list[tuple[str, str]]] = {
    "quotes": [(r'="([^"\']*)"', r"='\1'")],
    "spaces": [(r' (\w+)="', r'\n\1 = "')],
    "prefixes": [(r"<(/?)([A-Za-z])", r"<\1x:\2"), (' xmlns="', ' xmlns:x="')],
    "order": [(r'<c (r="\w+") (s="\d+")( t="\w+")?', r"<c\3 \2 \1")],
    "no places": [(r'<c r="\w+"', "<c"), (r"<row [^>]*>", "<row>")],
    "remarks": [("<sheetData>", '<sheetData><!-- <c r="ZZ9" s="1"><v>1</v></c> -->')],
}


def written_otherwise(data: bytes, way: str) -> bytes:
    """Return the workbook with the same XML in another writing."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(stream, "w") as made:
        for name in given.namelist():
            content = given.read(name).decode()
            if name.startswith("xl/") and not name.startswith("xl/theme"):
                for pattern, instead in WAYS[way]:
                    content = re.sub(pattern, instead, content)
            made.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize("way", WAYS)
def test_cells_are_the_same_however_the_xml_is_written(way: str):
    data = xlsx(all_formats)
    data = replaced(data, SHEET, b"<f>1/0</f><v></v>", b"<f>1/0</f><v>#DIV/0!</v>")
    data = replaced(data, SHEET, b'<c r="A3"', b'<c r="A3" t="e"')
    usual, other = table_from(data), table_from(written_otherwise(data, way))
    assert rows_of(usual)[0][1:3] == ("000172", "2026-04-01")
    assert rows_of(other) == rows_of(usual)
    assert codes_of(other) == codes_of(usual)
    assert "cell-error" in codes_of(usual)


def test_each_sheet_is_a_table_and_hidden_ones_come_last():
    def fill(book: Any, sheet: Any) -> None:
        sheet.title = "控え"
        sheet.append(HEAD)
        sheet.sheet_state = "hidden"
        for name in ("空", "施設"):
            book.create_sheet(name)
        book["施設"].append(HEAD)

    tables = open_tables(xlsx(fill))
    assert [table.origin.sheet for table in tables] == ["施設", "控え"]
    assert codes_of(tables[1]) == ["hidden-sheet"]
    (chosen,) = open_tables(xlsx(fill), sheet="控え")
    assert chosen.origin.sheet == "控え"
    with pytest.raises(FileError, match="控え、空、施設"):
        open_tables(xlsx(fill), sheet="なし")


def test_merged_headings_are_joined_and_merged_rows_repeat():
    def fill(_: Any, sheet: Any) -> None:
        for row in (
            ["公園の利用者", None, None, None],
            ["地区", "名称", "人数", None],
            [None, None, "男", "女"],
            ["中央", "兼六園", 1, 2],
            [None, "玉泉院丸", 3, 4],
        ):
            sheet.append(row)
        for merged in ("A1:D1", "A2:A3", "B2:B3", "C2:D2", "A4:A5"):
            sheet.merge_cells(merged)

    table = table_from(xlsx(fill))
    assert table.headings == ("地区", "名称", "人数_男", "人数_女")
    assert table.header_row == 3
    assert rows_of(table) == [(4, "中央", "兼六園", "1", "2"), (5, "中央", "玉泉院丸", "3", "4")]
    assert codes_of(table) == ["title-rows", "merged-headings", "merged-cells"]


def test_cells_merged_across_columns_are_told_unless_they_are_notes():
    def fill(_: Any, sheet: Any) -> None:
        for row in (["名称", "午前", "午後"], ["兼六園", "休み", None], ["城", "9時", "13時"]):
            sheet.append(row)
        sheet.append(["※ 祝日は休み", None, None])
        sheet.merge_cells("B2:C2")
        sheet.merge_cells("A4:C4")

    table = table_from(xlsx(fill))
    assert rows_of(table)[0] == (2, "兼六園", "休み", None)
    (found,) = [one for one in table.late_findings() if one.code == "merged-columns"]
    assert (found.row, found.column, found.value) == (2, "午前", "休み")
    assert "B 列から C 列" in found.text("ja") and "Columns B to C" in found.text("en")


def test_three_rows_of_merged_headings_are_joined():
    def fill(_: Any, sheet: Any) -> None:
        for row in (
            ["名称", "連絡先", None, None, "人数"],
            [None, "電話", None, "メール", None],
            [None, "代表", "直通", None, None],
            ["兼六園", "a", "b", "c", 1],
        ):
            sheet.append(row)
        for merged in ("A1:A3", "B1:D1", "B2:C2", "D2:D3", "E1:E3"):
            sheet.merge_cells(merged)

    table = table_from(xlsx(fill))
    joined = ("連絡先_電話_代表", "連絡先_電話_直通", "連絡先_メール")
    assert table.headings == ("名称", *joined, "人数")
    assert rows_of(table) == [(4, "兼六園", "a", "b", "c", "1")]


def test_errors_and_unsolved_formulas_are_told():
    data = xlsx_of([HEAD, ["兼六園", "=1/0"], ["金沢城", "=A1"], ["玉泉院", "値"]])
    data = replaced(
        data, SHEET, b'<c r="B2"><f>1/0</f><v></v>', b'<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v>'
    )
    table = table_from(data)
    assert rows_of(table)[0] == (2, "兼六園", "#DIV/0!")
    assert codes_of(table) == ["formula-without-value", "cell-error"]
    late = table.late_findings()[0]
    assert (late.sheet, late.row, late.column, late.letter) == ("Sheet", 2, "値", "B")


@pytest.mark.parametrize(
    "nothing", [b"</f></c>", b"</f><v></v></c>", b"</f><v /></c>", b"</f><v/></c>"]
)
def test_a_formula_without_a_value_is_told_however_it_is_written(nothing: bytes):
    data = xlsx_of([HEAD, ["兼六園", "=1+1"]])
    data = replaced(data, SHEET, b"<f>1+1</f><v></v></c>", b"<f>1+1" + nothing)
    table = table_from(data)
    assert rows_of(table) == [(2, "兼六園", None)]
    assert codes_of(table) == ["formula-without-value"]


@pytest.mark.parametrize("quote", [b'"', b"'"])
def test_a_formula_whose_value_is_no_text_has_a_value(quote: bytes):
    data = xlsx_of([HEAD, ["兼六園", "=1+1"]])
    data = replaced(data, SHEET, b'<c r="B2"><f>', b"<c r=%bB2%b t=%bstr%b><f>" % ((quote,) * 4))
    table = table_from(data)
    assert rows_of(table) == [(2, "兼六園", None)]
    assert codes_of(table) == []


def test_value_of_a_formula_is_read():
    data = xlsx_of([HEAD, ["兼六園", "=1+1"]])
    data = replaced(data, SHEET, b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>")
    assert rows_of(table_from(data)) == [(2, "兼六園", "2")]


def test_table_may_begin_anywhere():
    def fill(_: Any, sheet: Any) -> None:
        sheet["C5"], sheet["D5"] = HEAD
        sheet["C6"], sheet["D6"] = "兼六園", 1

    table = table_from(xlsx(fill))
    assert table.header_row == 5
    assert table.headings == ("", "", "名称", "値")
    assert rows_of(table) == [(6, None, None, "兼六園", "1")]


def test_cell_far_away_ends_quickly():
    data = xlsx_of([HEAD, ["兼六園", 1]])
    far = replaced(data, SHEET, b'<c r="B2"', b'<c r="XFD1048576"')
    with pytest.raises(LimitError):
        open_tables(far)
    odd = replaced(far, SHEET, b'r="XFD1048576"', b"r='XFD1048576'")
    with pytest.raises(LimitError):
        open_tables(odd)
    many = replaced(sharing("x" * 100_000, 3_000), SHEET, b't="s"', b"t='s'")
    with pytest.raises(LimitError):
        open_tables(many, limits=Limits(unpacked_bytes=1 << 24))


def test_sheet_that_two_parts_could_be_is_refused():
    data = xlsx_of([HEAD, ["兼六園", 1]])
    again = b'<sheet name="Sheet" sheetId="2" state="visible" r:id="rId1"/></sheets>'
    with pytest.raises(DamagedError):
        open_tables(replaced(data, "xl/workbook.xml", b"</sheets>", again))


def test_long_text_shared_by_many_cells_ends_quickly():
    assert len(rows_of(table_from(sharing("兼六園", 3)))) == 2
    with pytest.raises(LimitError):
        open_tables(sharing("x" * 100_000, 3_000), limits=Limits(unpacked_bytes=1 << 24))


def test_entities_are_refused():
    data = xlsx_of([HEAD])
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><styleSheet'
    with pytest.raises(DamagedError):
        open_tables(replaced(data, "xl/styles.xml", b"<styleSheet", bomb))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_cut_off_workbook_is_damaged(share: float):
    data = xlsx_of([HEAD, ["兼六園", 1]])
    with pytest.raises(DamagedError):
        open_tables(data[: int(len(data) * share)], "a.xlsx")


def test_empty_workbook_is_empty():
    with pytest.raises(EmptyFileError):
        open_tables(xlsx_of([]))


@pytest.mark.parametrize("part", ["word/document.xml", "ppt/presentation.xml"])
def test_other_office_files_are_named(part: str):
    with pytest.raises(NotATableError):
        open_tables(zipped({"[Content_Types].xml": b"<x/>", part: b"<x/>"}))


def test_binary_workbook_is_a_table_that_cannot_be_read_and_says_what_to_do():
    data = zipped({"[Content_Types].xml": b"<x/>", "xl/workbook.bin": b"\x83\x01\x00"})
    with pytest.raises(FileError) as caught:
        open_tables(data, "施設.xlsb")
    assert not isinstance(caught.value, NotATableError)
    assert "Excel ブック（*.xlsx）" in caught.value.text("ja")
    assert "save it as" in caught.value.text("en")
