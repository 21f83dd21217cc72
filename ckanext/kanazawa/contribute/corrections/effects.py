"""What the table check would find in corrected cells that it does not find there now."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ckanext.kanazawa.contribute.corrections.rows import named_rows
from ckanext.kanazawa.lib.tables.check import check
from ckanext.kanazawa.lib.tables.errors import TableError
from ckanext.kanazawa.lib.tables.findings import Finding
from ckanext.kanazawa.lib.tables.table import table_of
from ckanext.kanazawa.schemas.shared import Edition, original, setting_of

Found = dict[str, Any]
Cells = list[str | None]
# Corrections of more rows are looked at in part; a form corrects one.
MOST_ROWS = 50
GRAVE = ("error", "warning")


def effects(resource_id: str | None, changes: Sequence[Mapping[str, Any]]) -> list[Found]:
    """Return the errors and warnings that a correction would bring into its rows.

    The rows are checked as they are and as they would be, with all rules, so that a position
    that leaves the municipality is told as well as a word where a number belongs.

    Args:
        resource_id: of the table.
        changes: as `Revision.fields["changes"]` holds them.

    Returns:
        {"row", "column", "code", "severity", "message", "expected"}, texts by language; [] where
        the table cannot be read, which publication refuses anyhow.
    """
    edition = Edition.shown(resource_id) if resource_id else None
    if edition is None or not changes:
        return []
    try:
        return list(_introduced(edition, changes))
    except TableError:
        return []


def _introduced(edition: Edition, changes: Sequence[Mapping[str, Any]]) -> Iterator[Found]:
    by_row: dict[str, dict[str, str]] = {}
    for one in changes:
        name = {key: value for key, value in one["row"].items() if key != "number"}
        by_row.setdefault(json.dumps(name, sort_keys=True), {})[one["column"]] = one["new"]
    names = [json.loads(name) for name in list(by_row)[:MOST_ROWS]]
    with original(edition) as content:
        headings, setting = list(content.table.headings), setting_of(edition)
        places = named_rows(content.table, names)
        rows = [(row, new) for row, new in zip(places, by_row.values(), strict=False) if row]
        before: list[Cells] = [[*row.cells] for row, _ in rows]
        after: list[Cells] = [
            [new.get(heading, cell) for heading, cell in zip(headings, row.cells, strict=True)]
            for row, new in rows
        ]

        def found(cells: list[Cells]) -> dict[tuple[int | None, int | None, str], Finding]:
            report = check(table_of(headings, cells), content.recognition, setting=setting)
            told = (one for one in report.findings if one.row and one.level in GRAVE)
            return {(one.row, one.index, one.code): one for one in told}

        known = found(before)
        for place, one in found(after).items():
            if place not in known and one.row is not None:
                yield _told(one, rows[one.row - 2][0].number)


def _told(one: Finding, number: int) -> Found:
    return {
        "row": number,
        "column": one.column,
        "code": one.code,
        "severity": one.level,
        "message": {lang: one.text(lang) for lang in ("ja", "en")},
        "expected": {lang: one.text(lang, "expected") for lang in ("ja", "en")},
    }
