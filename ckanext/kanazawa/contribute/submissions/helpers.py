"""Template helpers: words of steps."""

from __future__ import annotations

from ckanext.kanazawa.contribute.labels import step_label


def kanazawa_contribute_step_label(what: str) -> str:
    """Return what happened, in the reader's language (`labels.step_label`)."""
    return step_label(what)
