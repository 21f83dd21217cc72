"""Template helpers of the room: names of things in the reader's language."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.kanazawa.contribute import labels
from ckanext.kanazawa.contribute.bodies.body import KINDS as BODY_KINDS
from ckanext.kanazawa.contribute.labels import field_label, municipality_title
from ckanext.kanazawa.contribute.review.queue import AGES, CARES, KINDS, STATES, care_label
from ckanext.kanazawa.contribute.review.reasons import REASONS, reason_label
from ckanext.kanazawa.lib.choices import load_choices


def kanazawa_contribute_review_labels() -> dict[str, Any]:
    """Return what names a code: {"state", "kind", "body_kind", "care", "reason", "step"}."""
    return {
        "state": labels.state_label,
        "kind": labels.kind_label,
        "body_kind": _from_label,
        "care": care_label,
        "age": _age_label,
        "reason": reason_label,
        "step": labels.step_label,
        "field": field_label,
        "place": _place_label,
        "theme": _theme_label,
        "municipality": _municipality,
    }


def kanazawa_contribute_review_choices() -> dict[str, list[str]]:
    """Return the codes that filters and forms offer."""
    return {
        "kinds": list(KINDS),
        "reasons": list(REASONS),
        "states": list(STATES),
        "ages": list(AGES),
        "from": ["nobody", "citizen", *BODY_KINDS],
        "cares": ["any", *CARES, "publication"],
    }


def kanazawa_contribute_reason_label(reason: str) -> str:
    """Return a reason of a decision as people read it."""
    return reason_label(reason)


def _place_label(place: str | None, files: list[dict[str, Any]]) -> str:
    """Return what a remark is about: the whole, a field, or a file (`file:<key>`)."""
    if not place:
        return tk._("The whole")
    if not place.startswith("file:"):
        return field_label(place)
    names = {f"file:{one['key']}": str(one["name"]) for one in files}
    return names.get(place) or tk._("A file that was taken out")


def _age_label(days: str) -> str:
    return tk._("{days} days or more").format(days=days)


def _from_label(kind: str) -> str:
    return tk._("Without an account") if kind == "nobody" else labels.body_kind_label(kind)


def _theme_label(theme: str) -> str:
    found = load_choices("themes").get(theme)
    return found.label[tk.h.kanazawa_language()] if found else tk._("No theme")


def _municipality(organization_id: str | None) -> str:
    return municipality_title(organization_id, tk.h.kanazawa_language())
