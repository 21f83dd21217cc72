"""House numbers that became days, where house number and whole address confirm each other."""

from __future__ import annotations

import pytest

from ckanext.kanazawa.lib.tables.repair import repair
from tests.lib.tables.check.making import found, recognised, reported
from tests.lib.tables.tables import records

JOINED, TOWN, HOUSE = "所在地_連結表記", "所在地_町字", "所在地_番地以下"
RESTORE = "restore-house-number"


def row_of(house: str, number: str) -> dict[str, str]:
    return {TOWN: "広坂", HOUSE: house, JOINED: f"石川県金沢市広坂{number}"}


def mended(row: dict[str, str], *agreed: str) -> tuple[str | None, str | None]:
    (after,) = records(repair(*recognised("public-facility", [row]), agreed=agreed).table)
    return after.get(HOUSE), after.get(JOINED)


CONFIRMED = [
    ("2025-01-02", "1-2", "1-2"),
    ("2025/1/2", "1-2", "1-2"),
    ("2025-01-02 00:00:00", "1番2号", "1-2"),
    ("令和7年1月2日", "1-2見本ビル3階", "1-2"),
    ("45659", "1-2", "1-2"),
    ("44927", "1-1", "1-1"),
    ("1/2", "1-2", "1-2"),
    ("Jan-02", "2-1", "2-1"),
    ("2001-02-03", "1-2-3", "1-2-3"),
    ("1932-05-01", "5-32", "5-32"),
    ("2013/5/1", "13-5", "13-5"),
]


@pytest.mark.parametrize(("house", "number", "meant"), CONFIRMED)
class TestConfirmedByTheAddress:
    def test_it_is_told_once_with_its_repair(self, house, number, meant):
        report = reported(recognised("public-facility", [row_of(house, number)]))
        (told,) = found(report, "house-number-date")
        assert (told.column, told.value, told.repaired) == (HOUSE, house, meant)
        assert told.repair == RESTORE
        assert "所在地_連結表記" in told.text("ja", "expected")
        assert not found(report, "part-not-in-address")
        assert not found(report, "house-number-serial")

    def test_it_is_restored_where_somebody_agreed(self, house, number, meant):
        row = row_of(house, number)
        assert mended(row)[0] == house
        after = mended(row, RESTORE)
        assert after == (meant, row[JOINED])
        assert mended({**row, HOUSE: meant}, RESTORE) == after


@pytest.mark.parametrize(
    ("house", "number"),
    [
        ("2025-01-02", "1-2-3"),
        ("2025-01-02", "3-4"),
        ("2025/1/2", "1-212階"),
        ("2002-01-01", "1-2"),
        ("2025-01-02", ""),
    ],
)
def test_without_confirmation_it_is_told_and_stays(house: str, number: str):
    row = row_of(house, number)
    report = reported(recognised("public-facility", [row]))
    (told,) = found(report, "house-number-date")
    assert (told.column, told.repair) == (HOUSE, None)
    assert mended(row, RESTORE) == (house, row[JOINED])


INSIDE = [
    *(("1-5", "1月5日"), ("1-5", "5-Jan"), ("1-5", "Jan-05"), ("1-5", "2025-01-05")),
    *(("1番5号", "2025/1/5"), ("1-5", "45662"), ("", "1月5日"), ("1月5日", "1月5日")),
]


@pytest.mark.parametrize(("house", "number"), INSIDE)
def test_day_inside_the_address(house: str, number: str):
    row = row_of(house, number)
    report = reported(recognised("public-facility", [row]))
    told = [one for one in found(report, "house-number-date") if one.column == JOINED]
    meant = f"石川県金沢市広坂{'1番5号' if '番' in house else '1-5'}"
    assert [(one.repaired, one.repair) for one in told] == [(meant, RESTORE)]
    assert not found(report, "part-not-in-address")
    assert mended(row, RESTORE)[1] == meant


def test_day_in_both_stays_where_nothing_says_what_it_was():
    row = row_of("2025-01-05", "2025-01-05")
    report = reported(recognised("public-facility", [row]))
    assert [one.column for one in found(report, "house-number-date")] == [JOINED, HOUSE]
    assert mended(row, RESTORE) == (row[HOUSE], row[JOINED])


def test_figures_that_the_address_has_too_are_a_house_number():
    report = reported(recognised("public-facility", [row_of("45659", "45659")]))
    assert not found(report, "house-number-serial")
    assert found(reported(recognised("public-facility", [row_of("45659", "7")])),
                 "house-number-serial")  # fmt: skip


def test_a_table_without_whole_addresses_tells_of_its_cells():
    rows = [{HOUSE: "2025-01-02"}, {HOUSE: "1月2日"}, {HOUSE: "45659"}]
    report = reported(recognised("public-facility", rows, without=(JOINED,)))
    assert [one.repaired for one in found(report, "house-number-date")] == [None, "1-2"]
    assert [one.row for one in found(report, "house-number-serial")] == [4]
