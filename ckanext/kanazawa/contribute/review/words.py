"""Names of steps as timelines and histories tell them."""

from __future__ import annotations

import ckan.plugins.toolkit as tk


def step_label(what: str) -> str:
    """Return what happened, in the reader's language; the code itself where we do not know it."""
    return {
        "submit": tk._("Submitted"),
        "revise": tk._("Revised"),
        "withdraw": tk._("Withdrawn by the contributor"),
        "appeal": tk._("Appealed"),
        "take": tk._("Review begun"),
        "return": tk._("Returned for revision"),
        "approve": tk._("Approved"),
        "approve-first": tk._("Approved by the first of two"),
        "approve-standing": tk._("Approved by a standing approval"),
        "reject": tk._("Rejected"),
        "reconsider": tk._("Approval taken back"),
        "conflict": tk._("Back to review before publication"),
        "publish": tk._("Published"),
        "take-down": tk._("Taken down"),
        "assign": tk._("Assigned"),
        "hand-over": tk._("Handed over"),
        "ask": tk._("A section was asked"),
        "answer": tk._("The section answered"),
    }.get(what, what)
