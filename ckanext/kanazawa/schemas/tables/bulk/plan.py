"""What is to be done with one dataset, before anything is done."""

from __future__ import annotations

from dataclasses import dataclass, field

from ckanext.kanazawa.schemas.tables.bulk.entry import Entry
from ckanext.kanazawa.schemas.tables.bulk.sink import Outcome, Status, Values


@dataclass
class Plan:
    """A dataset to be made or changed.

    Attributes:
        entry: what the sheet says.
        values: what the action gets; of a dataset that exists first only what changes.
        stored: the dataset as it is; None for a new one.
        files: row → what becomes of its file.
        fields: of the dataset that change; file_fields: row → those of its file.
        name: of the dataset.
        has_changes: whether there is anything to do.
    """

    entry: Entry
    values: Values
    stored: Values | None = None
    files: dict[int, Status] = field(default_factory=dict)
    fields: list[str] = field(default_factory=list)
    file_fields: dict[int, list[str]] = field(default_factory=dict)
    name: str = ""
    has_changes: bool = True

    def complete(self, resources: list[Values]) -> None:
        """Make of what changes what an update takes: the whole dataset.

        Args:
            resources: all, those that do not change as they are stored.
        """
        assert self.stored is not None
        self.name = self.stored["name"]
        self.has_changes = bool(self.values) or resources != self.stored["resources"]
        self.values = {**self.stored, **self.values, "resources": resources}

    def outcome(self) -> Outcome:
        """Return what became of it, or would."""
        status: Status = "unchanged"
        if self.stored is None:
            status = "made"
        elif self.fields or any(found != "unchanged" for found in self.files.values()):
            status = "changed"
        return Outcome(status, self.name, self.files, self.fields, self.file_fields)
