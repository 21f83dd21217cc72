"""A file that another feature received, checked, and hands over to a resource."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import ckan.model as model

from .receive import Received


@dataclass(frozen=True)
class Handover:
    """The value of a resource's `upload` where the file is examined and released already.

    No request can carry one: only code of ours makes it.

    Attributes:
        received: the bytes, measured.
        adopt: called with the resource's id and the row of its copy of the file; lets the
            edition that holds its findings go over to the resource.
    """

    received: Received
    adopt: Callable[[str, model.File], None]

    @property
    def filename(self) -> str:
        """Return its name, as of an upload."""
        return self.received.name
