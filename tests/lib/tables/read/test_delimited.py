"""Delimiters, quotes, line ends and ragged rows."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from ckanext.kanazawa.lib.tables.errors import (
    EmptyFileError,
    FileError,
    LimitError,
    UndecodableError,
)
from ckanext.kanazawa.lib.tables.read import Limits, open_tables
from tests.lib.tables.read.rows import TEXT, codes_of, rows_of, table_from


@pytest.mark.parametrize("sign", [",", "\t", ";", "|"])
def test_delimiter_is_found(sign: str):
    table = table_from(TEXT.replace(",", sign))
    assert table.origin.delimiter == sign
    assert table.width == 4


def test_commas_in_prose_do_not_hide_tabs():
    table = table_from("名称\t説明\n甲\tりんご,みかん,なし\n乙\tかき,くり\n", "a.csv")
    assert table.origin.kind == "tsv"
    assert codes_of(table) == ["tabs-for-commas"]


def test_quoted_cells_hold_line_ends_delimiters_and_quotes():
    table = table_from('a,b\r\n"x\r\ny","1,2"\r\n"say ""hi""",""\r\nend,z\r\n')
    assert rows_of(table) == [(2, "x\ny", "1,2"), (3, 'say "hi"', None), (4, "end", "z")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_are_told(end: str):
    table = table_from(TEXT.replace("\n", end))
    assert table.origin.newline == end
    assert len(rows_of(table)) == 2


def test_line_ends_inside_cells_are_another_matter():
    table = table_from('a,b\r\n"x\ny",1\r\n')
    assert table.origin.newline == "\r\n"
    assert codes_of(table) == []


def test_mixed_line_ends_are_mentioned():
    table = table_from("a,b\r\n1,2\n3,4\r5,6")
    assert [row[0] for row in rows_of(table)] == [2, 3, 4]
    assert "mixed-line-ends" in codes_of(table)


def test_blank_and_empty_rows_count_but_are_left_out():
    table = table_from("a,b\n\n1,2\n,\n\n3,4\n\n")
    assert rows_of(table) == [(3, "1", "2"), (6, "3", "4")]
    (finding,) = table.late_findings()
    assert finding.code == "empty-rows"
    assert "4" in finding.text("ja")


@pytest.mark.parametrize("quote", ["", '"'])
def test_ragged_rows_are_named(quote: str):
    table = table_from(f"a,b,c\n1,2\n{quote}4{quote},5,6,7,8\n\n9,8,7\n1,2,3,\n")
    assert rows_of(table)[0] == (2, "1", "2", None)
    assert rows_of(table)[1] == (3, "4", "5", "6")
    late = {finding.code: finding for finding in table.late_findings()}
    assert late["too-few-cells"].row == 2
    assert late["too-many-cells"].row == 3
    assert late["too-many-cells"].value == "7 / 8"


def test_unclosed_quote_swallows_nothing():
    lines = "".join(f"{number},x\n" for number in range(3000))
    table = table_from(f'a,b\n1,"open\n{lines}')
    assert len(rows_of(table)) == 3001
    assert rows_of(table)[0] == (2, "1", '"open')
    (finding,) = table.late_findings()
    assert (finding.code, finding.row) == ("stray-quote", 2)


def test_unclosed_quote_before_quoted_cells_swallows_nothing():
    lines = "".join(f'"{number}","x"\n' for number in range(50))
    table = table_from(f'a,b\n1,"open\n{lines}')
    assert len(rows_of(table)) == 51


def test_quote_inside_a_cell_is_kept():
    table = table_from('a,b\n5" pipe,x\n"q"z,y\n')
    assert rows_of(table) == [(2, '5" pipe', "x"), (3, '"q"z', "y")]
    assert codes_of(table) == ["stray-quote", "stray-quote"]


@pytest.mark.parametrize("begin", ["x\x01", "x^2", "x^", "\ufeff"])
def test_rows_may_begin_like_packed_bytes_or_with_a_mark(begin: str):
    table = table_from(f"a,b\n{begin}\x00\x80,1\ny,2\n")
    assert rows_of(table) == [(2, f"{begin}\x00\x80", "1"), (3, "y", "2")]


def test_stray_quote_among_headings_is_told():
    table = table_from('a,"b"x\n1,2\n')
    assert table.headings == ("a", '"b"x')
    assert codes_of(table) == ["stray-quote"]


def test_pieces_of_a_large_file_are_cut_at_record_ends():
    text = "a,b\n" + "".join(f'{number},"x\n,{number}"\n' for number in range(400_000))
    *_, last = table_from(text).blocks()
    assert last.frame.row(-1) == (400_001, "399999", "x\n,399999")


def test_rows_can_be_read_again_from_path_bytes_and_stream(tmp_path: Path):
    path = tmp_path / "表.csv"
    path.write_text(TEXT, encoding="utf-8")
    for given in (path, TEXT.encode(), io.BytesIO(TEXT.encode())):
        (table,) = open_tables(given)
        assert rows_of(table) == rows_of(table)
        assert len(rows_of(table)) == 2


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\n\n \n", b"  "])
def test_nothing_is_an_error(data: bytes):
    with pytest.raises(EmptyFileError):
        table_from(data, "a.csv")


def test_headings_without_rows_are_a_table():
    table = table_from("a,b\n")
    assert table.headings == ("a", "b")
    assert [block.width for block in table.blocks()] == [2]
    assert rows_of(table) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a," * 1_000_000, "table-too-wide"),
        ("a,b\n1," + "x" * 2_000_000 + "\n", "cell-beyond-limit"),
        ("a,b\n" + "1," * 10_000_000, "record-too-long"),
    ],
)
def test_bounds_end_quickly(text: str, code: str):
    with pytest.raises(LimitError) as caught:
        rows_of(table_from(text, "a.csv"))
    assert caught.value.code == code
    assert caught.value.text("ja")


