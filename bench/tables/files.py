"""Files with faults as they come from desks, for the benchmarks of speed."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from pathlib import Path

from bench.tables import cells, rows
from bench.tables.clean import Row, clean_rows
from ckanext.kanazawa.lib.tables.formats.loader import load_format

FORMAT = "public-facility"
# One cell in so many is faulty.
FAULTY = 50
# The 57th column of the trial files: one the format does not have.
OWN_COLUMN = "管理番号"


def headings() -> list[str]:
    """Return the 57 headings."""
    return [*(field.name for field in load_format(FORMAT).current.fields), OWN_COLUMN]


def faulty_rows(count: int, seed: int = 1) -> Iterator[Row]:
    """Yield rows of which about two cells in a hundred are faulty, and some disagree."""
    chance = random.Random(seed)
    version = load_format(FORMAT).current
    fitting = {
        field.name: [one for one in cells.DEFECTS if one.cp932 and one.fits(field)]
        for field in version.fields
    }
    between = [one for one in rows.DEFECTS if one.name in _BETWEEN]
    pending: list[Row] = []
    for number, row in enumerate(clean_rows(FORMAT, count, seed), start=1):
        row[OWN_COLUMN] = str(100_000 + number)
        for name, defects in fitting.items():
            if defects and row[name] and chance.randrange(FAULTY) == 0:
                row[name] = chance.choice(defects).spoil(row[name], chance)
        pending.append(row)
        if len(pending) == 100:
            for defect in chance.sample(between, 3):
                defect.sow(pending, version, chance, 1)
            yield from pending[:100]
            pending.clear()
    yield from pending


_BETWEEN = (
    *("required value missing", "same id twice", "closes before it opens", "half of a pair"),
    *("swapped coordinates", "position elsewhere", "town not in address", "code of another city"),
)


def write_csv(path: Path, count: int, encoding: str = "cp932") -> None:
    """Write a file of facilities, with line ends of Windows."""
    names = headings()
    with path.open("w", encoding=encoding, errors="ignore", newline="") as file:
        writer = csv.DictWriter(file, names, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(faulty_rows(count))
