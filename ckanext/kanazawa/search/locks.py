"""One at a time: from reading a dataset for the index to the commit of what was read.

Whoever indexes a dataset reads it, and writes what it read. Between the two
somebody else could make the dataset private and commit; the index would then show
what the catalogue hides. So a lock of PostgreSQL is taken before the reading and
held until the transaction ends. It is no lock on the dataset's row: that one is
held by who edits the dataset, who may wait for a row this transaction has changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import ckan.logic as logic
import ckan.model as model
import sqlalchemy as sa

# What an entry of the index is made from; a copy read before the lock may be old.
_READ = (
    model.Package,
    model.PackageTag,
    model.Resource,
    model.Member,
    model.Group,
    model.Tag,
)
_REBUILDING = "kanazawa_search_rebuilding"

_update_package = logic.index_update_package
_remove_package = logic.index_remove_package


def lock(dataset_ids: Iterable[str]) -> None:
    """Wait until nobody else indexes these datasets, and forget what was read of them before.

    What the session changed is sent to the database first, so that rows are always
    locked before this.

    Args:
        dataset_ids: ids of datasets.
    """
    session = model.Session()
    session.flush()
    # In one order, so that two who want the same ones do not wait for each other.
    for dataset_id in sorted(set(dataset_ids)):
        key = sa.func.hashtextextended(f"kanazawa_search {dataset_id}", 0)
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(key)))
    for entry in list(session.identity_map.values()):
        if isinstance(entry, _READ):
            session.expire(entry)


def index_update_package(context: Any, id_: str, defer_commit: bool = False) -> None:
    """Read and index a dataset under its lock; stands in for CKAN's function.

    Args:
        context: CKAN's context.
        id_: id or name of the dataset.
        defer_commit: as in CKAN's function.
    """
    lock([_id_of(id_)])
    _update_package(context, id_, defer_commit)
    if model.Session().info.get(_REBUILDING):
        # Whoever saves one of them need not wait for the last of all.
        model.Session.commit()


def index_remove_package(id_: str) -> None:
    """Take a dataset out of the index under its lock; stands in for CKAN's function.

    Args:
        id_: id or name of the dataset.
    """
    dataset_id = _id_of(id_)
    # Its row first, as who edits the dataset does.
    model.Session.execute(
        sa.select(model.Package.id).where(model.Package.id == dataset_id).with_for_update()
    )
    lock([dataset_id])
    _remove_package(id_)


def _id_of(reference: str) -> str:
    query = sa.select(model.Package.id).where(
        sa.or_(model.Package.id == reference, model.Package.name == reference)
    )
    # An id wins over a name that looks like it, as in CKAN.
    ids = list(model.Session.execute(query).scalars())
    return reference if reference in ids or not ids else ids[0]


def committing(rebuild: Callable[..., None]) -> Callable[..., None]:
    """Make CKAN's `rebuild` commit, and give up the lock, after each dataset."""

    def rebuilt(*args: Any, **given: Any) -> None:
        session = model.Session()
        session.info[_REBUILDING] = True
        try:
            rebuild(*args, **given)
        finally:
            session.info.pop(_REBUILDING, None)

    return rebuilt
