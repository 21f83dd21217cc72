"""Values of one column that stand in another, as in a prefecture's list of its data."""

from __future__ import annotations

import pytest

from tests.lib.tables.check.making import found, recognised, reported, unrecognised

CODE = "values-of-another-column"


def listed(*cells: str, file_format: str = "", without: tuple[str, ...] = ()):
    rows = [{"ファイル_ステータス": cell, "ファイル_形式": file_format} for cell in cells]
    return reported(recognised("open-data-list", rows, without=without))


def test_column_of_another_columns_values_is_told_of_once():
    (finding,) = found(listed("pdf;xls", "ｃｓｖ,xlsx", "csv", "pdf・xls(x)", ""), CODE)
    assert (finding.column, finding.row, finding.params["count"]) == (
        "ファイル_ステータス",
        None,
        "4",
    )
    assert "ファイル_形式" in finding.text("ja") and "ファイル_形式" in finding.text("en")


def test_the_other_column_may_be_missing():
    assert found(listed("CSV", without=("ファイル_形式",)), CODE)


@pytest.mark.parametrize(
    ("cells", "file_format"),
    [(("配信中", "配信中"), ""), (("CSV", "CSV"), "CSV"), (("CSV", "配信中"), ""), (("", ""), "")],
)
def test_nothing_is_told_where_it_is_not_certain(cells: tuple[str, ...], file_format: str):
    assert not found(listed(*cells, file_format=file_format), CODE)


def test_a_table_of_headings_only_says_so():
    report = reported(unrecognised(["名称", "数"], []))
    assert [finding.code for finding in report.findings] == ["no-rows"]
