"""Sow shifts into real tables, at almost every column, and count how many are recognised.

    python -m bench.tables.shifted [--folder ../shared/data/real] [--rows 200] [--missed]

Each place is tried four times: a cell too many or one too few, in all rows (`columns`) or in
every fortieth row (`rows`). Found is a shift that is told with its side and, roughly, its
place. False alarms are shifts told of the tables as they are.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ckanext.kanazawa.lib.tables.check import check
from ckanext.kanazawa.lib.tables.errors import TableError
from ckanext.kanazawa.lib.tables.read import open_tables
from ckanext.kanazawa.lib.tables.recognise import recognise
from ckanext.kanazawa.lib.tables.recognise.model import Recognition
from ckanext.kanazawa.lib.tables.repair import repair, repair_names
from ckanext.kanazawa.lib.tables.table import Table, table_of

ROOT = Path(__file__).resolve().parents[2]
Row = list[str | None]
# One row in so many is shifted where single rows are.
EVERY = 40
# Of a shift in the last columns hardly anything could be seen.
LAST = 3
EXTRA = "余分"
AGREED = ("shift-columns", "shift-rows")
OTHERS = tuple(name for name in repair_names() if name not in AGREED)


@dataclass(frozen=True)
class Sown:
    """One table with one shift in it.

    Attributes:
        rows: 0-based rows that are shifted, None where all are.
    """

    name: str
    place: int
    by: int
    rows: tuple[int, ...] | None
    table: Table


def tables(folder: Path) -> Iterator[tuple[str, Table]]:
    """Yield the tables of a folder whose format is known and has columns enough."""
    for path in sorted(path for path in folder.rglob("*.csv") if path.is_file()):
        try:
            for table in open_tables(path):
                if table.width >= 20 and recognise(table).format is not None:
                    yield str(path.relative_to(folder)), table
        except TableError:
            continue


def cells_of(table: Table, most: int) -> list[Row]:
    """Return the first rows as lists."""
    rows = (list(row[1:]) for block in table.blocks() for row in block.frame.iter_rows())
    return [row for row, _ in zip(rows, range(most), strict=False)]


def moved(row: Row, place: int, by: int, extra: str | None) -> Row:
    """Return a row with a cell too many (`by` 1) or one too few (-1) from a place on."""
    if by > 0:
        return [*row[:place], extra, *row[place:-1]]
    return [*row[:place], *row[place + 1 :], None]


def sown(name: str, table: Table, most: int, single: bool, extra: str | None) -> Iterator[Sown]:
    """Yield the table with a shift at each place."""
    rows = cells_of(table, most)
    chosen = range(len(rows) // 3 if len(rows) > 3 else 0, len(rows), EVERY) if single else None
    for place in range(table.width - LAST):
        for by in (1, -1):
            made = [
                moved(row, place, by, extra) if chosen is None or at in chosen else list(row)
                for at, row in enumerate(rows)
            ]
            spoilt = table_of(list(table.headings), made, name=table.origin.name)
            yield Sown(name, place, by, None if chosen is None else tuple(chosen), spoilt)


def told_of(one: Sown) -> Iterator[str]:
    """Say what is made of a table: "found", "missed", "misplaced", "repairable", ..."""
    yield from told_columns(one) if one.rows is None else told_rows(one)


def told_columns(one: Sown) -> Iterator[str]:
    """Say what recognising makes of a table whose rows are all shifted."""
    found = recognise(one.table)
    shift = found.shift
    if shift is None:
        yield "missed"
        return
    near = shift.earliest <= one.place + 1 and one.place - 1 <= shift.first
    yield "found" if shift.by == one.by and near else "misplaced"
    if any(finding.repair == "shift-columns" for finding in found.findings):
        yield "repairable" if _comes_back(one, found, 0) else "repaired otherwise"


def told_rows(one: Sown) -> Iterator[str]:
    """Say of each shifted row what checking makes of it, and of rows that are not."""
    found = recognise(one.table)
    report = check(one.table, found, listed_per_code=10_000)
    told = {each.row: each for each in report.findings if each.code == "row-shifted"}
    for row in one.rows or ():
        finding = told.pop(row + 2, None)
        side = None if finding is None else finding.params["side"]["en"]
        right = side == ("right" if one.by > 0 else "left")
        yield "missed" if finding is None else "found" if right else "misplaced"
        if finding is not None and finding.repair:
            yield "repairable" if _comes_back(one, found, row) else "repaired otherwise"
    yield from ("false alarm" for _ in told)


def _comes_back(one: Sown, found: Recognition, row: int) -> bool:
    """Say whether a repair leaves every value of a row under its own heading."""
    mended = repair(one.table, found, agreed=AGREED, switched_off=OTHERS).table
    was = cells_of(one.table, row + 1)[row]
    return cells_of(mended, row + 1)[row] == moved(was, one.place, -one.by, None)


def main() -> None:
    """Sow, recognise and print the shares."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--folder", type=Path, default=ROOT.parent / "shared" / "data" / "real")
    parser.add_argument("--rows", type=int, default=200, help="rows taken of each table")
    parser.add_argument("--missed", action="store_true", help="name the places that were missed")
    parser.add_argument("--empty", action="store_true", help="the cell too many is an empty one")
    parser.add_argument(
        "--what", choices=("columns", "rows"), nargs="*", default=("columns", "rows")
    )
    options = parser.parse_args()
    counts: Counter[tuple[str, int, str]] = Counter()
    extra = None if options.empty else EXTRA
    for name, table in tables(options.folder):
        if recognise(table).shift is not None:
            print(f"false alarm: {name}")
        for what in options.what:
            for one in sown(name, table, options.rows, what == "rows", extra):
                for word in told_of(one):
                    counts[what, one.by, word] += 1
                    if options.missed and word not in ("found", "repairable"):
                        heading = table.headings[one.place]
                        print(
                            f"{word}: {what} {name} {one.place} {heading} by {one.by}", flush=True
                        )
    for (what, by, word), number in sorted(counts.items()):
        print(f"{what:<9}{'right' if by > 0 else 'left':<7}{word:<20}{number:>6}")


if __name__ == "__main__":
    main()
