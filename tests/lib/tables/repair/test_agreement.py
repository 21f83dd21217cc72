"""What findings call repairable is what repairing does, no more and no less."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from bench.tables import cells
from bench.tables import rows as between
from bench.tables.clean import clean_rows
from ckanext.kanazawa.lib.tables.check import check
from ckanext.kanazawa.lib.tables.errors import FileError
from ckanext.kanazawa.lib.tables.findings import Finding
from ckanext.kanazawa.lib.tables.formats.loader import load_format
from ckanext.kanazawa.lib.tables.kinds.base import Setting
from ckanext.kanazawa.lib.tables.read import open_tables
from ckanext.kanazawa.lib.tables.recognise import recognise
from ckanext.kanazawa.lib.tables.recognise.model import Recognition
from ckanext.kanazawa.lib.tables.repair import repair, repair_names
from ckanext.kanazawa.lib.tables.table import ROW, Table, column_name, table_of

from ..tables import recognition_of
from .test_idempotent import DECLARED, PIECES

SETTING = Setting(municipality="172014")
# Changes of the whole file that no finding asks for.
UNASKED = ("encoding",)
FILES = [
    *("ishikawa-pref/170003_public_facility.csv", "ishikawa-pref/170003_public_wireless_lan.csv"),
    *("ishikawa-pref/170003_open_data_list.csv", "yaizu/222127_aed.csv"),
    *("yaizu/222127_public_toilet.csv", "yaizu/222127_evacuation_space.csv"),
    *("yaizu/222127_preschool.csv", "yaizu/222127_nouen.csv", "yaizu/cultural_property.geojson"),
    *("takamatsu/events.xlsx", "takamatsu/school_lunch_202607.xlsx", "takamatsu/public_toilet.csv"),
    *("wakayama-pref/aridashi.csv", "oyama/public_toilet.csv", "5374-kanazawa/target.csv"),
    *("5374-kanazawa/area_days.csv", "gsi-shelter/emergency-172014.json"),
]


def findings_of(table: Table, seen: Recognition) -> tuple[Finding, ...]:
    report = check(table, seen, setting=SETTING, listed_per_code=100_000)
    return tuple(report.findings)


def cell_of(table: Table) -> dict[tuple[int, int], str | None]:
    """Return (row, column) → cell."""
    return {
        (row[0], index): cell
        for block in table.blocks()
        for row in block.frame.select(ROW, *map(column_name, range(table.width))).iter_rows()
        for index, cell in enumerate(row[1:])
    }


def assert_agreement(table: Table, seen: Recognition) -> None:
    found = findings_of(table, seen)
    done = repair(table, seen, agreed=DECLARED, setting=SETTING)
    asked = {one.repair for one in found if one.repair}
    assert set(done.changes.totals) - set(UNASKED) <= asked
    promised: dict[tuple[int | None, int | None], set[str | None]] = {}
    for one in found:
        if one.repaired is not None and one.row != table.header_row:
            promised.setdefault((one.row, one.index), set()).add(one.repaired or None)
    now = cell_of(done.table)
    broken = {
        place: (values, now[place])
        for place, values in promised.items()
        if place in now and now[place] not in values  # others stood in dropped rows
    }
    assert broken == {}
    headings = {one.index: one.repaired for one in found if one.row == table.header_row}
    for index, heading in headings.items():
        if index is not None and heading:
            assert done.table.headings[index] == heading
    again = recognition_again(done.table, seen)
    assert [one for one in findings_of(done.table, again) if one.repair] == []


def recognition_again(table: Table, seen: Recognition) -> Recognition:
    if seen.format is None or seen.version is None:
        return recognise(table)
    return recognise(table, format=seen.format.id, version=seen.version.id)


@pytest.mark.parametrize("path", FILES)
def test_over_real_files(path: str, real_data: Path):
    try:
        tables = open_tables(real_data / path)
    except FileError:
        pytest.skip(f"{path} holds no table")
    for table in tables:
        assert_agreement(table, recognise(table))


@pytest.mark.parametrize("form", ["public-facility", "evacuation-space", "event", "population"])
def test_over_sown_defects(form: str):
    dice = random.Random(form)
    fields = load_format(form).current.fields
    rows: list[list[str | None]] = []
    for _ in range(60):
        row = [one.example for one in fields]
        for place in dice.sample(range(len(row)), 6):
            row[place] = dice.choice(PIECES) + dice.choice(["", "", "", *PIECES])
        rows.append(row)
    headings = [one.name for one in fields]
    assert_agreement(table_of(headings, rows), recognition_of(headings, form))


@pytest.mark.parametrize("form", ["public-facility", "evacuation-space", "event"])
def test_over_every_fault_of_the_generator(form: str):
    version = load_format(form).current
    rows = list(clean_rows(form, 150))
    chance = random.Random(form)
    for defect in cells.DEFECTS:
        for field in (field for field in version.fields if defect.fits(field)):
            row = chance.choice(rows)
            if row[field.name]:
                row[field.name] = defect.spoil(row[field.name], chance)
    for defect in between.DEFECTS:
        defect.sow(rows, version, chance, 2)
    headings = [field.name for field in version.fields]
    table = table_of(headings, [[row[name] for name in headings] for row in rows])
    assert_agreement(table, recognition_of(headings, form))


def test_no_finding_names_a_repair_that_is_none():
    table = table_of(["名称", "開始時間"], [["館", " ９：００"], ["※注", None]])
    found = findings_of(table, recognition_of(table.headings, "public-facility"))
    assert {one.repair for one in found if one.repair} <= set(repair_names())
