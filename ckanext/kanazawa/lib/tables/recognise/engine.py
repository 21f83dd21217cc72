"""Recognise a table: headings first, then what its values say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ckanext.kanazawa.lib.tables.formats.model import Field
from ckanext.kanazawa.lib.tables.recognise.content import match_by_content, tie_break
from ckanext.kanazawa.lib.tables.recognise.faults import column_faults, exchanged_columns
from ckanext.kanazawa.lib.tables.recognise.hints import hint
from ckanext.kanazawa.lib.tables.recognise.index import Entry, Index, index
from ckanext.kanazawa.lib.tables.recognise.layout import by_layout, is_without_headings
from ckanext.kanazawa.lib.tables.recognise.matching import (
    Match,
    match_doubled,
    match_misspelt,
    match_nameless,
    matches,
)
from ckanext.kanazawa.lib.tables.recognise.model import Candidate, Recognition
from ckanext.kanazawa.lib.tables.recognise.prepare import Headings, readable
from ckanext.kanazawa.lib.tables.recognise.remarks import heading_findings, unnamed_findings
from ckanext.kanazawa.lib.tables.recognise.sample import sample_of
from ckanext.kanazawa.lib.tables.recognise.scoring import (
    NAMED,
    Score,
    best_versions,
    confidences,
    score,
)
from ckanext.kanazawa.lib.tables.recognise.shapes import Shapes
from ckanext.kanazawa.lib.tables.recognise.usual import with_shift, with_usual
from ckanext.kanazawa.lib.tables.recognise.wishes import (
    Wish,
    allowed_entries,
    wanted_fields,
    wish,
)
from ckanext.kanazawa.lib.tables.table import Table

# Formats that are looked at closely: misspelt headings, doubled ones, values.
CLOSE = 5
# Candidates that are named, and how sure the last of them must be.
CANDIDATES = 5
LEAST_CONFIDENCE = 0.01


def recognise(
    table: Table,
    *,
    family: str | None = None,
    format: str | None = None,
    version: str | None = None,
    columns: Mapping[int, str] | None = None,
) -> Recognition:
    """Find out which format and version a table follows, and which column is which field.

    Args:
        table: as read; its first block is looked into.
        family: only formats of this family ("national", "ishikawa", "garbage5374").
        format: id of the format it is, whatever its headings say.
        version: id of the version it is.
        columns: 0-based column → official heading it stands for, "" for none.

    Returns:
        The recognition; its format is None where nothing fits well enough.

    Raises:
        FormatError: there is no such family, format, version, column or heading.
        FileError: the file turns out damaged while its first rows are read.
    """
    wanted = wish(family, format, version)
    known = index()
    shapes = Shapes(sample_of(table))
    headings = readable(table.headings, shapes.filled, shapes.height)
    ranked = _ranked(table, headings, known, wanted, shapes)
    sure = confidences(ranked)
    chosen = _chosen(ranked, sure, wanted)
    found = _Found(table, headings, shapes, ranked, sure, wanted)
    if chosen is None:
        return _nothing(found, columns)
    return _recognition(found, chosen, columns)


class _Found:
    """What is known so far; passed on whole, because everything that follows needs most of it."""

    def __init__(
        self,
        table: Table,
        headings: Headings,
        shapes: Shapes,
        ranked: Sequence[Score],
        sure: Mapping[str, float],
        wanted: Wish,
    ):
        self.table = table
        self.headings = headings
        self.shapes = shapes
        self.ranked = ranked
        self.sure = sure
        self.wanted = wanted

    def candidates(self) -> tuple[Candidate, ...]:
        """Return the formats that may be meant, best first."""
        found = (
            Candidate(entry.format, entry.version, round(self.sure[entry.format.id], 4))
            for entry in (rank.match.entry for rank in self.ranked[:CANDIDATES])
        )
        return tuple(candidate for candidate in found if candidate.confidence >= LEAST_CONFIDENCE)


def _ranked(
    table: Table, headings: Headings, known: Index, wanted: Wish, shapes: Shapes
) -> list[Score]:
    """Return the best version of each format, best first, the first few looked at closely."""
    allowed = allowed_entries(known, wanted)
    if is_without_headings(headings.shown):
        return tie_break(best_versions(by_layout(headings.shown, known, allowed, shapes)), shapes)
    found = [match for match in matches(headings.shown, known, allowed) if _is_possible(match)]
    if wanted.format is not None:
        seen = {id(match.entry) for match in found}
        entries = (known.entries[number] for number in sorted(allowed))
        tells = [known.weight(heading) for heading in headings.shown]
        found += [Match(entry, headings.shown, tells) for entry in entries if id(entry) not in seen]
    hints = {id(match.entry): hint(table.origin, match.entry.format) for match in found}
    first = best_versions([score(match, hints[id(match.entry)]) for match in found])
    near = {rank.match.entry.format.id for rank in first[:CLOSE]}
    close = [match for match in found if match.entry.format.id in near]
    for match in close:
        match_doubled(match)
        match_misspelt(match, known)
        match_nameless(match)
    ranked = best_versions([score(match, hints[id(match.entry)]) for match in found])
    return tie_break(ranked, shapes)


def _is_possible(match: Match) -> bool:
    """Say whether a format that contains another one has at least one column of its own."""
    tie = match.entry.format.tie
    own = tie.get("columns", ())
    fields = match.entry.version.fields
    return not own or any(fields[place].name in own for place in match.taken)


def _chosen(ranked: Sequence[Score], sure: Mapping[str, float], wanted: Wish) -> Score | None:
    if wanted.format is not None:
        return ranked[0] if ranked else None
    if ranked and sure[ranked[0].match.entry.format.id] >= NAMED:
        return ranked[0]
    return None


def _nothing(found: _Found, columns: Mapping[int, str] | None) -> Recognition:
    """Return that no format is named, or the one without columns that a user chose."""
    wanted = found.wanted.format
    version = wanted.current if wanted else None
    wanted_fields(columns or {}, found.table.width, wanted, version)
    findings = unnamed_findings(found.table, found.headings, found.candidates(), wanted)
    sure = 0.0 if wanted else max((c.confidence for c in found.candidates()), default=0.0)
    known = found.candidates()
    return Recognition(wanted, version, sure, {}, {}, known, findings, chosen=wanted is not None)


def _recognition(found: _Found, chosen: Score, columns: Mapping[int, str] | None) -> Recognition:
    match = chosen.match
    entry: Entry = match.entry
    match_by_content(match, found.shapes)
    named: dict[int, Field] = {
        column: entry.version.fields[place] for column, place in match.fields.items()
    }
    how = dict(match.how)
    for column, shown in enumerate(found.headings.shown):
        if column in found.headings.moved and column in how:
            how[column] = "position"
        elif how.get(column) == "name" and shown != found.table.headings[column]:
            how[column] = "variant"
    chosen_fields = wanted_fields(columns or {}, found.table.width, entry.format, entry.version)
    _overrule(named, how, chosen_fields)
    recognition = Recognition(
        entry.format,
        entry.version,
        round(found.sure[entry.format.id], 4),
        dict(sorted(named.items())),
        dict(sorted(how.items())),
        found.candidates(),
        chosen=found.wanted.format is not None,
    )
    recognition, shapes = with_usual(with_shift(recognition, found.shapes), found.shapes)
    findings = (
        *heading_findings(found.table, found.headings, recognition, match),
        *column_faults(found.table, recognition, shapes),
    )
    return replace(recognition, findings=findings, exchanged=exchanged_columns(findings))


def _overrule(
    named: dict[int, Field], how: dict[int, str], chosen: Mapping[int, Field | None]
) -> None:
    """Let the user's columns win over ours."""
    names = {field.name for field in chosen.values() if field is not None}
    for column in [col for col, field in named.items() if field.name in names or col in chosen]:
        del named[column], how[column]
    for column, field in chosen.items():
        if field is not None:
            named[column], how[column] = field, "user"
