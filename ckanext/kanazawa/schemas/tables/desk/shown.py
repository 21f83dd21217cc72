"""What came of a check, as its page shows it: findings filtered and cut into pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.kanazawa.lib.tables.cli.texts import text
from ckanext.kanazawa.lib.tables.findings import SEVERITIES
from ckanext.kanazawa.lib.tables.messages import catalogue, message

PER_PAGE = 50
# Repairs whose cells are shown before and after.
SHOWN_CHANGES = 60


@dataclass(frozen=True)
class Page:
    """Some of the findings of a check.

    Attributes:
        rows: findings of this page.
        number, last: of the page, from 1.
        count: of all findings that fit the filters.
        filters: as asked: severity, code, column; "" for all.
        severities: severity → its name in the reader's language.
        columns, codes: what can be chosen, with the number of listed findings.
    """

    rows: list[dict[str, Any]]
    number: int
    last: int
    count: int
    filters: dict[str, str]
    severities: dict[str, str]
    columns: list[tuple[str, int]]
    codes: list[tuple[str, str, int]]


def findings_page(check: Mapping[str, Any], asked: Mapping[str, str]) -> Page:
    """Return the findings a visitor asks for.

    Args:
        check: a result as `kanazawa-table check --json` gives it.
        asked: `severity`, `code`, `column` (letter or heading), `page`.
    """
    listed = sorted(check["findings"], key=lambda one: SEVERITIES.index(one["severity"]))
    filters = {key: asked.get(key, "") for key in ("severity", "code", "column")}
    found = [one for one in listed if _fits(one, filters)]
    last = max(1, -(-len(found) // PER_PAGE))
    typed = asked.get("page", "1")
    number = min(int(typed), last) if typed.isdecimal() and len(typed) < 7 and int(typed) else 1
    return Page(
        found[(number - 1) * PER_PAGE : number * PER_PAGE],
        number,
        last,
        len(found),
        filters,
        {name: text(f"severity.{name}", tk.h.kanazawa_language()) for name in SEVERITIES},
        sorted(Counter(one["column"] for one in listed if one["column"]).items()),
        [(code, title_of(code), n) for code, n in _codes(listed)],
    )


def _fits(finding: Mapping[str, Any], filters: Mapping[str, str]) -> bool:
    return all(finding[key] == value for key, value in filters.items() if value)


def _codes(listed: list[dict[str, Any]]) -> list[tuple[str, int]]:
    return Counter(one["code"] for one in listed).most_common()


def title_of(code: str) -> str:
    """Return the short name of a finding or repair in the reader's language."""
    entry = catalogue().get(code) or {}
    if "title" not in entry:
        return code
    try:
        return message(code, tk.h.kanazawa_language(), {}, "title")
    except KeyError:  # a title that names what was found
        return code


def repairs_of(made: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """Return the repairs that were done: name, title, number, first changes."""
    repairs = (made or {}).get("repairs") or {"totals": {}, "listed": []}
    return [
        {
            "name": name,
            "title": title_of(name),
            "count": count,
            "changes": [one for one in repairs["listed"] if one["repair"] == name][:SHOWN_CHANGES],
        }
        for name, count in repairs["totals"].items()
    ]
