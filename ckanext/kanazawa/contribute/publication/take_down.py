"""Take down at once what was published: nobody reaches it, a page says why."""

from __future__ import annotations

from typing import Any, cast

import ckan.model as model
import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan.lib.search import rebuild

from ckanext.kanazawa.contribute.model.record import Record
from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.publication.service import publishing_context
from ckanext.kanazawa.contribute.review.tellings import tell_author
from ckanext.kanazawa.contribute.step import take_step
from ckanext.kanazawa.schemas.shared import RESOURCE, Edition, show_newest, withhold_rows

# A correction that a later edition undid, and that a steward applied again.
APPLIED_AGAIN = "apply-again"


def take_down(submission: Submission, user: model.User, reason: str, text: str) -> None:
    """Take down a dataset, or the editions a submission brought to one that stays; commits.

    State, record, message and what visitors see change in one transaction. Rows of tables,
    which are in another database, go right after it.

    Args:
        submission: that was published.
        user: the steward.
        reason: code of `review.reasons`.
        text: for the author and the record.
    """
    submission_id, user_id = submission.id, user.id
    dataset_id, is_whole = submission.dataset_id, submission.kind == "dataset"

    def change() -> None:
        now = take_step(submission_id, "take-down", "steward", user_id, reason=reason, text=text)
        for edition in brought_by(now, whole=is_whole):
            edition.release = "withdrawn"
            edition.confirmed_by = edition.confirmed_at = None
        model.Session.flush()
        tell_author(now, "submission-taken-down")

    resources = {edition.owner_id for edition in brought_by(submission, whole=is_whole)}
    if is_whole or not resources:
        change()
        _delete(dataset_id if is_whole else None)
        model.Session.commit()
    for number, resource_id in enumerate(sorted(resources)):
        if not is_whole:
            # The first one takes the step along; the others only follow it.
            show_newest(resource_id, change if number == 0 else _nothing)
        withhold_rows(resource_id)
    if dataset_id:
        rebuild(dataset_id)
        model.Session.commit()


def brought_by(submission: Submission, *, whole: bool) -> list[Edition]:
    """Return the public editions that a submission brought; of a whole dataset all there are."""
    resources = sa.select(model.Resource.id).where(
        model.Resource.package_id == submission.dataset_id
    )
    query = sa.select(Edition).where(
        Edition.owner_type == RESOURCE,
        Edition.owner_id.in_(resources),
        Edition.release != "withdrawn",
    )
    if not whole:
        query = query.where(Edition.sha256.in_(_published_hashes(submission.id)))
    return list(model.Session.scalars(query))


def _published_hashes(submission_id: str) -> list[str]:
    published = sa.select(Record.details).where(
        Record.subject_type == "submission",
        Record.subject_id == submission_id,
        Record.what.in_(("publish", APPLIED_AGAIN)),
    )
    return [
        sha256
        for details in model.Session.scalars(published)
        for sha256 in (details.get("files") or {}).values()
    ]


def _delete(dataset_id: str | None) -> None:
    """Delete a dataset in the open transaction; its page says that it was taken down."""
    package = model.Package.get(dataset_id) if dataset_id else None
    if package is None or package.state == model.State.DELETED:
        return
    context = publishing_context()
    context["changed_entities"] = {"packages": {package.id}}
    reader = cast(Any, {"ignore_auth": True, "use_cache": False})
    live = tk.get_action("package_show")(reader, {"id": package.id})
    tk.get_action("package_update")(context, {**live, "state": "deleted"})


def _nothing() -> None:
    """Change nothing: the step was taken with the first resource."""
