"""Measure reading: CSV in CP932, XLSX against openpyxl, and the memory a large CSV takes.

Usage::

    python3 bench/tables/reading.py [--large 0]

Prints rows per second of a CP932 file of 44,000 rows × 57 columns (processor time, one run
each of opening and of all blocks), how many times faster an XLSX of 20,000 × 24 is read than
by openpyxl's read-only mode in the same run, and with `--large N` the peak memory of a
process that reads a CSV of N MiB. Ends with 1 where a promise is broken.
"""

from __future__ import annotations

import argparse
import datetime
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from openpyxl import Workbook, load_workbook

from ckanext.kanazawa.lib.tables.read import open_tables

ROWS, COLUMNS = 44_000, 57
SHEET_ROWS, SHEET_COLUMNS = 20_000, 24
# What is promised: XLSX against openpyxl, and the memory of a CSV of 1 GB.
XLSX_RATIO, PEAK_MIB = 5.0, 1024
CHILD = """
import resource, sys
from pathlib import Path
from ckanext.kanazawa.lib.tables.read import open_tables
(table,) = open_tables(Path(sys.argv[1]))
rows = sum(block.frame.height for block in table.blocks())
print(rows, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10)
"""


def csv_row(number: int) -> str:
    """Return a row of a list of facilities, with quotes, gaps and numbers."""
    cells = ["172014", f"AA{number:010d}", "石川県金沢市", f"石川県立図書館{number}", "トショカン"]
    cells += ["", "", "", "", "", "172014", "0001000", f"石川県金沢市広坂1丁目{number}", "石川県"]
    cells += ["金沢市", "広坂1丁目", str(number), "", f"36.5{number:05d}", f"136.6{number:05d}"]
    cells += ["", "", f"076-{number % 1000:03d}-0000", '"祝日,年末年始"', "月火水木金土日"]
    cells += ["09:00", "17:00", "有", "無", f"http://www.example.jp/{number}"]
    return ",".join(cells + [""] * (COLUMNS - len(cells) - 1) + ["備考"]) + "\r\n"


def write_csv(path: Path, *, rows: int = 0, size_bytes: int = 0) -> None:
    """Write a CP932 file of so many rows, or of so many bytes."""
    with path.open("wb") as out:
        out.write((",".join(f"列{number}" for number in range(COLUMNS)) + "\r\n").encode("cp932"))
        number = 0
        while number < rows or out.tell() < size_bytes:
            step = min(5_000, rows - number) if rows else 5_000
            lines = map(csv_row, range(number, number + step))
            out.write("".join(lines).encode("cp932"))
            number += step


def write_xlsx(path: Path) -> None:
    """Write a workbook with dates, times, codes, positions and text."""
    drawn = random.Random(1)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("施設")
    sheet.append([f"列{number}" for number in range(SHEET_COLUMNS)])
    for row in range(SHEET_ROWS):
        day = datetime.date(2026, 1, 1 + row % 28)
        cells = [172014, f"AA{row:010d}", "金沢市", f"施設{row}", "シセツ", day, datetime.time(9)]
        cells += [36.5 + drawn.random() / 10, 136.6 + drawn.random() / 10, row % 100, "有", None]
        cells += [f"076-{row % 1000:03d}-0000", "広坂", drawn.random(), "月火水木金", "備考" * 5]
        cells += [None, None, row, "無", 1, 2, f"http://www.example.jp/{row}"]
        sheet.append(cells)
    book.save(path)


def read(path: Path) -> int:
    """Read all rows of a file; return their number."""
    return sum(block.frame.height for t in open_tables(path) for block in t.blocks())


def read_openpyxl(path: Path) -> int:
    """Read all rows of a workbook with openpyxl."""
    book = load_workbook(path, read_only=True)
    return sum(1 for _ in book.worksheets[0].iter_rows(values_only=True))


def seconds(function: Callable[[Path], int], path: Path) -> float:
    """Return the processor time a function takes, the better of two runs."""
    times = []
    for _ in range(2):
        start = time.process_time()
        function(path)
        times.append(time.process_time() - start)
    return min(times)


def main() -> int:
    """Run the measurements."""
    parser = argparse.ArgumentParser(description="Measure the reading of tables.")
    parser.add_argument("--large", type=int, default=0, metavar="MIB")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kanazawa-reading-") as name:
        folder = Path(name)
        write_csv(folder / "a.csv", rows=ROWS)
        write_xlsx(folder / "a.xlsx")
        ours = seconds(read, folder / "a.xlsx")
        ratio = seconds(read_openpyxl, folder / "a.xlsx") / ours
        figures: dict[str, float] = {
            "csv_rows_per_s": round(ROWS / seconds(read, folder / "a.csv")),
            "xlsx_rows_per_s": round(SHEET_ROWS / ours),
            "xlsx_ratio_to_openpyxl": round(ratio, 1),
        }
        broken = ratio < XLSX_RATIO
        if chosen.large:
            write_csv(folder / "large.csv", size_bytes=chosen.large << 20)
            command = [sys.executable, "-c", CHILD, str(folder / "large.csv")]
            start = time.monotonic()
            told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
            rows, peak = map(int, told.split())
            figures |= {"large_rows": rows, "large_peak_mib": peak}
            figures["large_seconds"] = round(time.monotonic() - start, 1)
            broken = broken or peak > PEAK_MIB
    print(json.dumps(figures, indent=1))
    return int(broken)


if __name__ == "__main__":
    sys.exit(main())
