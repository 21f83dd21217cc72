"""Say, or take back, after publication that a municipality has verified the content."""

from __future__ import annotations

from typing import Any, cast

import ckan.model as model
import ckan.plugins.toolkit as tk

from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.publication.dataset import locked_dataset, update
from ckanext.kanazawa.contribute.publication.errors import NotPublishable
from ckanext.kanazawa.contribute.publication.fields import digest, live_version
from ckanext.kanazawa.contribute.publication.publish import FOLLOW
from ckanext.kanazawa.contribute.record.write import write
from ckanext.kanazawa.contribute.review.access import is_own
from ckanext.kanazawa.contribute.step import StepRefused, locked
from ckanext.kanazawa.schemas.shared import put_job

FIELD = "kanazawa_content_checked"


def verification_of(submission: Submission) -> str | None:
    """Return how far a municipality answers for what was published; None where it is not public.

    "official" for a municipality's own dataset: there is nothing to vouch for.
    """
    package = model.Package.get(submission.dataset_id) if submission.dataset_id else None
    if submission.state != "published" or package is None:
        return None
    if package.state != model.State.ACTIVE or package.private:
        return None
    shown = tk.get_action("package_show")(cast(Any, {"ignore_auth": True}), {"id": package.id})
    return shown.get("kanazawa_verification")


def vouch(submission: Submission, user: model.User, *, checked: bool, text: str) -> None:
    """Change what the dataset says, in the open transaction; the history of the dataset has it.

    Args:
        submission: published.
        user: the steward, no author of it.
        checked: the municipality has verified what the data say; False takes it back.
        text: how, for the record.

    Raises:
        tk.ValidationError: it is the steward's own, a municipality's own data, or not public.
        StepRefused: the dataset says so already.
    """
    now = locked(submission.id)
    if is_own(now, user):
        message = tk._("You edited this submission, so somebody else has to verify it.")
        raise tk.ValidationError({"vouch": [message]})
    state = verification_of(now)
    if state not in ("checked", "unchecked"):
        message = tk._("Only a public dataset of somebody else than a municipality is verified.")
        raise tk.ValidationError({"vouch": [message]})
    if (state == "checked") is checked:
        raise StepRefused({"vouch": [tk._("The dataset says so already.")]})
    try:
        live = locked_dataset(now.dataset_id)
    except NotPublishable as problem:
        raise StepRefused({"vouch": [tk._("It is not public any more.")]}) from problem
    update(live, {**live, FIELD: "true" if checked else ""})
    version = digest(live_version(live))
    write(
        "content-checked" if checked else "content-unchecked",
        subject=("submission", now.id),
        user_id=user.id,
        dataset_id=now.dataset_id,
        revision=now.revision,
        text=text,
        before=version,
        after=version,
        is_public=True,
    )
    put_job(FOLLOW, now.id)
