"""What a kind of submission has to tell; features write their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import ckan.plugins.toolkit as tk

Problems = dict[str, list[str]]


@dataclass(frozen=True)
class Draft:
    """What is proposed, as a kind looks at it.

    Attributes:
        kind: name of the kind.
        fields, files, declarations: as of `Revision`.
        municipality, dataset_id, resource_id, body_id, credit: as of `Submission`.
    """

    kind: str
    fields: dict[str, Any]
    files: list[dict[str, Any]] = field(default_factory=list)
    declarations: dict[str, Any] = field(default_factory=dict)
    municipality: str | None = None
    dataset_id: str | None = None
    resource_id: str | None = None
    body_id: str | None = None
    credit: dict[str, Any] = field(default_factory=dict)


class Kind:
    """A kind of submission; derive, and register through `IContributions`.

    Attributes:
        name: as stored in `Submission.kind`.
        needs_account: False where anybody may send one.
        changes_dataset: it is about a dataset that is there.
        takes_files: files belong to it.
        publish: what publication does once it is approved, called with the submission's id in
            the publishing transaction; None for what the publication room does itself.
    """

    name = ""
    needs_account = True
    changes_dataset = False
    takes_files = True
    publish: Callable[[str], None] | None = None

    def label(self) -> str:
        """Return its name in the reader's language."""
        return tk._(self.name)

    def municipality_of(self, draft: Draft) -> str | None:
        """Return the organisation whose stewards decide."""
        return draft.municipality

    def problems(self, draft: Draft) -> Problems:
        """Return what keeps it from being submitted: field → messages."""
        raise NotImplementedError

    def shape_problems(self, draft: Draft) -> Problems:
        """Return what keeps it from being saved at all: field → messages."""
        raise NotImplementedError
