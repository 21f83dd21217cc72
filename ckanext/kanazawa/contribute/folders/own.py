"""Folders of a contributor: sent as a ZIP, seen by nobody else."""

from __future__ import annotations

from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
import sqlalchemy as sa

from ckanext.kanazawa.contribute.acting import body_of_call
from ckanext.kanazawa.contribute.folders.sink import SINK
from ckanext.kanazawa.schemas.shared import BulkImport, described_import, drop_zip

# Folders that are not taken in yet, of one account at once.
MOST_WAITING = 5


def find_folder(reference: object, user_id: str, *, for_update: bool = False) -> BulkImport:
    """Return a folder of somebody's own.

    Raises:
        tk.ObjectNotFound: there is none, or it is another's: nobody can tell which.
    """
    query = mine(user_id).where(BulkImport.id == reference)
    if for_update:
        query = query.with_for_update()
    found = None
    if isinstance(reference, str):
        found = model.Session.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise tk.ObjectNotFound(tk._("There is no such folder."))
    return found


def mine(user_id: str) -> sa.Select[Any]:
    """Select the folders of somebody; with a body's token, those sent for that body."""
    query = sa.select(BulkImport).where(BulkImport.sink == SINK, BulkImport.user_id == user_id)
    if body_of_call():
        query = query.where(BulkImport.facts["body_id"].astext == body_of_call())
    return query


def check_waiting(user_id: str) -> None:
    """Refuse one folder too many.

    Raises:
        tk.ValidationError: so many wait already.
    """
    waiting = mine(user_id).where(BulkImport.location.is_not(None)).subquery()
    if (model.Session.scalar(sa.select(sa.func.count()).select_from(waiting)) or 0) < MOST_WAITING:
        return
    text = tk._("{number} folders of yours wait already. Submit or remove one of them first.")
    raise tk.ValidationError({"upload": [text.format(number=MOST_WAITING)]})


def told(found: BulkImport) -> dict[str, Any]:
    """Return a folder as the actions return it."""
    return {**described_import(found), **{name: found.facts.get(name) for name in FACTS}}


FACTS = ("municipality", "body_id", "credit", "declarations")


def forget_folders(user_id: str) -> None:
    """Remove everything of somebody's folders in the open transaction; submissions stay."""
    own = sa.select(BulkImport).where(BulkImport.sink == SINK, BulkImport.user_id == user_id)
    for found in model.Session.scalars(own):
        drop_zip(found)
        model.Session.delete(found)
