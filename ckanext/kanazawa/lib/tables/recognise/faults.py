"""Findings on whole columns: swapped, exchanged, shifted, or damaged by a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import polars as pl

from ckanext.kanazawa.lib.tables.findings import Finding
from ckanext.kanazawa.lib.tables.formats.model import Field
from ckanext.kanazawa.lib.tables.recognise.damage import damage_of
from ckanext.kanazawa.lib.tables.recognise.model import Recognition, Shift
from ckanext.kanazawa.lib.tables.recognise.shapes import Shapes, fits, is_sharp
from ckanext.kanazawa.lib.tables.table import Table, column_letter, column_name, column_number

# From this share of its cells a column as a whole is said to have a fault; fewer cells are
# reported one by one when they are checked.
MOST = 0.5
GOOD = 0.8
BAD = 0.2
# Text columns in which one names many things and the other their few classes.
_THING_AND_CLASS = (("item_name", "separation_category"), ("name", "label"))
LEAST_ROWS = 8
EXCHANGED = "columns-exchanged"


def column_faults(table: Table, found: Recognition, shapes: Shapes) -> tuple[Finding, ...]:
    """Return the faults that show only over a whole column, by a sample of its values.

    Args:
        table: for headings and sheet.
        found: so far.
        shapes: of the sample, without rows that are shifted on their own.
    """
    if not shapes.height:
        return ()
    by_kind = {field.kind: column for column, field in found.columns.items()}
    shifted = _range(found.shift)
    faults: list[Finding] = []
    if found.shift is not None:
        faults.append(shift_finding(table, found.shift))
    columns = {col: field for col, field in found.columns.items() if col not in shifted}
    faults += _positions(table, by_kind, shapes, shifted)
    faults += _exchanged(table, columns, shapes)
    faults += damage_of(table, columns, shapes)
    return tuple(faults)


def _range(shift: Shift | None) -> range:
    return shift.foreign if shift else range(0)


def shift_finding(table: Table, shift: Shift) -> Finding:
    """Return what is told of columns that are shifted as a whole."""
    return at(
        table,
        shift.first,
        "columns-shifted",
        repair="shift-columns" if shift.begin is not None else None,
        by=abs(shift.by),
        side=side_of(shift.by),
        last=table.headings[shift.last],
        last_at=column_letter(shift.last),
        begins=tuple(map(column_letter, shift.open_begins)),
    )


def side_of(by: int) -> Mapping[str, str]:
    """Return the side values stand on, as texts name it."""
    return {"ja": "右", "en": "right"} if by > 0 else {"ja": "左", "en": "left"}


def at(table: Table, column: int, code: str, repair: str | None = None, **params: Any) -> Finding:
    """Return a finding on a whole column."""
    return Finding(
        code,
        sheet=table.origin.sheet,
        column=table.headings[column],
        index=column,
        repair=repair,
        params={"at": column_letter(column), **params},
    )


def _positions(
    table: Table, by_kind: Mapping[str, int], shapes: Shapes, shifted: range
) -> Iterator[Finding]:
    """Find latitude and longitude exchanged, or without their decimal point."""
    latitude, longitude = by_kind.get("latitude"), by_kind.get("longitude")
    if latitude is None or longitude is None or latitude in shifted or longitude in shifted:
        return
    pairs = ((latitude, "longitude"), (longitude, "latitude"))
    swapped = [shapes.share(column, kind) or 0.0 for column, kind in pairs]
    if min(swapped) >= MOST:
        other = {"other": table.headings[longitude], "percent": round(min(swapped) * 100)}
        yield at(table, latitude, "positions-swapped", "swap-positions", **other)
    for column, kind in ((latitude, "latitude"), (longitude, "longitude")):
        share = shapes.share(column, f"no-point-{kind}") or 0.0
        if share >= MOST:
            example = _example(shapes, column, f"no-point-{kind}")
            digits = 2 if kind == "latitude" else 3
            meant = f"{example[:digits]}.{example[digits:]}"
            params = {"percent": round(share * 100), "example": example, "meant": meant}
            yield at(table, column, "positions-without-point", **params)


def _example(shapes: Shapes, column: int, shape: str) -> str:
    name = column_name(column)
    found = shapes.sample.select(name).filter(fits(pl.col(name), shape))
    return found.row(0)[0] if found.height else ""


def _exchanged(table: Table, columns: Mapping[int, Field], shapes: Shapes) -> Iterator[Finding]:
    """Find two columns each of which holds what belongs into the other."""
    sharp = {
        col: field.kind
        for col, field in columns.items()
        if is_sharp(field) and field.kind not in ("latitude", "longitude")
    }
    shapes.prepare(sharp.items())
    shares = {col: shapes.share(col, kind) for col, kind in sharp.items()}
    wrong = [col for col, share in shares.items() if share is not None and share <= BAD]
    for number, one in enumerate(wrong):
        for other in wrong[number + 1 :]:
            if sharp[one] != sharp[other] and _fit_each_other(shapes, sharp, one, other):
                yield _exchange(table, one, other)
    yield from _names_and_kana(table, columns, shapes, wrong)
    yield from _things_and_classes(table, columns, shapes)


def _fit_each_other(shapes: Shapes, sharp: Mapping[int, str], one: int, other: int) -> bool:
    shares = shapes.share(one, sharp[other]), shapes.share(other, sharp[one])
    return all(share is not None and share >= GOOD for share in shares)


def exchanged_columns(findings: Iterable[Finding]) -> frozenset[int]:
    """Return both columns of each exchange that was found."""
    found: set[int | None] = set()
    for one in findings:
        if one.code == EXCHANGED:
            found |= {one.index, column_number(one.params["other_at"])}
    return frozenset(column for column in found if column is not None)


def _exchange(table: Table, one: int, other: int) -> Finding:
    first, second = sorted((one, other))
    params = {"other": table.headings[second], "other_at": column_letter(second)}
    return at(table, first, EXCHANGED, **params)


def _names_and_kana(
    table: Table, columns: Mapping[int, Field], shapes: Shapes, wrong: list[int]
) -> Iterator[Finding]:
    """Find a name that is in kana where its reading is not."""
    names = {field.name: column for column, field in columns.items()}
    for column in wrong:
        field = columns[column]
        if field.kind != "kana" or "_" not in field.name:
            continue
        name = names.get(field.name.rsplit("_", 1)[0])
        if name is not None and (shapes.share(name, "kana") or 0.0) >= GOOD:
            yield _exchange(table, name, column)


def _things_and_classes(
    table: Table, columns: Mapping[int, Field], shapes: Shapes
) -> Iterator[Finding]:
    """Find a column of few classes filled with many things, and the other way round."""
    by_name = {field.name_en: column for column, field in columns.items()}
    for thing, group in _THING_AND_CLASS:
        if thing not in by_name or group not in by_name:
            continue
        things, groups = shapes.distinct(by_name[thing]), shapes.distinct(by_name[group])
        rows = shapes.filled[by_name[group]]
        if rows >= LEAST_ROWS and groups > rows / 2 and things * 3 <= groups:
            yield _exchange(table, by_name[thing], by_name[group])
