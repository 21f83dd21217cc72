"""Read the forms of a table back with libraries that are not the engine's, cell by cell.

Used by `bench.tables_portal.real` and by tests. CSV is read by Python's `csv`, XLSX by openpyxl,
JSON, JSON Lines and GeoJSON by Python's `json`, Parquet by DuckDB.
"""

from __future__ import annotations

import csv
import io
import json
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import openpyxl

LONGITUDES, LATITUDES = ("経度", "longitude"), ("緯度", "latitude")
# A number that lost these signs would be another code: "076", "+1".
_NO_NUMBER = re.compile(r"^[+-]?0[0-9]|^\+")


class Number(str):
    """A number of JSON, digit by digit as it was written."""


@dataclass(frozen=True)
class Read:
    """What a library read.

    Attributes:
        headings: of the columns.
        rows: of values as the library gives them; None or "" where a cell is empty.
        points: (longitude, latitude) of each row, of GeoJSON; None where it has no point.
    """

    headings: list[str]
    rows: list[list[Any]]
    points: list[tuple[str, str] | None] | None = None


@dataclass(frozen=True)
class Difference:
    """A cell that is not what was published.

    Attributes:
        row: of data, from 1; 0 for headings.
        heading: of the column, "" where whole rows differ.
        published, found: as text.
    """

    row: int
    heading: str
    published: str
    found: str

    def __str__(self) -> str:
        return f"{self.row} {self.heading}: {self.published[:40]!r} / {self.found[:40]!r}"


def read_csv(content: bytes, encoding: str = "utf-8-sig") -> Read:
    """Read CSV; its first row holds the headings."""
    text = io.StringIO(content.decode(encoding), newline="")
    headings, *rows = csv.reader(text)
    return Read(headings, [[*row] for row in rows])


def read_xlsx(content: bytes) -> Read:
    """Read the first sheet of a workbook."""
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    headings, *rows = ([cell.value for cell in row] for row in sheet.iter_rows())
    formulas = [c.coordinate for row in sheet.iter_rows() for c in row if c.data_type == "f"]
    if formulas:
        raise ValueError(f"formulas: {formulas[:5]}")
    return Read(["" if text is None else str(text) for text in headings], rows)


def read_json(content: bytes) -> Read:
    """Read an array of objects."""
    return _objects(_parsed(content.decode("utf-8")))


def read_jsonl(content: bytes) -> Read:
    """Read one object a line."""
    return _objects([_parsed(line) for line in content.decode("utf-8").split("\n") if line])


def read_geojson(content: bytes) -> Read:
    """Read the properties and points of a FeatureCollection."""
    features = _parsed(content.decode("utf-8"))["features"]
    read = _objects([feature["properties"] for feature in features])
    points = [_point(feature["geometry"]) for feature in features]
    return Read(read.headings, read.rows, points)


def read_parquet(content: bytes) -> Read:
    """Read Parquet by DuckDB."""
    import duckdb

    with tempfile.NamedTemporaryFile(suffix=".parquet") as file:
        file.write(content)
        file.flush()
        found = duckdb.connect().execute("SELECT * FROM read_parquet(?)", [file.name])
        rows = [list(row) for row in found.fetchall()]
        return Read([column[0] for column in found.description or ()], rows)


READERS: dict[str, Callable[[bytes], Read]] = {
    "csv": read_csv,
    "csv-cp932": lambda content: read_csv(content, "cp932"),
    "xlsx": read_xlsx,
    "json": read_json,
    "jsonl": read_jsonl,
    "geojson": read_geojson,
    "parquet": read_parquet,
}


def _parsed(text: str) -> Any:
    return json.loads(text, parse_int=Number, parse_float=Number)


def _objects(objects: Sequence[dict[str, Any]]) -> Read:
    headings = list(objects[0]) if objects else []
    if any(list(each) != headings for each in objects):
        raise ValueError("not every object has the same members in the same order")
    return Read(headings, [list(each.values()) for each in objects])


def _point(geometry: dict[str, Any] | None) -> tuple[str, str] | None:
    if geometry is None or geometry["type"] != "Point":
        return None
    longitude, latitude = geometry["coordinates"]
    return longitude, latitude


def is_same(text: str, value: object) -> bool:
    """Say whether a value is what a published cell says, without losing anything of it.

    Args:
        text: of the cell as published; "" where it is empty.
        value: as a library read it.
    """
    if value is None or value == "":
        return not text
    if type(value) in (str, Number):
        return value == text
    if isinstance(value, bool):
        return False
    if isinstance(value, int | float):
        return not _NO_NUMBER.match(text) and _decimal(text) == Decimal(repr(value))
    if isinstance(value, datetime):
        is_day = value.time() == time()
        return text == (value.date().isoformat() if is_day else value.isoformat(sep=" "))
    if isinstance(value, date):
        return text == value.isoformat()
    if isinstance(value, time):
        return text.zfill(5) in (value.isoformat("minutes"), value.isoformat("seconds"))
    return False


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text) else None


def differences(
    published: Read, found: Read, *, headings: Sequence[str] = ()
) -> Iterator[Difference]:
    """Yield where a form is not what was published.

    Args:
        published: rows of text.
        found: as read from a form.
        headings: as the form should have them; as published where left out.
    """
    wanted = list(headings) or published.headings
    if found.headings != wanted and found.rows:
        yield Difference(0, "", " ".join(wanted), " ".join(found.headings))
    if len(found.rows) != len(published.rows):
        yield Difference(0, "", f"{len(published.rows)} rows", f"{len(found.rows)} rows")
    for number, (row, values) in enumerate(zip(published.rows, found.rows, strict=False), 1):
        if len(row) != len(values):
            yield Difference(number, "", f"{len(row)} cells", f"{len(values)} cells")
        for heading, text, value in zip(wanted, row, values, strict=False):
            if not is_same(text, value):
                yield Difference(number, heading, text, str(value))


def misplaced(published: Read, found: Read) -> Iterator[Difference]:
    """Yield points of GeoJSON that are not what the columns of the position say."""
    places = [_column(published.headings, names) for names in (LONGITUDES, LATITUDES)]
    if found.points is None or None in places:
        return
    for number, (row, point) in enumerate(zip(published.rows, found.points, strict=True), 1):
        wanted = tuple(row[place] for place in places if place is not None)
        if point is not None and point != wanted:
            yield Difference(number, "position", ",".join(wanted), ",".join(point))


def _column(headings: Sequence[str], names: tuple[str, ...]) -> int | None:
    found = [index for index, text in enumerate(headings) if text.startswith(names)]
    return found[0] if found else None
