from __future__ import annotations

import pytest

from ckanext.kanazawa.lib.tables.cli.layout import (
    columns,
    cut,
    cut_both,
    pad,
    printable,
    width,
    wrap,
)


@pytest.mark.parametrize(
    ("text", "cells"),
    [("abc", 3), ("公園", 4), ("ﾄｲﾚ", 3), ("か\u3099", 2), ("①", 1), ("", 0)],
)
def test_width_counts_cells_of_the_terminal(text: str, cells: int):
    assert width(text) == cells


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("二行\nの名前.csv", "二行\\nの名前.csv"),
        ("\x1b[31m赤", "\\x1b[31m赤"),
        ("逆\u202e向き", "逆\\u202e向き"),
        ("\udc83\udc65.csv", "\\udc83\\udc65.csv"),
        ("全角　空白", "全角　空白"),
    ],
)
def test_what_would_move_the_cursor_or_hide_text_is_shown_as_an_escape(text: str, shown: str):
    assert printable(text) == shown


def test_what_differs_between_two_long_texts_is_seen():
    before, after = cut_both("公園の" * 20 + "　", "公園の" * 20, 20)
    assert before == after + "　" and before.startswith("…") and width(before) <= 20
    assert cut_both("ab", "ba", 20) == ("ab", "ba")
    assert cut_both("a" * 30, "b" * 30, 5) == ("aaaa…", "bbbb…")


def test_cut_leaves_no_half_character():
    assert cut("兼六園下", 7) == "兼六園…"
    assert cut("兼六園下", 6) == "兼六…"
    assert cut("兼六園下", 8) == "兼六園下"


def test_pad_fills_to_the_same_width():
    assert pad("公園", 6) + "|" == "公園  |"
    assert pad("12", 4, right=True) == "  12"


def test_columns_stand_under_each_other():
    lines = columns([("名称", "値"), ("a", "b")], indent=" ")
    assert lines == [" 名称  値", " a     b"]


class TestWrap:
    def test_no_line_is_wider_than_asked(self):
        lines = wrap("兼六園は kanazawa-table という道具で調べられます。" * 5, 40, "  ")
        assert len(lines) > 3
        assert all(width(line) <= 40 and line.startswith("  ") for line in lines)

    def test_latin_words_stay_whole(self):
        lines = wrap("the quick brown fox jumps over the lazy dog", 12)
        assert " ".join(lines) == "the quick brown fox jumps over the lazy dog"

    def test_no_line_begins_with_a_closing_sign(self):
        lines = wrap("あいうえお。かきくけこ、さしすせそ。", 10)
        assert not any(line.startswith(("。", "、")) for line in lines)

    def test_line_ends_are_kept(self):
        assert wrap("一\n二", 20) == ["一", "二"]
