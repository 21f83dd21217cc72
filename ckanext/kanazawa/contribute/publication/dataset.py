"""Create or update the dataset of a submission, in the open transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any, cast

import ckan.model as model
import ckan.plugins.toolkit as tk

from ckanext.kanazawa.contribute.model.body import Body
from ckanext.kanazawa.contribute.model.revision import Revision
from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.publication.errors import NotPublishable
from ckanext.kanazawa.contribute.publication.fields import (
    as_written,
    base_version,
    digest,
    live_version,
    proposable,
)
from ckanext.kanazawa.contribute.publication.files import Ready
from ckanext.kanazawa.contribute.publication.merge import (
    Merged,
    Version,
    approved_version,
    merge,
    same,
)
from ckanext.kanazawa.contribute.publication.owner import owner_of
from ckanext.kanazawa.contribute.publication.service import publishing_context
from ckanext.kanazawa.contribute.review.merge import merged_into
from ckanext.kanazawa.contribute.submissions.links import opened
from ckanext.kanazawa.schemas.shared import Handover

Values = dict[str, Any]
# Plain texts that repeat the Japanese of a translated one.
REPEATED = {"title_translated": "title", "notes_translated": "notes"}


@dataclass(frozen=True)
class Change:
    """What a publication changed, for the record.

    Attributes:
        dataset_id: the dataset.
        before, after: digests of its versions; `before` is None for a new one.
        files: SHA-256 of files that publication itself wrote, by resource.
    """

    dataset_id: str
    before: str | None
    after: str
    files: dict[str, str] = field(default_factory=dict)


def new_dataset(submission: Submission, revision: Revision, ready: list[Ready]) -> Change:
    """Create a dataset of the contributor's own organisation."""
    fields = proposable(opened(submission, revision.fields))
    values = {
        **as_written(fields),
        "type": "dataset",
        "owner_org": owner_of(submission),
        "state": "active",
        "private": False,
        "kanazawa_credit": credit_of(submission),
        "kanazawa_content_checked": _content_checked(submission),
        "resources": [_new_resource(one, to_new=True) for one in ready],
    }
    dataset_id = cast(str, tk.get_action("package_create")(publishing_context(), values))
    hashes = {one.entry["key"]: one.received.sha256 for one in ready}
    return Change(dataset_id, None, digest(Version(fields, hashes)))


def changed_dataset(submission: Submission, revision: Revision, ready: list[Ready]) -> Change:
    """Merge fields, replaced and further files into the live dataset; its owner stays.

    Raises:
        NotPublishable: "gone" or "overlap".
    """
    live = locked_dataset(submission.dataset_id)
    before = live_version(live)
    replacing = {one.entry["resource_id"]: one for one in ready if one.entry.get("resource_id")}
    hashes = {id: one.received.sha256 for id, one in replacing.items()}
    proposed = Version(proposable(opened(submission, revision.fields)), hashes)
    base = base_version(revision.base)
    seen = base_version(submission.approved_base) if submission.approved_base else base
    merged = merge(seen, before, approved_version(base, seen, proposed))
    if merged.overlaps:
        raise NotPublishable("overlap", places=[overlap.place for overlap in merged.overlaps])
    added = [one for one in ready if not one.entry.get("resource_id")]
    values = _merged_values(live, before, merged)
    values["resources"] = [
        replaced_resource(resource, replacing[resource["id"]].upload())
        if resource["id"] in merged.replaced
        else resource
        for resource in live["resources"]
    ] + [_new_resource(one) for one in added]
    values["kanazawa_content_checked"] = _content_checked(submission)
    update(live, values)
    return Change(
        live["id"], digest(before), digest(Version(merged.fields, {**before.resources, **hashes}))
    )


def locked_dataset(dataset_id: str | None) -> Values:
    """Return a public dataset, locked until the end of the transaction.

    Raises:
        NotPublishable: "gone": it is no longer public.
    """
    package = model.Package.get(dataset_id, for_update=True) if dataset_id else None
    if package is None or package.state != model.State.ACTIVE or package.private:
        raise NotPublishable("gone")
    model.Session.refresh(package)
    reader = {"ignore_auth": True, "user": publishing_context()["user"], "use_cache": False}
    return tk.get_action("package_show")(cast(Any, reader), {"id": package.id})


def update(live: Values, values: Values) -> None:
    """Write the changed dataset, and let the activity stream tell of it."""
    context = publishing_context()
    # An update that is not committed at once says nothing of itself to the activity stream.
    context["changed_entities"] = {"packages": {live["id"]}}
    context["original_package"] = live
    tk.get_action("package_update")(context, values)


def credit_of(submission: Submission) -> str:
    """Return how its contributors wish to be named, those of merged ones too; "" for nobody."""
    merged = [one for one in merged_into(submission.id) if not one.credit.get("left_out")]
    names = (_named(one) for one in (submission, *merged))
    return "、".join(dict.fromkeys(name for name in names if name))


def _named(submission: Submission) -> str:
    credit: Mapping[str, Any] = submission.credit or {}
    if credit.get("how") == "body":
        body = model.Session.get(Body, submission.body_id) if submission.body_id else None
        return body.title if body else ""
    return str(credit.get("name") or "") if credit.get("how") == "name" else ""


def _content_checked(submission: Submission) -> str:
    """Return what the approving steward said of the content; what is new is unchecked till then."""
    return "true" if submission.checks.get("content_checked") else ""


def _merged_values(live: Values, before: Version, merged: Merged) -> Values:
    changed = {
        name: value
        for name, value in merged.fields.items()
        if not same(value, before.fields.get(name))
    }
    values = {**live, **as_written(changed)}
    for name, plain in REPEATED.items():
        if name in changed:
            values.pop(plain, None)
    return values


def _new_resource(one: Ready, *, to_new: bool = False) -> Values:
    values: Values = {"upload": one.upload(to_new=to_new)}
    for name in ("title", "description"):
        text = one.entry.get(name)
        field = "name_translated" if name == "title" else "description_translated"
        if text:
            values[field] = dict(text) if isinstance(text, Mapping) else {"ja": str(text)}
    return values


def replaced_resource(resource: Values, upload: Handover) -> Values:
    """Return a resource with another file."""
    now = datetime.now(timezone.utc).isoformat(timespec="seconds")
    return {**resource, "modified": now, "upload": upload}
