"""Recognise a table without headings by the number of its columns and by their values."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from ckanext.kanazawa.lib.tables.recognise.index import Entry, Index
from ckanext.kanazawa.lib.tables.recognise.matching import Match
from ckanext.kanazawa.lib.tables.recognise.scoring import Score, score
from ckanext.kanazawa.lib.tables.recognise.shapes import Shapes, is_sharp
from ckanext.kanazawa.lib.tables.recognise.spelling import is_nameless

# Columns with values that betray their kind, and different kinds among them, that must agree.
LEAST_COLUMNS = 4
LEAST_KINDS = 3
AGREEING = 0.9
# However well the values fit: nobody wrote down what the columns are.
CERTAINTY = 0.75


def is_without_headings(headings: Sequence[str]) -> bool:
    """Say whether no heading tells anything."""
    return len(headings) > LEAST_COLUMNS and all(is_nameless(heading) for heading in headings)


def by_layout(
    headings: Sequence[str], known: Index, allowed: Collection[int], shapes: Shapes
) -> list[Score]:
    """Return the versions that have as many columns, and whose kinds the values agree with."""
    found: list[Score] = []
    for number in sorted(allowed):
        entry = known.entries[number]
        if len(entry.version.fields) == len(headings) and _agree(entry, shapes):
            match = Match(entry, headings, entry.weights)
            for column in range(len(headings)):
                match.take(column, column, "position")
            found.append(replace(score(match), certainty=CERTAINTY))
    return found


def _agree(entry: Entry, shapes: Shapes) -> bool:
    sharp = {
        column: field.kind for column, field in enumerate(entry.version.fields) if is_sharp(field)
    }
    shapes.prepare(sharp.items())
    shares = {column: shapes.share(column, kind) for column, kind in sharp.items()}
    filled = {column: share for column, share in shares.items() if share is not None}
    if len(filled) < LEAST_COLUMNS or len({sharp[column] for column in filled}) < LEAST_KINDS:
        return False
    return sum(filled.values()) / len(filled) >= AGREEING
