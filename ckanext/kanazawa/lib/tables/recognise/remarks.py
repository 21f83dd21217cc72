"""Findings on the headings of a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ckanext.kanazawa.lib.tables.findings import Finding, Severity
from ckanext.kanazawa.lib.tables.formats.model import Field, Format
from ckanext.kanazawa.lib.tables.recognise.matching import DATASTORE_ID, Match
from ckanext.kanazawa.lib.tables.recognise.model import Candidate, Recognition
from ckanext.kanazawa.lib.tables.recognise.order import out_of_order
from ckanext.kanazawa.lib.tables.recognise.prepare import Headings
from ckanext.kanazawa.lib.tables.recognise.spelling import is_nameless, loose_key
from ckanext.kanazawa.lib.tables.table import Table, column_letter

# How a column was recognised → code of the finding, and the repair that writes the heading.
_REMARKS: Mapping[str, tuple[str, str | None]] = {
    "alias": ("heading-variant", "heading-spelling"),
    "variant": ("heading-variant", "heading-spelling"),
    "synonym": ("heading-synonym", "heading-spelling"),
    "part": ("heading-synonym", "heading-spelling"),
    "similar": ("heading-misspelt", "heading-spelling"),
    "former": ("former-heading", "heading-former"),
    "newer": ("heading-newer", "heading-version"),
    "english": ("heading-english", "heading-language"),
    "physical": ("heading-english", "heading-language"),
    "position": ("heading-by-position", "heading-spelling"),
    "content": ("heading-by-content", "heading-content"),
}
# Below this it is worth telling which other format comes near.
SURE_ENOUGH = 0.8
# From here on a format that is not sure enough to be taken is named as the nearest one.
WORTH_NAMING = 0.2


def heading_findings(
    table: Table, headings: Headings, recognition: Recognition, match: Match
) -> tuple[Finding, ...]:
    """Return what is worth knowing about the headings of a recognised table."""
    return (
        *_version_findings(table, recognition, match),
        *_named(table, headings, recognition),
        *_open(table, headings, recognition, match),
        *_missing(table, recognition, match),
        *_order(table, recognition),
    )


def unnamed_findings(
    table: Table, headings: Headings, candidates: tuple[Candidate, ...], wanted: Format | None
) -> tuple[Finding, ...]:
    """Return what is worth knowing about the headings of a table that follows no format."""
    found: list[Finding] = []
    if wanted is None:
        best = candidates[0] if candidates and candidates[0].confidence >= WORTH_NAMING else None
        code = "format-unclear" if best else "format-unrecognised"
        params = _candidate(best) if best else {}
        found.append(Finding(code, sheet=table.origin.sheet, params=params))
    found += [_garbled(table, col, meant) for col, meant in sorted(headings.garbled.items())]
    for column, heading in enumerate(table.headings):
        if not heading.strip():
            found.append(_at(table, column, "heading-empty"))
    return tuple(found)


def _version_findings(table: Table, found: Recognition, match: Match) -> Iterator[Finding]:
    form, version = match.entry.format, match.entry.version
    params = {
        "format": form.title,
        "version": version.title,
        "current": form.current.title,
        "percent": round(found.confidence * 100),
    }
    other = [how for how in found.how.values() if how in ("former", "newer")]
    if other or match.parts:
        yield Finding("mixed-versions", sheet=table.origin.sheet, params=params)
    elif version is not form.current and form.family == "national":
        yield Finding("older-version", sheet=table.origin.sheet, params=params)
    rivals = [one for one in found.candidates if one.format is not form]
    if found.confidence < SURE_ENOUGH and not found.chosen:
        code = "format-unsure-other" if rivals else "format-unsure"
        other_one = _candidate(rivals[0]) if rivals else {}
        rival = {"other": other_one.get("format"), "other_percent": other_one.get("percent")}
        yield Finding(code, sheet=table.origin.sheet, params={**params, **rival})


def _candidate(candidate: Candidate) -> dict[str, Any]:
    return {
        "format": candidate.format.title,
        "version": candidate.version.title,
        "percent": round(candidate.confidence * 100),
    }


def _named(table: Table, headings: Headings, found: Recognition) -> Iterator[Finding]:
    """Say where a heading is not written as the format writes it."""
    for column, field in found.columns.items():
        if column in headings.garbled:
            yield _garbled(table, column, field.name)
        elif column in headings.split:
            yield _split(table, column, headings.split[column], field)
        elif column not in headings.moved and found.how[column] in _REMARKS:
            code, repair = _REMARKS[found.how[column]]
            yield _at(table, column, code, field, repair)


def _split(table: Table, column: int, number: int, field: Field) -> Finding:
    parts = "」「".join(table.headings[column : column + number])
    return _at(table, column, "heading-split", field, number=number, parts=parts)


def _garbled(table: Table, column: int, meant: str) -> Finding:
    free = meant not in table.headings
    return Finding(
        "heading-mojibake",
        sheet=table.origin.sheet,
        row=table.header_row or None,
        column=table.headings[column],
        index=column,
        value=table.headings[column],
        repaired=meant if free else None,
        repair="heading-spelling" if free else None,
        params={"official": meant, "at": column_letter(column)},
    )


def _at(
    table: Table,
    column: int,
    code: str,
    field: Field | None = None,
    repair: str | None = None,
    **params: Any,
) -> Finding:
    """Return a finding on one heading, with its repair where the official one is still free."""
    heading = table.headings[column]
    free = field is not None and field.name not in table.headings
    return Finding(
        code,
        sheet=table.origin.sheet,
        row=table.header_row or None,
        column=heading,
        index=column,
        value=heading,
        repaired=field.name if field and free and repair else None,
        repair=repair if free else None,
        params={
            "official": field.name if field else "",
            "at": column_letter(column),
            **params,
        },
    )


def _open(table: Table, headings: Headings, found: Recognition, match: Match) -> Iterator[Finding]:
    """Say which columns are no part of the format."""
    fields = match.entry.version.fields
    seen = {loose_key(table.headings[column]) for column in found.columns}
    told = {finding.index for finding in table.findings if finding.code == "duplicate-heading"}
    inside = _inside_split(headings)
    for column, heading in enumerate(table.headings):
        if column in found.columns or column in headings.moved | inside:
            continue
        if heading.strip() == DATASTORE_ID:  # reading has said so
            continue
        if column in match.parts:
            new = fields[match.parts[column]]
            yield _at(table, column, "former-heading-part", new)
        elif column in headings.garbled:
            yield _garbled(table, column, headings.garbled[column])
        elif not heading.strip():
            yield _at(table, column, "heading-empty")
        elif loose_key(heading) in seen and not is_nameless(heading):
            if column not in told:
                yield _at(table, column, "heading-doubled")
        else:
            yield _at(table, column, "heading-unknown")


def _inside_split(headings: Headings) -> set[int]:
    return {column + step for column, number in headings.split.items() for step in range(1, number)}


def _missing(table: Table, found: Recognition, match: Match) -> Iterator[Finding]:
    """Say which columns of the format the table does not have, the needed ones one by one."""
    there = {field.name for field in found.columns.values()}
    there |= {match.entry.version.fields[place].name for place in match.parts.values()}
    optional: list[str] = []
    for field in match.entry.version.fields:
        if field.name in there:
            continue
        severity = _severity(field)
        if severity is None:
            optional.append(field.name)
            continue
        yield Finding(
            f"column-missing-{field.level}",
            severity,
            table.origin.sheet,
            table.header_row or None,
            field.name,
            params={"official": field.name, "example": field.example or ""},
            source=field.source,
        )
    if optional:
        yield Finding(
            "columns-missing-optional",
            sheet=table.origin.sheet,
            row=table.header_row or None,
            params={"names": "、".join(optional), "number": len(optional)},
        )


def _severity(field: Field) -> Severity | None:
    """Return how bad it is that a column is not there; only the standard itself makes errors."""
    if field.level == "required":
        return "error" if field.is_sure else "warning"
    return "hint" if field.level == "recommended" else None


def _order(table: Table, found: Recognition) -> Iterator[Finding]:
    version = found.version
    if version is None or not version.order_verified or found.shift is not None:
        return
    places = {field.name: place for place, field in enumerate(version.fields)}
    columns = [column for column in found.columns if found.columns[column].name in places]
    strays = out_of_order([places[found.columns[column].name] for column in columns])
    if strays:
        first = columns[strays[0]]
        place = places[found.columns[first].name]
        before = version.fields[place - 1].name if place else ""
        code = "heading-order" if before else "heading-order-first"
        yield _at(table, first, code, found.columns[first], number=len(strays), before=before)
