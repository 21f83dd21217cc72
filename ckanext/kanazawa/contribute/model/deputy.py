"""Who decides where a municipality's own steward may not."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.kanazawa.contribute.model.columns import Now, Text


class Deputy(tk.BaseModel):
    """A steward elsewhere who decides for a municipality.

    Attributes:
        municipality: organisation (id) that names the deputy.
        user_id: a steward of another municipality.
        named_by, named_at.
    """

    __tablename__ = "kanazawa_contribute_deputy"

    municipality: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    user_id: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    named_by: Mapped[Text]
    named_at: Mapped[Now]
