"""Recognise and check a CSV of 1 GB: time, and the most memory it took.

    python -m bench.tables.large [--megabytes 1000]

The same 20,000 faulty rows of facilities stand there again and again, each time with ids
of their own. The check runs in a process of its own, whose highest resident size is read
when it is done; a tenth of the size is checked first, to see that time grows in proportion.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.tables.files import write_csv
from ckanext.kanazawa.lib.tables.check import check
from ckanext.kanazawa.lib.tables.read import Limits, open_tables
from ckanext.kanazawa.lib.tables.recognise import recognise

PIECE_ROWS = 20_000


def write_large(path: Path, megabytes: int) -> None:
    """Repeat a piece of a file until it is as large as wanted."""
    write_csv(path, PIECE_ROWS, encoding="utf-8")
    heading, _, rows = path.read_bytes().partition(b"\r\n")
    with path.open("wb") as file:
        file.write(heading + b"\r\n")
        number = 0
        while file.tell() < megabytes * 1_000_000:
            file.write(rows.replace(b",AA00", b",A%03d" % number))
            number += 1


def check_one(path: Path) -> None:
    """Check a file and print rows, seconds and megabytes."""
    begin = time.perf_counter()
    (table,) = open_tables(path, limits=Limits(seconds=86_400))
    report = check(table, recognise(table))
    seconds = time.perf_counter() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(
        f"{path.stat().st_size / 1e6:>7,.0f} MB{report.rows:>12,} rows{seconds:>8.1f} s"
        f"{report.rows / seconds:>10,.0f} rows/s{peak:>8,.0f} MB memory;"
        f" {report.found.totals.total():,} findings"
    )


def main() -> None:
    """Check a tenth of the size, then the whole, each in a process of its own."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--megabytes", type=int, default=1000)
    parser.add_argument("--check", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.check:
        check_one(options.check)
        return
    with tempfile.TemporaryDirectory(prefix="kanazawa-bench-") as folder:
        for megabytes in (options.megabytes // 10, options.megabytes):
            path = Path(folder) / "172014_public_facility.csv"
            write_large(path, megabytes)
            command = [sys.executable, "-m", "bench.tables.large", "--check", str(path)]
            subprocess.run(command, check=True)
    print(f"load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
