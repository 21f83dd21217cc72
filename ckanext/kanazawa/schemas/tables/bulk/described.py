"""An import as actions return it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from ckanext.kanazawa.schemas.model.bulk_import import BulkImport
from ckanext.kanazawa.schemas.tables.bulk.report import STATUSES

SHOWN = (
    *("id", "name", "size_bytes", "dry_run", "state", "total", "done", "results"),
    *("unused", "left", "error"),
)


def described(found: BulkImport) -> dict[str, Any]:
    """Return an import as `kanazawa_schemas_import_show` does."""
    statuses = Counter(row["status"] for row in found.results)
    return {
        **{name: getattr(found, name) for name in SHOWN},
        "counts": {status: statuses[status] for status in STATUSES},
        "created": found.created.isoformat(timespec="seconds"),
        "can_run": can_run(found),
    }


def can_run(found: BulkImport) -> bool:
    """Say whether an import was tried, and something would be done."""
    is_tried = found.dry_run and found.state == "ended" and found.location is not None
    return is_tried and any(row["status"] in ("made", "changed") for row in found.results)
