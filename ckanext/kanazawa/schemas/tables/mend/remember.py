"""Remember what was decided about a table, so that its next edition goes the same way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import ckan.model as model
import sqlalchemy as sa

from ckanext.kanazawa.lib.tables.convert.mapping import Mapping as ColumnMapping
from ckanext.kanazawa.lib.tables.errors import TableError
from ckanext.kanazawa.lib.tables.table import table_of
from ckanext.kanazawa.schemas.model.choice import Choice
from ckanext.kanazawa.schemas.model.edition import Edition

# Key of what is told to the editor where a remembered mapping does not fit an edition.
UNFIT = "unfit"


def remembered_reading(resource_id: str) -> dict[str, Any]:
    """Return how the files of a resource are to be read: `open_tables`' keywords, or {}."""
    choice = model.Session.get(Choice, resource_id)
    return dict((choice.choices.get("read") if choice else None) or {})


def remembered(resource_id: str, dataset_id: str, headings: Sequence[str]) -> dict[str, Any]:
    """Return the choices a new edition starts with.

    Args:
        resource_id: whose edition it is.
        dataset_id: a resource of it with the same headings lends its choices to one that has
            none yet.
        headings: of the table, as written in the file.

    Returns:
        As `Choice.choices`. Where a mapping does not fit any more, the edition is to be
        published as it came: "mapping" and "publish" are missing, and "unfit" tells the
        editor why: {"problems": [{"code", "params"}], "missing": [heading], "added": [heading]}.
    """
    choice = _own_or_of_sibling(resource_id, dataset_id, headings)
    if choice is None:
        return {}
    # How to read a file is a matter of that file, not of its columns.
    is_own = choice.resource_id == resource_id
    choices = {k: v for k, v in choice.choices.items() if is_own or k != "read"}
    if not choices.get("mapping"):
        return choices
    problems = misfits(choices["mapping"], headings)
    if not problems:
        return choices
    known = choice.headings or []
    unfit = {
        "problems": [{"code": p.code, "params": dict(p.params)} for p in problems],
        "missing": [name for name in known if name not in headings],
        "added": [name for name in headings if name not in known],
    }
    kept = {k: v for k, v in choices.items() if k not in ("mapping", "publish")}
    return {**kept, UNFIT: unfit}


def misfits(mapping: Mapping[str, Any], headings: Sequence[str]) -> tuple[TableError, ...]:
    """Return what keeps a mapping from being used for a table with these headings."""
    try:
        table = table_of(list(headings), [])
        return ColumnMapping.of(mapping).problems(table)
    except TableError as error:  # a format or version that is gone
        return (error,)


def remember(edition: Edition, dataset_id: str, choices: Mapping[str, Any], user: str) -> None:
    """Write choices into an edition and keep them for its resource, in the open transaction.

    Args:
        edition: they were made for.
        dataset_id: of its resource.
        choices: all of them, as `Choice.choices`; {} publishes the table as it came.
        user: id of who decided.
    """
    kept = {key: value for key, value in choices.items() if value not in (None, [], {})}
    edition.choices = kept
    choice = model.Session.get(Choice, edition.owner_id) or Choice(resource_id=edition.owner_id)
    choice.dataset_id = dataset_id
    choice.choices = {key: value for key, value in kept.items() if key != UNFIT}
    choice.headings = edition.headings
    choice.decided_by = user
    choice.decided_at = sa.func.clock_timestamp()
    model.Session.add(choice)
    model.Session.flush()


def _own_or_of_sibling(resource_id: str, dataset_id: str, headings: Sequence[str]) -> Choice | None:
    """Return a resource's own choices, else the latest of its dataset for the same headings."""
    is_own = Choice.resource_id == resource_id
    alike = sa.and_(Choice.dataset_id == dataset_id, Choice.headings == list(headings))
    query = (
        sa.select(Choice)
        .where(sa.or_(is_own, alike) if dataset_id else is_own)
        .order_by(is_own.desc(), Choice.decided_at.desc())
    )
    return model.Session.scalars(query.limit(1)).first()
