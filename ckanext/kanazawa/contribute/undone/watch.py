"""Look in each new edition for cells that hold again what was corrected, and warn."""

from __future__ import annotations

from typing import Any

import ckan.model as model
import sqlalchemy as sa

from ckanext.kanazawa.contribute.model.revision import Revision
from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.model.undone import Undone
from ckanext.kanazawa.contribute.record.write import write
from ckanext.kanazawa.contribute.review.tellings import tell_stewards
from ckanext.kanazawa.contribute.undone.found import Change, places, undone
from ckanext.kanazawa.lib.tables.errors import TableError
from ckanext.kanazawa.schemas.shared import Edition, Job, hold_job, original, put_job

KIND = "contribute-undone"


def look_for_undone(edition: Edition) -> None:
    """Have an edition of a corrected table looked through, in the open transaction."""
    if model.Session.scalar(_corrections(edition.owner_id).limit(1)) is not None:
        put_job(KIND, edition.owner_id, edition.id)


def look(job: Job) -> None:
    """Note which corrections an edition undoes, and tell the stewards; commits.

    Run again, it finds the same and tells nobody twice.

    Args:
        job: names the edition.
    """
    edition = model.Session.get(Edition, job.edition_id, populate_existing=True)
    newest = Edition.newest(job.owner_id)
    if edition is None or newest is None or newest.id != edition.id:
        return
    corrections = list(model.Session.scalars(_corrections(job.owner_id)))
    try:
        with original(edition) as content:
            found = undone(content.table, places((one.id, _changes(one)) for one in corrections))
    except TableError:
        return
    hold_job(job)
    for submission in corrections:
        _note(submission, edition, found.get(submission.id, []))
    model.Session.commit()


def _corrections(resource_id: str) -> sa.Select[tuple[Submission]]:
    return (
        sa.select(Submission)
        .where(
            Submission.dataset_id == _dataset_of(resource_id),
            Submission.resource_id == resource_id,
            Submission.kind == "correction",
            Submission.state == "published",
        )
        .order_by(Submission.published_at, Submission.number)
    )


def _dataset_of(resource_id: str) -> Any:
    of = sa.select(model.Resource.package_id).where(model.Resource.id == resource_id)
    return of.scalar_subquery()


def _changes(submission: Submission) -> list[Change]:
    revision = model.Session.get(Revision, (submission.id, submission.revision))
    return (revision.fields.get("changes") or []) if revision else []


def _note(submission: Submission, edition: Edition, found: list[Change]) -> None:
    """Write down what waits for a decision now; tell of it where it did not wait before."""
    row = model.Session.get(Undone, submission.id, populate_existing=True, with_for_update=True)
    if row is None and not found:
        return
    if row is None:
        row = Undone(submission_id=submission.id, resource_id=edition.owner_id, changes=[], kept=[])
        model.Session.add(row)
    kept = {same(one) for one in row.kept}
    before = {same(one) for one in row.changes}
    open_ones = [one for one in found if same(one) not in kept]
    row.edition_id, row.changes = edition.id, open_ones
    row.found_at = sa.func.clock_timestamp()
    model.Session.flush()
    if {same(one) for one in open_ones} - before:
        write(
            "undone",
            subject=("submission", submission.id),
            user_id=None,
            dataset_id=submission.dataset_id,
            revision=submission.revision,
            details={"edition": edition.id, "cells": len(open_ones)},
        )
        tell_stewards(submission, "review-undone")


def same(change: Change) -> tuple[str, str, str]:
    """Return what two changes have in common that ask for the same decision."""
    row = change["row"]
    name = repr(sorted(row["key"].items())) if row.get("key") else str(row.get("hash"))
    return name, change["column"], change["old"]
