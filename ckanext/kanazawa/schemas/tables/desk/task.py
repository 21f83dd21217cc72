"""What a visitor asks for, checked and written down for the process that does it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.kanazawa.lib.tables.formats.loader import load_formats
from ckanext.kanazawa.lib.tables.repair import repair_names
from ckanext.kanazawa.schemas import config

ENCODINGS = ("utf-8", "cp932", "utf-16", "euc_jp")
# Choice of a form → form and encoding, as `lib.tables.write` takes them.
FORMS = {
    "csv": ("csv", "utf-8-sig"),
    "csv-cp932": ("csv", "cp932"),
    "xlsx": ("xlsx", "utf-8-sig"),
    "geojson": ("geojson", "utf-8-sig"),
    "json": ("json", "utf-8-sig"),
    "jsonl": ("jsonl", "utf-8-sig"),
    "parquet": ("parquet", "utf-8-sig"),
}
MAKES = ("repaired", "as-is", "converted", "stops", "routes", "none")
LISTED_PER_CODE = 100
LONGEST_NAME = 200
# What is made of a table is larger than the table: JSON repeats its headings in each row.
TIMES_LARGER = 16

Errors = dict[str, Any]


def task_of(asked: Mapping[str, Any], name: str, before: Mapping[str, Any] | None = None) -> dict:
    """Return the task for what a visitor asked.

    Args:
        asked: `format` ("" or "auto": find out; "none": none; "id" or "id:version"),
            `version`, `sheet`, `encoding`, `header_row`, `municipality`, `make`, `to` (format
            to convert to), `form`, `defuse`, `without`, `agree`.
        name: of the file.
        before: the task that was done with the same file.

    Raises:
        tk.ValidationError: something in it is not as it should be.
    """
    errors: Errors = {}
    format_id, version = _format(asked, errors)
    keep = 60 * config.desk_keep_minutes()
    task = {
        "name": PurePath(name.replace("\\", "/")).name[-LONGEST_NAME:] or "table",
        "reading": _reading(asked, errors),
        "format": format_id,
        "version": version,
        "municipality": _municipality(asked, errors),
        "make": _make(asked, errors),
        "without": _repairs(asked, "without", errors),
        "agree": _repairs(asked, "agree", errors),
        "listed_per_code": LISTED_PER_CODE,
        "memory_mb": config.desk_memory_mb(),
        "file_mb": TIMES_LARGER * (config.desk_max_bytes() >> 20),
        "timeout_s": config.desk_timeout_s(),
        "at_once": config.desk_at_once(),
        "expires": before["expires"] if before else time.time() + keep,
        "first": before is None,
    }
    if errors:
        raise tk.ValidationError(errors)
    return task


def _text(asked: Mapping[str, Any], key: str) -> str:
    value = asked.get(key)
    return value.strip() if isinstance(value, str) else ("" if value is None else str(value))


def _format(asked: Mapping[str, Any], errors: Errors) -> tuple[str | None, str | None]:
    """Return format and version; (None, None) finds out, ("", None) is for no format."""
    typed, _, version = _text(asked, "format").partition(":")
    if typed in ("", "auto"):
        return None, None
    if typed == "none":
        return "", None
    found = _known(typed, version or _text(asked, "version"), "format", errors)
    return found if found else (None, None)


def _known(name: str, version: str, key: str, errors: Errors) -> tuple[str, str] | None:
    found = load_formats().get(name)
    if found is None or not found.current.fields:
        errors[key] = [tk._("There is no such table format.")]
        return None
    chosen = found.version(version) if version else found.current
    if chosen is None:
        errors[key] = [tk._("This table format has no such version.")]
        return None
    return found.id, chosen.id


def _reading(asked: Mapping[str, Any], errors: Errors) -> dict[str, Any]:
    encoding, row = _text(asked, "encoding"), _text(asked, "header_row")
    if encoding and encoding not in ENCODINGS:
        known = ", ".join(ENCODINGS)
        errors["encoding"] = [tk._("Choose one of: {known}").format(known=known)]
    if row and not (row.isascii() and row.isdecimal() and len(row) <= 6):
        errors["header_row"] = [tk._("Please enter the number of a row, such as 3.")]
        row = ""
    wishes = {
        "encoding": encoding,
        "header_row": int(row) if row else None,
        "sheet": _text(asked, "sheet"),
    }
    return {key: value for key, value in wishes.items() if value not in ("", None)}


def _municipality(asked: Mapping[str, Any], errors: Errors) -> str | None:
    code = _text(asked, "municipality")
    if code and not (code.isascii() and code.isdecimal() and len(code) == 6):
        errors["municipality"] = [tk._("A municipality's code has six digits, such as 172014.")]
    return code or None


def _make(asked: Mapping[str, Any], errors: Errors) -> dict[str, Any]:
    what = _text(asked, "make") or "repaired"
    form = _text(asked, "form") or "csv"
    if what not in MAKES:
        errors["make"] = [tk._("Choose one of: {known}").format(known=", ".join(MAKES))]
    if form not in FORMS:
        errors["form"] = [tk._("Choose one of: {known}").format(known=", ".join(FORMS))]
    target = None
    if what == "converted":
        name, _, version = _text(asked, "to").partition(":")
        target = _known(name, version, "to", errors)
    form, encoding = FORMS.get(form, FORMS["csv"])
    return {
        "what": what,
        "form": form,
        "encoding": encoding,
        "format": target[0] if target else None,
        "version": target[1] if target else None,
        "defuse": _text(asked, "defuse").lower() in ("1", "true", "yes", "on"),
    }


def _repairs(asked: Mapping[str, Any], key: str, errors: Errors) -> list[str]:
    """Return names of repairs, given as a list or as text with commas or spaces."""
    given = asked.get(key) or []
    names = given.replace(",", " ").split() if isinstance(given, str) else list(given)
    unknown = [name for name in names if not isinstance(name, str) or name not in repair_names()]
    if unknown:
        errors[key] = [tk._("There is no such repair.")]
    return [name for name in names if name not in unknown]
