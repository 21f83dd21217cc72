"""One word about a dataset's tables, for lists: one query for a whole page of datasets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import ckan.model as model
import sqlalchemy as sa
from flask import g, has_request_context

from ckanext.kanazawa.lib.tables.errors import TableError
from ckanext.kanazawa.lib.tables.formats.loader import load_format
from ckanext.kanazawa.schemas.model.edition import RESOURCE, Edition

_SEEN, _KNOWN = "kanazawa_schemas_badge_seen", "kanazawa_schemas_badge_known"


@dataclass(frozen=True)
class Badge:
    """What was found, in one word.

    Attributes:
        kind: "error", "warning", "waiting" (to be examined) or "standard".
        number: of errors or warnings.
    """

    kind: str
    number: int = 0


@dataclass(frozen=True)
class _Table:
    errors: int
    warnings: int
    follows: bool
    waits: bool


def note_seen(datasets: Iterable[Mapping[str, Any]]) -> None:
    """Note which datasets a request has found, so that one query can tell of all of them."""
    if has_request_context():
        seen: set[str] = g.setdefault(_SEEN, set())
        seen.update(
            str(found.get("id")) for data in datasets for found in data.get("resources") or ()
        )


def badge_of(resources: Iterable[Mapping[str, Any]]) -> Badge | None:
    """Return the badge of some resources together; None where no table of them is known."""
    ids = {found["id"] for found in resources if found.get("id")}
    known = _known(ids)
    tables = [known[id] for id in ids if known.get(id)]
    if not tables:
        return None
    errors = sum(table.errors for table in tables if table)
    warnings = sum(table.warnings for table in tables if table)
    if errors:
        return Badge("error", errors)
    if warnings:
        return Badge("warning", warnings)
    if any(table.waits for table in tables if table):
        return Badge("waiting")
    return Badge("standard") if any(table.follows for table in tables if table) else None


def _known(ids: set[str]) -> dict[str, _Table | None]:
    """Return resource → its table, asking at once for all that the request has met so far."""
    known: dict[str, _Table | None] = g.setdefault(_KNOWN, {})
    if not ids <= known.keys():
        wanted = (ids | g.get(_SEEN, set())) - known.keys()
        known.update(dict.fromkeys(wanted))
        known.update(_tables(wanted))
    return known


def _tables(ids: set[str]) -> dict[str, _Table]:
    """Look up the editions that visitors see."""
    severity = Edition.totals["severity"]
    query = (
        sa.select(
            Edition.owner_id,
            Edition.state,
            severity["error"].as_integer(),
            severity["warning"].as_integer(),
            Edition.format,
        )
        .distinct(Edition.owner_id)
        .where(
            Edition.owner_type == RESOURCE,
            Edition.owner_id.in_(ids),
            Edition.release == "released",
        )
        .order_by(Edition.owner_id, Edition.created.desc(), Edition.id.desc())
    )
    return {
        owner: _Table(errors or 0, warnings or 0, _is_verified(format), state == "waiting")
        for owner, state, errors, warnings, format in model.Session.execute(query)
        if state in ("examined", "waiting")
    }


def _is_verified(format: str | None) -> bool:
    """Say whether a table of this format may be said to follow it."""
    try:
        return bool(format) and load_format(format or "").status == "verified"
    except TableError:
        return False
