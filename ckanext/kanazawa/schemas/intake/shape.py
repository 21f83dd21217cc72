"""Refuse values of the wrong JSON kind, before anything tries to read them.

CKAN's validators trust that text is text: a number, list or object in its place ends in a 500,
and so does a NUL character that PostgreSQL cannot store.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.lib.navl.dictization_functions import Missing

Problems = dict[str, Any]

# NUL, and halves of surrogate pairs, which JSON can carry and UTF-8 cannot.
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
CORE_TEXTS = (
    *("id", "name", "title", "notes", "url", "version", "author", "author_email", "maintainer"),
    *("maintainer_email", "license_id", "owner_org", "state", "type", "tag_string"),
    *("description", "format", "package_id", "url_type", "resource_type", "mimetype", "hash"),
    *("cache_url", "mimetype_inner", "display_name", "image_url"),
)
FLAGS = ("private", "kanazawa_demo")
CORE_RECORDS: dict[str, tuple[str, ...]] = {
    "tags": ("name", "vocabulary_id"),
    "extras": ("key",),
    "groups": ("id", "name"),
    "resources": (),
}


def shape_problems(values: Mapping[str, Any], fields: Iterable[Mapping[str, Any]]) -> Problems:
    """Find values of the wrong kind.

    Args:
        values: a dataset, resource or organisation as it arrived.
        fields: the scheming fields of its type.

    Returns:
        field → messages (for records: one dict of messages a record); empty when all is well.
    """
    by_name = {field["field_name"]: field for field in fields}
    problems: Problems = {}
    for name, value in values.items():
        if not isinstance(name, str) or value is None or isinstance(value, Missing):
            continue
        found = _value_problems(name, value, by_name.get(name))
        if found:
            problems[name] = found
    return problems


def _value_problems(name: str, value: Any, field: Mapping[str, Any] | None) -> list[Any]:
    if field is not None and "repeating_subfields" in field:
        return _record_problems(value, field["repeating_subfields"])
    if name in CORE_RECORDS:
        return _core_record_problems(name, value)
    if name in FLAGS:
        return _flag_problems(value)
    if field is not None and str(field.get("validators", "")).startswith("fluent_"):
        return _translation_problems(value)
    if field is not None and "kanazawa_schemas_texts" in field.get("validators", ""):
        return _texts_problems(value)
    if name in CORE_TEXTS or _is_text_field(field):
        return _text_problems(value)
    return _unstorable(value)


def _is_text_field(field: Mapping[str, Any] | None) -> bool:
    if field is None:
        return False
    validators = field.get("validators", "unicode_safe")
    return "kanazawa_schemas_text" in validators or "unicode_safe" in validators


def _text_problems(value: Any) -> list[str]:
    if isinstance(value, str):
        return _unstorable(value)
    return [tk._("Text is expected here, not {kind}.").format(kind=_kind(value))]


def _texts_problems(value: Any) -> list[str]:
    if isinstance(value, str):
        return _unstorable(value)
    if not isinstance(value, list):
        return [tk._("A list of texts is expected here, not {kind}.").format(kind=_kind(value))]
    return [problem for element in value for problem in _text_problems(element)][:1]


def _translation_problems(value: Any) -> list[str]:
    if isinstance(value, str):
        return _unstorable(value)
    if not isinstance(value, dict):
        return [
            tk._(
                "Text by language is expected here, "
                'for example {{"ja": "…", "en": "…"}}, not {kind}.'
            ).format(kind=_kind(value))
        ]
    return [
        problem for text in value.values() if text is not None for problem in _text_problems(text)
    ][:1]


def _record_problems(value: Any, fields: Iterable[Mapping[str, Any]]) -> list[Any]:
    if value == "":
        return []
    if not isinstance(value, list) or not all(isinstance(record, dict) for record in value):
        return [tk._("A list of objects is expected here, not {kind}.").format(kind=_kind(value))]
    named = [
        {"validators": "unicode_safe", **field} if "validators" not in field else field
        for field in fields
    ]
    found = [shape_problems(record, named) for record in value]
    return found if any(found) else []


def _core_record_problems(name: str, value: Any) -> list[Any]:
    keys = CORE_RECORDS[name]
    found = _record_problems(value, [{"field_name": key} for key in keys])
    # CKAN's ValidationError reads errors of these by the key of each record.
    return [
        {keys[0]: [problem]} if keys and isinstance(problem, str) else problem for problem in found
    ]


def _flag_problems(value: Any) -> list[str]:
    if isinstance(value, (bool, int, str)):
        return _unstorable(value)
    return [tk._("True or false is expected here, not {kind}.").format(kind=_kind(value))]


def _unstorable(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [problem for part in value.values() for problem in _unstorable(part)][:1]
    if isinstance(value, list):
        return [problem for part in value for problem in _unstorable(part)][:1]
    if isinstance(value, str) and UNSTORABLE.search(value):
        return [tk._("The text contains characters that cannot be stored (NUL or half a pair).")]
    return []


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return tk._("true or false")
    if isinstance(value, (int, float)):
        return tk._("a number")
    if isinstance(value, list):
        return tk._("a list")
    if isinstance(value, dict):
        return tk._("an object")
    return tk._("a file")
