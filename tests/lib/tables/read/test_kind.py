"""Files are told by what is in them."""

from __future__ import annotations

import pytest

from ckanext.kanazawa.lib.tables.errors import FileError, NotATableError
from ckanext.kanazawa.lib.tables.read import open_tables
from tests.lib.tables.read.books import xlsx_of
from tests.lib.tables.read.rows import TEXT, codes_of, table_from


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "PNG"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPEG"),
        (b"GIF89a\x01\x00", "GIF"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "WebP"),
        (b"<!DOCTYPE html>\n<html><body>404</body></html>", "HTML"),
        ("\ufeff<html lang='ja'>見つかりません</html>".encode(), "HTML"),
        ("<table><tr><td>名称</td></tr></table>".encode("cp932"), "HTML"),
        (b"<?xml version='1.0'?><rdf:RDF/>", "XML"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        (b"MZ\x90\x00\x03\x00\x00\x00", "program"),
        (b"\x7fELF\x02\x01\x01", "program"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"PAR1\x15\x04", "Parquet"),
        (b"SQLite format 3\x00", "SQLite"),
        (bytes(range(256)) * 4, "binary"),
    ],
)
def test_stranger_is_named(data: bytes, word: str):
    with pytest.raises(NotATableError, match=word) as caught:
        open_tables(data, "施設.csv")
    assert "施設.csv" in caught.value.text("ja")


def test_text_with_a_few_control_characters_is_text():
    table = table_from(b"a,b\n1\x01,2\n3,4\x02\n", "a.csv")
    assert (table.origin.kind, table.headings) == ("csv", ("a", "b"))


@pytest.mark.parametrize("data", [TEXT.encode(), b'[{"a":1}]'])
def test_sheet_of_a_file_without_sheets_is_refused(data: bytes):
    with pytest.raises(FileError, match="no sheets") as caught:
        open_tables(data, "a.csv", sheet="Sheet1")
    assert caught.value.code == "no-sheets" and "Sheet1" in caught.value.text("ja")


@pytest.mark.parametrize(
    ("data", "name", "codes"),
    [
        (TEXT.encode(), "a.csv", []),
        (TEXT.encode(), "a.txt", []),
        (TEXT.encode(), "a.xlsx", ["wrong-ending"]),
        (xlsx_of([["a", "b"], ["x", "y"]]), "a.csv", ["wrong-ending"]),
        (xlsx_of([["a", "b"], ["x", "y"]]), "a.xls", ["wrong-ending"]),
        (xlsx_of([["a", "b"], ["x", "y"]]), "a.xlsm", []),
        (b'[{"a":1}]', "a.csv", ["wrong-ending"]),
        (TEXT.encode(), "2026.4.1", []),
    ],
)
def test_wrong_ending_is_mentioned(data: bytes, name: str, codes: list[str]):
    assert codes_of(table_from(data, name)) == codes
