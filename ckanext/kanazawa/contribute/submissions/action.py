"""Actions: submissions, from the first line to an appeal."""

from __future__ import annotations

from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan.types import Context, DataDict
from werkzeug.datastructures import FileStorage

from ckanext.kanazawa.contribute.acting import contributor, user_of
from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.submissions import files, steps
from ckanext.kanazawa.contribute.submissions.access import check_body, find_for, mine
from ckanext.kanazawa.contribute.submissions.describe import described, summary
from ckanext.kanazawa.contribute.submissions.reading import read_revision, read_text

PREFIX = "kanazawa_contribute_submission"
MOST = 100


def kanazawa_contribute_submission_create(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Begin a submission; nothing of it is public before it is approved.

    Args:
        context: a contributor in good standing.
        data_dict: `kind` ("dataset" unless another is given: "replacement", "addition",
            "correction"), `fields`, `declarations`, `credit` {"how": "name" | "body" |
            "anonymous", "name"}, `municipality` (organisation), `body_id` (a body of theirs),
            `dataset_id` and `resource_id` (what it changes), `request_key`: the same key again
            gives the submission it made before.

    Returns:
        The submission, as `kanazawa_contribute_submission_show`.

    Raises:
        tk.ValidationError: a field holds what it cannot hold, or too much is open already.

    Try: `ckanapi action kanazawa_contribute_submission_create request_key=2026-11-21-1`
    """
    tk.check_access(f"{PREFIX}_create", context, data_dict)
    user = contributor(context)
    check_body(data_dict.get("body_id"), user.id)
    submission = steps.create(data_dict, user.id, tk.h.kanazawa_language())
    return _done(context, submission, user)


@tk.side_effect_free
def kanazawa_contribute_submission_show(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Show a submission to its author, their body, or its reviewers.

    Args:
        context: who asks.
        data_dict: `id`.

    Returns:
        What lists tell, and: `fields`, `files` (each with `table`: what was found in it),
        `declarations`, `credit`, `checks`, `remarks`, `timeline`, `steps` possible now.

    Raises:
        tk.ObjectNotFound: there is none, or none for this person.

    Try: `ckanapi action kanazawa_contribute_submission_show id=…`
    """
    tk.check_access(f"{PREFIX}_show", context, data_dict)
    submission = find_for(context, tk.get_or_bust(data_dict, "id"))
    return described(submission, user_of(context))


@tk.side_effect_free
def kanazawa_contribute_submission_list(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """List one's own submissions and those of one's bodies, newest change first.

    Args:
        context: who asks.
        data_dict: `state` (optional), `limit` (at most 100), `offset`.

    Returns:
        {"count": number, "results": [submission without its contents]}.

    Try: `ckanapi action kanazawa_contribute_submission_list state=returned`
    """
    tk.check_access(f"{PREFIX}_list", context, data_dict)
    user = user_of(context)
    conditions = [mine(user.id if user else "")]
    if data_dict.get("state"):
        conditions.append(Submission.state == str(data_dict["state"]))
    count = sa.select(sa.func.count()).select_from(Submission).where(*conditions)
    limit = min(read_revision(data_dict.get("limit")) or MOST, MOST)
    query = (
        sa.select(Submission)
        .where(*conditions)
        .order_by(Submission.changed.desc(), Submission.id)
        .limit(limit)
        .offset(read_revision(data_dict.get("offset")) or 0)
    )
    return {
        "count": model.Session.scalar(count) or 0,
        "results": [summary(one) for one in model.Session.scalars(query)],
    }


def kanazawa_contribute_submission_patch(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Change a draft, or what was returned; what is not given stays.

    Args:
        context: its author, or a member of its body, in good standing.
        data_dict: `id`; any of `fields` (each given one replaces its former value, empty ones
            are dropped), `declarations`, `credit`, `files` ([{"key", "title", "description",
            "resource_id"}]), and before the first submitting `kind`, `municipality`, `body_id`,
            `dataset_id`, `resource_id`.

    Returns:
        The submission; its `revision` counts up unless nothing changed.

    Raises:
        tk.ObjectNotFound: there is none, or none for this person.
        tk.ValidationError: a field holds what it cannot hold, or its state forbids changes.

    Try: `ckanapi action kanazawa_contribute_submission_patch id=… fields:'{"note": "…"}'`
    """
    tk.check_access(f"{PREFIX}_patch", context, data_dict)
    user = contributor(context)
    submission = find_for(context, tk.get_or_bust(data_dict, "id"), to_change=True)
    check_body(data_dict.get("body_id"), user.id)
    steps.patch(submission, data_dict, user.id)
    return _done(context, submission, user)


def kanazawa_contribute_submission_submit(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Submit a draft, or what was returned and revised; the same again changes nothing.

    Args:
        context: its author, or a member of its body, in good standing.
        data_dict: `id`; `revision` (optional): the one seen, refused where there is a newer one.

    Returns:
        The submission.

    Raises:
        tk.ObjectNotFound: there is none, or none for this person.
        tk.ValidationError: names what is missing, or its state forbids it.

    Try: `ckanapi action kanazawa_contribute_submission_submit id=…`
    """
    tk.check_access(f"{PREFIX}_submit", context, data_dict)
    user = contributor(context)
    submission = find_for(context, tk.get_or_bust(data_dict, "id"), to_change=True)
    steps.submit(submission, user.id, read_revision(data_dict.get("revision")))
    return _done(context, submission, user)


def kanazawa_contribute_submission_withdraw(
    context: Context, data_dict: DataDict
) -> dict[str, Any]:
    """Withdraw a submission that is not published; the same again changes nothing.

    Args:
        context: its author, or a member of its body.
        data_dict: `id`; `text` (optional): why.

    Try: `ckanapi action kanazawa_contribute_submission_withdraw id=…`
    """
    tk.check_access(f"{PREFIX}_withdraw", context, data_dict)
    user = user_of(context)
    submission = find_for(context, tk.get_or_bust(data_dict, "id"), to_change=True)
    text = read_text(data_dict.get("text"), "text")
    steps.withdraw(submission, user.id if user else "", text)
    return _done(context, submission, user)


def kanazawa_contribute_submission_appeal(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Ask for another look at a submission that was rejected.

    Args:
        context: its author, or a member of its body, in good standing.
        data_dict: `id`, `text`: why.

    Try: `ckanapi action kanazawa_contribute_submission_appeal id=… text=…`
    """
    tk.check_access(f"{PREFIX}_appeal", context, data_dict)
    user = contributor(context)
    submission = find_for(context, tk.get_or_bust(data_dict, "id"), to_change=True)
    steps.appeal(submission, user.id, read_text(data_dict.get("text"), "text"))
    return _done(context, submission, user)


def kanazawa_contribute_submission_file_add(
    context: Context, data_dict: DataDict
) -> dict[str, Any]:
    """Add a file to a submission; it is examined like any table, and seen by nobody else.

    Args:
        context: its author, or a member of its body, in good standing.
        data_dict: `id`; `upload`: the file (multipart). The same file again adds nothing.

    Returns:
        {"key", "name", "sha256", "size_bytes", …}: its entry in `files`.

    Raises:
        tk.ValidationError: at "upload", what is wrong with it and what to do.

    Try: `curl -F id=… -F upload=@table.csv …/api/3/action/kanazawa_contribute_submission_file_add`
    """
    tk.check_access(f"{PREFIX}_file_add", context, data_dict)
    user = contributor(context)
    submission = find_for(context, tk.get_or_bust(data_dict, "id"), to_change=True)
    upload = data_dict.get("upload")
    if not isinstance(upload, FileStorage):
        raise tk.ValidationError({"upload": [tk._("Choose a file.")]})
    entry = files.add_file(submission.id, upload, user.id)
    if not context.get("defer_commit"):
        model.repo.commit()
    return entry


def kanazawa_contribute_submission_file_remove(
    context: Context, data_dict: DataDict
) -> dict[str, Any]:
    """Leave a file out of a submission.

    Args:
        context: its author, or a member of its body, in good standing.
        data_dict: `id`, `key`: of the file.

    Returns:
        The submission.

    Try: `ckanapi action kanazawa_contribute_submission_file_remove id=… key=…`
    """
    tk.check_access(f"{PREFIX}_file_remove", context, data_dict)
    user = contributor(context)
    submission = find_for(context, tk.get_or_bust(data_dict, "id"), to_change=True)
    files.remove_file(submission.id, str(tk.get_or_bust(data_dict, "key")), user.id)
    return _done(context, submission, user)


def _done(context: Context, submission: Submission, user: model.User | None) -> dict[str, Any]:
    """Commit, unless the caller does so with more, and return the submission as it is now."""
    if not context.get("defer_commit"):
        model.repo.commit()
    model.Session.refresh(submission)
    return described(submission, user)
