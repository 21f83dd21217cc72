"""Values that call for another, with a format made for the test."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.lib.tables.check.making import recognised, reported, rows_with


@pytest.mark.parametrize(("values", "rows"), [(["有"], [2]), (None, [2, 4])])
def test_value_calls_for_another(values, rows):
    table, known = recognised(
        "public-facility",
        [
            {"車椅子貸出": "○", "備考": ""},
            {"車椅子貸出": "有", "備考": "入口は南側"},
            {"車椅子貸出": "無", "備考": ""},
            {"車椅子貸出": "", "備考": ""},
        ],
    )
    assert known.version is not None
    rule = {"rule": "needs", "column": "車椅子貸出", "values": values, "needs": "備考"}
    known = replace(known, version=replace(known.version, rules=(rule,)))
    assert rows_with(reported((table, known)), "needed-value-missing") == rows
