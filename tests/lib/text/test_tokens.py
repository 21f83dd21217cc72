"""Japanese is cut into bigrams, everything else into words."""

from __future__ import annotations

import pytest

from ckanext.kanazawa.lib.text.tokens import covering, tokens


def cut(text: str) -> list[tuple[str, int]]:
    return [(token.text, token.position) for token in tokens(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("避難所", [("避難", 0), ("難所", 1), ("所", 2)]),
        ("の", [("の", 0)]),
        ("無線ＬＡＮ", [("無線", 0), ("線", 1), ("lan", 2)]),
        ("公衆 トイレ", [("公衆", 0), ("衆", 1), ("トイ", 2), ("イレ", 3), ("レ", 4)]),
        ("Wi-Fi", [("wi", 0), ("wifi", 0), ("fi", 1)]),
        ("iPhone15", [("i", 0), ("iphone", 0), ("phone", 1), ("15", 2)]),
        ("076-220", [("076", 0), ("076220", 0), ("220", 1)]),
        ("public_facility", [("public", 0), ("publicfacility", 0), ("facility", 1)]),
        (
            "サッカー・野球",
            [("サッ", 0), ("ッカ", 1), ("カー", 2), ("ー", 3), ("野球", 4), ("球", 5)],
        ),
        ("人々", [("人々", 0), ("々", 1)]),
        ("☆!?  ", []),
        ("", []),
    ],
)
def test_tokens(text: str, expected: list[tuple[str, int]]):
    assert cut(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("避難場所", ["避難", "場所"]),
        ("避難所", ["避難", "難所"]),
        ("難", ["難"]),
        ("無線LAN", ["無線", "lan"]),
        ("Wi-Fi", ["wi", "fi"]),
        ("☆", []),
    ],
)
def test_covering(text: str, expected: list[str]):
    assert [token.text for token in covering(tokens(text))] == expected


def test_every_character_is_covered():
    text = "指定緊急避難場所一覧とトイレの位置"
    places = {
        place
        for token in covering(tokens(text))
        for place in range(token.position, token.position + len(token.text))
    }
    assert places == set(range(len(text)))
