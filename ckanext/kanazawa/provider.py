"""Whose data it is, and whether a municipality answers for it: one rule for all pages and exports.

The kind of provider is a property of the organisation; what a contributor published counts as
checked only where a steward said so when approving it.
"""

from __future__ import annotations

from typing import Literal

# As in `schemas/choices/verifications.yaml`.
Verification = Literal["official", "checked", "unchecked"]


def verification(municipality_code: str | None, content_checked: object) -> Verification:
    """Say how far a municipality answers for what a dataset says.

    Args:
        municipality_code: of the organisation that owns it; "" where that is none.
        content_checked: `kanazawa_content_checked` of the dataset.
    """
    if municipality_code:
        return "official"
    return "checked" if content_checked in ("true", True) else "unchecked"
