"""What reviewers say of a field or a file."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.kanazawa.contribute.model.columns import Id, MaybeText, MaybeTime, Now, Number, Text


class Remark(tk.BaseModel):
    """A remark on one place of a revision.

    Attributes:
        place: name of a field, "file:<key>", or "" for the whole.
        text: as written.
        is_internal: among stewards only.
        resolved_at: when the author said it is done.
    """

    __tablename__ = "kanazawa_contribute_remark"
    __table_args__ = (sa.Index("kanazawa_contribute_remark_submission", "submission_id"),)

    id: Mapped[Id]
    submission_id: Mapped[str] = mapped_column(
        sa.ForeignKey("kanazawa_contribute_submission.id", ondelete="CASCADE"), nullable=False
    )
    revision: Mapped[Number]
    place: Mapped[str] = mapped_column(sa.Text, nullable=False, default="")
    text: Mapped[Text]
    author_id: Mapped[MaybeText]
    is_internal: Mapped[bool] = mapped_column(sa.Boolean, nullable=False, default=False)
    created: Mapped[Now]
    resolved_at: Mapped[MaybeTime]
