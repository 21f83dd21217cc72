"""Which terms of use somebody accepted, and when."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.kanazawa.contribute.model.columns import Now


class TermsAcceptance(tk.BaseModel):
    """One version of the terms of use, accepted by one person.

    Attributes:
        user_id, version: who accepted what.
        accepted_at: when.
    """

    __tablename__ = "kanazawa_contribute_terms"

    user_id: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    version: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    accepted_at: Mapped[Now]
