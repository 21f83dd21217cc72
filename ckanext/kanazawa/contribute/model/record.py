"""The record: every step and decision, only ever added to (a trigger keeps it so)."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.kanazawa.contribute.model.columns import MaybeText, Now, Object, Text


class Record(tk.BaseModel):
    """One line of the record; free text is in `RecordText`, which can be purged.

    Attributes:
        id: counts up.
        at: when.
        actor: number of a person (`Actor`); None for the portal itself.
        subject_type, subject_id: "submission", "account", "body" or "dataset", and its id.
        dataset_id: the dataset it concerns, for its public history.
        what: name of the step ("submit", "approve", "suspend", ...).
        reason: code of a reason, where a step has one.
        revision: of a submission.
        before, after: SHA-256 of what it changed.
        details: codes and numbers only, never personal data or contents.
        is_public: shown in the history of the dataset.
    """

    __tablename__ = "kanazawa_contribute_record"
    __table_args__ = (
        sa.Index("kanazawa_contribute_record_subject", "subject_type", "subject_id"),
        sa.Index("kanazawa_contribute_record_dataset", "dataset_id"),
    )

    id: Mapped[int] = mapped_column(sa.BigInteger, sa.Identity(), primary_key=True)
    at: Mapped[Now]
    actor: Mapped[int | None] = mapped_column(sa.BigInteger)
    subject_type: Mapped[Text]
    subject_id: Mapped[Text]
    dataset_id: Mapped[MaybeText]
    what: Mapped[Text]
    reason: Mapped[MaybeText]
    revision: Mapped[int | None] = mapped_column(sa.Integer)
    before: Mapped[MaybeText]
    after: Mapped[MaybeText]
    details: Mapped[Object]
    is_public: Mapped[bool] = mapped_column(sa.Boolean, nullable=False, default=False)
