"""Questions to the responsible section (担当課照会), answered through a link."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.kanazawa.contribute.model.columns import Id, MaybeText, MaybeTime, Now, Text, Time


class Inquiry(tk.BaseModel):
    """A link that shows one submission to a section, and its answer.

    Attributes:
        token_sha256: of the token in the link.
        section, address: who is asked.
        question, answer: as written.
        asked_by, expires_at, answered_at.
    """

    __tablename__ = "kanazawa_contribute_inquiry"
    __table_args__ = (sa.Index("kanazawa_contribute_inquiry_submission", "submission_id"),)

    id: Mapped[Id]
    submission_id: Mapped[str] = mapped_column(
        sa.ForeignKey("kanazawa_contribute_submission.id", ondelete="CASCADE"), nullable=False
    )
    token_sha256: Mapped[str] = mapped_column(sa.Text, nullable=False, unique=True)
    section: Mapped[Text]
    address: Mapped[MaybeText]
    question: Mapped[Text]
    asked_by: Mapped[Text]
    created: Mapped[Now]
    expires_at: Mapped[Time]
    answer: Mapped[MaybeText]
    answered_at: Mapped[MaybeTime]
