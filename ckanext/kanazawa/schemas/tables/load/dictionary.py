"""Labels and notes of the columns, in CKAN's data dictionary.

CKAN keeps them as comments of the columns: JSON behind a space, `_info` for what its form
shows, and a key for each plugin. Ours holds what we wrote last time, so that what an editor
changed since is known and stays.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from ckanext.kanazawa.lib.tables.recognise.model import Recognition
from ckanext.kanazawa.schemas.tables.load.columns import Column

INFO = "_info"
OURS = "kanazawa_schemas"
Comments = Mapping[str, dict[str, Any]]


def written(recognition: Recognition, column: Column, unit: str = "") -> dict[str, str]:
    """Return what we say of a column; it comes with every answer of `datastore_search`.

    Args:
        recognition: of the table.
        column: one of its columns.
        unit: from a row of units in the file.

    Returns:
        "label": in English; "notes": Japanese, then English; "name_en": for programs;
        "unit_ja", "unit_en"; "heading": as published, where the column's id had to differ.
    """
    field = recognition.columns.get(column.index)
    units = (field.unit if field else None) or ({"ja": unit, "en": unit} if unit else {})
    info = {f"unit_{language}": text for language, text in units.items()}
    if column.heading != column.id:
        # CKAN reads the comment with a function that refuses NUL.
        info["heading"] = column.heading.replace("\x00", "")
    notes: list[str | None] = []
    if field is not None:
        info |= {"label": field.title.get("en") or field.name_en, "name_en": field.name_en}
        notes = [field.description.get("ja"), field.description.get("en")]
    if "unit_ja" in info:
        notes.append(f"単位: {info['unit_ja']}")
    if "unit_en" in info and units.get("en") != units.get("ja"):
        notes.append(f"Unit: {info['unit_en']}")
    info["notes"] = "\n".join(text for text in notes if text)
    return {key: text for key, text in info.items() if text}


def comments_of(connection: sa.Connection, table: str) -> dict[str, dict[str, Any]]:
    """Return column → the comment of a table's column, as an object; odd ones left out."""
    query = sa.text(
        "SELECT a.attname, d.description FROM pg_class c"
        " JOIN pg_namespace n ON n.oid = c.relnamespace"
        " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0"
        " JOIN pg_description d ON d.objoid = c.oid AND d.objsubid = a.attnum"
        " WHERE n.nspname = 'public' AND c.relname = :table"
    )
    found: dict[str, dict[str, Any]] = {}
    for name, text in connection.execute(query, {"table": table}):
        try:
            comment = json.loads(text)
        except ValueError:
            continue
        if isinstance(comment, dict):
            found[name] = comment
    return found


def merged(before: dict[str, Any], ours: Mapping[str, str]) -> dict[str, Any]:
    """Return the comment of a column: ours, but where an editor wrote something else.

    Args:
        before: the comment of the column in the old table; {} where it is new.
        ours: what we say of it now.
    """
    said = before.get(OURS, {}).get("info", {})
    shown = before.get(INFO)
    shown = shown if isinstance(shown, dict) else {}
    edited = {key: value for key, value in shown.items() if said.get(key) != value}
    rest = {key: value for key, value in before.items() if key not in (INFO, OURS)}
    return {**rest, INFO: {**ours, **edited}, OURS: {"info": dict(ours)}}


def text_columns(comments: Comments) -> frozenset[str]:
    """Return the columns that editors declared to be text, in CKAN's form."""
    return frozenset(
        name
        for name, comment in comments.items()
        if isinstance(comment.get(INFO), dict) and comment[INFO].get("type_override") == "text"
    )


def as_comment(comment: Mapping[str, Any]) -> str:
    """Write a comment as CKAN does: the space says which version of its form this is."""
    return " " + json.dumps(comment, ensure_ascii=False, separators=(",", ":"))


def new_comments(
    columns: Sequence[Column], recognition: Recognition, units: Sequence[str], before: Comments
) -> dict[str, str]:
    """Return column → comment of the new table."""
    return {
        column.id: as_comment(
            merged(
                dict(before.get(column.id, {})),
                written(
                    recognition, column, units[column.index] if column.index < len(units) else ""
                ),
            )
        )
        for column in columns
    }
