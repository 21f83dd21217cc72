"""The results as a sheet, beside the one that was read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

import ckan.plugins.toolkit as tk

from ckanext.kanazawa.lib.tables.table import table_of
from ckanext.kanazawa.lib.tables.write import write
from ckanext.kanazawa.schemas.speech import Said, both
from ckanext.kanazawa.schemas.tables.bulk.columns import column_of, columns
from ckanext.kanazawa.schemas.tables.bulk.run import Result

FORMS = ("csv", "xlsx")
STATUSES = ("made", "changed", "unchanged", "refused")


def report(results: Iterable[Result], form: str, called: Said | None = None) -> bytes:
    """Return the results as a file, both languages in columns of their own.

    Args:
        results: of all rows so far.
        form: "csv" (UTF-8 with BOM) or "xlsx".
        called: heading of what a dataset became, where that is not its name.
    """
    rows: list[list[str | None]] = [_cells(result) for result in results]
    target = BytesIO()
    write(table_of(_headings(called), rows, name="result"), target, form, defuse=True)
    return target.getvalue()


def report_path(sheet: Path) -> Path:
    """Return where the results of a sheet go: `datasets.result.csv` beside `datasets.csv`."""
    form = sheet.suffix.lower().lstrip(".")
    return sheet.with_name(f"{sheet.stem}.result.{form if form in FORMS else 'csv'}")


def write_report(results: Iterable[Result], path: Path) -> None:
    """Write the results; a reader sees the former file or the whole new one."""
    fresh = path.with_name(f".{path.name}.part")
    fresh.write_bytes(report(results, path.suffix.lstrip(".")))
    fresh.replace(path)


def counts(results: Iterable[Result]) -> dict[str, int]:
    """Return status → number of rows."""
    found = Counter(result.status for result in results)
    return {status: found[status] for status in STATUSES}


def status_word(status: str) -> str:
    """Return what became of a row, in the reader's language."""
    words = {
        "made": tk._("made"),
        "changed": tk._("changed"),
        "unchanged": tk._("unchanged"),
        "refused": tk._("refused"),
    }
    return words[status]


def _headings(called: Said | None) -> list[str]:
    path, key = column_of("path"), column_of("key")
    title = next(column for column in columns() if column.field == "title_translated")
    names = called or both(lambda: tk._("Name of the dataset"))
    own = (
        both(lambda: tk._("Row")),
        both(lambda: tk._("Result")),
        {"ja": path.name, "en": path.name_en},
        {"ja": key.name, "en": key.name_en},
        {"ja": title.name, "en": title.name_en},
        names,
        both(lambda: tk._("What changed")),
    )
    reasons = both(lambda: tk._("Why it was refused"))
    return [
        *(_twice(said) for said in own),
        f"{reasons['ja']}（日本語）",
        f"{reasons['en']} (English)",
    ]


def _twice(said: Said) -> str:
    return said["ja"] if said["ja"] == said["en"] else f"{said['ja']} / {said['en']}"


def _cells(result: Result) -> list[str | None]:
    changed, said = result.changed or {}, result.said or {}
    return [
        str(result.row),
        _twice(both(lambda: status_word(result.status))),
        *(result.path, result.key, result.title, result.dataset),
        changed.get("ja"),
        *(said.get("ja"), said.get("en")),
    ]
