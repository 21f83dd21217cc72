"""Actions: what stewards do with submissions."""

from __future__ import annotations

from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
from ckan.types import Context, DataDict

from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.publication.take_down import take_down
from ckanext.kanazawa.contribute.review import bulk, decide, inquiry, merge, vouch
from ckanext.kanazawa.contribute.review.access import find, steward_of
from ckanext.kanazawa.contribute.review.queue import listed
from ckanext.kanazawa.contribute.review.reasons import read_reason, read_reply, read_seen, read_text
from ckanext.kanazawa.contribute.review.show import shown
from ckanext.kanazawa.contribute.transaction import committed

Values = dict[str, Any]


def _begin(name: str, context: Context, data_dict: DataDict) -> tuple[model.User, Submission]:
    """Check access and return (steward, submission) of a call."""
    tk.check_access(name, context, data_dict)
    user = steward_of(context)
    return user, find(data_dict.get("id"), user)


def _done(submission: Submission) -> Values:
    """Commit, and return where the submission is now."""
    found = {"id": submission.id, "state": submission.state, "revision": submission.revision}
    model.Session.commit()
    return found


@tk.side_effect_free
def kanazawa_contribute_review_list(context: Context, data_dict: DataDict) -> Values:
    """Return a page of the submissions the caller may review, the oldest first.

    Args:
        context: a steward.
        data_dict: see `queue.listed`.

    Try: `ckanapi action kanazawa_contribute_review_list state=submitted`
    """
    tk.check_access("kanazawa_contribute_review_list", context, data_dict)
    return listed(steward_of(context), data_dict)


@tk.side_effect_free
def kanazawa_contribute_review_show(context: Context, data_dict: DataDict) -> Values:
    """Return a submission beside the live version (`show.shown`).

    Args:
        context: a steward of its municipality, or a deputy.
        data_dict: `id`; `rows`: true compares rows of tables, too.

    Raises:
        tk.ObjectNotFound: there is none, or none for the caller.

    Try: `ckanapi action kanazawa_contribute_review_show id=…`
    """
    user, submission = _begin("kanazawa_contribute_review_show", context, data_dict)
    return shown(submission, user, with_rows=tk.asbool(data_dict.get("rows", False)))


def kanazawa_contribute_review_take(context: Context, data_dict: DataDict) -> Values:
    """Begin to look at a submission; it is assigned to the caller.

    Args:
        context: a steward.
        data_dict: `id`.

    Raises:
        StepRefused: somebody was faster.

    Try: `ckanapi action kanazawa_contribute_review_take id=…`
    """
    user, submission = _begin("kanazawa_contribute_review_take", context, data_dict)
    decide.take(submission, user)
    return _done(submission)


def kanazawa_contribute_review_return(context: Context, data_dict: DataDict) -> Values:
    """Return a submission to its author with reasons: `text`, or remarks made before.

    Args:
        context: a steward.
        data_dict: `id`, `revision`, `text`.

    Try: `ckanapi action kanazawa_contribute_review_return id=… revision=1 text=…`
    """
    user, submission = _begin("kanazawa_contribute_review_return", context, data_dict)
    seen, text = read_seen(data_dict.get("revision")), read_text(data_dict.get("text"))
    decide.return_(submission, user, seen, text)
    return _done(submission)


def kanazawa_contribute_review_approve(context: Context, data_dict: DataDict) -> Values:
    """Approve a revision compared with a live version; it is published now or at a time.

    Args:
        context: a steward who edited nothing of it.
        data_dict: `id`, `revision`, `base` (both as `…_review_show` gives them), `publish_at`,
            `content_checked`: the municipality has verified what the data say,
            `links`: "publish" or "leave-out", needed where `…_review_show` has `links_waiting`,
            `text` (of a report: the answer, mailed where an address was given).

    Returns:
        Also "outcome": "approved", or "first" where a second steward has to approve, too.

    Try: `ckanapi action kanazawa_contribute_review_approve id=… revision=1 base=…`
    """
    user, submission = _begin("kanazawa_contribute_review_approve", context, data_dict)
    outcome = decide.approve(
        submission,
        user,
        revision=read_seen(data_dict.get("revision")),
        base=str(data_dict.get("base") or ""),
        publish_at=decide.read_later(data_dict.get("publish_at"), "publish_at"),
        content_checked=tk.asbool(data_dict.get("content_checked") or False),
        links=str(data_dict.get("links") or ""),
        text=read_text(data_dict.get("text")),
    )
    return {**_done(submission), "outcome": outcome}


def kanazawa_contribute_review_reject(context: Context, data_dict: DataDict) -> Values:
    """Reject a submission.

    Args:
        context: a steward.
        data_dict: `id`, `revision`, `reason` (a code of `reasons.REASONS`), `text`.

    Try: `ckanapi action kanazawa_contribute_review_reject id=… revision=1 reason=duplicate`
    """
    user, submission = _begin("kanazawa_contribute_review_reject", context, data_dict)
    reason = read_reason(data_dict.get("reason"))
    text = read_reply(data_dict.get("text"), reason)
    decide.reject(submission, user, read_seen(data_dict.get("revision")), reason, text)
    return _done(submission)


def kanazawa_contribute_review_merge(context: Context, data_dict: DataDict) -> Values:
    """End a submission that repeats another one; that one goes on, and both are told.

    Args:
        context: a steward of both.
        data_dict: `id`, `revision`, `into` (id or number of the one that goes on), `left_out`
            (true: its contributor is not named with what is published).

    Try: `ckanapi action kanazawa_contribute_review_merge id=… revision=1 into=12`
    """
    user, submission = _begin("kanazawa_contribute_review_merge", context, data_dict)
    into = read_text(str(data_dict.get("into") or ""), "into", needed=True)
    seen = read_seen(data_dict.get("revision"))
    credited = not tk.asbool(data_dict.get("left_out") or False)
    merge.merge(submission, user, seen, into, credited=credited)
    return _done(submission)


