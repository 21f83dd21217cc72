"""What the values say about the format and about columns whose headings say nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ckanext.kanazawa.lib.tables.recognise.matching import Match
from ckanext.kanazawa.lib.tables.recognise.scoring import Score
from ckanext.kanazawa.lib.tables.recognise.shapes import (
    Shapes,
    is_sharp,
    shape_of,
)
from ckanext.kanazawa.lib.tables.recognise.spelling import is_nameless

# Formats nearer to the best than this are told apart by their values too.
NEAR = 1.5
# What agreeing values are worth, in unshared headings.
VALUES_WEIGHT = 0.8
# Shares from which a column's values are said to be, or not to be, of a kind.
SURE = 0.9
UNSURE = 0.5
# Kinds told from values alone even where the heading says something else (座標Y): nothing
# but a position looks like one.
_WHATEVER_HEADING = ("latitude", "longitude")
# Fewer filled cells prove nothing.
LEAST_CELLS = 3


def tie_break(ranked: Sequence[Score], shapes: Shapes) -> list[Score]:
    """Let the values decide between formats that the headings leave close together."""
    if len(ranked) < 2 or not shapes.height or ranked[0].gain - ranked[1].gain > NEAR:
        return list(ranked)
    top = ranked[0].gain
    near = [found for found in ranked if top - found.gain <= NEAR]
    weighed = [replace(found, hint=found.hint + _agreement(found.match, shapes)) for found in near]
    weighed.sort(key=lambda found: -found.gain)
    return [*weighed, *ranked[len(near) :]]


def _agreement(match: Match, shapes: Shapes) -> float:
    """Return how much more values agree with their fields than not, -1 to 1, weighted."""
    fields = match.entry.version.fields
    wanted = [
        (column, shape)
        for column, place in match.fields.items()
        if (shape := shape_of(fields[place])) is not None
    ]
    shapes.prepare(wanted)
    shares = [share for pair in wanted if (share := shapes.share(*pair)) is not None]
    if not shares:
        return 0.0
    return VALUES_WEIGHT * (2 * sum(shares) / len(shares) - 1)


def match_by_content(match: Match, shapes: Shapes) -> None:
    """Match columns whose heading tells nothing by what stands in them.

    Only where one column and one field without column are left of a kind.
    """
    fields = match.entry.version.fields
    kinds = Counter(fields[place].kind for place in match.open_fields if is_sharp(fields[place]))
    kinds.update(kind for kind in _other_kinds(match) if kind in kinds)
    single = {kind for kind, count in kinds.items() if count == 1}
    columns = [col for col in match.open_columns if _filled(shapes, col) >= LEAST_CELLS]
    shapes.prepare((column, kind) for column in columns for kind in single)
    for kind in sorted(single):
        found = [column for column in columns if (shapes.share(column, kind) or 0) >= SURE]
        if len(found) != 1 or not _may_be(match, found[0], kind):
            continue
        place = next(place for place in match.open_fields if fields[place].kind == kind)
        match.take(found[0], place, "content")


def _other_kinds(match: Match) -> list[str]:
    """Return the kinds of fields that have a column whose heading was only guessed."""
    fields = match.entry.version.fields
    return [
        fields[place].kind
        for column, place in match.fields.items()
        if match.how[column] == "content"
    ]


def _may_be(match: Match, column: int, kind: str) -> bool:
    return is_nameless(match.headings[column]) or kind in _WHATEVER_HEADING


def _filled(shapes: Shapes, column: int) -> int:
    return shapes.filled[column] if column < len(shapes.filled) else 0
