"""Let files follow the database transaction: written ones go when it fails.

Storages know no transactions. Each change is noted beside the session it belongs
to, savepoints included: what was written is removed when its transaction ends
without commit; what was purged is removed only after the commit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import ckan.model as model
from sqlalchemy import event

from .storage import remove_quietly

NOTES = "kanazawa_schemas_file_changes"


@dataclass
class FileChange:
    """A file that waits for the end of a transaction."""

    action: Literal["written", "purged"]
    storage: Any
    location: str
    transaction: Any


def note(action: Literal["written", "purged"], storage: Any, location: str) -> None:
    """Bind a file to the innermost transaction or savepoint that is open.

    Args:
        action: "written" (remove it unless committed) or "purged" (remove it once
            committed).
        storage: where it lies.
        location: its address there.
    """
    session = model.Session()
    # Nothing was sent to the database yet, so that no transaction is open.
    transaction = innermost(session) or session.begin()
    changes = session.info.setdefault(NOTES, [])
    changes.append(FileChange(action, storage, location, transaction))


def innermost(session: Any) -> Any:
    """Return the open savepoint, else the open transaction, else None."""
    return session.get_nested_transaction() or session.get_transaction()


@event.listens_for(model.Session, "after_commit")
def _committed(session: Any) -> None:
    """Pass a savepoint's files on to what encloses it; settle those of a transaction."""
    transaction = innermost(session)
    changes: list[FileChange] = session.info.get(NOTES, [])
    mine = [change for change in changes if change.transaction is transaction]
    if transaction is not None and transaction.nested:
        for change in mine:
            change.transaction = transaction.parent
        return
    session.info[NOTES] = []
    for change in mine:
        if change.action == "purged":
            remove_quietly(change.storage, change.location)


@event.listens_for(model.Session, "after_transaction_end")
def _ended(session: Any, transaction: Any) -> None:
    """Remove what was written in a transaction that ended without a commit."""
    changes: list[FileChange] = session.info.get(NOTES, [])
    if not changes:
        return
    session.info[NOTES] = [c for c in changes if c.transaction is not transaction]
    for change in changes:
        if change.transaction is transaction and change.action == "written":
            remove_quietly(change.storage, change.location)
