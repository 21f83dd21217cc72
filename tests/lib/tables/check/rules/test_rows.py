"""Rules between rows: ids, equal rows, the same facility twice."""

from __future__ import annotations

import polars as pl
import pytest

from ckanext.kanazawa.lib.tables.check.rules.seen import Seen
from tests.lib.tables.check.making import found, recognised, reported, rows_with, unrecognised


def test_id_that_stands_there_twice_names_the_first_row():
    report = reported(recognised("public-facility", [{"ID": "A1"}, {"ID": "A2"}, {"ID": "A1"}]))
    assert rows_with(report, "duplicate-id") == [4]
    assert found(report, "duplicate-id")[0].params["first"] == 2


def test_id_is_compared_as_it_reads_after_repairs():
    report = reported(
        recognised("public-facility", [{"ID": "Ａ１"}, {"ID": "A1"}, {"ID": ""}, {"ID": ""}])
    )
    assert rows_with(report, "duplicate-id") == [3]


def test_equal_rows():
    report = reported(unrecognised(["a", "b"], [["1", None], ["1", "2"], ["1", None]]))
    assert rows_with(report, "duplicate-row") == [4]
    assert found(report, "duplicate-row")[0].params["first"] == 2


class TestNearDuplicates:
    @pytest.mark.parametrize(
        "name", ["見本 会館", "見本会館（金沢）", "ミホン会館", "見本第二会館", "別の会館"]
    )
    def test_names(self, name):
        rows = [{"ID": "A1", "名称": "見本会館"}, {"ID": "A2", "名称": name}]
        report = reported(recognised("public-facility", rows))
        assert rows_with(report, "near-duplicate") == ([3] if name == "見本 会館" else [])

    def test_long_names_may_differ_a_little(self):
        rows = [
            {"ID": "A1", "名称": "石川県立図書館ことばの森"},
            {"ID": "A2", "名称": "石川県立図書館ことばのもり"},
        ]
        assert rows_with(reported(recognised("public-facility", rows)), "near-duplicate") == [3]

    def test_same_name_elsewhere_is_another_facility(self):
        rows = [{"ID": "A1"}, {"ID": "A2", "緯度": "36.601325"}]
        assert not found(reported(recognised("public-facility", rows)), "near-duplicate")

    def test_two_devices_in_one_building_are_two(self):
        rows = [{"ID": "A1", "設置位置": "1階"}, {"ID": "A2", "設置位置": "2階"}]
        assert not found(reported(recognised("aed", rows)), "near-duplicate")

    def test_long_tables_are_left_out_and_say_so(self):
        rows = [{"ID": "A1"}, {"ID": "A2"}, {"ID": "A3"}]
        report = reported(recognised("public-facility", rows), near_duplicate_rows=2)
        assert not found(report, "near-duplicate")
        assert len(found(report, "near-duplicates-not-compared")) == 1


def test_hashes_of_many_blocks_are_found_again():
    seen = Seen()
    for start in range(0, 1000, 10):
        rows = pl.Series(range(start, start + 10), dtype=pl.UInt32)
        assert seen.repeated(rows.cast(pl.UInt64) * 7, rows).is_empty()
    old = pl.Series([7 * 13, 5, 7 * 999, 5], dtype=pl.UInt64)
    rows = pl.Series([2000, 2001, 2002, 2003], dtype=pl.UInt32)
    assert seen.repeated(old, rows).rows() == [(0, 13), (2, 999), (3, 2001)]
    later = pl.Series([2004, 2005], dtype=pl.UInt32)
    again = pl.Series([5, 6], dtype=pl.UInt64)
    assert seen.repeated(again, later).rows() == [(0, 2001)]
