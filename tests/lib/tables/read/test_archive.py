"""A ZIP with one table inside."""

from __future__ import annotations

import pytest

from ckanext.kanazawa.lib.tables.errors import (
    DamagedError,
    EmptyFileError,
    FileError,
    LimitError,
    NotATableError,
    ProtectedError,
)
from ckanext.kanazawa.lib.tables.read import Limits, is_gtfs, open_tables
from tests.lib.tables.read.books import xlsx_of, zipped
from tests.lib.tables.read.rows import TEXT, codes_of, rows_of, table_from

CSV = TEXT.encode()


def locked() -> bytes:
    """Return a ZIP whose member claims to be encrypted."""
    data = bytearray(zipped({"a.csv": CSV}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def test_the_one_table_is_read():
    table = table_from(
        zipped({"表/施設.csv": CSV, "README.txt": b"read me", "__MACOSX/._施設.csv": b"x"}), "a.zip"
    )
    assert table.origin.member == "表/施設.csv"
    assert table.origin.name == "a.zip"
    assert len(rows_of(table)) == 2
    assert codes_of(table) == []


def test_workbook_inside_is_read():
    assert table_from(zipped({"a.xlsx": xlsx_of([["a", "b"], [1, 2]])})).origin.kind == "xlsx"


def test_names_in_cp932_are_shown():
    data = zipped({"XXXX.csv": CSV}).replace(b"XXXX.csv", "施設.csv".encode("cp932"))
    assert table_from(data).origin.member == "施設.csv"


def test_several_tables_are_listed_unless_one_is_chosen():
    data = zipped({"a.csv": CSV, "b.csv": CSV})
    with pytest.raises(FileError, match=r"“a\.csv、b\.csv”"):
        open_tables(data, "x.zip")
    (table,) = open_tables(data, sheet="b.csv")
    assert table.origin.member == "b.csv"


@pytest.mark.parametrize(
    "name", ["../a.csv", "/etc/a.csv", "x/../../a.csv", "..\\a.csv", "C:\\a.csv"]
)
def test_names_that_lead_outside_are_refused(name: str):
    with pytest.raises(DamagedError, match="outside"):
        open_tables(zipped({name: CSV}))


def test_locked_zip_says_so():
    with pytest.raises(ProtectedError):
        open_tables(locked(), "a.zip")


def test_zip_in_zip_is_bounded():
    once = zipped({"a.zip": zipped({"a.csv": CSV})})
    assert open_tables(once)[0].origin.member == "a.zip/a.csv"
    with pytest.raises(LimitError):
        open_tables(zipped({"b.zip": once}))


def test_bombs_end_quickly():
    bomb = zipped({"a.csv": b"0" * (80 << 20)})
    with pytest.raises(LimitError, match="unpacked"):
        open_tables(bomb)
    with pytest.raises(LimitError):
        open_tables(zipped({f"{number}.csv": b"" for number in range(2100)}))


def test_size_that_lies_is_found():
    data = bytearray(zipped({"a.csv": b"1,2\n" * 1000}))
    place = data.index(b"PK\x01\x02") + 24
    data[place : place + 4] = (10).to_bytes(4, "little")
    with pytest.raises(DamagedError):
        open_tables(bytes(data))


def test_large_member_is_streamed():
    data = zipped({"a.csv": b"a,b\n" + b"12345678,87654321\n" * 2_000_000})
    (table,) = open_tables(data, limits=Limits(ratio=2000))
    assert next(table.blocks()).frame.row(0) == (2, "12345678", "87654321")
    assert next(table.blocks()).frame.row(1)[0] == 3


@pytest.mark.parametrize("share", [0.2, 0.6, 0.95])
def test_cut_off_zip_is_damaged(share: float):
    data = zipped({"a.csv": CSV * 50})
    with pytest.raises(DamagedError):
        open_tables(data[: int(len(data) * share)], "a.zip")


def test_zip_without_files_is_empty():
    with pytest.raises(EmptyFileError):
        open_tables(zipped({"__MACOSX/x": b""}))


def test_gtfs_feed_is_named():
    names = ["agency.txt", "routes.txt", "trips.txt", "stop_times.txt", "stops.txt"]
    assert is_gtfs(names) and is_gtfs([f"feed/{name}" for name in names])
    assert not is_gtfs(names[1:])
    with pytest.raises(NotATableError, match="GTFS"):
        open_tables(zipped(dict.fromkeys(names, b"a\n")))
