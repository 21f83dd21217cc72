"""Old workbooks and the containers they stand in."""

from __future__ import annotations

import datetime
import io
import struct
from typing import Any

import pytest
import xlwt

from ckanext.kanazawa.lib.tables.errors import (
    DamagedError,
    LimitError,
    NotATableError,
    ProtectedError,
)
from ckanext.kanazawa.lib.tables.read import Limits, open_tables
from tests.lib.tables.read.rows import codes_of, rows_of, table_from

HEAD = ["名称", "値"]


def xls(rows: list[list[Any]], formats: dict[tuple[int, int], str] | None = None) -> bytes:
    """Return the bytes of an XLS with these rows."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("旧")
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            style = xlwt.easyxf(num_format_str=(formats or {}).get((row, column), "General"))
            sheet.write(row, column, value, style)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def renamed(data: bytes, name: str) -> bytes:
    """Return a container whose stream of the workbook has another name."""
    old, new = "Workbook".encode("utf-16-le"), name.encode("utf-16-le")
    place = data.index(old)
    entry = bytearray(data[place : place + 128])
    entry[:64] = new.ljust(64, b"\0")
    entry[64:66] = (len(new) + 2).to_bytes(2, "little")
    return data[:place] + bytes(entry) + data[place + 128 :]


@pytest.mark.parametrize(
    ("value", "code", "seen"),
    [
        (0.123, "0.0%", "12.3%"),
        (76, "000", "076"),
        (9200012, "000-0000", "920-0012"),
        (0.1 + 0.2, "General", "0.3"),
        (172014, "General", "172014"),
        (datetime.date(2026, 4, 1), "yyyy/m/d", "2026-04-01"),
        (datetime.time(9, 0), "h:mm", "09:00"),
        (1.0, "[h]:mm", "24:00"),
        (True, "General", "TRUE"),
    ],
)
def test_cell_is_what_a_person_sees(value: Any, code: str, seen: str):
    table = table_from(xls([HEAD, ["兼六園", value]], {(1, 1): code}), "a.xls")
    assert table.origin.kind == "xls"
    assert table.origin.sheet == "旧"
    assert rows_of(table) == [(2, "兼六園", seen)]


def test_many_padded_numbers_in_a_row_keep_their_zeros():
    formats = {(1, column): "000" for column in range(3)}
    assert rows_of(table_from(xls([["a", "b", "c"], [1, 2, 3]], formats)))[0][1:] == (
        "001",
        "002",
        "003",
    )


def test_error_is_told():
    book = xlwt.Workbook()
    sheet = book.add_sheet("x")
    for row, name in enumerate(("値", "a", "b")):
        sheet.write(row, 0, name)
    sheet.row(1).set_cell_error(1, 0x2A)
    sheet.write(0, 1, "数")
    stream = io.BytesIO()
    book.save(stream)
    table = table_from(stream.getvalue())
    assert rows_of(table)[0] == (2, "a", "#N/A")
    assert codes_of(table) == ["cell-error"]


def test_locked_workbooks_say_so():
    data = xls([HEAD, ["兼六園", 1]])
    with pytest.raises(ProtectedError):
        open_tables(renamed(data, "EncryptedPackage"), "a.xlsx")
    record = b"\x5c\x00\x70\x00"
    assert record in data
    with pytest.raises(ProtectedError):
        open_tables(data.replace(record, b"\x2f\x00\x70\x00"), "a.xls")


@pytest.mark.parametrize("name", ["WordDocument", "PowerPoint Document"])
def test_other_documents_are_named(name: str):
    with pytest.raises(NotATableError):
        open_tables(renamed(xls([HEAD]), name))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.8])
def test_cut_off_workbook_is_damaged(share: float):
    data = xls([HEAD, *[["兼六園" * 20, number] for number in range(500)]])
    with pytest.raises(DamagedError):
        open_tables(data[: int(len(data) * share)], "a.xls")


def test_long_text_shared_by_many_cells_ends_quickly():
    data = xls([HEAD, *[["長" * 30_000, "x"]] * 100])
    with pytest.raises(LimitError):
        open_tables(data, limits=Limits(unpacked_bytes=1 << 22))
    assert len(rows_of(table_from(data))) == 100


def test_container_whose_list_of_sectors_runs_in_a_circle_is_damaged():
    data = bytearray(xls([HEAD, ["兼六園", 1]]))
    sector = 512
    struct.pack_into("<I", data, 44, 0x0FFFFFFF)  # sectors of the table of chains
    struct.pack_into("<II", data, 68, 0, 0x0FFFFFFF)  # more of them: from sector 0 on
    struct.pack_into("<I", data, 2 * sector - 4, 0)  # which says that sector 0 is next
    with pytest.raises(DamagedError):
        open_tables(bytes(data), "a.xls")
