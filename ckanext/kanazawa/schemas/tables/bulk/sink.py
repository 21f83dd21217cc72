"""Where the datasets of a folder go: whoever takes them in says what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from ckanext.kanazawa.schemas.tables.bulk.columns import Column
from ckanext.kanazawa.schemas.tables.bulk.entry import Entry
from ckanext.kanazawa.schemas.tables.bulk.files import Files

Status = Literal["made", "changed", "unchanged", "refused"]


@dataclass(frozen=True)
class Outcome:
    """What became of one dataset, or would.

    Attributes:
        status: of the dataset with its files.
        name: of the dataset in addresses, or id of what it became; "" where it is not known yet.
        files: row → what became of its file.
        fields: of the dataset that changed, or row → fields of its file.
    """

    status: Status
    name: str = ""
    files: dict[int, Status] = field(default_factory=dict)
    fields: list[str] = field(default_factory=list)
    file_fields: dict[int, list[str]] = field(default_factory=dict)


class Sink(Protocol):
    """Takes datasets in: as steward into the catalogue, or as somebody else into a review.

    Attributes:
        columns: of the sheet that mean something to it.
    """

    columns: Sequence[Column]

    def apply(self, entry: Entry, files: Files, *, dry_run: bool) -> Outcome:
        """Take one dataset in, whole or not at all.

        Args:
            entry: the dataset, none of whose rows was refused so far.
            files: where its files are.
            dry_run: only say what would become of it.

        Raises:
            Refusal: it cannot be taken in; nothing of it was.
        """
        ...


Values = dict[str, Any]
