"""Parquet: one type a column, nothing lost."""

from __future__ import annotations

import datetime
from pathlib import Path

import polars as pl

from ckanext.kanazawa.lib.tables import write
from ckanext.kanazawa.lib.tables.table import table_of
from tests.lib.tables.writing.tables import facilities, recognition


def test_columns_have_the_types_their_cells_allow(tmp_path: Path):
    path = tmp_path / "a.parquet"
    result = write.write(facilities(), path, "parquet", recognition=recognition())
    read = pl.read_parquet(path)
    assert dict(read.schema) == {
        "ID": pl.String, "名称": pl.String, "電話番号": pl.String, "緯度": pl.Float64,
        "経度": pl.Float64, "定員": pl.String, "開始日": pl.String, "開始時間": pl.String,
    }  # fmt: skip
    assert read["定員"].to_list() == ["1200", "-5", "約30"]
    found = {finding.column: finding for finding in result.findings.listed}
    assert set(found) == {"定員", "開始日", "開始時間"}
    assert set(result.findings.totals) == {"column-kept-as-text"}
    assert "2 個" in found["開始時間"].text("ja") and found["開始時間"].row == 3


def test_whole_numbers_dates_and_times(tmp_path: Path):
    path = tmp_path / "a.parquet"
    names = ["人口", "日", "時"]
    table = table_of(names, [["12", "2026-04-01", "9:00"], [None, None, "17:30:15"]])
    kinds = recognition(["integer", "date", "time"], names)
    assert not write.write(table, path, "parquet", recognition=kinds).findings.totals
    assert pl.read_parquet(path).rows() == [
        (12, datetime.date(2026, 4, 1), datetime.time(9)),
        (None, None, datetime.time(17, 30, 15)),
    ]


def test_decimal_keeps_a_column_of_whole_numbers_text(tmp_path: Path):
    path = tmp_path / "a.parquet"
    table = table_of(["人口"], [["12"], ["1.5"]])
    write.write(table, path, "parquet", recognition=recognition(["integer"], ["人口"]))
    assert pl.read_parquet(path)["人口"].to_list() == ["12", "1.5"]


def test_rows_come_in_groups(tmp_path: Path):
    path = tmp_path / "a.parquet"
    write.write(table_of(["A", "A"], [["1", "2"]] * 120_000), path, "parquet")
    assert pl.scan_parquet(path).select(pl.len()).collect().item() == 120_000
    assert pl.read_parquet_schema(path) == {"A": pl.String, "A_2": pl.String}
