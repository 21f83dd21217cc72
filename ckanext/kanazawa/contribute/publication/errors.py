"""Why an approved submission could not be published as it was approved."""

from __future__ import annotations

from typing import Any, Literal

# What somebody has to look at again:
#   overlap    the live dataset changed in the same places ("places")
#   files      stored bytes are not those that were checked ("keys")
#   cells      cells to be corrected hold something else by now ("cells": how many)
#   gone       the dataset, or what was to be replaced, is no longer public
#   standing   the standing approval does not hold (any more)
#   approval   the approval is of another revision
#   refused    the catalogue refuses the metadata ("fields")
Code = Literal["overlap", "files", "cells", "gone", "standing", "approval", "refused"]


class NotPublishable(Exception):
    """Publication stops before anything changed; the submission goes back to review.

    Attributes:
        code: see above.
        details: names of places, keys and numbers for the record; never contents.
    """

    def __init__(self, code: Code, **details: Any) -> None:
        super().__init__(code)
        self.code: Code = code
        self.details = details
