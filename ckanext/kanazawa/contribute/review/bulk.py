"""The same decision on several submissions: first shown, then done one by one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk

from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.review import decide
from ckanext.kanazawa.contribute.review.access import find
from ckanext.kanazawa.contribute.review.reasons import read_reason, read_reply
from ckanext.kanazawa.contribute.states import STEPS

STEPS_OFFERED = ("take", "reject")
MOST = 100


def outcomes(user: model.User, given: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Say what would become of each submission, or do it.

    Each is a transaction of its own, so that one that is refused holds up no other.

    Args:
        user: the steward.
        given: `ids`, `step` ("take" or "reject"), `reason` and `text` of a rejection, and
            `dry_run` (true unless it is false).

    Returns:
        One dict each: {"id", "number", "title", "state", "possible", "done"}.
    """
    step, ids = given.get("step"), given.get("ids")
    if step not in STEPS_OFFERED:
        raise tk.ValidationError({"step": [tk._("Choose what to do.")]})
    if not isinstance(ids, list) or not ids or len(ids) > MOST:
        message = tk._("Choose between 1 and {most} submissions.").format(most=MOST)
        raise tk.ValidationError({"ids": [message]})
    reason = read_reason(given.get("reason")) if step == "reject" else ""
    text = read_reply(given.get("text"), reason)
    only_look = tk.asbool(given.get("dry_run", True))
    return [_outcome(id, user, step, reason, text, only_look) for id in dict.fromkeys(ids)]


def _outcome(
    id: Any, user: model.User, step: str, reason: str, text: str, only_look: bool
) -> dict[str, Any]:
    submission = find(id, user)
    told = {name: getattr(submission, name) for name in ("id", "number", "title", "state")}
    possible = submission.state in STEPS[step].before
    if only_look or not possible:
        return {**told, "possible": possible, "done": False}
    try:
        _act(submission, user, step, reason, text)
        model.Session.commit()
    except tk.ValidationError:
        model.Session.rollback()
        return {**told, "possible": False, "done": False}
    return {**told, "possible": True, "done": True}


def _act(submission: Submission, user: model.User, step: str, reason: str, text: str) -> None:
    if step == "take":
        decide.take(submission, user)
    else:
        decide.reject(submission, user, submission.revision, reason, text)
