"""Corrections that a later edition undid."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.kanazawa.contribute.model.columns import List, MaybeTime, Now, Text


class Undone(tk.BaseModel):
    """Cells of one published correction that hold again what was corrected.

    Attributes:
        submission_id: the correction.
        resource_id: the table.
        edition_id: the newest edition in which this was found.
        changes: what waits for a decision, as `Revision.fields["changes"]`: `old` is what stands
            there now, `new` what the correction says. [] where nothing waits.
        kept: changes for which the city's value was kept; they are not asked about again.
        found_at: when something was last found.
        decided_at: when somebody last decided.
    """

    __tablename__ = "kanazawa_contribute_undone"
    __table_args__ = (sa.Index("kanazawa_contribute_undone_resource", "resource_id"),)

    submission_id: Mapped[str] = mapped_column(
        sa.ForeignKey("kanazawa_contribute_submission.id", ondelete="CASCADE"), primary_key=True
    )
    resource_id: Mapped[Text]
    edition_id: Mapped[Text]
    changes: Mapped[List]
    kept: Mapped[List]
    found_at: Mapped[Now]
    decided_at: Mapped[MaybeTime]
