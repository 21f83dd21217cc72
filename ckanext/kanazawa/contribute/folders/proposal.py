"""What one dataset of a sheet proposes, as its submission says it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.kanazawa.contribute.submissions.fields import DATASET
from ckanext.kanazawa.contribute.submissions.kinds import kind_of
from ckanext.kanazawa.contribute.submissions.live import public_dataset
from ckanext.kanazawa.contribute.submissions.reading import tidy_fields
from ckanext.kanazawa.schemas.shared import (
    FileEntry,
    Refusal,
    SheetColumn,
    SheetEntry,
    both,
    matched_resources,
    sheet_columns,
)

# Under the licence the sheet says that an empty cell means.
USUAL_LICENCE = "CC-BY-4.0"


def offered() -> list[SheetColumn]:
    """Return the columns of the sheet that say something about a contribution.

    Not those of the provider, of addresses and of what is private: that is not theirs to say.
    """
    return [column for column in sheet_columns() if _is_offered(column)]


def _is_offered(column: SheetColumn) -> bool:
    if column.of == "file":
        return column.part != "en"
    return column.how in ("key", "tags") or column.field in DATASET


@dataclass(frozen=True)
class Proposal:
    """A submission that is to be there.

    Attributes:
        kind: "dataset", "replacement" or "addition".
        fields: proposed, as read.
        dataset_id: it changes; None for a new one.
        targets: row → resource that its file replaces.
    """

    kind: str
    fields: dict[str, Any]
    dataset_id: str | None = None
    targets: dict[int, str] = field(default_factory=dict)


def proposal_of(entry: SheetEntry, dataset_id: str | None) -> Proposal:
    """Return what the rows of a dataset propose.

    Args:
        entry: the rows.
        dataset_id: what an earlier submission of the same rows became; None for nothing public.

    Raises:
        Refusal: some of the files are there already, and some not.
        tk.ValidationError: a field holds what it cannot hold.
    """
    dataset = public_dataset(dataset_id) or public_dataset(entry.key)
    if dataset is None:
        return Proposal("dataset", tidy_fields(kind_of("dataset"), _fields(entry), None))
    known = matched_resources(entry.files, dataset["resources"])
    if known and len(known) < len(entry.files):
        raise Refusal(both(_mixed))
    targets = {row: str(resource["id"]) for row, resource in known.items()}
    return Proposal("replacement" if known else "addition", {}, dataset["id"], targets)


def told_of(file: FileEntry) -> dict[str, str]:
    """Return what the sheet says about a file."""
    texts = {"title": "name_translated", "description": "description_translated"}
    return {name: (file.values.get(field) or {}).get("ja", "") for name, field in texts.items()}


def _fields(entry: SheetEntry) -> dict[str, Any]:
    values = {"license_id": USUAL_LICENCE, **entry.values}
    if "tags" in values:
        values["tag_string"] = ", ".join(values.pop("tags"))
    return values


def _mixed() -> str:
    return tk._(
        "Some of these files are in the dataset already, and others are not. Send those that "
        "replace one and those that are added in two folders, one after the other."
    )
