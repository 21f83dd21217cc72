"""Read the rules of a definition, and carry them over to an older version's headings."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from ckanext.kanazawa.lib.tables.findings import SEVERITIES
from ckanext.kanazawa.lib.tables.formats.document import Section

# Rule → key → what it holds: a column, a column that may be null, columns, or anything.
RULES: Mapping[str, Mapping[str, str]] = {
    "unique": {"columns": "columns"},
    "order": {"first": "column", "then": "column", "over_midnight": "free", "dates": "columns"},
    "sum": {"total": "column", "parts": "columns"},
    "together": {"columns": "columns"},
    "needs": {"column": "column", "values": "free", "needs": "column"},
    "misplaced": {"column": "column", "belongs": "column", "words": "free"},
    "range": {"column": "column", "by": "column"},
    "position": {"latitude": "column", "longitude": "column", "code": "maybe"},
    "address": {"joined": "column", "parts": "columns", "code": "maybe"},
    "duplicates": {
        "name": "column",
        "address": "maybe",
        "latitude": "maybe",
        "longitude": "maybe",
    },
}
_OPTIONAL = ("over_midnight", "dates")
# Any rule may say how grave it is where the standard does not state it outright.
_GRADE = "severity"


def rules_of(section: Section, names: Collection[str]) -> tuple[Mapping[str, Any], ...]:
    """Read and check the rules of a version.

    Args:
        section: what holds the key `rules`.
        names: headings of the version.

    Raises:
        DefinitionError: a rule is unknown, lacks a key, or names a column that is not there.
    """
    found = []
    for number, rule in enumerate(section.sections("rules"), start=1):
        place = {"ja": f"規則{number}（rules）", "en": f"rule {number} (rules)"}
        found.append(_checked(rule.at(place), names))
    return tuple(found)


def _checked(rule: Section, names: Collection[str]) -> Mapping[str, Any]:
    shape = RULES[rule.one_of("rule", RULES)]
    rule.allow({"rule", _GRADE, *shape})
    rule.one_of(_GRADE, SEVERITIES, SEVERITIES[0])
    for key, holds in shape.items():
        if key not in rule.keys:
            if key in _OPTIONAL:
                continue
            raise rule.error("definition-key-missing", key=key)
        for column in _columns(rule.keys[key], holds):
            if column not in names:
                raise rule.error("definition-column-unknown", key=key, column=column)
    return rule.keys


def _columns(value: Any, holds: str) -> list[Any]:
    if holds == "columns":
        return value if isinstance(value, list) else [value]
    if holds == "column" or (holds == "maybe" and value is not None):
        return [value]
    return []


def carried_over(
    rules: Collection[Mapping[str, Any]], names: Mapping[str, str]
) -> tuple[Mapping[str, Any], ...]:
    """Return the rules an older version shares with the current one, under its own headings.

    Args:
        rules: of the current version.
        names: current heading → older heading.

    Returns:
        Rules whose columns are all there; a column that may be missing becomes null.
    """
    moved = (_moved(rule, names) for rule in rules)
    return tuple(rule for rule in moved if rule is not None)


def _moved(rule: Mapping[str, Any], names: Mapping[str, str]) -> Mapping[str, Any] | None:
    moved: dict[str, Any] = {key: rule[key] for key in ("rule", _GRADE) if key in rule}
    for key, holds in RULES[rule["rule"]].items():
        if key not in rule:
            continue
        columns = _columns(rule[key], holds)
        if holds == "free" or not columns:
            moved[key] = rule[key]
        elif holds == "maybe":
            moved[key] = names.get(rule[key])
        elif not all(column in names for column in columns):
            return None
        else:
            renamed = [names[column] for column in columns]
            moved[key] = renamed if holds == "columns" else renamed[0]
    return moved
