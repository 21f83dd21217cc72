"""Read real files as they are, with libraries that are not the engine's."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl

from bench.tables_portal.readback import Difference, Number, Read, is_same

TEXTS, JSONS = (".csv",), (".json", ".geojson", ".ndjson")


def read_file(path: Path, heading_row: int = 1) -> Read | None:
    """Read a file; None where it is no table to these libraries.

    Args:
        path: of the file.
        heading_row: of workbooks, from 1.

    Returns:
        All rows below the headings in which any cell says something, without those that
        describe the columns.
    """
    if path.suffix in TEXTS:
        rows = [*csv.reader(io.StringIO(_decoded(path.read_bytes()), newline=""))]
        return Read(rows[0], _said(rows[1:]))
    if path.suffix == ".xlsx":
        sheet = openpyxl.load_workbook(path, data_only=True).worksheets[0]
        cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
        headings = ["" if each is None else str(each) for each in cells[heading_row - 1]]
        return Read(headings, [row for row in _said(cells[heading_row:]) if not _is_mark(row)])
    if path.suffix in JSONS:
        return _objects(path)
    return None


def _is_mark(row: list[Any]) -> bool:
    """Say whether a row below the headings describes the columns, as its `#` says."""
    return str(row[0]).startswith("#")


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp932")


def _said(rows: list[list[Any]]) -> list[list[Any]]:
    return [row for row in rows if any(each is not None and str(each).strip() for each in row)]


def _objects(path: Path) -> Read:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ndjson":
        objects = [_parsed(line) for line in text.splitlines() if line.strip()]
    else:
        objects = [_flat(feature) for feature in _parsed(text)["features"]]
    headings = list(dict.fromkeys(name for each in objects for name in each))
    return Read(headings, [[each.get(name) for name in headings] for each in objects])


def _parsed(text: str) -> Any:
    return json.loads(text, parse_int=Number, parse_float=Number)


def _flat(feature: dict[str, Any]) -> dict[str, Any]:
    found = dict(feature["properties"])
    geometry = feature.get("geometry")
    if geometry and geometry["type"] == "Point":
        found["経度"], found["緯度"] = geometry["coordinates"][:2]
    return found


def file_differences(file: Read, published: Read) -> Iterator[Difference]:
    """Yield where the published table is not the file: columns in order, cells as text.

    Values inside of JSON that are no text, and what a workbook shows otherwise than it keeps
    it, differ on purpose; who reads the list decides.
    """
    wanted = [_heading(name) for name in file.headings]
    found = [_heading(name) for name in published.headings]
    columns = {name: index for index, name in reversed([*enumerate(found)])}
    if len(file.rows) != len(published.rows):
        yield Difference(0, "", f"{len(file.rows)} rows", f"{len(published.rows)} rows")
    for index, name in enumerate(wanted):
        at = index if found[index : index + 1] == [name] else columns.get(name)
        if at is None and any(
            row[index : index + 1] not in ([], [None], [""]) for row in file.rows
        ):
            yield Difference(0, name, name, "")
        for number, (row, cells) in enumerate(zip(file.rows, published.rows, strict=False), 1):
            value = row[index] if index < len(row) else None
            if at is not None and not _equal(value, cells[at]):
                yield Difference(number, name, str(value), cells[at])


def _heading(name: str) -> str:
    return name.removeprefix("\ufeff").strip()


def _equal(value: object, text: str) -> bool:
    if isinstance(value, bool):
        return text.lower() == str(value).lower()
    if isinstance(value, list | dict):
        return _parsed(text) == value if text else not value
    return is_same(text, value)
