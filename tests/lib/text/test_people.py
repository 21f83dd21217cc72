"""Traces of private persons are seen, and offices are left in peace."""

from __future__ import annotations

import pytest

from ckanext.kanazawa.lib.text.check_digits import is_individual_number
from ckanext.kanazawa.lib.text.people import (
    has_individual_number,
    looks_like_person,
    private_mails,
)
from ckanext.kanazawa.lib.text.phones import has_mobile


@pytest.mark.parametrize(
    "name", ["山田 太郎", "山田　花子", "佐々木一郎", "林 さくら", "田中太郎様"]
)
def test_names_of_persons(name: str):
    assert looks_like_person(name)


@pytest.mark.parametrize(
    "name",
    [
        "石川県",
        "山田",
        "中村記念美術館",
        "千葉市",
        "森の里",
        "広報広聴課",
        "石川支所",
        "小林工務店",
    ],
)
def test_names_of_places_and_offices(name: str):
    assert not looks_like_person(name)


def test_mail_of_offices_is_no_private_one():
    text = "koho@city.kanazawa.lg.jp、info@pref.ishikawa.lg.jp、taro@example.com"
    assert private_mails(text) == ("taro@example.com",)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("123456789018", True),
        ("番号は１２３４　５６７８　９０１８です", True),
        ("123456789012", False),
        ("000000000000", False),
        ("A123456789018", False),
        ("138.272362222222", False),
        ("4000020172014", False),
    ],
)
def test_individual_numbers(text: str, seen: bool):
    assert has_individual_number(text) is seen


def test_figure_that_begins_with_a_day_is_a_moment():
    moment = next(f"20250101{rest:04}" for rest in range(9999) if _passes(f"20250101{rest:04}"))
    assert not has_individual_number(moment)


def _passes(digits: str) -> bool:
    return is_individual_number(digits)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("090-1234-5678", True),
        ("担当：０８０１２３４５６７８", True),
        ("070 1234 5678", True),
        ("076-220-2111", False),
        ("10901234567890", False),
        ("d7dbd090-4279-4714-b54e-3499dd8b2a51", False),
        ("TEL090-1234-5678", True),
    ],
)
def test_mobile_numbers(text: str, seen: bool):
    assert has_mobile(text) is seen
