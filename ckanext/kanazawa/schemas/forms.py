"""Template helpers of the forms: rows of sub-fields, and what is wrong where."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypedDict

import ckan.plugins.toolkit as tk

Field = Mapping[str, Any]


class Problem(TypedDict):
    """One line of the summary above a form."""

    label: str
    message: str
    anchor: str | None


def record_rows(field: Field, data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the rows of sub-fields to show: those stored or just typed, else an empty one.

    Args:
        field: a scheming field with `repeating_subfields`.
        data: the form's data; after an error the rows stand in it as "field-0-subfield".
    """
    stored = data.get(field["field_name"])
    rows = stored if isinstance(stored, list) else typed_rows(field["field_name"], data)
    return [row for row in rows if isinstance(row, dict)] or [{}]


def typed_rows(name: str, data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Collect "name-0-subfield" keys of a submitted form into rows."""
    rows: dict[int, dict[str, Any]] = {}
    pattern = re.compile(rf"{re.escape(name)}-(\d{{1,6}})-(\w+)")
    for key, value in data.items():
        match = pattern.fullmatch(key) if isinstance(key, str) else None
        if match:
            rows.setdefault(int(match[1]), {})[match[2]] = value
    return [rows[index] for index in sorted(rows)]


def tag_messages(errors: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with the tags, whichever way they came."""
    return list(dict.fromkeys(_messages([errors.get("tags"), errors.get("tag_string")])))


def problems(errors: Mapping[str, Any], fields: Iterable[Field]) -> list[Problem]:
    """List what is wrong in a form, in the order of its fields, with where to find it."""
    left = dict(errors)
    found: list[Problem] = []
    if "tags" in left:
        left["tag_string"] = tag_messages(errors)
        del left["tags"]
    if "upload" in left:
        left["url"] = [*left.pop("upload"), *_messages(left.get("url"))]
    for field in fields:
        if field["field_name"] in left:
            found += _field_problems(field, left.pop(field["field_name"]))
    title = left.pop("title_translated", None)  # of the dataset, found where a file is added
    found += [Problem(label=tk._("Title"), message=m, anchor=None) for m in _messages(title)]
    for name, value in left.items():
        anchor = "field-name" if name == "name" else None
        found += [Problem(label=name, message=m, anchor=anchor) for m in _messages(value)]
    return found


def _field_problems(field: Field, errors: Any) -> Iterator[Problem]:
    name = field["field_name"]
    label = tk.h.scheming_language_text(field["label"])
    subfields = field.get("repeating_subfields")
    if not subfields or any(isinstance(error, str) for error in errors):
        anchor = f"field-{name}-ja" if _is_translated(field) else f"field-{name}"
        for message in _messages(errors):
            yield Problem(label=label, message=message, anchor=anchor)
        return
    for index, row in enumerate(errors):
        for subfield in subfields:
            inner = tk.h.scheming_language_text(subfield["label"])
            anchor = f"field-{name}-{index}-{subfield['field_name']}"
            for message in _messages(row.get(subfield["field_name"])):
                yield Problem(label=f"{label} {index + 1} {inner}", message=message, anchor=anchor)


def _is_translated(field: Field) -> bool:
    return str(field.get("validators", "")).startswith("fluent_")


def _messages(errors: Any) -> list[str]:
    """Flatten CKAN's errors (text, lists, dicts in lists) into messages."""
    if isinstance(errors, str):
        return [errors]
    if isinstance(errors, Mapping):
        errors = errors.values()
    if isinstance(errors, Iterable):
        return [message for error in errors for message in _messages(error)]
    return []
