"""Index again what a change of something else makes out of date.

CKAN indexes a dataset when the dataset itself is saved. A renamed organisation,
a membership, a deleted tag change datasets too, and some of CKAN's actions index
after their commit, where the end of the request throws it away. So whatever is
about to be committed is looked at here, and datasets that were not indexed since
their last change are indexed in the same transaction.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

import ckan.logic as logic
import ckan.model as model
import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.lib.search.common import SearchIndexError
from redis.exceptions import RedisError
from sqlalchemy import event
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, SessionTransaction

from ckanext.kanazawa.search import config, errors, jobs, locks

log = logging.getLogger(__name__)

_PENDING = "kanazawa_search_pending"
# A job has three minutes; one dataset takes some hundredths of a second.
_JOB_SIZE = 500


@dataclass
class Pending:
    """What an open transaction changed and did not index yet.

    Attributes:
        datasets: ids of datasets that changed.
        groups: ids of organisations and groups that changed.
        later: ids of datasets left to jobs after the commit.
    """

    datasets: set[str] = field(default_factory=set)
    groups: set[str] = field(default_factory=set)
    later: list[str] = field(default_factory=list)


def _pending(session: Session) -> Pending:
    return session.info.setdefault(_PENDING, Pending())


def note_indexed(dataset_id: str) -> None:
    """Remember that a dataset is indexed as the database has it now."""
    _pending(model.Session()).datasets.discard(dataset_id)


def leave_to_ckan(dataset_id: str) -> None:
    """Remember that CKAN is just about to read and index a dataset as the database has it."""
    locks.lock([dataset_id])
    note_indexed(dataset_id)


@event.listens_for(model.Session, "before_flush")
def _note_changes(session: Session, _context: object, _instances: object) -> None:
    if not p.plugin_loaded("kanazawa_search"):
        return
    dirty = [entry for entry in session.dirty if session.is_modified(entry)]
    pending = _pending(session)
    for entry in [*session.new, *session.deleted, *dirty]:
        if isinstance(entry, model.Group):
            pending.groups.add(entry.id)
        else:
            pending.datasets.update(id_ for id_ in _dataset_ids(entry) if id_)


def _dataset_ids(entry: object) -> Iterable[str | None]:
    """Return the ids of datasets whose index entry depends on a row."""
    if isinstance(entry, model.Package):
        return [entry.id]
    if isinstance(entry, model.Member):
        return [entry.table_id] if entry.table_name == "package" else []
    if isinstance(entry, (model.Resource, model.PackageTag)):
        return [entry.package_id]
    if isinstance(entry, model.PackageRelationship):
        return [entry.subject_package_id, entry.object_package_id]
    return []


@event.listens_for(model.Session, "before_commit")
def _index_changes(session: Session) -> None:
    """Index what the transaction leaves out of date, before its outermost commit."""
    if session.in_nested_transaction() or not p.plugin_loaded("kanazawa_search"):
        return
    session.flush()
    pending = _pending(session)
    ids = pending.datasets | _datasets_of(pending.groups)
    pending.datasets, pending.groups = set(), set()
    if len(ids) > config.reindex_inline_max():
        pending.later = sorted(ids)
        return
    # All of them first: a lock taken inside a savepoint ends with it.
    locks.lock(ids)
    for dataset_id in sorted(ids):
        index(dataset_id)


def _datasets_of(group_ids: Collection[str]) -> set[str]:
    if not group_ids:
        return set()
    owned = model.Session.query(model.Package.id).filter(model.Package.owner_org.in_(group_ids))
    members = model.Session.query(model.Member.table_id).filter(
        model.Member.group_id.in_(group_ids),
        model.Member.table_name == "package",
        model.Member.state == "active",
    )
    return {row[0] for row in owned.union(members)}


def index(dataset_id: str) -> None:
    """Index a dataset as it is now, or take it out of the index where it is gone.

    A dataset that cannot be indexed is logged: it must not keep others from being saved.
    """
    locks.lock([dataset_id])
    try:
        # A query that fails must not take the transaction with it.
        with model.Session.connection().begin_nested():
            if model.Session.get(model.Package, dataset_id) is None:
                logic.index_remove_package(dataset_id)
            else:
                logic.index_update_package({"ignore_auth": True}, dataset_id, True)
    except (logic.ActionError, SearchIndexError, SQLAlchemyError, ValueError):
        log.exception("Dataset %s could not be indexed", dataset_id)


@event.listens_for(model.Session, "after_commit")
def _leave_rest_to_jobs(session: Session) -> None:
    pending: Pending | None = session.info.get(_PENDING)
    if pending is None:
        return
    later, pending.later = pending.later, []
    try:
        for start in range(0, len(later), _JOB_SIZE):
            tk.enqueue_job(jobs.index_datasets, [later[start : start + _JOB_SIZE]])
    except RedisError:
        # The change itself is saved; whoever made it need not see this.
        log.exception(
            "%s datasets wait to be indexed: run `%s`", len(later), errors.REBUILD_COMMAND
        )


@event.listens_for(model.Session, "after_transaction_end")
def _forget_changes(session: Session, transaction: SessionTransaction) -> None:
    """Forget when the outermost transaction ends; after a savepoint the rest is still to do."""
    if transaction.parent is None:
        session.info.pop(_PENDING, None)
