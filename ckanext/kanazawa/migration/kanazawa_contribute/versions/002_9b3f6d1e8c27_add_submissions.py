"""Add the tables of submissions and their review.

What is proposed lies beside the catalogue until somebody approves it.

Revision ID: 9b3f6d1e8c27
Revises: 4c9e1b7d2a60
Create Date: 2026-11-21
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "9b3f6d1e8c27"
down_revision = "4c9e1b7d2a60"
branch_labels = None
depends_on = None

PREFIX = "kanazawa_contribute"


def upgrade() -> None:
    """Make the tables, where they are not there yet."""
    # Can be run again: a restored database may hold the tables without their version.
    known = set(sa.inspect(op.get_bind()).get_table_names())
    for name, make in MAKERS.items():
        if f"{PREFIX}_{name}" not in known:
            make()


def downgrade() -> None:
    """Drop the tables: pending submissions are lost."""
    for name in reversed(MAKERS):
        op.drop_table(f"{PREFIX}_{name}", if_exists=True)


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text)


def _needed(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text, nullable=False)


def _time(name: str, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), **options)


def _now(name: str) -> sa.Column[Any]:
    return _time(name, server_default=sa.func.clock_timestamp(), nullable=False)


def _submission() -> None:
    op.create_table(
        f"{PREFIX}_submission",
        _needed("id"),
        sa.Column("number", sa.BigInteger, sa.Identity(), nullable=False),
        _needed("kind"),
        _needed("state"),
        sa.Column("revision", sa.Integer, nullable=False),
        _text("author_id"),
        _text("body_id"),
        _text("municipality"),
        _needed("theme"),
        _needed("title"),
        _text("dataset_id"),
        _text("resource_id"),
        sa.Column("credit", JSONB, nullable=False),
        sa.Column("checks", JSONB, nullable=False),
        _text("assigned_to"),
        _time("due_at"),
        _text("approved_by"),
        sa.Column("approved_revision", sa.Integer),
        sa.Column("approved_base", JSONB),
        _text("merged_into"),
        _time("publish_at"),
        _time("published_at"),
        _needed("locale"),
        _text("request_key"),
        _now("created"),
        _time("submitted_at"),
        _now("changed"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("author_id", "request_key"),
        sa.UniqueConstraint("number"),
    )
    op.create_index(f"{PREFIX}_submission_author", f"{PREFIX}_submission", ["author_id", "changed"])
    op.create_index(f"{PREFIX}_submission_body", f"{PREFIX}_submission", ["body_id"])
    op.create_index(f"{PREFIX}_submission_dataset", f"{PREFIX}_submission", ["dataset_id"])
    op.create_index(
        f"{PREFIX}_submission_queue", f"{PREFIX}_submission", ["municipality", "state", "changed"]
    )


def _revision() -> None:
    op.create_table(
        f"{PREFIX}_revision",
        _needed("submission_id"),
        sa.Column("number", sa.Integer, nullable=False),
        _text("author_id"),
        sa.Column("fields", JSONB, nullable=False),
        sa.Column("files", JSONB, nullable=False),
        sa.Column("declarations", JSONB, nullable=False),
        sa.Column("base", JSONB),
        _needed("sha256"),
        _now("created"),
        sa.ForeignKeyConstraint(["submission_id"], [f"{PREFIX}_submission.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("submission_id", "number"),
    )


def _remark() -> None:
    op.create_table(
        f"{PREFIX}_remark",
        _needed("id"),
        _needed("submission_id"),
        sa.Column("revision", sa.Integer, nullable=False),
        _needed("place"),
        _needed("text"),
        _text("author_id"),
        sa.Column("is_internal", sa.Boolean, nullable=False),
        _now("created"),
        _time("resolved_at"),
        sa.ForeignKeyConstraint(["submission_id"], [f"{PREFIX}_submission.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(f"{PREFIX}_remark_submission", f"{PREFIX}_remark", ["submission_id"])


def _inquiry() -> None:
    op.create_table(
        f"{PREFIX}_inquiry",
        _needed("id"),
        _needed("submission_id"),
        _needed("token_sha256"),
        _needed("section"),
        _text("address"),
        _needed("question"),
        _needed("asked_by"),
        _now("created"),
        _time("expires_at", nullable=False),
        _text("answer"),
        _time("answered_at"),
        sa.ForeignKeyConstraint(["submission_id"], [f"{PREFIX}_submission.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_sha256"),
    )
    op.create_index(f"{PREFIX}_inquiry_submission", f"{PREFIX}_inquiry", ["submission_id"])


def _reply_template() -> None:
    op.create_table(
        f"{PREFIX}_reply_template",
        _needed("id"),
        _text("municipality"),
        _needed("purpose"),
        _needed("title"),
        _needed("text"),
        _now("created"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        f"{PREFIX}_reply_template_municipality", f"{PREFIX}_reply_template", ["municipality"]
    )


def _deputy() -> None:
    op.create_table(
        f"{PREFIX}_deputy",
        _needed("municipality"),
        _needed("user_id"),
        _needed("named_by"),
        _now("named_at"),
        sa.PrimaryKeyConstraint("municipality", "user_id"),
    )


def _undone() -> None:
    op.create_table(
        f"{PREFIX}_undone",
        _needed("submission_id"),
        _needed("resource_id"),
        _needed("edition_id"),
        sa.Column("changes", JSONB, nullable=False),
        sa.Column("kept", JSONB, nullable=False),
        _now("found_at"),
        _time("decided_at"),
        sa.ForeignKeyConstraint(["submission_id"], [f"{PREFIX}_submission.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("submission_id"),
    )
    op.create_index(f"{PREFIX}_undone_resource", f"{PREFIX}_undone", ["resource_id"])


# In this order: later ones point to earlier ones.
MAKERS = {
    "submission": _submission,
    "revision": _revision,
    "remark": _remark,
    "inquiry": _inquiry,
    "reply_template": _reply_template,
    "deputy": _deputy,
    "undone": _undone,
}
