"""Template helpers: words of steps, pictures."""

from __future__ import annotations

from ckanext.kanazawa.contribute.labels import step_label
from ckanext.kanazawa.contribute.submissions.picture import is_picture


def kanazawa_contribute_step_label(what: str) -> str:
    """Return what happened, in the reader's language (`labels.step_label`)."""
    return step_label(what)


def kanazawa_contribute_is_picture(name: str) -> bool:
    """Say whether a pending file can be shown as a picture."""
    return is_picture(name)
