"""Free text of the record, which can be purged while the record stays."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.kanazawa.contribute.model.columns import Text


class RecordText(tk.BaseModel):
    """What somebody wrote with a step.

    Attributes:
        record_id: the line of the record.
        text: as written.
    """

    __tablename__ = "kanazawa_contribute_record_text"

    record_id: Mapped[int] = mapped_column(
        sa.ForeignKey("kanazawa_contribute_record.id"), primary_key=True
    )
    text: Mapped[Text]
