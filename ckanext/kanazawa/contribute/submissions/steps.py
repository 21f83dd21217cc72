"""What an author does with a submission: begin, change, submit, withdraw, appeal.

Everything here works in the open transaction, which the caller commits.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
import sqlalchemy as sa

from ckanext.kanazawa.contribute.acting import municipalities
from ckanext.kanazawa.contribute.limits.quota import check_open
from ckanext.kanazawa.contribute.messages.tell import tell
from ckanext.kanazawa.contribute.model.remark import Remark
from ckanext.kanazawa.contribute.model.revision import Revision
from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.review.merge import tell_merged
from ckanext.kanazawa.contribute.review.tellings import tell_stewards
from ckanext.kanazawa.contribute.states import EDITABLE
from ckanext.kanazawa.contribute.step import StepRefused, locked, take_step
from ckanext.kanazawa.contribute.submissions.fields import read_declarations
from ckanext.kanazawa.contribute.submissions.files import changed_files, files_of
from ckanext.kanazawa.contribute.submissions.kind import Draft
from ckanext.kanazawa.contribute.submissions.kinds import kind_of
from ckanext.kanazawa.contribute.submissions.live import base_of, public_dataset
from ckanext.kanazawa.contribute.submissions.reading import (
    read_credit,
    read_request_key,
    tidy_fields,
    together,
)
from ckanext.kanazawa.contribute.submissions.revise import LONGEST_TITLE, Start, begin, newest, save
from ckanext.kanazawa.contribute.trust import standing
from ckanext.kanazawa.schemas.shared import put_job

CHECK_JOB = "contribute-check"
Given = Mapping[str, Any]


def create(given: Given, user_id: str, locale: str) -> Submission:
    """Begin a submission, or find the one the same request began."""
    kind = kind_of(str(given.get("kind") or "dataset"))
    start = Start(
        kind=kind.name,
        author_id=user_id,
        body_id=given.get("body_id") or None,
        municipality=read_municipality(given.get("municipality")),
        dataset_id=_dataset_id(given.get("dataset_id")),
        resource_id=_resource_id(given.get("resource_id"), given.get("dataset_id")),
        credit=read_credit(given.get("credit")),
        locale=locale,
        request_key=read_request_key(given.get("request_key")),
    )
    fields = tidy_fields(kind, given.get("fields") or {}, start.dataset_id)
    declarations = read_declarations(given.get("declarations") or {})
    submission, is_new = begin(start)
    if is_new:
        check_open(user_id)
        base = base_of(start.dataset_id)
        save(submission.id, user_id, fields, [], declarations, base=base)
        if base and not submission.title:
            # In lists, what is about a dataset is known by its name.
            submission.title = str(base["fields"].get("title") or "")[:LONGEST_TITLE]
            model.Session.flush()
    return submission


def patch(submission: Submission, given: Given, user_id: str) -> Revision:
    """Change what was given and nothing else, as a new revision."""
    locked(submission.id)
    if submission.state not in EDITABLE:
        # Says why; nothing was read yet that could be wrong.
        return save(submission.id, user_id)
    base = _retarget(submission, given)
    credit, contents = together(
        lambda: read_credit(given["credit"]) if "credit" in given else None,
        lambda: changed(submission, given),
    )
    if credit is not None:
        submission.credit = credit
    # Locked again by `save`, which would read the row over what was not written yet.
    model.Session.flush()
    return save(submission.id, user_id, **contents, base=base)


def changed(submission: Submission, given: Given) -> dict[str, Any]:
    """Return what a change makes of the newest revision: those of its parts that are given.

    Raises:
        tk.ValidationError: a field holds what it cannot hold.
    """
    before, contents = newest(submission), {}
    if "fields" in given:
        tidy = tidy_fields(kind_of(submission.kind), given["fields"], submission.dataset_id)
        merged = {**(before.fields if before else {}), **tidy}
        contents["fields"] = {
            name: value for name, value in merged.items() if value not in ("", [], {})
        }
    if "files" in given:
        contents["files"] = changed_files(files_of(submission), given["files"])
    if "declarations" in given:
        said = read_declarations(given["declarations"])
        contents["declarations"] = {**(before.declarations if before else {}), **said}
    return contents


def submit(submission: Submission, user_id: str, revision: int | None) -> Submission:
    """Submit; the same again, as a second click brings it, changes nothing.

    Raises:
        tk.ValidationError: something is missing; names each field.
        StepRefused: it is in another state, or was changed meanwhile.
    """
    now = locked(submission.id)
    if now.state == "submitted" and revision in (None, now.revision):
        return now
    found = newest(now)
    if now.state in EDITABLE and found is not None:
        kind = kind_of(now.kind)
        draft = draft_of(now, found)
        problems = kind.problems(draft)
        if problems:
            raise tk.ValidationError(dict(problems))
        now.municipality = kind.municipality_of(draft)
        model.Session.flush()
    first = now.submitted_at is None
    details = {"sha256": found.sha256} if found else {}
    take_step(now.id, "submit", "author", user_id, revision=revision, details=details)
    _answer_remarks(now)
    if first:
        now.submitted_at = sa.func.clock_timestamp()  # pyright: ignore[reportAttributeAccessIssue]
    model.Session.flush()
    # What a steward returned is for a steward to look at again.
    if not (first and standing.approve(now, user_id)):
        put_job(CHECK_JOB, now.id)
        tell_stewards(now, "review-new")
    tell(
        "submission-received",
        user_id=user_id,
        submission=now,
        municipality=now.municipality,
    )
    return now


def _answer_remarks(submission: Submission) -> None:
    """Mark what was remarked on earlier revisions as done: that is what submitting anew says."""
    earlier = sa.update(Remark).where(
        Remark.submission_id == submission.id,
        Remark.revision < submission.revision,
        Remark.is_internal.is_(False),
        Remark.resolved_at.is_(None),
    )
    model.Session.execute(earlier.values(resolved_at=sa.func.clock_timestamp()))


def withdraw(submission: Submission, user_id: str, text: str) -> Submission:
    """Withdraw; the same again changes nothing."""
    now = locked(submission.id)
    if now.state == "withdrawn":
        return now
    tell_merged(now, "submission-merged-ended")
    return take_step(now.id, "withdraw", "author", user_id, text=text)


def appeal(submission: Submission, user_id: str, text: str) -> Submission:
    """Ask for another look at what was rejected, saying why."""
    if not text:
        raise tk.ValidationError({"text": [tk._("Say why it should be looked at again.")]})
    now = take_step(submission.id, "appeal", "author", user_id, text=text)
    put_job(CHECK_JOB, now.id)
    return now


def draft_of(submission: Submission, revision: Revision) -> Draft:
    """Return a revision as its kind looks at it."""
    return Draft(
        kind=submission.kind,
        fields=revision.fields,
        files=list(revision.files),
        declarations=revision.declarations,
        municipality=submission.municipality,
        dataset_id=submission.dataset_id,
        resource_id=submission.resource_id,
        body_id=submission.body_id,
        credit=submission.credit,
    )


def _retarget(submission: Submission, given: Given) -> dict[str, Any] | None:
    """Change what a submission is about; return the live version it is made from now."""
    if submission.submitted_at is not None and {"kind", "municipality"} & set(given):
        raise StepRefused({"kind": [tk._("This cannot be changed after submitting.")]})
    if "kind" in given:
        submission.kind = kind_of(given["kind"]).name
        if not kind_of(submission.kind).changes_dataset:
            submission.dataset_id = submission.resource_id = None
    if "municipality" in given:
        submission.municipality = read_municipality(given["municipality"])
    if "body_id" in given:
        submission.body_id = given["body_id"] or None
    if "dataset_id" not in given and "resource_id" not in given:
        return None
    before = submission.dataset_id
    dataset_id = given.get("dataset_id", before)
    submission.dataset_id = _dataset_id(dataset_id)
    submission.resource_id = _resource_id(given.get("resource_id"), submission.dataset_id)
    return base_of(submission.dataset_id) if submission.dataset_id != before else None


def read_municipality(reference: Any) -> str | None:
    """Return the id of a municipality's organisation, given by id or name; the only one for none.

    Raises:
        tk.ValidationError: there is no such municipality.
    """
    if not reference:
        known = municipalities()
        return known[0] if len(known) == 1 else None
    found = model.Group.get(reference) if isinstance(reference, str) else None
    if found is None or found.id not in municipalities():
        raise tk.ValidationError({"municipality": [tk._("Choose one of the values offered.")]})
    return found.id


def _dataset_id(reference: Any) -> str | None:
    if not reference:
        return None
    dataset = public_dataset(reference)
    if dataset is None:
        raise tk.ValidationError({"dataset_id": [tk._("There is no such dataset.")]})
    return str(dataset["id"])


def _resource_id(reference: Any, dataset_id: Any) -> str | None:
    if not reference:
        return None
    dataset = public_dataset(dataset_id)
    if reference not in {one["id"] for one in (dataset or {}).get("resources", [])}:
        raise tk.ValidationError({"resource_id": [tk._("The dataset has no such file.")]})
    return str(reference)
