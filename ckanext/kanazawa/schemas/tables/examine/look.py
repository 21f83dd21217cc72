"""Look into a file: open it, choose its table, recognise and check it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ckanext.kanazawa.lib.tables.check import Report, check
from ckanext.kanazawa.lib.tables.convert.mapping import Mapping as ColumnMapping
from ckanext.kanazawa.lib.tables.errors import FileError
from ckanext.kanazawa.lib.tables.findings import SEVERITIES
from ckanext.kanazawa.lib.tables.kinds.base import Setting
from ckanext.kanazawa.lib.tables.read import open_tables
from ckanext.kanazawa.lib.tables.recognise import recognise
from ckanext.kanazawa.lib.tables.table import Table
from ckanext.kanazawa.schemas.tables.contents import Content, recognised
from ckanext.kanazawa.schemas.tables.examine.choose import choose
from ckanext.kanazawa.schemas.tables.examine.feed import examine_feed, is_feed
from ckanext.kanazawa.schemas.tables.examine.outcome import Outcome
from ckanext.kanazawa.schemas.tables.examine.quotes import finding_rows, personal_count
from ckanext.kanazawa.schemas.tables.queue.storable import storable

Choices = Mapping[str, Any]


@dataclass(frozen=True)
class Wanted:
    """How a file is to be looked into.

    Attributes:
        name: of the file.
        reading: keywords of `open_tables` that were decided; {} where the file tells.
        choices: headings → all that was decided for such a table, as `Choice.choices`.
        setting: what the file does not tell.
        listed_per_code: findings of one code that are kept.
        progress: is told the number of rows checked so far.
    """

    name: str
    reading: Choices
    choices: Callable[[tuple[str, ...]], Choices]
    setting: Setting
    listed_per_code: int
    progress: Callable[[int], None]


def look(path: Path, wanted: Wanted) -> Outcome:
    """Examine a file.

    Args:
        path: of its bytes.
        wanted: how.

    Raises:
        TableError: it cannot be read as a table.
    """
    if is_feed(path):
        return examine_feed(path, wanted.name, wanted.listed_per_code)
    tables, reading = _opened(path, wanted)
    table, facts = choose(tables)
    choices = dict(wanted.choices(table.headings))
    if reading != wanted.reading:
        choices.pop("read", None)
        facts["reading_dropped"] = True
    content, setting = _recognised(table, choices, wanted.setting)
    report = check(
        content.table,
        content.recognition,
        setting=setting,
        listed_per_code=wanted.listed_per_code,
        progress=wanted.progress,
    )
    facts = {**facts, **_facts(content)}
    return Outcome(_values(table, report, choices, facts), finding_rows(report.findings), True)


def _opened(path: Path, wanted: Wanted) -> tuple[list[Table], Choices]:
    """Open a file as was decided for the one before; as it is, where it is not like that one."""
    try:
        return open_tables(path, wanted.name, **wanted.reading), wanted.reading
    except FileError:
        if not wanted.reading:
            raise
        return open_tables(path, wanted.name), {}


def _recognised(table: Table, choices: Choices, setting: Setting) -> tuple[Content, Setting]:
    """Recognise a table as the choices tell; a mapping says what its own headings mean."""
    if not choices.get("mapping"):
        return recognised(table, choices), setting
    mapping = ColumnMapping.of(choices["mapping"])
    found = recognise(
        table,
        format=mapping.format,
        version=mapping.version,
        columns=mapping.columns_in(table),
    )
    return Content(table, found), replace(setting, values=mapping.values)


def _values(table: Table, report: Report, choices: Choices, facts: Choices) -> dict[str, Any]:
    found, seen = report.found, report.recognition
    return {
        "state": "examined",
        "error": None,
        "format": seen.format.id if seen.format else None,
        "version": seen.version.id if seen.version else None,
        "confidence": seen.confidence,
        "encoding": table.origin.encoding,
        "sheet": table.origin.sheet,
        "header_row": table.header_row,
        "headings": storable(table.headings),
        "rows": report.rows,
        "columns": report.columns,
        "totals": {
            "severity": {level: found.by_severity[level] for level in SEVERITIES},
            "code": dict(found.totals.most_common()),
            "column": _by_column(table, report),
            "repairable": found.repairable,
            "repairs": dict(found.repairs.most_common()),
        },
        "personal": personal_count(found.totals),
        "choices": choices,
        "facts": facts,
    }


def _by_column(table: Table, report: Report) -> dict[str, int]:
    """Return heading → number of its findings; columns of one heading are counted together."""
    numbers: dict[str, int] = {}
    for (index, _), number in sorted(report.by_column.items(), key=lambda item: item[0][0] or 0):
        if index is not None:
            heading = storable(table.headings[index])
            numbers[heading] = numbers.get(heading, 0) + number
    return numbers


def _facts(content: Content) -> dict[str, Any]:
    """Return what else is known of the file."""
    origin, seen = content.table.origin, content.recognition
    return {
        "kind": origin.kind,
        "delimiter": origin.delimiter,
        "newline": origin.newline,
        "member": storable(origin.member),
        "units": storable(content.table.units),
        "chosen_format": seen.chosen,
        # Which column is which field also the values told; pages must not read them again.
        "fields": {str(index): field.name for index, field in seen.columns.items()},
        "candidates": [
            {
                "format": candidate.format.id,
                "version": candidate.version.id,
                "confidence": candidate.confidence,
            }
            for candidate in seen.candidates
        ],
    }
