"""Revisions of submissions: never changed, only added."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.kanazawa.contribute.model.columns import (
    List,
    MaybeObject,
    MaybeText,
    Now,
    Object,
    Text,
)


class Revision(tk.BaseModel):
    """What a submission proposes, as one person saved it.

    Attributes:
        number: counts up within the submission, from 1.
        author_id: who saved it; whoever edited a submission counts as its author.
        fields: of the proposed dataset, as `package_create` takes them, without resources; for
            corrections {"changes": [...]} (`corrections`), for reports {"text", "where"}.
        files: [{"key" (stays through revisions), "file_id", "name", "sha256", "size_bytes",
            "edition_id", "title", "description", "resource_id" (it replaces) | None}].
        declarations: what was declared, {"right": true, "no_personal_data": true, ...}.
        base: the live version it was made from: {"dataset_id", "metadata_modified", "fields",
            "resources": {id: sha256}}; None for new datasets.
        sha256: of fields, files and declarations as canonical JSON.
    """

    __tablename__ = "kanazawa_contribute_revision"

    submission_id: Mapped[str] = mapped_column(
        sa.ForeignKey("kanazawa_contribute_submission.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(sa.Integer, primary_key=True)
    author_id: Mapped[MaybeText]
    fields: Mapped[Object]
    files: Mapped[List]
    declarations: Mapped[Object]
    base: Mapped[MaybeObject]
    sha256: Mapped[Text]
    created: Mapped[Now]
