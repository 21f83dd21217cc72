"""Spellings of one word become equal."""

from __future__ import annotations

import pytest

from ckanext.kanazawa.lib.text.folding import fold, fold_width


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("無線ＬＡＮ", "無線lan"),
        ("ｺﾞﾐ", "ゴミ"),
        ("㈱金沢", "(株)金沢"),
        ("①", "1"),
        ("Étude", "etude"),
        ("が", "が"),
        ("か\u3099", "が"),
        ("葛\U000e0100城", "葛城"),
        ("ごみ ゴミ", "ごみ ゴミ"),
        ("", ""),
    ],
)
def test_fold(written: str, folded: str):
    assert fold(written) == folded


def test_fold_width_keeps_case():
    assert fold_width("ＷｉＦｉ") == "WiFi"
