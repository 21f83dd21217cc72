"""What the columns of a DataStore table are: their names, types, labels and meaning."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ckanext.kanazawa.lib.tables.formats.loader import load_formats
from ckanext.kanazawa.lib.tables.formats.model import Field, Format
from ckanext.kanazawa.lib.tables.write.shapes import GEOMETRY, LATITUDES, LONGITUDES
from ckanext.kanazawa.schemas.model.edition import Edition
from ckanext.kanazawa.schemas.tables.load import fulltext

NUMBERS = ("integer", "bigint", "smallint", "numeric", "double precision", "real")
DATES = ("date", "timestamp without time zone", "timestamp with time zone")
# Types without an order, or whose order tells nobody anything.
SHAPELESS = ("json", "jsonb")

_FACTS = sa.text(
    """
    SELECT a.attname, format_type(a.atttypid, NULL), col_description(c.oid, a.attnum), c.reltuples
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.oid = to_regclass(quote_ident(:table)) AND a.attnum > 0 AND NOT a.attisdropped
    ORDER BY a.attnum
    """
)


@dataclass(frozen=True)
class Column:
    """One column that visitors see.

    Attributes:
        id: its name in the DataStore, the published Japanese heading.
        type: of PostgreSQL, in its long form.
        label: {"ja", "en"}.
        unit: {"ja", "en"} or {}.
        notes: {"ja", "en"} or {}: what it holds.
        kind: of value as the format says ("phone", "latitude", …), "" where nothing says.
    """

    id: str
    type: str
    label: dict[str, str]
    unit: dict[str, str]
    notes: dict[str, str]
    kind: str = ""

    @property
    def sort_of_value(self) -> str:
        """Return "number", "date", "text" or "shape" (neither sorted nor filtered)."""
        if self.type in NUMBERS:
            return "number"
        if self.type in DATES:
            return "date"
        return "shape" if self.type in SHAPELESS or self.id == GEOMETRY else "text"


@dataclass(frozen=True)
class Layout:
    """The table of a resource.

    Attributes:
        table: its name in the DataStore.
        columns: in its order.
        estimate: rows as PostgreSQL last counted them; -1 where it never did.
        has_words: rows hold the words of `load.fulltext`, by which an index finds them.
    """

    table: str
    columns: tuple[Column, ...]
    estimate: int
    has_words: bool = False

    def column(self, name: str | None) -> Column | None:
        """Return a column by its id."""
        return next((column for column in self.columns if column.id == name), None)

    @property
    def position(self) -> tuple[Column, Column] | None:
        """Return the columns of latitude and longitude."""
        latitude = self._of_kind("latitude") or self._headed(LATITUDES)
        longitude = self._of_kind("longitude") or self._headed(LONGITUDES)
        return (latitude, longitude) if latitude and longitude else None

    @property
    def geometry(self) -> Column | None:
        """Return the column that holds GeoJSON."""
        return self.column(GEOMETRY)

    @property
    def name(self) -> Column | None:
        """Return the column that names a row: 名称, …; else the first with text."""
        texts = [column for column in self.columns if column.sort_of_value == "text"]
        marks = ("名称", "name", "stop_name", "施設名", "名前", "イベント名", "タイトル", "title")
        for mark in marks:
            for column in texts:
                if column.id.lower() == mark:
                    return column
        named = (c for c in texts if "名" in c.id and not c.id.endswith(("カナ", "英語", "通称")))
        return next(named, None) or next(iter(texts), None)

    def _of_kind(self, kind: str) -> Column | None:
        return next((column for column in self.columns if column.kind == kind), None)

    def _headed(self, names: Sequence[str]) -> Column | None:
        headings = {column.id.strip().lower(): column for column in self.columns}
        for name in names:
            if name in headings:
                return headings[name]
        beginning = [column for text, column in headings.items() if text.startswith(names[0])]
        return beginning[0] if len(beginning) == 1 else None


def layout_of(connection: sa.Connection, table: str, edition: Edition | None) -> Layout | None:
    """Return what a DataStore table looks like; None where there is none.

    Args:
        connection: to the DataStore.
        table: id of the resource.
        edition: the one the table was made of, whose format knows more of the columns.
    """
    rows = connection.execute(_FACTS, {"table": table}).all()
    fields = _fields_by_heading(_format_of(edition))
    columns = tuple(
        _column(name, type, description, fields)
        for name, type, description, _ in rows
        if not name.startswith("_")
    )
    if not columns:
        return None
    return Layout(table, columns, int(rows[0][3]), fulltext.is_ours(connection, table))


def _format_of(edition: Edition | None) -> tuple[Format, str | None] | None:
    found = load_formats().get(edition.format) if edition and edition.format else None
    return (found, edition.version) if found and edition else None


def _fields_by_heading(found: tuple[Format, str | None] | None) -> dict[str, Field]:
    """Return heading, today's or another that means the same → field."""
    if found is None:
        return {}
    format, name = found
    version = (format.version(name) if name else None) or format.current
    fields: dict[str, Field] = {}
    for field in (*version.fields, *format.current.fields):
        for heading in (field.name, *field.aliases):
            fields.setdefault(heading, field)
    return fields


def _column(name: str, type: str, description: str | None, fields: Mapping[str, Field]) -> Column:
    field = fields.get(name)
    info = _info(description)
    field = field or fields.get(str(info.get("field") or ""))
    english = info.get("label_en") or (field.title["en"] if field else "") or info.get("label")
    told = field.description if field else {}
    measured = field.unit if field and field.unit else {}
    return Column(
        id=name,
        type=type,
        label={"ja": name, "en": str(english or name)},
        unit=_both(info, "unit", measured),
        notes=_both(info, "notes", told),
        kind=field.kind if field else "",
    )


def _both(info: Mapping[str, Any], key: str, known: Mapping[str, str]) -> dict[str, str]:
    """Return a text of the data dictionary in both languages, else as the format has it."""
    found = {
        language: info.get(f"{key}_{language}") or known.get(language) or info.get(key)
        for language in ("ja", "en")
    }
    return {language: str(text) for language, text in found.items() if text}


def _info(description: str | None) -> dict[str, Any]:
    """Return what the data dictionary says of a column."""
    try:
        info = json.loads(description or "{}").get("_info")
    except (ValueError, AttributeError):
        return {}
    return info if isinstance(info, dict) else {}
