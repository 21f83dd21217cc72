"""Add the tables of editions: findings, choices, jobs and forms of uploaded tables.

What is found in a file is kept beside the catalogue: in the dataset's own fields each finding
would index, and examine, the dataset again.

Revision ID: 5d2f8b7c9e04
Revises: 7a1c0d2e5b31
Create Date: 2026-11-21
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "5d2f8b7c9e04"
down_revision = "7a1c0d2e5b31"
branch_labels = None
depends_on = None

PREFIX = "kanazawa_schemas"
EDITION = f"{PREFIX}_edition"
FINDING = f"{PREFIX}_finding"
JOB = f"{PREFIX}_job"
CHOICE = f"{PREFIX}_choice"
FORM = f"{PREFIX}_form"
EVENT = f"{PREFIX}_edition_event"
IMPORT = f"{PREFIX}_import"
TOLD = f"{PREFIX}_told"


def upgrade() -> None:
    """Make the tables, where they are not there yet."""
    # Can be run again: a restored database may hold the tables without their version.
    known = set(sa.inspect(op.get_bind()).get_table_names())
    makers = {
        EDITION: _edition,
        FINDING: _finding,
        JOB: _job,
        CHOICE: _choice,
        FORM: _form,
        EVENT: _event,
        IMPORT: _import,
        TOLD: _told,
    }
    for name, make in makers.items():
        if name not in known:
            make()


def downgrade() -> None:
    """Drop the tables; files can be examined again, decisions are lost."""
    for name in (TOLD, IMPORT, EVENT, FORM, CHOICE, JOB, FINDING, EDITION):
        op.drop_table(name, if_exists=True)


def _text(name: str, **options: Any) -> sa.Column[str]:
    return sa.Column(name, sa.Text, **options)


def _needed(name: str, **options: Any) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False, **options)


def _time(name: str, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), **options)


def _now(name: str) -> sa.Column[Any]:
    return _time(name, server_default=sa.func.clock_timestamp(), nullable=False)


def _object(name: str) -> sa.Column[Any]:
    return sa.Column(name, JSONB, nullable=False, server_default=sa.text("'{}'::jsonb"))


def _edition() -> None:
    op.create_table(
        EDITION,
        _needed("id", primary_key=True),
        _needed("owner_type"),
        _needed("owner_id"),
        _text("file_id"),
        _needed("name"),
        _text("sha256"),
        sa.Column("size_bytes", sa.BigInteger),
        _text("source_url"),
        _now("created"),
        _needed("label"),
        _needed("release", server_default="released"),
        _needed("state", server_default="waiting"),
        sa.Column("error", JSONB),
        _text("format"),
        _text("version"),
        sa.Column("confidence", sa.Float),
        _text("encoding"),
        _text("sheet"),
        sa.Column("header_row", sa.Integer),
        sa.Column("headings", JSONB),
        sa.Column("rows", sa.BigInteger),
        sa.Column("columns", sa.Integer),
        sa.Column("totals", JSONB),
        sa.Column("personal", sa.Integer, nullable=False, server_default="0"),
        _object("facts"),
        _object("choices"),
        _text("confirmed_by"),
        _time("confirmed_at"),
        _time("examined_at"),
        sa.Column("examined_s", sa.Float),
        _text("engine"),
        _time("loaded_at"),
        sa.Column("loaded_rows", sa.BigInteger),
        sa.Column("load_error", JSONB),
        sa.UniqueConstraint("owner_type", "owner_id", "label"),
    )
    op.create_index(f"{EDITION}_owner", EDITION, ["owner_type", "owner_id", "created"])
    op.create_index(f"{EDITION}_file", EDITION, ["file_id"])
    op.create_index(f"{EDITION}_format", EDITION, ["format"])


def _of_edition() -> sa.Column[str]:
    key = sa.ForeignKey(f"{EDITION}.id", ondelete="CASCADE")
    return sa.Column("edition_id", sa.Text, key, primary_key=True)


def _finding() -> None:
    op.create_table(
        FINDING,
        _of_edition(),
        sa.Column("number", sa.Integer, primary_key=True),
        _needed("code"),
        _needed("severity"),
        _text("sheet"),
        sa.Column("row", sa.BigInteger),
        _text("column"),
        sa.Column("index", sa.Integer),
        _text("value"),
        _text("repaired"),
        _text("repair"),
        _object("params"),
        _text("source"),
        sa.Column("personal", sa.Boolean, nullable=False, server_default=sa.false()),
    )
    op.create_index(f"{FINDING}_code", FINDING, ["edition_id", "code"])
    op.create_index(f"{FINDING}_row", FINDING, ["edition_id", "row"])


def _job() -> None:
    op.create_table(
        JOB,
        _needed("id", primary_key=True),
        _needed("kind"),
        _needed("owner_id"),
        _text("edition_id"),
        _needed("state", server_default="waiting"),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
        _time("lease_until"),
        sa.Column("progress", sa.BigInteger),
        _text("message"),
        sa.Column("error", JSONB),
        _now("created"),
        _time("started"),
        _time("finished"),
    )
    op.create_index(f"{JOB}_owner", JOB, ["owner_id", "state"])
    op.create_index(f"{JOB}_state", JOB, ["state", "lease_until"])


def _choice() -> None:
    op.create_table(
        CHOICE,
        _needed("resource_id", primary_key=True),
        _needed("dataset_id", index=True),
        _object("choices"),
        sa.Column("headings", JSONB),
        _text("decided_by"),
        _now("decided_at"),
    )


def _form() -> None:
    op.create_table(
        FORM,
        _of_edition(),
        _needed("form", primary_key=True),
        _needed("made_of"),
        _needed("location"),
        sa.Column("size_bytes", sa.BigInteger, nullable=False),
        _needed("sha256"),
        sa.Column("rows", sa.BigInteger),
        _object("losses"),
        _now("made"),
    )


def _event() -> None:
    key = sa.ForeignKey(f"{EDITION}.id", ondelete="CASCADE")
    op.create_table(
        EVENT,
        _needed("id", primary_key=True),
        sa.Column("edition_id", sa.Text, key, nullable=False, index=True),
        _needed("event"),
        _text("user_id"),
        _now("at"),
    )


def _import() -> None:
    op.create_table(
        IMPORT,
        _needed("id", primary_key=True),
        _needed("user_id", index=True),
        _text("organization_id"),
        _needed("name"),
        sa.Column("size_bytes", sa.BigInteger, nullable=False),
        _text("location"),
        _text("storage"),
        _needed("sink", server_default=""),
        _object("facts"),
        sa.Column("dry_run", sa.Boolean, nullable=False, server_default=sa.true()),
        _needed("state", server_default="waiting"),
        sa.Column("total", sa.Integer),
        sa.Column("done", sa.Integer, nullable=False, server_default="0"),
        *(_list(name) for name in ("results", "unused", "left")),
        sa.Column("error", JSONB),
        _now("created"),
    )


def _list(name: str) -> sa.Column[Any]:
    return sa.Column(name, JSONB, nullable=False, server_default=sa.text("'[]'::jsonb"))


def _told() -> None:
    op.create_table(TOLD, _of_edition(), _needed("user_id", primary_key=True), _now("at"))
