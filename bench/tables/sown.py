"""Sow defects into clean tables, and count how many a check finds.

    python -m bench.tables.sown [--rows 400] [--places 10] [--formats public-facility …]

Faults of cells are sown into one clean table of each format, each into rows of its own;
faults between cells and rows are sown one kind at a time. Found is a defect that has a
finding of its own code in its own row and column. False alarms are findings on the clean
tables.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from bench.tables import cells, rows
from bench.tables.clean import Row, clean_rows
from bench.tables.rows import Place
from ckanext.kanazawa.lib.tables.check import Report, check
from ckanext.kanazawa.lib.tables.formats.loader import load_format
from ckanext.kanazawa.lib.tables.recognise.model import Recognition
from ckanext.kanazawa.lib.tables.table import table_of

FORMATS = (
    *("public-facility", "evacuation-space", "population", "preschool", "event", "hospital", "aed"),
    *("public-toilet", "food-business", "open-data-list", "educational-institution"),
)
FIRST_ROW = 2


@dataclass
class Outcome:
    """What was found of what was sown.

    Attributes:
        sown, found: defect → number.
        missed: defect → a few places that were missed, in words.
        alarms: code → number, on clean tables.
    """

    sown: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    missed: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    alarms: Counter[str] = field(default_factory=Counter)


def run(formats: tuple[str, ...] = FORMATS, length: int = 400, places: int = 10) -> Outcome:
    """Sow every defect into every format that can have it."""
    outcome = Outcome()
    for format_id in formats:
        version = load_format(format_id).current
        clean = list(clean_rows(format_id, length))
        outcome.alarms.update(_checked(format_id, clean).found.totals)
        _sow_cells(outcome, format_id, clean, places)
        for defect in rows.DEFECTS:
            spoilt = [dict(row) for row in clean]
            chance = random.Random(f"{format_id} {defect.name}")
            sown = defect.sow(spoilt, version, chance, places)
            if sown:
                _compare(outcome, defect, sown, _checked(format_id, spoilt), spoilt)
    return outcome


def _sow_cells(outcome: Outcome, format_id: str, clean: list[Row], places: int) -> None:
    """Sow all faults of cells into one table, each into rows of its own."""
    spoilt = [dict(row) for row in clean]
    free = list(range(len(spoilt)))
    random.Random(format_id).shuffle(free)
    sown: list[tuple[cells.CellDefect, list[Place]]] = []
    for defect in cells.DEFECTS:
        chosen, free = free[:places], free[places:]
        sown.append((defect, _spoil(defect, format_id, spoilt, chosen)))
    report = _checked(format_id, spoilt)
    for defect, where in sown:
        _compare(outcome, defect, where, report, spoilt)


def _spoil(
    defect: cells.CellDefect, format_id: str, spoilt: list[Row], chosen: list[int]
) -> list[Place]:
    chance = random.Random(f"{format_id} {defect.name}")
    fields = load_format(format_id).current.fields
    fitting = [field.name for field in fields if defect.fits(field)]
    filled = [name for name in fitting if any(row[name] for row in spoilt)]
    sown: list[Place] = []
    for index in chosen if filled else ():
        name = chance.choice(filled)
        before = spoilt[index][name]
        after = defect.spoil(before, chance) if before else before
        if after != before:
            spoilt[index][name] = after
            sown.append((index, name))
    return sown


def _checked(format_id: str, made: list[Row]) -> Report:
    form = load_format(format_id)
    headings = [field.name for field in form.current.fields]
    table = table_of(headings, [[row[name] for name in headings] for row in made])
    known = Recognition(form, form.current, 1.0, dict(enumerate(form.current.fields)), {})
    return check(table, known, listed_per_code=100_000)


def _compare(
    outcome: Outcome,
    defect: cells.CellDefect | rows.RowDefect,
    sown: list[Place],
    report: Report,
    spoilt: list[Row],
) -> None:
    told = {(one.row, one.column) for one in report.findings if one.code in defect.codes}
    told |= {(row, None) for row, _ in told}
    for index, name in sown:
        row = None if index is None else index + FIRST_ROW
        outcome.sown[defect.name] += 1
        if (row, name) in told:
            outcome.found[defect.name] += 1
        elif len(outcome.missed[defect.name]) < 3:
            value = spoilt[index][name] if index is not None and name else ""
            where = f"{report.as_dict()['format']} row {row} {name}: {value!r}"
            outcome.missed[defect.name].append(where)


def main() -> None:
    """Sow, check and print the shares."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=800, help="rows of each clean table")
    parser.add_argument("--places", type=int, default=10, help="defects of a kind in each table")
    parser.add_argument("--formats", nargs="*", default=FORMATS)
    options = parser.parse_args()
    outcome = run(tuple(options.formats), options.rows, options.places)
    print(f"{'defect':<28}{'sown':>7}{'found':>7}{'share':>8}")
    for name, number in outcome.sown.items():
        share = outcome.found[name] / number
        print(f"{name:<28}{number:>7}{outcome.found[name]:>7}{share:>8.1%}")
        for missed in outcome.missed[name]:
            print(f"    missed: {missed}")
    number, found = outcome.sown.total(), outcome.found.total()
    print(f"{'all':<28}{number:>7}{found:>7}{found / number:>8.1%}")
    cells_checked = len(options.formats) * options.rows
    print(f"false alarms on {cells_checked:,} clean rows: {dict(outcome.alarms) or 'none'}")


if __name__ == "__main__":
    main()
