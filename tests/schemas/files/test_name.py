from __future__ import annotations

import unicodedata

import pytest

from ckanext.kanazawa.schemas.files.name import MAX_BYTES, extension_of, safe_file_name


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("公共施設一覧.csv", "公共施設一覧.csv"),
        ("../../etc/passwd", "passwd"),
        ("C:\\x\\y.csv", "y.csv"),
        ("C:施設.csv", "C_施設.csv"),
        ('名前"と\n改行\r.csv', "名前_と改行.csv"),
        ("report\u202efdp.exe", "reportfdp.exe"),
        ("a\x00b\x07.csv", "ab.csv"),
        (".htaccess", "htaccess"),
        ("全角　空白 と 空白.xlsx ", "全角　空白 と 空白.xlsx"),
        ("末尾.csv. .", "末尾.csv"),
    ],
)
def test_name_is_kept_without_what_is_dangerous(raw, expected):
    assert safe_file_name(raw) == expected


@pytest.mark.parametrize("raw", ["", "..", "...", "../", "/", "\\", "\u202e\n", "  . "])
def test_nothing_usable_gives_empty_name(raw):
    assert safe_file_name(raw) == ""


def test_decomposed_name_of_a_mac_is_composed():
    decomposed = unicodedata.normalize("NFD", "ガイドブック.pdf")
    assert safe_file_name(decomposed) == "ガイドブック.pdf"


@pytest.mark.parametrize("sign", ["a", "施", "𠮷"])
def test_long_name_is_cut_between_signs_and_keeps_its_extension(sign):
    name = safe_file_name(sign * 300 + ".geojson")
    assert MAX_BYTES - 4 < len(name.encode()) <= MAX_BYTES
    assert set(name.removesuffix(".geojson")) == {sign}
    assert extension_of(name) == "geojson"


def test_long_extension_is_no_extension():
    name = safe_file_name("施設." + "x" * 300)
    assert len(name.encode()) == MAX_BYTES
