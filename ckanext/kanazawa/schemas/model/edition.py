"""Editions of a table: what was found in one uploaded file, and what became of it."""

from __future__ import annotations

import datetime
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan.model.types import make_uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.kanazawa.schemas.model.job import Job

# Whom an edition belongs to. Publication of a submission only changes the owner.
RESOURCE = "resource"
SUBMISSION = "submission"


class Edition(tk.BaseModel):
    """One file that came in, as a table: recognised, checked, perhaps mended and loaded.

    Attributes:
        owner_type, owner_id: "resource" and its id, or "submission" and its id.
        file_id: row of CKAN's `file` table that holds the original bytes; None for the copy
            of a linked file that could not be fetched.
        name, sha256, size_bytes: of the original file.
        source_url: where a linked file was fetched from; None for uploads.
        created: when it came in.
        label: date in dated addresses, `2026-04-01`, the second of a day `2026-04-01-2`;
            unique for its owner, never changed.
        release: "released" (visitors see it), "held" (waits for examination or
            confirmation) or "withdrawn" (taken back).
        state: "waiting", "examined", "no-table" (nothing to examine: a PDF, an image) or
            "failed" (`error` says why).
        error: {"code", "params"} of a TableError, texts in `schemas/tables/messages/`.
        format, version, confidence, encoding, sheet, header_row: as recognised.
        headings: as written in the file.
        rows, columns: size; None where no table was read.
        totals: {"severity": {...}, "code": {...}, "column": {heading: n}, "repairable": n,
            "repairs": {name: n}}.
        personal: number of findings of personal data.
        facts: further facts of the file: sheets, delimiter, members of a feed, …; "row_runs"
            (`tables.row_numbers`): which row of the file each row of the DataStore was.
        choices: what was decided for this edition (see `Choice.choices`), copied from what is
            remembered for the resource when it came in; {} publishes it as it is.
        confirmed_by, confirmed_at: who confirmed an edition with personal data.
        examined_at, examined_s, engine: when, how long it took (seconds), by which version
            of the table tools.
        loaded_at, loaded_rows, load_error: of the DataStore; load_error as `error`.
    """

    __tablename__ = "kanazawa_schemas_edition"
    __table_args__ = (
        sa.UniqueConstraint("owner_type", "owner_id", "label"),
        sa.Index("kanazawa_schemas_edition_owner", "owner_type", "owner_id", "created"),
        sa.Index("kanazawa_schemas_edition_file", "file_id"),
        sa.Index("kanazawa_schemas_edition_format", "format"),
    )

    id: Mapped[str] = mapped_column(sa.Text, primary_key=True, default=make_uuid)
    owner_type: Mapped[str] = mapped_column(sa.Text, nullable=False, default=RESOURCE)
    owner_id: Mapped[str] = mapped_column(sa.Text, nullable=False)
    file_id: Mapped[str | None] = mapped_column(sa.Text)
    name: Mapped[str] = mapped_column(sa.Text, nullable=False)
    sha256: Mapped[str | None] = mapped_column(sa.Text)
    size_bytes: Mapped[int | None] = mapped_column(sa.BigInteger)
    source_url: Mapped[str | None] = mapped_column(sa.Text)
    created: Mapped[datetime.datetime] = mapped_column(
        sa.DateTime(timezone=True), server_default=sa.func.clock_timestamp(), nullable=False
    )
    label: Mapped[str] = mapped_column(sa.Text, nullable=False)
    release: Mapped[str] = mapped_column(sa.Text, nullable=False, default="released")
    state: Mapped[str] = mapped_column(sa.Text, nullable=False, default="waiting")
    error: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    format: Mapped[str | None] = mapped_column(sa.Text)
    version: Mapped[str | None] = mapped_column(sa.Text)
    confidence: Mapped[float | None] = mapped_column(sa.Float)
    encoding: Mapped[str | None] = mapped_column(sa.Text)
    sheet: Mapped[str | None] = mapped_column(sa.Text)
    header_row: Mapped[int | None] = mapped_column(sa.Integer)
    headings: Mapped[list[str] | None] = mapped_column(JSONB(none_as_null=True))
    rows: Mapped[int | None] = mapped_column(sa.BigInteger)
    columns: Mapped[int | None] = mapped_column(sa.Integer)
    totals: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    personal: Mapped[int] = mapped_column(sa.Integer, nullable=False, default=0)
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB, nullable=False, default=dict)
    choices: Mapped[dict[str, Any]] = mapped_column(JSONB, nullable=False, default=dict)
    confirmed_by: Mapped[str | None] = mapped_column(sa.Text)
    confirmed_at: Mapped[datetime.datetime | None] = mapped_column(sa.DateTime(timezone=True))
    examined_at: Mapped[datetime.datetime | None] = mapped_column(sa.DateTime(timezone=True))
    examined_s: Mapped[float | None] = mapped_column(sa.Float)
    engine: Mapped[str | None] = mapped_column(sa.Text)
    loaded_at: Mapped[datetime.datetime | None] = mapped_column(sa.DateTime(timezone=True))
    loaded_rows: Mapped[int | None] = mapped_column(sa.BigInteger)
    load_error: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))

    @classmethod
    def newest_first(cls, owner_id: str, owner_type: str = RESOURCE) -> list[Edition]:
        """Return all editions of an owner, newest first."""
        query = (
            sa.select(cls)
            .where(cls.owner_type == owner_type, cls.owner_id == owner_id)
            .order_by(cls.created.desc(), cls.id.desc())
        )
        return list(model.Session.scalars(query))

    @classmethod
    def newest(cls, owner_id: str, owner_type: str = RESOURCE) -> Edition | None:
        """Return the newest edition that was not taken back: what editors work on."""
        found = (e for e in cls.current(owner_id, owner_type) if e.release != "withdrawn")
        return next(found, None)

    @classmethod
    def shown(cls, resource_id: str) -> Edition | None:
        """Return the edition that visitors see: the newest released one of a resource."""
        return next(iter(cls.released(resource_id)), None)

    @classmethod
    def released(cls, resource_id: str) -> list[Edition]:
        """Return the editions visitors may see, newest first."""
        return [edition for edition in cls.current(resource_id) if edition.release == "released"]

    @classmethod
    def current(cls, owner_id: str, owner_type: str = RESOURCE) -> list[Edition]:
        """Return the editions of what a resource is now, newest first.

        A resource that became a link, or a file again, still has the editions of what it was
        before; they stay readable at their own addresses. So do the copies of a former link,
        which stand for the resource only until it is known what its new address leads to.
        """
        editions = cls.newest_first(owner_id, owner_type)
        resource = model.Session.get(model.Resource, owner_id) if owner_type == RESOURCE else None
        if owner_type != RESOURCE:
            return editions
        if resource is None or resource.url_type == "upload":
            return [edition for edition in editions if edition.source_url is None]
        copies = [edition for edition in editions if edition.source_url is not None]
        url = (resource.url or "").strip()
        of_url = [edition for edition in copies if edition.source_url == url]
        is_known = any(e.release != "held" and e.state != "waiting" for e in of_url)
        is_awaited = bool(of_url) or Job.is_ahead("fetch", owner_id)
        return copies if is_awaited and not is_known else of_url

    def is_current_kind(self) -> bool:
        """Say whether it is a file where its resource holds a file, a copy where it is a link."""
        if self.owner_type != RESOURCE:
            return True
        resource = model.Session.get(model.Resource, self.owner_id)
        is_upload = resource is None or resource.url_type == "upload"
        return is_upload == (self.source_url is None)

    @classmethod
    def labelled(cls, resource_id: str, label: str) -> Edition | None:
        """Return the edition a dated address means."""
        query = sa.select(cls).where(
            cls.owner_type == RESOURCE, cls.owner_id == resource_id, cls.label == label
        )
        return model.Session.scalar(query)
