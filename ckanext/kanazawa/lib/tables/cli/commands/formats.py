"""`kanazawa-table formats`: the list of formats, or one of them."""

from __future__ import annotations

import argparse
import json
from typing import Any, TextIO

from ckanext.kanazawa.lib.tables.cli.console import Console
from ckanext.kanazawa.lib.tables.cli.exits import Exit
from ckanext.kanazawa.lib.tables.cli.failures import Usage
from ckanext.kanazawa.lib.tables.cli.known import require_format, require_one_of, require_version
from ckanext.kanazawa.lib.tables.cli.reports.formats import format_lines, list_lines
from ckanext.kanazawa.lib.tables.cli.sink import CsvResults, sink
from ckanext.kanazawa.lib.tables.formats.dictionary import dictionary, dictionary_markdown
from ckanext.kanazawa.lib.tables.formats.loader import load_formats
from ckanext.kanazawa.lib.tables.formats.model import Field, Format, Version
from ckanext.kanazawa.lib.tables.formats.schema import table_schema

HEADINGS = ("id", "family", "number", "title_ja", "title_en", "status", "slug", "versions")
FIELD_HEADINGS = (
    *("name", "title_en", "name_en", "kind", "type", "level", "level_basis", "choices"),
    *("pattern", "unit_ja", "unit_en", "example"),
)


# Options of which each says what comes out; together they would hide one another.
_EXCLUDING = (("schema", "dictionary"), ("schema", "csv"), ("json", "csv"))


def run(chosen: argparse.Namespace, console: Console) -> Exit:
    """Show the formats."""
    require_one_of(chosen, _EXCLUDING)
    if chosen.wanted is not None and chosen.family is not None:
        raise Usage("family_of_one", found=chosen.wanted)
    if chosen.wanted is None:
        _require_wanted(chosen)
        formats = [
            found for found in load_formats().values() if chosen.family in (None, found.family)
        ]
        with sink(chosen, console) as stream:
            _list(formats, chosen, console, stream)
        return Exit.CLEAN
    found = require_format(chosen.wanted, console.language)
    version = require_version(found, chosen.version)
    with sink(chosen, console) as stream:
        _one(found, version, chosen, console, stream)
    return Exit.CLEAN


def _require_wanted(chosen: argparse.Namespace) -> None:
    """Refuse what only says something about one format."""
    for name in ("schema", "dictionary", "version"):
        if getattr(chosen, name):
            raise Usage("option_needs_format", name=f"--{name}")


def _list(
    formats: list[Format], chosen: argparse.Namespace, console: Console, stream: TextIO
) -> None:
    if chosen.json:
        _dump([_entry(found) for found in formats], stream)
    elif chosen.csv:
        rows = [_entry(found) for found in formats]
        versions = [" ".join(row["versions"]) for row in rows]
        table = CsvResults(stream, HEADINGS)
        table.add(
            [*(row[name] for name in HEADINGS[:-1]), known]
            for row, known in zip(rows, versions, strict=True)
        )
    else:
        console.out(list_lines(formats, console), stream)


def _one(
    found: Format, version: Version, chosen: argparse.Namespace, console: Console, stream: TextIO
) -> None:
    if chosen.schema:
        _dump(table_schema(found, version.id), stream)
    elif chosen.dictionary:
        _dictionary(found, version, chosen, console, stream)
    elif chosen.json:
        fields = [_field(field) for field in version.fields]
        _dump({**_entry(found), "version": version.id, "fields": fields}, stream)
    elif chosen.csv:
        rows = [_field(field) for field in version.fields]
        CsvResults(stream, FIELD_HEADINGS).add(
            [row[name] for name in FIELD_HEADINGS] for row in rows
        )
    else:
        console.out(format_lines(found, version, console), stream)


def _dictionary(
    found: Format, version: Version, chosen: argparse.Namespace, console: Console, stream: TextIO
) -> None:
    language = "en" if console.language == "en" else "ja"
    headings, *rows = dictionary(found, language, version.id)
    if chosen.csv:
        CsvResults(stream, headings).add(rows)
    elif chosen.json:
        _dump([dict(zip(headings, row, strict=True)) for row in rows], stream)
    else:
        stream.write(dictionary_markdown(found, language, version.id))


def _entry(found: Format) -> dict[str, Any]:
    return {
        "id": found.id,
        "family": found.family,
        "number": found.number,
        "title_ja": found.title["ja"],
        "title_en": found.title["en"],
        "status": found.status,
        "slug": found.slug,
        "versions": [version.id for version in found.versions],
    }


def _field(field: Field) -> dict[str, Any]:
    unit = field.unit or {"ja": None, "en": None}
    return {
        "name": field.name,
        "title_en": field.title["en"],
        "name_en": field.name_en,
        "kind": field.kind,
        "type": field.type,
        "level": field.level,
        "level_basis": field.level_basis,
        "choices": field.choices,
        "pattern": field.pattern,
        "unit_ja": unit["ja"],
        "unit_en": unit["en"],
        "example": field.example,
    }


def _dump(data: Any, stream: TextIO) -> None:
    json.dump(data, stream, ensure_ascii=False, indent=2)
    stream.write("\n")
