"""How a body was verified: what a steward saw, never a copy of it."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from ckanext.kanazawa.contribute.model.columns import Id, Now, Text


class Verification(tk.BaseModel):
    """One look of a steward at who a body is.

    Attributes:
        how: "corporate-number", "mail-domain", "document" or "met".
        seen: what was seen, in words.
        by: the steward.
    """

    __tablename__ = "kanazawa_contribute_verification"
    __table_args__ = (sa.Index("kanazawa_contribute_verification_body", "body_id"),)

    id: Mapped[Id]
    body_id: Mapped[Text]
    how: Mapped[Text]
    seen: Mapped[Text]
    by: Mapped[Text]
    at: Mapped[Now]
