"""A submission beside the live version: what differs in fields, files and rows of tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import ckan.model as model

from ckanext.kanazawa.contribute.labels import fields_of_datasets
from ckanext.kanazawa.contribute.model.revision import Revision
from ckanext.kanazawa.contribute.publication.fields import live_version, proposable
from ckanext.kanazawa.contribute.publication.merge import same
from ckanext.kanazawa.contribute.review.readable import readable
from ckanext.kanazawa.lib.tables.errors import TableError
from ckanext.kanazawa.schemas.shared import Edition, original

Values = dict[str, Any]
MOST_ROWS = 50
# Of a table that is compared row by row; larger ones are told apart by their size only.
MOST_COMPARED = 200_000


def field_differences(revision: Revision, live: Values | None) -> list[Values]:
    """Return each proposed field with the value it has now, in the order of the form."""
    before = live_version(live).fields if live is not None else {}
    wanted = proposable(revision.fields)
    return [
        {
            "name": name,
            "before": readable(name, before.get(name)),
            "after": readable(name, wanted[name]),
            "changed": not same(wanted[name], before.get(name)),
        }
        for name in sorted(wanted, key=_place)
    ]


def file_differences(revision: Revision, live: Values | None) -> list[Values]:
    """Return each file with what was found in it, and what it replaces."""
    resources = {one["id"]: one for one in (live or {}).get("resources") or []}
    found = []
    for entry in revision.files:
        edition = model.Session.get(Edition, entry.get("edition_id") or "")
        replaced = resources.get(entry.get("resource_id") or "")
        totals = (edition.totals or {}).get("severity") if edition else None
        found.append(
            {
                **{
                    name: entry.get(name)
                    for name in ("key", "name", "size_bytes", "sha256", "edition_id")
                },
                **{name: entry.get(name) for name in ("title", "description", "resource_id")},
                "state": edition.state if edition else None,
                "format": edition.format if edition else None,
                "rows": edition.rows if edition else None,
                "personal": edition.personal if edition else 0,
                "severity": totals or {},
                "replaces": replaced["name"] if replaced else None,
            }
        )
    return found


def row_differences(entry: Mapping[str, Any]) -> Values | None:
    """Compare the rows of a file with those of the edition visitors see, read from the files.

    Returns:
        {"headings", "added", "removed": rows with their number, "more_added", "more_removed"};
        None where there are no two tables, or they are too large to be read here.
    """
    pending = model.Session.get(Edition, entry.get("edition_id") or "")
    live = Edition.shown(entry["resource_id"]) if entry.get("resource_id") else None
    sizes = [one.rows or 0 for one in (pending, live) if one and one.state == "examined"]
    if pending is None or live is None or len(sizes) < 2 or max(sizes) > MOST_COMPARED:
        return None
    try:
        with original(pending) as new, original(live) as old:
            headings = [list(one.table.headings) for one in (old, new)]
            before, after = list(_rows(old.table)), list(_rows(new.table))
    except TableError:
        return None
    removed, added = _only_in(before, after), _only_in(after, before)
    return {
        "headings": headings[1],
        "same_headings": headings[0] == headings[1],
        "added": added[:MOST_ROWS],
        "removed": removed[:MOST_ROWS],
        "more_added": max(0, len(added) - MOST_ROWS),
        "more_removed": max(0, len(removed) - MOST_ROWS),
    }


def _rows(table: Any) -> Iterator[tuple[int, tuple[str, ...]]]:
    for block in table.blocks():
        for row in block.frame.iter_rows():
            yield row[0], tuple(cell or "" for cell in row[1:])


def _only_in(
    rows: list[tuple[int, tuple[str, ...]]], others: list[tuple[int, tuple[str, ...]]]
) -> list[Values]:
    """Return rows that the others lack, each as often as it is there once more."""
    left, found = Counter(cells for _number, cells in others), []
    for number, cells in rows:
        if left[cells]:
            left[cells] -= 1
        else:
            found.append({"row": number, "cells": list(cells)})
    return found


def _place(name: str) -> int:
    names = [field["field_name"] for field in fields_of_datasets()]
    return names.index(name) if name in names else len(names)
