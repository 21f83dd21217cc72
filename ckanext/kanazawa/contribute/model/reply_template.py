"""Texts that stewards use again and again."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from sqlalchemy.orm import Mapped

from ckanext.kanazawa.contribute.model.columns import Id, MaybeText, Now, Text


class ReplyTemplate(tk.BaseModel):
    """A text for replies of one municipality.

    Attributes:
        municipality: organisation (id); None for all.
        purpose: "return", "reject", "approve" or "ask".
        title, text: in the language they were written in.
    """

    __tablename__ = "kanazawa_contribute_reply_template"
    __table_args__ = (sa.Index("kanazawa_contribute_reply_template_municipality", "municipality"),)

    id: Mapped[Id]
    municipality: Mapped[MaybeText]
    purpose: Mapped[Text]
    title: Mapped[Text]
    text: Mapped[Text]
    created: Mapped[Now]