def test_rows_and_bytes_are_bounded():
    with pytest.raises(LimitError, match="rows"):
        rows_of(table_from("a\n" + "1\n" * 100, limits=Limits(rows=50)))
    with pytest.raises(LimitError, match="MB"):
        table_from("a\n" + "1\n" * 100, limits=Limits(file_bytes=50))


def test_ragged_rows_among_many_keep_their_places():
    lines = [f"{number},x,y" for number in range(1000)]
    lines[10], lines[500], lines[999] = "10,x", "500,x,y,z", "999"
    table = table_from("a,b,c\n" + "\n".join(lines))
    rows = rows_of(table)
    assert rows[10] == (12, "10", "x", None)
    assert rows[500] == (502, "500", "x", "y")
    assert rows[999] == (1001, "999", None, None)
    found = {finding.row: finding.code for finding in table.late_findings()}
    assert found == {12: "too-few-cells", 502: "too-many-cells", 1001: "too-few-cells"}


@pytest.mark.parametrize("sign", [", ", "、", '"', "\n"])
def test_odd_delimiters_are_refused(sign: str):
    with pytest.raises(FileError):
        table_from(TEXT, delimiter=sign)


def large_text(rows: int = 70_000) -> str:
    """Return a table large enough to be parsed while it is decoded."""
    lines = (f'{number},施設{number},"石川県金沢市, {number}番地",\n' for number in range(rows))
    return "番号,名称,所在地,備考\n" + "".join(lines)


class TestLargeText:
    @pytest.mark.parametrize("encoding", ["utf-8", "cp932", "utf-16", "euc_jp"])
    def test_every_row_comes_once_and_again(self, encoding: str):
        (table,) = open_tables(large_text().encode(encoding), "big.csv")
        first = next(table.blocks())
        assert first.frame["c1"][0] == "施設0"
        for _ in range(2):
            frames = [block.frame for block in table.blocks()]
            assert sum(frame.height for frame in frames) == 70_000
            assert frames[-1].row(-1) == (
                70_001,
                "69999",
                "施設69999",
                "石川県金沢市, 69999番地",
                None,
            )

    def test_a_wrong_byte_at_the_end_is_told_at_once(self):
        with pytest.raises(UndecodableError):
            open_tables(large_text().encode("cp932") + b"\x81", "big.csv")

    def test_what_looked_like_another_encoding_is_read_in_its_own(self):
        ascii_first = large_text().encode("ascii", "replace") + "1,金沢,,\n".encode("cp932")
        (table,) = open_tables(ascii_first, "big.csv")
        assert table.origin.encoding == "cp932"
        *_, last = table.blocks()
        assert last.frame["c1"][-1] == "金沢"

    def test_a_heading_row_that_is_not_there_is_told(self):
        with pytest.raises(FileError) as caught:
            open_tables(large_text().encode("cp932"), "big.csv", header_row=9_999)
        assert caught.value.code == "heading-row-unknown"


def test_file_that_ends_inside_a_quoted_cell_is_cut_off():
    data = '名称,住所\n兼六園,丸の内\n図書館,"玉川町'.encode()
    table = table_from(data)
    assert rows_of(table)[1] == (3, "図書館", '"玉川町')
    (found,) = table.late_findings()
    assert (found.code, found.row) == ("file-cut-off", 3)
    assert f"{len(data)} バイト" in found.text("ja") and "cut off" in found.text("en")


def test_quote_that_is_not_closed_before_the_last_row_is_stray():
    table = table_from('名称,住所\n兼六園,"丸の内\n図書館,玉川町\n')
    assert [found.code for found in [*rows_of(table), *table.late_findings()][2:]] == [
        "stray-quote"
    ]
