"""Template helper of the room."""

from __future__ import annotations

from typing import Any

from ckanext.kanazawa.contribute.acting import stewarded
from ckanext.kanazawa.contribute.pages import me
from ckanext.kanazawa.contribute.undone.listing import waiting


def kanazawa_contribute_undone(
    resource_id: str | None = None, submission_id: str | None = None
) -> list[dict[str, Any]]:
    """Return the corrections that were undone and wait for the reader; [] for all but stewards.

    Args:
        resource_id: of one table only.
        submission_id: one correction only.
    """
    user = me()
    if user is None or not stewarded(user):
        return []
    return waiting(user, resource_id=resource_id, submission_id=submission_id)
