"""Take in a report of an error, from anybody, about a dataset that everybody can see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
import sqlalchemy as sa

from ckanext.kanazawa.contribute.corrections.kinds import Report
from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.review.tellings import tell_stewards
from ckanext.kanazawa.contribute.step import take_step
from ckanext.kanazawa.contribute.submissions.kind import Draft
from ckanext.kanazawa.contribute.submissions.live import base_of, public_dataset
from ckanext.kanazawa.contribute.submissions.reading import read_request_key, tidy_fields
from ckanext.kanazawa.contribute.submissions.revise import Start, begin, save

Told = dict[str, Any]


def subject_of(dataset: Any, resource: Any) -> tuple[Told, Told | None] | None:
    """Return the public dataset (and file) a report is about; None where there is none.

    Args:
        dataset: id or name; may be left out where a resource is given.
        resource: id of one of its files, or nothing.
    """
    row = model.Session.get(model.Resource, resource) if isinstance(resource, str) else None
    found = public_dataset(row.package_id if row is not None else dataset)
    if found is None:
        return None
    if not resource:
        return found, None
    file = next((one for one in found["resources"] if one["id"] == resource), None)
    return (found, file) if file is not None else None


def send_report(given: Mapping[str, Any], user_id: str | None, locale: str) -> Submission:
    """Begin and submit a report in the open transaction, once for each request key.

    Args:
        given: `dataset`, `resource`, `row`, `column`, `text`, `address`, `request_key`.
        user_id: of a contributor, None for strangers.
        locale: language of who reports.

    Raises:
        tk.ValidationError: what is missing or too long.
        tk.ObjectNotFound: it is about nothing that everybody can see.
    """
    subject = subject_of(given.get("dataset"), given.get("resource"))
    if subject is None:
        raise tk.ObjectNotFound(tk._("Dataset not found"))
    dataset, file = subject
    kind = Report()
    fields = tidy_fields(kind, _fields(given), dataset["id"])
    draft = Draft("report", fields, dataset_id=dataset["id"])
    problems = kind.problems(draft)
    if problems:
        raise tk.ValidationError(dict(problems))
    start = Start(
        kind="report",
        author_id=user_id,
        municipality=kind.municipality_of(draft),
        dataset_id=dataset["id"],
        resource_id=file["id"] if file else None,
        locale=locale,
        request_key=read_request_key(given.get("request_key")),
    )
    submission, is_new = begin(start)
    if not is_new:
        return submission
    save(submission.id, user_id, fields, [], {}, base=base_of(dataset["id"]))
    submission.title = str(dataset["title"])[:300]
    submission.theme = str((dataset.get("kanazawa_theme") or [""])[0])
    model.Session.flush()
    take_step(submission.id, "submit", "author", user_id)
    submission.submitted_at = sa.func.clock_timestamp()  # pyright: ignore[reportAttributeAccessIssue]
    model.Session.flush()
    tell_stewards(submission, "review-report")
    return submission


def _fields(given: Mapping[str, Any]) -> Told:
    where = {name: given[name] for name in ("row", "column") if given.get(name)}
    return {"text": given.get("text"), "address": given.get("address"), "where": where}
