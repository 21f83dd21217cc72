"""Sums over the tables of each organisation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ckanext.kanazawa.schemas.tables.overview.rows import Row


def by_organization(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Return sums for each organisation, the one with most errors first."""
    sums: dict[str, dict[str, Any]] = {}
    for row in rows:
        one = sums.setdefault(row.organization, _empty(row.organization))
        counts = row.severity or {}
        one["tables"] += 1
        one["following"] += int(row.format is not None)
        one["with_errors"] += int(counts.get("error", 0) > 0)
        one["unread"] += int(row.state == "failed")
        one["personal"] += int(row.personal > 0)
        for name, count in counts.items():
            one["severity"][name] += count
    return sorted(sums.values(), key=lambda one: (-one["severity"]["error"], one["organization"]))


def _empty(name: str) -> dict[str, Any]:
    numbers = dict.fromkeys(("tables", "following", "with_errors", "unread", "personal"), 0)
    return {"organization": name, **numbers, "severity": {"error": 0, "warning": 0, "hint": 0}}
