"""Template helper of the room."""

from __future__ import annotations

from ckanext.kanazawa.contribute.publication.history import history_of


def kanazawa_contribute_has_history(dataset_id: str) -> bool:
    """Say whether contributions to a dataset were public."""
    return bool(history_of(dataset_id))
