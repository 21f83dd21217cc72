"""Template helpers: the editions of a resource."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.kanazawa.schemas.files.edition import NO_FILE, current_edition, has_waiting_only
from ckanext.kanazawa.schemas.model.edition import Edition
from ckanext.kanazawa.schemas.tables.editions.describe import described


def kanazawa_schemas_editions(resource: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the editions of a resource the reader may see, newest first."""
    resource_id = str(resource.get("id") or "")
    is_editor = tk.h.check_access("resource_update", {"id": resource_id})
    shown = Edition.shown(resource_id)
    return [
        described(edition, shown, to_editor=is_editor)
        for edition in Edition.newest_first(resource_id)
        if is_editor or edition.release == "released"
    ]


def kanazawa_schemas_edition_notices(resource: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what is to be said of a resource's editions before its file is offered.

    Returns:
        [{"kind", "edition", "before"}, ...]: "waits" (held, being examined), "personal" (held or
        shown, personal data was found), "unreadable" (held, no table could be read) with the
        edition for editors; "no-file" (there is no public file; for everybody, without edition).
        "before" is the label of the edition that visitors see once this one is taken back.
    """
    resource_id = str(resource.get("id") or "")
    editions = Edition.newest_first(resource_id)
    if not editions:
        return []
    notices: list[dict[str, Any]] = []
    shown = Edition.shown(resource_id)
    if shown is None and resource.get("url_type") == "upload":
        kind = "examined" if any(e.release == "held" for e in editions) else "withdrawn"
        notices.append({"kind": f"no-file-{kind}", "edition": None})
    if not tk.h.check_access("resource_update", {"id": resource_id}):
        return notices
    for edition in editions:
        told = described(edition, shown, to_editor=True)
        if told["needs_confirmation"]:
            kind = "personal" if edition.personal else "unreadable"
            before = _before(edition, resource_id)
            notices.append({"kind": kind, "edition": told, "before": before})
        elif edition.release == "held":
            notices.append({"kind": "waits", "edition": told})
    return notices


def _before(edition: Edition, resource_id: str) -> str | None:
    """Return the label of the edition visitors see without one, and without its like."""
    others = (
        other.label
        for other in Edition.released(resource_id)
        if other.id != edition.id and not (edition.sha256 and other.sha256 == edition.sha256)
    )
    return next(others, None)


def kanazawa_schemas_has_file(resource: Mapping[str, Any]) -> bool:
    """Say whether visitors get a file at a resource's address."""
    resource_id = str(resource.get("id") or "")
    if resource.get("url_type") != "upload" or not Edition.newest_first(resource_id):
        return True
    if current_edition(resource_id, resource.get("hash")) is not None:
        return True
    return has_waiting_only(resource_id) and not str(resource.get("url")).endswith(f"/{NO_FILE}")
