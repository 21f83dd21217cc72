"""The states of a submission, and the steps between them: the only way a state changes.

    draft → submitted → in_review ⇄ returned
                          ↓    ↘ rejected → (appeal) submitted
                       approved → published → taken_down
    withdrawn: from every state before publication
    merged: into another submission that goes on, from submitted and in_review → (appeal)

Nothing here knows of databases; `step.py` applies a step to a row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

State = Literal[
    "draft",
    "submitted",
    "in_review",
    "returned",
    "approved",
    "published",
    "rejected",
    "withdrawn",
    "merged",
    "taken_down",
]
# Who takes a step: its author (or a member of its body), a steward of its municipality, the
# holder of a standing approval at submission, or the portal's own job.
Role = Literal["author", "steward", "standing", "portal"]

PUBLIC: frozenset[State] = frozenset({"published"})
# Nothing happens any more, but for an appeal or a taking down.
ENDED: frozenset[State] = frozenset({"published", "rejected", "withdrawn", "merged", "taken_down"})
# What the author may still change.
EDITABLE: frozenset[State] = frozenset({"draft", "returned"})
QUEUED: frozenset[State] = frozenset({"submitted", "in_review"})


@dataclass(frozen=True)
class Step:
    """One step.

    Attributes:
        before: states it may be taken in.
        after: state it leads to.
        roles: who may take it.
    """

    before: frozenset[State]
    after: State
    roles: frozenset[Role]


def _step(before: str, after: State, *roles: Role) -> Step:
    return Step(frozenset(before.split()), after, frozenset(roles))  # pyright: ignore[reportArgumentType]


STEPS: Mapping[str, Step] = {
    "submit": _step("draft returned", "submitted", "author"),
    "withdraw": _step("draft submitted in_review returned approved", "withdrawn", "author"),
    "appeal": _step("rejected merged", "submitted", "author"),
    "take": _step("submitted", "in_review", "steward"),
    "return": _step("in_review", "returned", "steward"),
    "approve": _step("in_review", "approved", "steward"),
    # A standing approval is an approval given beforehand, named in the record.
    "approve-standing": _step("submitted", "approved", "standing"),
    "reject": _step("in_review", "rejected", "steward"),
    "merge": _step("submitted in_review", "merged", "steward"),
    "reconsider": _step("approved", "in_review", "steward"),
    # The live dataset changed where the submission does: somebody has to look again.
    "conflict": _step("approved", "in_review", "portal"),
    "publish": _step("approved", "published", "portal"),
    "take-down": _step("published", "taken_down", "steward"),
}


def steps_from(state: State, role: Role) -> list[str]:
    """Return the names of the steps somebody may take now, in the order of `STEPS`."""
    return [name for name, step in STEPS.items() if state in step.before and role in step.roles]
