"""Texts for people are no tables, though they have commas."""

from __future__ import annotations

import pytest

from ckanext.kanazawa.lib.tables.errors import NotATableError
from ckanext.kanazawa.lib.tables.read import open_tables

LICENCE = b"""Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in
all copies or substantial portions of the Software.
"""
MARKDOWN = "# 一覧\n\n| 名称 | 数 |\n|---|---|\n| 公園 | 1 |\n".encode()
LINE = "この規約は、利用者が守るべきことを定めます。" * 4
LONG_LINES = "".join(f"第{number}条　{LINE}\n" for number in range(6))


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("LICENSE", LICENCE, "文章"),
        ("LICENSE.txt", LICENCE, "文章"),
        ("README.md", MARKDOWN, "Markdown"),
        ("利用規約.txt", LONG_LINES.encode("cp932"), "文章"),
    ],
)
def test_text_for_people_is_named(name: str, data: bytes, word: str):
    with pytest.raises(NotATableError) as caught:
        open_tables(data, name)
    assert word in caught.value.text("ja")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("LICENSE.csv", LICENCE),  # who calls it a table hears what is wrong with its rows
        ("", LICENCE),
        ("公園.txt", "名称,数\n公園,1\n広場,2\n橋,3\n".encode()),
        ("一覧.txt", "名称\n兼六園\n金沢城公園\n卯辰山公園\n".encode()),
        ("公園.dat", "名称\t数\n公園\t1\n広場\n橋\t3\n駅\t2\n".encode()),
    ],
)
def test_table_is_read(name: str, data: bytes):
    assert open_tables(data, name)[0].width


def test_who_names_the_sign_between_cells_gets_a_table():
    assert open_tables(MARKDOWN, "README.md", delimiter="|")[0].width > 2
