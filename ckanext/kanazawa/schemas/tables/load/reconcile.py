"""Bring together what drifted apart: tables, what resources say of them, and what is shown.

The DataStore is a database of its own; a worker may die between its commit and ours, a dataset
may be written with its old flag, a resource may be purged.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ckan.model as model
import ckan.plugins as plugins
import sqlalchemy as sa

from ckanext.datastore.backend.postgres import (  # pyright: ignore[reportMissingImports]
    get_write_engine,
)
from ckanext.kanazawa.schemas.model.edition import RESOURCE, Edition
from ckanext.kanazawa.schemas.tables.load import fulltext, staging, stats
from ckanext.kanazawa.schemas.tables.load.errors import BusyError
from ckanext.kanazawa.schemas.tables.load.flags import FLAG, set_flag
from ckanext.kanazawa.schemas.tables.load.table import drop_table
from ckanext.kanazawa.schemas.tables.load.withheld import is_withheld
from ckanext.kanazawa.schemas.tables.queue.put import put


@dataclass
class Reconciled:
    """How much was put right.

    Attributes:
        flags: resources that said something else of their table.
        removed: tables of resources that are gone, and hidden ones that died.
        put: tables to be loaded.
    """

    flags: int = 0
    removed: int = 0
    put: int = 0


def reconcile() -> Reconciled:
    """Put right what drifted apart; commits, and may be called at any time."""
    done = Reconciled()
    if not plugins.plugin_loaded("datastore"):
        return done
    with get_write_engine().connect() as connection:
        all_tables = set(connection.scalars(sa.text("SELECT name FROM _table_metadata")))
        ours = fulltext.our_tables(connection)
    hidden = {name for name in ours if is_withheld(name)}
    done.removed = _remove_leftovers() + _remove_orphans(ours, hidden)
    done.flags = _set_flags(all_tables - hidden)
    done.put = _put_missing(ours - hidden)
    return done


def _remove_leftovers() -> int:
    """Remove hidden tables whose loader is gone: nobody holds their lock."""
    query = sa.text(
        "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = 'public' AND c.relkind = 'r' AND starts_with(c.relname, :prefix)"
    )
    with get_write_engine().begin() as connection:
        staging.execute(connection, "SET LOCAL lock_timeout = '1s'")
        found = list(connection.scalars(query, {"prefix": staging.PREFIX}))
        for name in found:
            staging.execute(connection, f"DROP TABLE IF EXISTS {staging.quoted(name)}")
    return len(found)


def _remove_orphans(ours: set[str], hidden: set[str]) -> int:
    """Remove the tables of resources that are deleted or purged, and rows that were taken back."""
    query = sa.select(model.Resource.id).where(
        model.Resource.id.in_(ours), model.Resource.state != model.State.DELETED
    )
    living = set(model.Session.scalars(query))
    model.Session.commit()
    _forget_left()
    removed = 0
    for name in sorted(ours - living | hidden):
        try:
            removed += drop_table(name, lambda rows: None)
        except BusyError:
            continue  # The next time will do.
    return removed


def _forget_left() -> None:
    """Forget what was kept of the tables of resources that were purged."""
    with get_write_engine().begin() as connection:
        kept = stats.kept(connection)
        query = sa.select(model.Resource.id).where(model.Resource.id.in_(kept))
        stats.forget(connection, kept - set(model.Session.scalars(query)))
    model.Session.commit()


def _set_flags(tables: set[str]) -> int:
    """Let every resource say whether it has a table, whoever made it."""
    extras: Any = model.Resource.extras
    query = sa.select(model.Resource.id, extras).where(
        model.Resource.state != model.State.DELETED,
        sa.or_(
            model.Resource.id.in_(tables),
            sa.cast(extras, sa.Text).contains(f'"{FLAG}": true'),
        ),
    )
    wrong = [
        resource_id
        for resource_id, said in model.Session.execute(query)
        if bool((said or {}).get(FLAG)) != (resource_id in tables)
    ]
    model.Session.commit()
    return sum(set_flag(resource_id, resource_id in tables) for resource_id in wrong)


def _put_missing(ours: set[str]) -> int:
    """Have editions loaded that were loaded once and whose table is not there."""
    query = sa.select(sa.distinct(Edition.owner_id)).where(
        Edition.owner_type == RESOURCE,
        Edition.loaded_at.is_not(None),
        Edition.owner_id.not_in(ours),
    )
    missing = 0
    for resource_id in model.Session.scalars(query).all():
        resource = model.Session.get(model.Resource, resource_id)
        shown = Edition.shown(resource_id)
        gone = resource is None or resource.state == model.State.DELETED
        if not gone and shown is not None and shown.state == "examined":
            put("load", resource_id, shown.id)
            missing += 1
    model.Session.commit()
    return missing
