"""Values of fields as people read them: labels for codes, one line a part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.kanazawa.contribute.labels import fields_of_datasets

Values = dict[str, Any]


def readable(name: str, value: Any) -> str:
    """Return the value of a dataset's field as text that can be compared by eye.

    Args:
        name: of the field.
        value: as `package_show` gives it.
    """
    field = next((one for one in fields_of_datasets() if one["field_name"] == name), {})
    return _text(field, value)


def _text(field: Mapping[str, Any], value: Any) -> str:
    if isinstance(value, Mapping):
        names = _names(field, value)
        line = tk._("{label}: {value}")
        parts = ((names[key], _text({}, value[key])) for key in names if value.get(key))
        return "\n".join(line.format(label=label, value=part) for label, part in parts)
    if isinstance(value, list):
        parts = [_text(field, part) for part in value]
        return "\n".join(parts) if any("\n" in part for part in parts) else "、".join(parts)
    if value is None:
        return ""
    choices = (tk.h.scheming_field_choices(field) or ()) if field else ()
    labels = (one.get("label") for one in choices if one["value"] == value)
    label = next(labels, None)
    # What somebody typed is no label, and is not translated.
    return _label(label) if label else str(value)


def _label(label: Any) -> str:
    """Return a label in the reader's language; actions are called outside of requests, too."""
    return str(tk.h.scheming_language_text(label, tk.h.kanazawa_language()))


def _names(field: Mapping[str, Any], value: Mapping[str, Any]) -> dict[str, str]:
    """Return the labels of sub-fields, or the names of languages, in their order; others last."""
    names = {
        subfield["field_name"]: _label(subfield["label"])
        for subfield in field.get("repeating_subfields") or ()
    } or {"ja": tk._("Japanese"), "en": tk._("English")}
    return {**names, **{key: key for key in value if key not in names}}
