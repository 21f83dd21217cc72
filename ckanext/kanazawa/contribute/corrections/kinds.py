"""Two kinds of submission: a report of an error by anybody, and a precise correction."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.kanazawa.contribute.labels import kind_label
from ckanext.kanazawa.contribute.submissions.fields import read_fields
from ckanext.kanazawa.contribute.submissions.kind import Draft, Kind, Problems
from ckanext.kanazawa.contribute.submissions.live import public_dataset
from ckanext.kanazawa.contribute.submissions.readers import Reader, Refused, mail_address, text

REPORT_FIELDS: dict[str, Reader] = {}
CORRECTION_FIELDS: dict[str, Reader] = {}
LONGEST_CELL = 10_000
MOST_CHANGES = 500
# What PostgreSQL cannot store.
UNFIT = frozenset("\x00")


def _where(value: Any) -> dict[str, Any]:
    """Read where an error is: {"row": number or "", "column", "label"}."""
    if value in (None, ""):
        return {}
    if not isinstance(value, dict) or set(value) - {"row", "column", "label", "edition"}:
        raise Refused(tk._("This is not of the form expected."))
    return {name: found for name in value if (found := text(300)(str(value[name])))}


def _changes(value: Any) -> list[dict[str, Any]]:
    """Read the changes of a correction.

    Each is {"edition": id, "row": {"number": as the file counts it, "key": {column: value}} or
    {"number", "hash": of the row}, "column": heading, "old": value, "new": value}.
    """
    if not isinstance(value, list) or len(value) > MOST_CHANGES:
        raise Refused(
            tk._("A list of at most {number} changes is expected.").format(number=MOST_CHANGES)
        )
    return [_change(one, number) for number, one in enumerate(value, start=1)]


def _change(value: Any, number: int) -> dict[str, Any]:
    wrong = tk._("Change {number} is not of the form expected.").format(number=number)
    if not isinstance(value, dict) or set(value) != {"edition", "row", "column", "old", "new"}:
        raise Refused(wrong)
    row = value["row"]
    if not isinstance(row, dict) or set(row) - {"number", "key", "hash"}:
        raise Refused(wrong)
    key = row.get("key")
    if not (isinstance(key, dict) and key) and not isinstance(row.get("hash"), str):
        raise Refused(wrong)
    found: dict[str, Any] = {"edition": text(100)(value["edition"]), "row": {}}
    if isinstance(row.get("number"), int):
        found["row"]["number"] = row["number"]
    if isinstance(key, dict) and key:
        found["row"]["key"] = {_exact(name): _exact(part) for name, part in key.items()}
    else:
        found["row"]["hash"] = text(64)(row["hash"])
    exact = {name: _exact(value[name]) for name in ("column", "old")}
    return {**found, **exact, "new": text(LONGEST_CELL)(value["new"])}


def _exact(value: Any) -> str:
    """Read what stands in the file: spaces and all, or it would not be found there again."""
    if not isinstance(value, str):
        raise Refused(tk._("Text is expected here."))
    if len(value) > LONGEST_CELL or not UNFIT.isdisjoint(value):
        raise Refused(tk._("This cannot be the content of a cell."))
    return value


REPORT_FIELDS.update(text=text(5_000), where=_where, address=mail_address)
CORRECTION_FIELDS.update(changes=_changes, note=text(5_000))


class _Corrects(Kind):
    """What both have in common."""

    changes_dataset = True
    takes_files = False
    known: dict[str, Reader] = {}

    def label(self) -> str:
        """Return its name in the reader's language."""
        return kind_label(self.name)

    def municipality_of(self, draft: Draft) -> str | None:
        """Return the municipality that looks after the dataset."""
        from ckanext.kanazawa.contribute.submissions.kinds import municipality_of_dataset

        return municipality_of_dataset(draft.dataset_id) or draft.municipality

    def shape_problems(self, draft: Draft) -> Problems:
        """Return which fields hold what they cannot hold."""
        return read_fields(draft.fields, self.known)[1]

    def problems(self, draft: Draft) -> Problems:
        """Return what is missing."""
        found = self.shape_problems(draft)
        if public_dataset(draft.dataset_id) is None:
            found["dataset_id"] = [tk._("Choose the dataset it belongs to.")]
        return found


class Report(_Corrects):
    """Anybody says that something is wrong."""

    name = "report"
    needs_account = False
    known = REPORT_FIELDS

    def problems(self, draft: Draft) -> Problems:
        """Return what is missing: it has to say something."""
        found = super().problems(draft)
        if "text" not in found and not draft.fields.get("text"):
            found["text"] = [tk._("Say what is wrong.")]
        return found


class Correction(_Corrects):
    """Somebody with an account says which cells should hold what."""

    name = "correction"
    known = CORRECTION_FIELDS

    def problems(self, draft: Draft) -> Problems:
        """Return what is missing: at least one cell has to change."""
        found = super().problems(draft)
        changes = draft.fields.get("changes") or []
        if "changes" not in found and not any(one["old"] != one["new"] for one in changes):
            found["changes"] = [tk._("Nothing would change.")]
        return found


KINDS: tuple[type[Kind], ...] = (Report, Correction)
