"""Recognise, check and repair a CP932 table of facilities, beside frictionless-py.

    python -m bench.tables.speed [--rows 44000] [--rounds 3]

Frictionless checks types, patterns and required values of the same schema; ours recognises
the format and checks with all rules, then also repairs and looks for near-duplicates. Both
run in turn in one process, so that both see the same machine; each takes its best round.
Ratios above 1 say how many times as many rows a second ours does. On a machine that others
use too, those of processor time tell more: frictionless runs long enough to meet every load,
ours so briefly that its best round may have met none.

`floor` is what no checker in Python can do without: decode the file, have polars parse it,
and let it pass once over all cells.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import frictionless
import polars as pl

from bench.tables.files import FORMAT, headings, write_csv
from ckanext.kanazawa.lib.tables.check import check
from ckanext.kanazawa.lib.tables.formats.loader import load_format
from ckanext.kanazawa.lib.tables.formats.schema import table_schema
from ckanext.kanazawa.lib.tables.read import open_tables
from ckanext.kanazawa.lib.tables.recognise import recognise
from ckanext.kanazawa.lib.tables.repair import repair
from ckanext.kanazawa.lib.tables.verdicts import Verdicts


def ours(path: Path) -> str:
    """Read, recognise and check with all rules; say what was found."""
    (table,) = open_tables(path)
    known = recognise(table)
    report = check(table, known)
    return f"{known.format and known.format.id}: {report.found.totals.total():,} findings"


def ours_with_repair(path: Path) -> str:
    """Check with near-duplicates, and repair every row."""
    (table,) = open_tables(path)
    known = recognise(table)
    verdicts = Verdicts()
    report = check(table, known, near_duplicate_rows=1_000_000, verdicts=verdicts)
    repaired = repair(table, known, verdicts=verdicts)
    for _ in repaired.table.blocks():
        pass
    return f"{report.found.totals.total():,} findings, {repaired.changes.total:,} changes"


def floor(path: Path) -> str:
    """Decode, parse and pass over every cell once, checking nothing."""
    text = path.read_bytes().decode("cp932").encode()
    frame = pl.read_csv(text, infer_schema=False)
    found = frame.select(pl.sum_horizontal(pl.all().str.contains("^\\s").sum())).item()
    return f"{frame.height:,} rows, {found:,} cells that begin with a space"


def peer(path: Path) -> str:
    """Validate with frictionless: the schema's types, patterns and required values."""
    schema = _peer_schema()
    resource = frictionless.Resource(path=str(path), schema=schema, encoding="cp932")
    checklist = frictionless.Checklist(skip_errors=["incorrect-label", "extra-label"])
    with frictionless.system.use_context(trusted=True):
        report = resource.validate(checklist, limit_errors=1_000_000)
    (task,) = report.tasks
    rows = task.stats.get("rows", 0)
    return f"{rows:,} rows, {task.stats.get('errors', 0):,} errors"


def _peer_schema() -> frictionless.Schema:
    described: dict[str, Any] = table_schema(load_format(FORMAT))
    known = {"name", "type", "format", "constraints"}
    fields = [
        {key: value for key, value in field.items() if key in known}
        for field in described["fields"]
    ]
    fields.append({"name": headings()[-1], "type": "string"})
    return frictionless.Schema.from_descriptor({"fields": fields})


def best(run: Callable[[Path], str], path: Path, rounds: int) -> tuple[float, float, str]:
    """Return wall seconds and processor seconds of the best round, and what the run said."""
    results = []
    for _ in range(rounds):
        begin, busy = time.perf_counter(), time.process_time()
        told = run(path)
        results.append((time.perf_counter() - begin, time.process_time() - busy, told))
    walls, busies, tolds = zip(*results, strict=True)
    return min(walls), min(busies), tolds[0]


def main() -> None:
    """Write the file, run the three, print their rows a second and the ratios."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=44_000)
    parser.add_argument("--rounds", type=int, default=3, help="of ours; frictionless runs once")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kanazawa-bench-") as folder:
        path = Path(folder) / "172014_public_facility.csv"
        write_csv(path, options.rows)
        size = path.stat().st_size / 1e6
        print(f"{options.rows:,} rows, {size:.0f} MB; load {os.getloadavg()[0]:.1f}")
        theirs = _row("frictionless", peer, path, 1, options.rows)
        _row("floor", floor, path, options.rounds, options.rows)
        for name, run in (("recognise + check", ours), ("… + repair, twins", ours_with_repair)):
            wall, busy, told = _row(name, run, path, options.rounds, options.rows)
            ratios = f"{theirs[0] / wall:>6.1f} × frictionless ({theirs[1] / busy:.1f} × by cpu)"
            print(f"{'':<20}{ratios}; {told}")
        print(f"frictionless: {theirs[2]}; load {os.getloadavg()[0]:.1f}")


def _row(
    name: str, run: Callable[[Path], str], path: Path, rounds: int, rows: int
) -> tuple[float, float, str]:
    wall, busy, told = best(run, path, rounds)
    print(f"{name:<20}{wall:>7.2f} s{busy:>7.2f} s cpu{rows / wall:>10,.0f} rows/s")
    return wall, busy, told


if __name__ == "__main__":
    main()
