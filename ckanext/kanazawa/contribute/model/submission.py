"""Submissions: what somebody proposes, beside what is public."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.kanazawa.contribute.model.columns import (
    Id,
    MaybeObject,
    MaybeText,
    MaybeTime,
    Now,
    Number,
    Object,
    Text,
)


class Submission(tk.BaseModel):
    """One proposal on its way (states in `states.py`); its contents are in `Revision`.

    Attributes:
        number: counts up; people speak of it as "#12".
        kind: a key of `submissions.kinds`: "dataset", "replacement", "addition", "correction",
            "report".
        state: see `states.py`.
        revision: number of the newest revision; 0 before the first is saved.
        author_id: who proposes; None for a report without an account, and after the account was
            left.
        body_id: for which body; None for a person.
        municipality: organisation (id) whose stewards decide.
        theme: of the catalogue, for the queue; "" while none is chosen.
        title: of the newest revision, for lists.
        dataset_id: the live dataset it changes; of a new one, what it became.
        resource_id: the live resource that gets another file, or is corrected.
        credit: {"how": "name" | "body" | "anonymous", "name"}.
        checks: results of the automatic checks of the newest revision, {check: {...}}.
        assigned_to, due_at: of the steward who looks at it.
        approved_by, approved_revision, approved_base: who approved which revision compared with
            which live version (`Revision.base`); a standing approval is "standing:<id>".
        merged_into: the submission that goes on in its place; None unless it was merged.
        publish_at: the time it is published; None for at once.
        locale: of its author.
        request_key: of the request that made it; the same request again makes no second one.
    """

    __tablename__ = "kanazawa_contribute_submission"
    __table_args__ = (
        sa.UniqueConstraint("author_id", "request_key"),
        sa.Index("kanazawa_contribute_submission_queue", "municipality", "state", "changed"),
        sa.Index("kanazawa_contribute_submission_author", "author_id", "changed"),
        sa.Index("kanazawa_contribute_submission_body", "body_id"),
        sa.Index("kanazawa_contribute_submission_dataset", "dataset_id"),
    )

    id: Mapped[Id]
    number: Mapped[int] = mapped_column(sa.BigInteger, sa.Identity(), unique=True)
    kind: Mapped[Text]
    state: Mapped[str] = mapped_column(sa.Text, nullable=False, default="draft")
    revision: Mapped[Number]
    author_id: Mapped[MaybeText]
    body_id: Mapped[MaybeText]
    municipality: Mapped[MaybeText]
    theme: Mapped[str] = mapped_column(sa.Text, nullable=False, default="")
    title: Mapped[str] = mapped_column(sa.Text, nullable=False, default="")
    dataset_id: Mapped[MaybeText]
    resource_id: Mapped[MaybeText]
    credit: Mapped[Object]
    checks: Mapped[Object]
    assigned_to: Mapped[MaybeText]
    due_at: Mapped[MaybeTime]
    approved_by: Mapped[MaybeText]
    approved_revision: Mapped[int | None] = mapped_column(sa.Integer)
    approved_base: Mapped[MaybeObject]
    merged_into: Mapped[MaybeText]
    publish_at: Mapped[MaybeTime]
    published_at: Mapped[MaybeTime]
    locale: Mapped[str] = mapped_column(sa.Text, nullable=False, default="ja")
    request_key: Mapped[MaybeText]
    created: Mapped[Now]
    submitted_at: Mapped[MaybeTime]
    changed: Mapped[Now]
