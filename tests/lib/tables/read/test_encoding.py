"""Encodings are told by the whole file, strictly."""

from __future__ import annotations

import pytest

from ckanext.kanazawa.lib.tables.errors import FileError, UndecodableError
from tests.lib.tables.read.rows import HEADINGS, TEXT, codes_of, rows_of, table_from

PLAIN = TEXT.replace("髙石垣①", "石垣")


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("cp932", "cp932"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
    ],
)
def test_each_encoding_gives_the_same_cells(codec: str, name: str):
    table = table_from(TEXT.encode(codec))
    assert table.origin.encoding == name
    assert table.headings == tuple(HEADINGS.split(","))
    assert rows_of(table)[1] == (3, "金沢城公園", "36.565", "136.659", "髙石垣①")


@pytest.mark.parametrize("text", [PLAIN, "名称,住所\n中央小学校,金沢市大手町\n", "番号\n町会\n"])
def test_euc_is_told_from_cp932_where_both_decode(text: str):
    assert table_from(text.encode("euc_jp")).origin.encoding == "euc_jp"
    assert table_from(text.encode("cp932")).origin.encoding == "cp932"


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("times", [1, 40])
def test_wide_text_without_a_mark_may_be_nearly_all_japanese(codec: str, times: int):
    row = "金沢市立玉川図書館\t" + "金沢駅から歩いて十五分の図書館です。" * times + "\n"
    table = table_from(("名称\t説明\n" + row * 3).encode(codec), "表.csv")
    assert (table.origin.encoding, table.headings) == (codec, ("名称", "説明"))
    assert len(rows_of(table)) == 3


def test_half_width_katakana_stay_cp932():
    table = table_from("ﾅﾏｴ,ｼﾞｭｳｼｮ\nｶﾅｻﾞﾜｼ,ﾋﾛｻｶ\n".encode("cp932"))
    assert table.origin.encoding == "cp932"
    assert rows_of(table) == [(2, "ｶﾅｻﾞﾜｼ", "ﾋﾛｻｶ")]


def test_old_mail_encoding_is_read():
    assert rows_of(table_from(PLAIN.encode("iso2022_jp")))[0][1] == "兼六園"


def test_japanese_may_begin_after_megabytes_of_ascii():
    data = b"id,name\n" + b"1,abcdefgh\n" * 500_000 + "2,金沢\n".encode("cp932")
    table = table_from(data)
    assert table.origin.encoding == "cp932"
    assert list(table.blocks())[-1].frame.row(-1) == (500_002, "2", "金沢")


@pytest.mark.parametrize("codec", ["utf-8", "cp932", "euc_jp", "utf-16"])
def test_text_that_ends_inside_a_character_is_cut_off(codec: str):
    data = f"{PLAIN}金沢市役所,1,2,広坂".encode(codec)
    with pytest.raises(UndecodableError) as caught:
        table_from(data[:-1], "a.csv")
    assert caught.value.code == "text-cut-off"
    said = caught.value.text("ja")
    last = len("坂".encode(codec.replace("utf-16", "utf-16-le")))
    assert f"{PLAIN.count(chr(10)) + 1} 行目（先頭から {len(data) - last} バイト目）" in said
    assert "途中で切れて" in said and "cut off" in caught.value.text("en")


def test_wrong_byte_is_named_with_line_and_offset():
    data = TEXT.encode() + b"x,1,2,\xff\n"
    with pytest.raises(UndecodableError) as caught:
        table_from(data, "a.csv")
    assert caught.value.params["line"] == "4"
    assert caught.value.params["offset"] == f"{len(TEXT.encode()) + 6:,}"
    assert "0xFF" in caught.value.text("ja")
    assert "0xFF" in caught.value.text("en")


def test_wrong_byte_late_in_cp932_is_named_too():
    good = "金沢市,1\n" * 900_000
    with pytest.raises(UndecodableError) as caught:
        table_from(("a,b\n" + good).encode("cp932") + b"\x81\xff,2\n", "a.csv")
    assert caught.value.params["line"] == f"{900_002:,}"
    assert caught.value.params["encoding"] == "cp932"


def test_bytes_python_lets_pass_as_cp932_are_refused():
    with pytest.raises(UndecodableError) as caught:
        table_from("名称\n金沢\n".encode("cp932") + b"\xa0\n")
    assert caught.value.params["byte"] == "0xA0"


def test_user_may_name_the_encoding():
    table = table_from(TEXT.encode("cp932"), encoding="Shift_JIS")
    assert table.origin.encoding == "cp932"
    with pytest.raises(UndecodableError):
        table_from(TEXT.encode("cp932"), encoding="utf-8")
    for name in ("klingon", "idna", "hex", "unicode_escape"):
        with pytest.raises(FileError, match="no encoding"):
            table_from(TEXT, encoding=name)


def test_other_encodings_are_mentioned_and_utf_8_is_not():
    assert "encoding-not-utf-8" in codes_of(table_from(TEXT.encode("cp932")))
    assert "encoding-not-utf-8" not in codes_of(table_from(TEXT))


def test_decoder_that_loses_patience_is_no_crash():
    with pytest.raises(UndecodableError):
        table_from(b"a,b\n\x1b$B" + b"\x1b$" * 200_000, encoding="iso2022_jp")


@pytest.mark.parametrize("first", range(4))
def test_text_larger_than_a_step_is_the_same_wherever_it_is_cut(first: int):
    row = "髙岡,ﾀｶｵｶ\r\n"
    data = ("a,b\r\n" + "x" * first + row * 60_000).encode("cp932")
    frames = [block.frame for block in table_from(data).blocks()]
    assert sum(frame.height for frame in frames) == 60_000
    assert {value for frame in frames for value in frame["c1"].unique()} == {"ﾀｶｵｶ"}
