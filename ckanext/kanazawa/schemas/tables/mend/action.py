"""Actions: repairs and mappings, seen beforehand, agreed to, undone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
from ckan.types import Context, DataDict

from ckanext.kanazawa.lib.tables.convert.mapping import Mapping as ColumnMapping
from ckanext.kanazawa.lib.tables.convert.mapping import guess
from ckanext.kanazawa.lib.tables.errors import FileError, TableError
from ckanext.kanazawa.lib.tables.formats.loader import load_format
from ckanext.kanazawa.lib.tables.repair.names import allowed
from ckanext.kanazawa.schemas.model.edition import Edition
from ckanext.kanazawa.schemas.tables.contents import setting_of
from ckanext.kanazawa.schemas.tables.mend.columns import as_document, guess_as_document
from ckanext.kanazawa.schemas.tables.mend.preview import preview
from ckanext.kanazawa.schemas.tables.mend.remember import misfits
from ckanext.kanazawa.schemas.tables.mend.repairs import cells_of, kinds_of
from ckanext.kanazawa.schemas.tables.mend.sample import sample_table
from ckanext.kanazawa.schemas.tables.mend.subject import (
    decide,
    decide_reading,
    edition_to_mend,
)

MOST = 1000
READING = ("sheet", "encoding", "delimiter", "header_row")


def _schema(**more: Any) -> dict[str, Any]:
    known: Any = tk.get_validator
    return {"resource_id": [known("not_empty"), known("unicode_safe")], **more}


def _wanted(context: Context, data_dict: DataDict, schema: dict[str, Any]) -> dict[str, Any]:
    wanted, errors = tk.navl_validate(data_dict, schema, context)
    if errors:
        raise tk.ValidationError(errors)
    return wanted


def _names(data_dict: DataDict, key: str) -> list[str]:
    """Return names given as a list, or as text parted by commas (in an address)."""
    given = data_dict.get(key) or []
    names = given.split(",") if isinstance(given, str) else given
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise tk.ValidationError({key: [tk._("A list of names is expected here.")]})
    return [name for name in names if name]


def _refused(key: str, error: TableError) -> tk.ValidationError:
    return tk.ValidationError({key: [error.text(tk.h.kanazawa_language())]})


def _chosen(data_dict: DataDict, edition: Edition) -> tuple[list[str], list[str]]:
    """Return which repairs are switched off and agreed to: as asked, else as kept."""
    chosen = [
        _names(data_dict, key) if key in data_dict else list(edition.choices.get(key) or [])
        for key in ("switched_off", "agreed")
    ]
    try:
        allowed(*chosen)
    except TableError as error:
        raise _refused("switched_off", error) from error
    return chosen[0], chosen[1]


@tk.side_effect_free
def kanazawa_schemas_repair_preview(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return the repairs of a resource's newest table: by kind, and cell by cell.

    Args:
        context: who may change the resource.
        data_dict: `resource_id`; `switched_off` and `agreed`, names of repairs (as kept where
            they are not given); `repair`: cells of this kind only; `limit`, `offset`.

    Returns:
        {"publish": the repaired copy is published now, "kinds": [{"name", "declared", "on",
        "count", "title", "message"}], "count": of cells, "cells": [{"row", "column",
        "letter", "before", "after", "repairs"}]}.

    Try: `ckanapi action kanazawa_schemas_repair_preview resource_id=…`
    """
    tk.check_access("kanazawa_schemas_repair_preview", context, data_dict)
    known: Any = tk.get_validator
    number, default = [known("natural_number_validator")], known("default")
    names = {key: [known("ignore")] for key in ("switched_off", "agreed")}
    optional = [known("ignore_missing"), known("unicode_safe")]
    pages = {"limit": [default(50), *number], "offset": [default(0), *number]}
    wanted = _wanted(context, data_dict, _schema(repair=optional, **names, **pages))
    edition = edition_to_mend(wanted["resource_id"])
    off, agreed = _chosen(data_dict, edition)
    number_of_cells, cells = cells_of(
        edition,
        off,
        agreed,
        only=wanted.get("repair"),
        limit=min(wanted["limit"], MOST),
        offset=wanted["offset"],
    )
    return {
        "publish": bool(edition.choices.get("publish")),
        "kinds": [asdict(kind) for kind in kinds_of(edition, off, agreed)],
        "count": number_of_cells,
        "cells": [asdict(cell) for cell in cells],
    }


