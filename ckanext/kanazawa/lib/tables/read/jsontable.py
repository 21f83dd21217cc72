"""JSON as tables: lists of objects or of lists, objects that hold one, JSON Lines, GeoJSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import polars as pl

from ckanext.kanazawa.lib.tables.errors import (
    EmptyFileError,
    FileError,
    LimitError,
    NotATableError,
)
from ckanext.kanazawa.lib.tables.findings import Finding
from ckanext.kanazawa.lib.tables.read import geojson, jsontext
from ckanext.kanazawa.lib.tables.read.delimited import Wish
from ckanext.kanazawa.lib.tables.read.encoding import Text, find_text
from ckanext.kanazawa.lib.tables.read.kind import NAMES
from ckanext.kanazawa.lib.tables.read.layout import Layout
from ckanext.kanazawa.lib.tables.read.limits import Limits
from ckanext.kanazawa.lib.tables.read.rows import Piece, Reading, table_from
from ckanext.kanazawa.lib.tables.read.source import Source, mebibytes
from ckanext.kanazawa.lib.tables.table import BLOCK_ROWS, Origin, Table, column_name

# Where programs put the rows inside an answer.
HOLDERS = ("records", "features", "items", "data", "rows", "results", "result", "list")
# How deep a list of rows may stand inside objects.
HOLDER_DEPTH = 4
LINES_AT_ONCE = 20_000


def open_json(source: Source, wish: Wish, limits: Limits) -> Table:
    """Open JSON as a table. Its rows are counted from 1, it has no heading row.

    Raises:
        UndecodableError, DamagedError: it is no JSON, or cut off.
        NotATableError: it holds no rows.
        LimitError: too large, too wide or too deep.
    """
    text = find_text(source, wish.encoding)
    if _has_lines(text):
        return _lines(text, limits)
    if source.size_bytes > limits.json_bytes:
        raise LimitError(
            "file-too-large",
            file=source.label,
            size=mebibytes(source.size_bytes),
            limit=mebibytes(limits.json_bytes),
        )
    whole = "".join(text.strings()).removeprefix("\ufeff").rstrip("\x00\x1a")
    value = jsontext.parse(whole, source.label)
    try:
        return _whole(source, text.encoding, value, limits)
    except RecursionError as error:
        raise LimitError("json-too-deep", file=source.label) from error


def _whole(source: Source, encoding: str, value: Any, limits: Limits) -> Table:
    kind, extra, findings = "json", {}, []
    if geojson.is_collection(value):
        kind = "geojson"
        rows, differing = geojson.rows_of(value.get("features", [value]))
        crs, findings = geojson.crs_of(value)
        findings += differing
        extra = {"crs": crs, "shapes": geojson.shapes_of(value)}
    else:
        rows = _rows(value)
    if rows is None:
        raise NotATableError("not-a-table", file=source.label, kind=NAMES["json"])
    if not rows:
        raise EmptyFileError("empty-file", file=source.label)
    names = _names(rows, source, limits)
    frame = _frame(rows, names)
    if kind == "geojson" and geojson.GEOMETRY in names:
        extra["geometry"] = names.index(geojson.GEOMETRY)
    origin = _origin(source, kind, encoding, extra)

    def pieces() -> Iterator[Piece]:
        for start in range(0, frame.height, BLOCK_ROWS):
            yield Piece(frame.slice(start, BLOCK_ROWS))

    reading = Reading(pieces, 1, len(names), limits, source.label)
    return table_from(reading, origin, _layout(names, encoding, findings))


def _rows(value: Any) -> list[dict[str, Any]] | None:
    """Return the rows a JSON value holds, None where it holds none."""
    if isinstance(value, dict):
        found = _held(value, HOLDER_DEPTH)
        return [value] if found is None and value else found
    if not isinstance(value, list):
        return None
    objects = [item for item in value if isinstance(item, dict)]
    if objects:
        return [item if isinstance(item, dict) else {"value": item} for item in value]
    if value and all(isinstance(item, list) for item in value):
        return _of_lists(value)
    return [{"value": item} for item in value]


def _held(value: dict[str, Any], depth: int) -> list[dict[str, Any]] | None:
    """Look for a list of objects inside an object, by the names programs use first."""
    lists = {
        key: item
        for key, item in value.items()
        if isinstance(item, list) and item and all(isinstance(row, dict) for row in item)
    }
    for key in HOLDERS:
        if key in lists:
            return lists[key]
    if len(lists) == 1 and len(value) <= 3:
        return next(iter(lists.values()))
    for key in HOLDERS:
        if depth and isinstance(item := value.get(key), dict):
            found = _held(item, depth - 1)
            if found is not None:
                return found
    return None


def _of_lists(value: list[list[Any]]) -> list[dict[str, Any]]:
    """Take the first list for headings where it has nothing but different words."""
    first = value[0]
    words = [item for item in first if isinstance(item, str) and item]
    if len(words) == len(first) == len(set(words)) and not any(
        isinstance(item, jsontext.Number) for item in first
    ):
        width = max(map(len, value))
        names = [*map(str, first), *(f"{number + 1}" for number in range(len(first), width))]
        return [dict(zip(names, row, strict=False)) for row in value[1:]]
    return [{f"{number + 1}": item for number, item in enumerate(row)} for row in value]


def _names(rows: Iterable[dict[str, Any]], source: Source, limits: Limits) -> list[str]:
    names: dict[str, None] = {}
    for row in rows:
        if not names.keys() >= row.keys():
            names.update(dict.fromkeys(row))
            _narrow_enough(names, source, limits)
    return _some(names, source)


def _some(names: dict[str, None], source: Source) -> list[str]:
    """Return the names; objects without any are what programs write where there is nothing."""
    if not names:
        raise EmptyFileError("empty-file", file=source.label)
    return list(names)


def _narrow_enough(names: dict[str, None], source: Source, limits: Limits) -> None:
    if len(names) > limits.columns:
        raise LimitError(
            "table-too-wide",
            file=source.label,
            columns=f"{len(names):,}",
            limit=f"{limits.columns:,}",
        )


def _frame(rows: Sequence[dict[str, Any]], names: Sequence[str]) -> pl.DataFrame:
    return pl.DataFrame(
        [
            pl.Series(
                column_name(index), [jsontext.cell(row.get(name)) for row in rows], dtype=pl.String
            )
            for index, name in enumerate(names)
        ]
    )


def _origin(source: Source, kind: str, encoding: str, extra: dict[str, Any]) -> Origin:
    return Origin(
        name=source.name,
        kind=kind,
        size_bytes=source.size_bytes,
        encoding=encoding,
        member=source.member,
        extra=extra,
    )


def _layout(names: Sequence[str], encoding: str, findings: Sequence[Finding]) -> Layout:
    found = list(findings)
    if encoding not in ("utf-8", "utf-8-sig"):
        found.insert(0, Finding("encoding-not-utf-8", value=encoding))
    return Layout(0, tuple(names), 1, (), tuple(found))


def _text_lines(text: Text) -> Iterator[str]:
    rest = ""
    for chunk in text.strings():
        *lines, rest = (rest + chunk).split("\n")
        yield from lines
    if rest:
        yield rest


def _has_lines(text: Text) -> bool:
    """Say whether the first two lines that hold something are values of their own."""
    filled: list[str] = []
    for line in islice(_text_lines(text), 100):
        if line.strip():
            filled.append(line)
        if len(filled) == 2:
            break
    return len(filled) == 2 and all(map(jsontext.is_value, filled))


def _lines(text: Text, limits: Limits) -> Table:
    """Open JSON Lines: read once for the names of the columns, again for the rows."""
    source = text.source
    names: dict[str, None] = {}
    for _, row in _objects(text):
        if row is not None and not names.keys() >= row.keys():
            names.update(dict.fromkeys(row))
            _narrow_enough(names, source, limits)
    columns = _some(names, source)
    origin = _origin(source, "jsonl", text.encoding, {})

    def pieces() -> Iterator[Piece]:
        told: list[Finding] = []
        lines = _objects(text, told)
        while found := list(islice(lines, LINES_AT_ONCE)):
            yield Piece(_frame([row or {} for _, row in found], columns), findings=told.copy())
            told.clear()

    reading = Reading(pieces, 1, len(columns), limits, source.label)
    return table_from(reading, origin, _layout(columns, text.encoding, ()))


def _objects(
    text: Text, told: list[Finding] | None = None
) -> Iterator[tuple[int, dict[str, Any] | None]]:
    """Yield line by line what it holds; None for a blank line.

    Args:
        text: of the file.
        told: gets what is worth knowing about the lines.

    Raises:
        DamagedError: a line is no JSON.
        FileError: a line holds no object.
    """
    for number, line in enumerate(_text_lines(text)):
        if not line.strip():
            yield number, None
            continue
        value = jsontext.parse(line, text.source.label, number)
        if geojson.is_feature(value):
            (value,), findings = geojson.rows_of([value], number + 1)
            if told is not None:
                told += findings
        if isinstance(value, list):
            value = {f"{place + 1}": item for place, item in enumerate(value)}
        if not isinstance(value, dict):
            raise FileError("json-line", file=text.source.label, line=f"{number + 1:,}")
        yield number, value
