"""Missing values and columns, by how sure the standard's level is."""

from __future__ import annotations

from tests.lib.tables.check.making import found, recognised, reported, rows_with


def test_sure_required_value_is_an_error():
    report = reported(recognised("evacuation-space", [{"名称": ""}, {}]))
    assert rows_with(report, "required-missing") == [2]
    assert found(report, "required-missing")[0].level == "error"


def test_unsure_required_value_is_a_warning():
    report = reported(recognised("public-facility", [{"名称": ""}, {}]))
    assert rows_with(report, "probably-required-missing") == [2]
    assert found(report, "probably-required-missing")[0].level == "warning"


def test_empty_flag_says_no_and_is_not_missing():
    report = reported(recognised("evacuation-space", [{"災害種別_洪水": ""}]))
    assert not found(report, "required-missing")


def test_empty_recommended_column_is_one_hint():
    rows = [{"名称_カナ": "", "ID": "A1"}, {"名称_カナ": "", "ID": "A2"}]
    report = reported(recognised("public-facility", rows))
    hints = [one for one in found(report, "recommended-empty") if one.column == "名称_カナ"]
    assert [hint.row for hint in hints] == [None]
    partly = reported(recognised("public-facility", [*rows, {"ID": "A3"}]))
    assert "名称_カナ" not in [one.column for one in found(partly, "recommended-empty")]