def kanazawa_schemas_repair_publish(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Publish the repaired copy of a table, or the table as it came; remembered for the next.

    The file itself stays as it is and can be downloaded byte for byte.

    Args:
        context: who may change the resource.
        data_dict: `resource_id`; `publish`: false publishes the table as it came;
            `switched_off` and `agreed`: names of repairs (as kept where they are not given).

    Returns:
        The choices as they are now.

    Try: `ckanapi action kanazawa_schemas_repair_publish resource_id=…`
    """
    tk.check_access("kanazawa_schemas_repair_publish", context, data_dict)
    known: Any = tk.get_validator
    ignored = {key: [known("ignore")] for key in ("switched_off", "agreed")}
    is_true = [known("default")(True), known("boolean_validator")]
    wanted = _wanted(context, data_dict, _schema(publish=is_true, **ignored))
    edition = edition_to_mend(wanted["resource_id"])
    off, agreed = _chosen(data_dict, edition)
    choices = {
        **edition.choices,
        "publish": wanted["publish"] or None,
        "switched_off": off,
        "agreed": agreed,
    }
    decide(context, edition, choices)
    return dict(edition.choices)


@tk.side_effect_free
def kanazawa_schemas_mapping_guess(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return a guess how the columns of a table become those of a format, and the first rows.

    Args:
        context: who may change the resource.
        data_dict: `resource_id`, `format`, `version` ("current" where it is not given).

    Returns:
        {"mapping": {...}, "how": {own heading: how it was found}, "open": [own headings
        without a place], "preview": {"headings", "rows", "checked", "severity", "codes"}}.

    Try: `ckanapi action kanazawa_schemas_mapping_guess resource_id=… format=public-facility`
    """
    tk.check_access("kanazawa_schemas_mapping_guess", context, data_dict)
    known: Any = tk.get_validator
    text = known("unicode_safe")
    format_of = [known("not_empty"), text]
    schema = _schema(format=format_of, version=[known("default")("current"), text])
    wanted = _wanted(context, data_dict, schema)
    edition = edition_to_mend(wanted["resource_id"])
    try:
        table = sample_table(edition)
        guessed = guess(table, wanted["format"], wanted["version"])
    except TableError as error:
        raise _refused("format", error) from error
    language = tk.h.kanazawa_language()
    shown = preview(table, guessed.mapping, language, setting_of(edition))
    return {**guess_as_document(guessed), "preview": shown.as_dict()}


def kanazawa_schemas_mapping_save(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Publish a table through a column mapping, kept for the next edition; or without one.

    Args:
        context: who may change the resource.
        data_dict: `resource_id`; `mapping`: as `kanazawa-table map` writes it (an object, or
            the text of the YAML or JSON file); empty removes it.

    Returns:
        The choices as they are now.

    Raises:
        tk.ValidationError: it does not fit the format or the table; all that is wrong.

    Try: `ckanapi action kanazawa_schemas_mapping_save resource_id=… mapping=…`
    """
    tk.check_access("kanazawa_schemas_mapping_save", context, data_dict)
    wanted = _wanted(context, data_dict, _schema(mapping=[tk.get_validator("ignore")]))
    edition = edition_to_mend(wanted["resource_id"])
    given = data_dict.get("mapping")
    choices = {key: value for key, value in edition.choices.items() if key != "unfit"}
    choices["mapping"] = _checked(given, edition) if given else None
    decide_reading(context, edition, choices)
    return dict(edition.choices)


def _checked(given: Any, edition: Edition) -> dict[str, Any]:
    """Return a mapping that fits the edition's table."""
    text = json.dumps(given) if isinstance(given, Mapping) else given
    if not isinstance(text, str):
        raise tk.ValidationError({"mapping": [tk._("A mapping is expected here.")]})
    language = tk.h.kanazawa_language()
    try:
        mapping = ColumnMapping.load(text)
        problems = mapping.problems(sample_table(edition))
    except TableError as error:
        raise _refused("mapping", error) from error
    if problems:
        raise tk.ValidationError({"mapping": [problem.text(language) for problem in problems]})
    return as_document(mapping)


def kanazawa_schemas_reading_save(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Say how a file is read and what it is, where the portal was wrong; it is examined again.

    Args:
        context: who may change the resource.
        data_dict: `resource_id`; `sheet`, `encoding`, `delimiter`, `header_row`; `format`
            ("none" where it follows none) and `version`. What is missing is found out.

    Returns:
        The choices as they are now.

    Raises:
        tk.ValidationError: no such format or version.

    Try: `ckanapi action kanazawa_schemas_reading_save resource_id=… encoding=cp932`
    """
    tk.check_access("kanazawa_schemas_reading_save", context, data_dict)
    known: Any = tk.get_validator
    text = [known("ignore_empty"), known("unicode_safe")]
    fields = dict.fromkeys(("sheet", "encoding", "delimiter", "format", "version"), text)
    row = [known("ignore_empty"), known("natural_number_validator")]
    wanted = _wanted(context, data_dict, _schema(**fields, header_row=row))
    edition = edition_to_mend(wanted["resource_id"], examined=False)
    reading = {key: wanted[key] for key in READING if wanted.get(key) is not None}
    kept = ("read", "format", "version", "unfit")
    choices = {key: value for key, value in edition.choices.items() if key not in kept}
    choices = {**choices, "read": reading, **_format(wanted)}
    decide_reading(context, edition, _fitting(edition, choices))
    return dict(edition.choices)


def _fitting(edition: Edition, choices: dict[str, Any]) -> dict[str, Any]:
    """Return the choices without a mapping that the file, read so, has no columns for.

    Raises:
        tk.ValidationError: the file cannot be read so.
    """
    edition.choices = choices
    try:
        headings = sample_table(edition).headings
    except FileError as error:
        model.Session.rollback()
        raise _refused("reading", error) from error
    mapping = choices.get("mapping")
    if mapping and misfits(mapping, headings):
        return {key: value for key, value in choices.items() if key != "mapping"}
    return choices


def _format(wanted: Mapping[str, Any]) -> dict[str, str]:
    """Return the format and version somebody chose; {} where they are to be found out."""
    name, version = wanted.get("format"), wanted.get("version")
    if not name:
        return {}
    if name == "none":
        return {"format": ""}
    try:
        known = load_format(name)
    except TableError as error:
        raise _refused("format", error) from error
    if version and known.version(version) is None:
        raise tk.ValidationError({"version": [tk._("The format has no such version.")]})
    return {"format": name, **({"version": version} if version else {})}
