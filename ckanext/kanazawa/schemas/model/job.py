"""Jobs on tables: rows of their own with leases, so that nothing that died stays undone."""

from __future__ import annotations

import datetime
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan.model.types import make_uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column


class Job(tk.BaseModel):
    """One piece of work on one edition.

    Attributes:
        kind: what is done, a key of `rooms.jobs()`: "examine", "load", "forms", …
        owner_id: resource or submission, or the import of a folder; jobs of one owner never
            run side by side.
        edition_id: the edition; None for work that finds out which (fetching a link).
        state: "waiting", "running", "done" or "failed".
        attempts: how often it was begun.
        lease_until: a running job whose lease is over has died, and is taken up again; one
            that waits is to rest until then, for what kept it from working may be over.
        progress: rows done so far, for the page that waits.
        message: id of the message that told CKAN's workers of it, in Redis.
        error: {"code", "params"} as of an edition, or {"code": "job-failed"}.
    """

    __tablename__ = "kanazawa_schemas_job"
    __table_args__ = (
        sa.Index("kanazawa_schemas_job_owner", "owner_id", "state"),
        sa.Index("kanazawa_schemas_job_state", "state", "lease_until"),
    )

    id: Mapped[str] = mapped_column(sa.Text, primary_key=True, default=make_uuid)
    kind: Mapped[str] = mapped_column(sa.Text, nullable=False)
    owner_id: Mapped[str] = mapped_column(sa.Text, nullable=False)
    edition_id: Mapped[str | None] = mapped_column(sa.Text)
    state: Mapped[str] = mapped_column(sa.Text, nullable=False, default="waiting")
    attempts: Mapped[int] = mapped_column(sa.Integer, nullable=False, default=0)
    lease_until: Mapped[datetime.datetime | None] = mapped_column(sa.DateTime(timezone=True))
    progress: Mapped[int | None] = mapped_column(sa.BigInteger)
    message: Mapped[str | None] = mapped_column(sa.Text)
    error: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    created: Mapped[datetime.datetime] = mapped_column(
        sa.DateTime(timezone=True), server_default=sa.func.clock_timestamp(), nullable=False
    )
    started: Mapped[datetime.datetime | None] = mapped_column(sa.DateTime(timezone=True))
    finished: Mapped[datetime.datetime | None] = mapped_column(sa.DateTime(timezone=True))

    @classmethod
    def is_ahead(cls, kind: str, owner_id: str) -> bool:
        """Say whether a job of a kind waits or runs."""
        ahead = sa.exists().where(
            cls.kind == kind, cls.owner_id == owner_id, cls.state.in_(("waiting", "running"))
        )
        return bool(model.Session.scalar(sa.select(ahead)))

    @classmethod
    def is_due(cls) -> sa.ColumnElement[bool]:
        """Return the SQL that finds jobs which wait and need not rest any more."""
        rested = sa.or_(cls.lease_until.is_(None), cls.lease_until < sa.func.clock_timestamp())
        return sa.and_(cls.state == "waiting", rested)
