"""From bytes to a report: findings of every step come out of one check."""

from __future__ import annotations

import pytest

from ckanext.kanazawa.lib.tables.check import Report, check
from ckanext.kanazawa.lib.tables.formats.loader import load_format
from ckanext.kanazawa.lib.tables.read import open_tables
from ckanext.kanazawa.lib.tables.recognise import recognise


def checked(text: str, name: str = "172014_public_facility.csv") -> Report:
    """Read, recognise and check one table."""
    (table,) = open_tables(text.encode(), name=name)
    return check(table, recognise(table))


def facility(names: list[str] | None = None, **cells: str) -> str:
    """Write the example row of 公共施設一覧 as CSV."""
    row = {
        field.name: field.example or "" for field in load_format("public-facility").current.fields
    }
    row.update(cells)
    names = names or list(row)
    return ",".join(names) + "\n" + ",".join(row[name] for name in names) + "\n"


def test_clean_file_is_recognised_and_has_no_error():
    report = checked(facility())
    told = report.as_dict()
    assert (told["format"], told["encoding"], told["rows"]) == ("public-facility", "utf-8", 1)
    assert report.is_clean


def test_findings_of_reading_recognising_and_checking_stand_in_one_report():
    names = [field.name for field in load_format("public-facility").current.fields]
    text = facility([*names[1:], names[0]], 所在地_連結表記="金沢市広坂一丁目1-1見本ビル1階")
    totals = checked(text.replace(",", ";")).found.totals
    for code in ("other-delimiter", "heading-order-first", "address-prefecture-missing"):
        assert totals[code] == 1


@pytest.mark.parametrize(
    ("columns", "code"), [(slice(0, 13), "format-unsure"), (slice(0, 34, 2), "format-unsure-other")]
)
def test_part_of_a_format_is_checked_and_said_to_be_unsure(columns: slice, code: str):
    names = [field.name for field in load_format("public-facility").current.fields]
    assert checked(facility(names[columns]), "facilities.csv").found.totals[code] == 1