def kanazawa_contribute_review_reconsider(context: Context, data_dict: DataDict) -> Values:
    """Take an approval back that was not published yet.

    Args:
        context: a steward.
        data_dict: `id`, `text`.

    Try: `ckanapi action kanazawa_contribute_review_reconsider id=… text=…`
    """
    user, submission = _begin("kanazawa_contribute_review_reconsider", context, data_dict)
    decide.reconsider(submission, user, read_text(data_dict.get("text"), needed=True))
    return _done(submission)


def kanazawa_contribute_review_assign(context: Context, data_dict: DataDict) -> Values:
    """Say who looks at a submission, and by when.

    Args:
        context: a steward.
        data_dict: `id`, `user` (name or id of a steward), `due_at`.

    Try: `ckanapi action kanazawa_contribute_review_assign id=… user=… due_at=2026-04-01`
    """
    user, submission = _begin("kanazawa_contribute_review_assign", context, data_dict)
    to = model.User.get(str(data_dict.get("user") or user.name))
    if to is None or to.state != model.State.ACTIVE or not _may_review(submission, to):
        raise tk.ValidationError({"user": [tk._("This is no steward of the municipality.")]})
    decide.assign(submission, user, to, decide.read_time(data_dict.get("due_at"), "due_at"))
    return _done(submission)


def _may_review(submission: Submission, user: model.User) -> bool:
    try:
        find(submission.id, user)
    except tk.ObjectNotFound:
        return False
    return True


def kanazawa_contribute_review_remark(context: Context, data_dict: DataDict) -> Values:
    """Remark on a field, a file, or the whole of a submission.

    Args:
        context: a steward.
        data_dict: `id`, `place` (a field, "file:<key>" or ""), `text`, `is_internal`.

    Try: `ckanapi action kanazawa_contribute_review_remark id=… place=license_id text=…`
    """
    user, submission = _begin("kanazawa_contribute_review_remark", context, data_dict)
    place, text = read_text(data_dict.get("place"), "place"), read_text(data_dict.get("text"))
    is_internal = tk.asbool(data_dict.get("is_internal") or False)
    added = decide.remark(submission, user, place, text, is_internal=is_internal)
    return {**_done(submission), "remark": added.id}


def kanazawa_contribute_review_hand_over(context: Context, data_dict: DataDict) -> Values:
    """Hand a submission over to another municipality.

    Args:
        context: a steward.
        data_dict: `id`, `municipality` (id of its organisation), `text`.

    Try: `ckanapi action kanazawa_contribute_review_hand_over id=… municipality=…`
    """
    user, submission = _begin("kanazawa_contribute_review_hand_over", context, data_dict)
    to = model.Group.get(str(data_dict.get("municipality") or "-"))
    text = read_text(data_dict.get("text"))
    decide.hand_over(submission, user, to.id if to else "", text)
    return _done(submission)


def kanazawa_contribute_review_ask(context: Context, data_dict: DataDict) -> Values:
    """Ask the responsible section (担当課照会) by a link that shows just this.

    Args:
        context: a steward.
        data_dict: `id`, `section`, `question`, `address` (of a mail; without it the link is
            handed over by hand).

    Returns:
        Also "link", which is shown this once.

    Try: `ckanapi action kanazawa_contribute_review_ask id=… section=… question=…`
    """
    user, submission = _begin("kanazawa_contribute_review_ask", context, data_dict)
    fields = ("section", "address", "question")
    section, address, question = (read_text(data_dict.get(name), name) for name in fields)
    _asked, link = inquiry.ask(submission, user, section, address, question)
    return {**_done(submission), "link": link}


def kanazawa_contribute_review_bulk(context: Context, data_dict: DataDict) -> Values:
    """Take or reject several submissions; shows what it would do unless `dry_run` is false.

    Args:
        context: a steward.
        data_dict: see `bulk.outcomes`.

    Try: `ckanapi action kanazawa_contribute_review_bulk step=take ids='["…"]'`
    """
    tk.check_access("kanazawa_contribute_review_bulk", context, data_dict)
    return {"submissions": bulk.outcomes(steward_of(context), data_dict)}


def kanazawa_contribute_review_take_down(context: Context, data_dict: DataDict) -> Values:
    """Take something published down at once.

    Args:
        context: a steward.
        data_dict: `id`, `reason` (a code of `reasons.REASONS`), `text`.

    Try: `ckanapi action kanazawa_contribute_review_take_down id=… reason=rights text=…`
    """
    user, submission = _begin("kanazawa_contribute_review_take_down", context, data_dict)
    reason = read_reason(data_dict.get("reason"))
    take_down(submission, user, reason, read_text(data_dict.get("text"), needed=True))
    return {"id": data_dict["id"], "state": "taken_down"}


def kanazawa_contribute_review_vouch(context: Context, data_dict: DataDict) -> Values:
    """Say of something published that the municipality has verified its content, or take it back.

    Args:
        context: a steward who edited nothing of it.
        data_dict: `id`, `checked` (true or false), `text` (how; for the record).

    Raises:
        tk.ValidationError: it is the caller's own, a municipality's own data, not public, or
            says so already.

    Try: `ckanapi action kanazawa_contribute_review_vouch id=… checked=true`
    """
    user, submission = _begin("kanazawa_contribute_review_vouch", context, data_dict)
    checked = tk.asbool(data_dict.get("checked") or False)
    with committed():
        vouch.vouch(submission, user, checked=checked, text=read_text(data_dict.get("text")))
        found = {"id": submission.id, "state": submission.state, "checked": checked}
    return found
