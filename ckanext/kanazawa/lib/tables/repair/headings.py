"""Write headings as the format does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ckanext.kanazawa.lib.tables.recognise.model import Recognition
from ckanext.kanazawa.lib.tables.repair.model import Change
from ckanext.kanazawa.lib.tables.repair.names import Allowed
from ckanext.kanazawa.lib.tables.table import Table

# How a column was recognised → the repair that gives it its official heading.
HEADING_REPAIRS = {
    "name": "heading-spelling",
    "alias": "heading-spelling",
    "variant": "heading-spelling",
    "synonym": "heading-spelling",
    "part": "heading-spelling",
    "similar": "heading-spelling",
    "position": "heading-spelling",
    "former": "heading-former",
    "newer": "heading-version",
    "english": "heading-language",
    "physical": "heading-language",
    "content": "heading-content",
    "user": "heading-user",
}


def repaired_headings(
    table: Table, recognition: Recognition, allowed: Allowed
) -> tuple[tuple[str, ...], tuple[Change, ...]]:
    """Return the table's headings after repair, and what changed.

    A heading stays as it is where the official one stands over another column already.
    """
    headings = list(table.headings)
    meant = Counter(field.name for field in recognition.columns.values())
    told = {
        found.index: found.repair
        for found in recognition.findings
        if found.repair and found.repair.startswith("heading-")
    }
    changes: list[Change] = []
    waiting = dict(sorted(recognition.columns.items()))
    # One column's official heading may stand over another until that has got its own.
    while waiting:
        still = len(waiting)
        for index, field in list(waiting.items()):
            before = table.headings[index]
            repair = told.get(index) or HEADING_REPAIRS[recognition.how.get(index, "name")]
            if before == field.name or meant[field.name] > 1 or repair not in allowed:
                del waiting[index]
            elif not _stands_elsewhere(field.name, headings, index):
                del waiting[index]
                headings[index] = field.name
                row = table.header_row or None
                changes.append(
                    Change(row, before or None, index, before or None, field.name, repair)
                )
        if len(waiting) == still:
            break
    changes += _ungarbled(table, recognition, allowed, headings)
    return tuple(headings), tuple(changes)


def _ungarbled(
    table: Table, recognition: Recognition, allowed: Allowed, headings: list[str]
) -> list[Change]:
    """Bring back garbled headings of columns that are none of the format's."""
    changes: list[Change] = []
    for found in recognition.findings:
        index, meant = found.index, found.repaired
        if found.code != "heading-mojibake" or index is None or meant is None:
            continue
        known = index in recognition.columns or found.repair not in allowed
        if known or _stands_elsewhere(meant, headings, index):
            continue
        before, headings[index] = headings[index], meant
        changes.append(Change(found.row, before, index, before, meant, found.repair or ""))
    return changes


def _stands_elsewhere(name: str, headings: Sequence[str], index: int) -> bool:
    return any(heading == name for place, heading in enumerate(headings) if place != index)
