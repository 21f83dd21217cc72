"""Template helpers: words of steps and reasons."""

from __future__ import annotations

import ckan.plugins.toolkit as tk


def kanazawa_contribute_step_label(what: str) -> str:
    """Return what happened, in the reader's language; the code of a step nobody named."""
    return {
        "create": tk._("Begun"),
        "revise": tk._("Revised"),
        "submit": tk._("Submitted"),
        "withdraw": tk._("Withdrawn"),
        "appeal": tk._("Another look was asked for"),
        "take": tk._("The review began"),
        "return": tk._("Returned for revision"),
        "approve": tk._("Approved"),
        "approve-standing": tk._("Approved"),
        "reject": tk._("Rejected"),
        "reconsider": tk._("Taken into review again"),
        "conflict": tk._("Looked at again, because the dataset changed meanwhile"),
        "publish": tk._("Published"),
        "take-down": tk._("Taken down"),
    }.get(what, what)
