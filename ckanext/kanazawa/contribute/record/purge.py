"""Purge what is personal from revisions, which nothing else ever changes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import ckan.model as model
import sqlalchemy as sa

from ckanext.kanazawa.contribute.model.revision import Revision
from ckanext.kanazawa.contribute.model.submission import Submission

# Of a report: where an answer is mailed to.
FIELD = "address"
# States in which a report is dealt with, and no answer is owed any more.
DEALT_WITH = ("approved", "rejected", "merged", "withdrawn")


def forget_address_of(user_id: str, addresses: Collection[str]) -> int:
    """Remove a person's address from all revisions of all reports, in the open transaction.

    Args:
        user_id: who reported with an account.
        addresses: theirs, also where they reported without it.

    Returns:
        From how many revisions.
    """
    own = sa.select(Submission.id).where(Submission.author_id == user_id)
    written = sa.func.lower(Revision.fields[FIELD].astext)
    is_theirs = written.in_(sorted(address.lower() for address in addresses))
    return _forget(sa.or_(Revision.submission_id.in_(own), is_theirs))


def forget_addresses_before(time: datetime, *, only_look: bool) -> int:
    """Remove the addresses of reports that were dealt with before a time.

    Returns:
        From how many revisions they are (or would be) removed.
    """
    old = sa.select(Submission.id).where(
        Submission.kind == "report",
        Submission.state.in_(DEALT_WITH),
        Submission.changed < time,
    )
    condition = Revision.submission_id.in_(old)
    if only_look:
        query = sa.select(sa.func.count()).select_from(Revision)
        return model.Session.scalar(query.where(condition, Revision.fields.has_key(FIELD))) or 0
    return _forget(condition)


def _forget(condition: sa.ColumnElement[bool]) -> int:
    reports = sa.select(Submission.id).where(Submission.kind == "report")
    gone = (
        sa.update(Revision)
        .where(Revision.submission_id.in_(reports), Revision.fields.has_key(FIELD), condition)
        .values(fields=Revision.fields - FIELD)
        .execution_options(synchronize_session=False)
    )
    return len(model.Session.execute(gone.returning(Revision.number)).all())
