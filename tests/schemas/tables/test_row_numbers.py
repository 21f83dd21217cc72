"""Rows of the DataStore are found in the file, and the other way round."""

from __future__ import annotations

import polars as pl

from ckanext.kanazawa.schemas.tables import row_numbers
from ckanext.kanazawa.schemas.tables.row_numbers import RowRuns, id_of, row_of


def collected(*blocks: list[int]) -> RowRuns:
    runs = RowRuns()
    for block in blocks:
        runs.add(pl.Series(block, dtype=pl.UInt32))
    return runs


class TestRowRuns:
    def test_a_plain_file_needs_one_pair(self):
        assert collected([2, 3, 4], [5, 6]).runs == [[1, 2]]

    def test_gaps_inside_and_between_blocks_begin_a_run(self):
        assert collected([3, 4, 8], [9, 12, 13], [20]).runs == [[1, 3], [3, 8], [5, 12], [7, 20]]

    def test_rows_that_a_repair_moved_are_found_too(self):
        assert collected([5, 2, 3]).runs == [[1, 5], [2, 2]]

    def test_a_file_with_too_many_gaps_keeps_none(self, monkeypatch):
        monkeypatch.setattr(row_numbers, "MOST_RUNS", 3)
        assert collected([1, 3, 5, 7, 9], [11, 13]).runs is None

    def test_nothing_loaded_has_no_runs(self):
        assert collected([]).runs == []


class TestBothWays:
    runs = collected([3, 4, 8, 9, 12]).runs

    def test_row_of_each_id(self):
        assert [row_of(self.runs, number) for number in range(1, 6)] == [3, 4, 8, 9, 12]

    def test_id_of_each_row(self):
        found = [id_of(self.runs, row, rows=5) for row in (2, 3, 4, 5, 8, 9, 10, 12, 13)]
        assert found == [None, 1, 2, None, 3, 4, None, 5, None]

    def test_unknown_runs_know_no_row(self):
        assert row_of(None, 1) is None and id_of(None, 1) is None and id_of([], 5) is None
