"""Add the tables of contributors: people, bodies, messages, and the record.

Contributors hold no CKAN membership: what they are and may do is in tables of their own.

Revision ID: 4c9e1b7d2a60
Revises:
Create Date: 2026-11-21
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "4c9e1b7d2a60"
down_revision = None
branch_labels = None
depends_on = None

PREFIX = "kanazawa_contribute"
# The record is only ever added to; not even the portal itself may change a line.
KEEP = f"""
CREATE OR REPLACE FUNCTION {PREFIX}_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the record is only ever added to';
END $$;
DROP TRIGGER IF EXISTS {PREFIX}_keep ON {PREFIX}_record;
CREATE TRIGGER {PREFIX}_keep BEFORE UPDATE OR DELETE ON {PREFIX}_record
    FOR EACH ROW EXECUTE FUNCTION {PREFIX}_keep();
"""


def upgrade() -> None:
    """Make the tables, where they are not there yet."""
    # Can be run again: a restored database may hold the tables without their version.
    known = set(sa.inspect(op.get_bind()).get_table_names())
    for name, make in MAKERS.items():
        if f"{PREFIX}_{name}" not in known:
            make()
    op.execute(KEEP)


def downgrade() -> None:
    """Drop the tables: accounts, bodies and the record are lost."""
    for name in reversed(MAKERS):
        op.drop_table(f"{PREFIX}_{name}", if_exists=True)
    op.execute(f"DROP FUNCTION IF EXISTS {PREFIX}_keep()")


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text)


def _needed(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Text, nullable=False)


def _time(name: str, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), **options)


def _now(name: str) -> sa.Column[Any]:
    return _time(name, server_default=sa.func.clock_timestamp(), nullable=False)


def _account() -> None:
    op.create_table(
        f"{PREFIX}_account",
        _needed("user_id"),
        _text("display_name"),
        _needed("locale"),
        _text("address"),
        _time("address_confirmed_at"),
        _text("terms_version"),
        _time("terms_accepted_at"),
        _time("suspended_at"),
        _text("suspended_by"),
        _text("suspension_reason"),
        _time("public_at"),
        _time("left_at"),
        _now("created"),
        sa.PrimaryKeyConstraint("user_id"),
    )


def _body() -> None:
    op.create_table(
        f"{PREFIX}_body",
        _needed("id"),
        _needed("name"),
        _needed("title"),
        _text("title_en"),
        _text("description"),
        _text("website"),
        _needed("kind"),
        _text("corporate_number"),
        _text("ror"),
        _text("municipality"),
        _needed("state"),
        _time("verified_at"),
        _text("organization_id"),
        _now("created"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )


def _body_token() -> None:
    op.create_table(
        f"{PREFIX}_body_token",
        _needed("id"),
        _needed("body_id"),
        _needed("name"),
        _needed("token_sha256"),
        sa.Column("scopes", JSONB, nullable=False),
        _needed("created_by"),
        _now("created"),
        _time("expires_at", nullable=False),
        _time("revoked_at"),
        _time("last_used"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_sha256"),
    )
    op.create_index(f"{PREFIX}_body_token_body", f"{PREFIX}_body_token", ["body_id"])


def _membership() -> None:
    op.create_table(
        f"{PREFIX}_membership",
        _needed("body_id"),
        _needed("user_id"),
        _needed("role"),
        _now("since"),
        sa.PrimaryKeyConstraint("body_id", "user_id"),
    )
    op.create_index(f"{PREFIX}_membership_user", f"{PREFIX}_membership", ["user_id"])


def _message() -> None:
    op.create_table(
        f"{PREFIX}_message",
        _needed("id"),
        _text("user_id"),
        _text("address"),
        _needed("template"),
        sa.Column("params", JSONB, nullable=False),
        _needed("locale"),
        _text("submission_id"),
        _now("created"),
        _time("read_at"),
        _needed("mail_state"),
        sa.Column("attempts", sa.Integer, nullable=False),
        _time("next_try_at"),
        _time("sent_at"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(f"{PREFIX}_message_inbox", f"{PREFIX}_message", ["user_id", "created"])
    op.create_index(f"{PREFIX}_message_outbox", f"{PREFIX}_message", ["mail_state", "next_try_at"])


def _registration() -> None:
    op.create_table(
        f"{PREFIX}_registration",
        _needed("id"),
        _needed("purpose"),
        _needed("token_sha256"),
        _text("address"),
        _text("display_name"),
        _text("locale"),
        _text("user_id"),
        _text("body_id"),
        _text("role"),
        _text("created_by"),
        _now("created"),
        _time("expires_at", nullable=False),
        _time("redeemed_at"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_sha256"),
    )
    op.create_index(f"{PREFIX}_registration_expires", f"{PREFIX}_registration", ["expires_at"])
    op.create_index(f"{PREFIX}_registration_user", f"{PREFIX}_registration", ["user_id"])


def _standing() -> None:
    op.create_table(
        f"{PREFIX}_standing",
        _needed("id"),
        _needed("body_id"),
        _needed("given_by"),
        _now("given_at"),
        _needed("reason"),
        _text("revoked_by"),
        _time("revoked_at"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(f"{PREFIX}_standing_body", f"{PREFIX}_standing", ["body_id"])


def _terms() -> None:
    op.create_table(
        f"{PREFIX}_terms",
        _needed("user_id"),
        _needed("version"),
        _now("accepted_at"),
        sa.PrimaryKeyConstraint("user_id", "version"),
    )


def _verification() -> None:
    op.create_table(
        f"{PREFIX}_verification",
        _needed("id"),
        _needed("body_id"),
        _needed("how"),
        _needed("seen"),
        _needed("by"),
        _now("at"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(f"{PREFIX}_verification_body", f"{PREFIX}_verification", ["body_id"])


def _actor() -> None:
    op.create_table(
        f"{PREFIX}_actor",
        sa.Column("number", sa.BigInteger, sa.Identity(), nullable=False),
        _text("user_id"),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("user_id"),
    )


def _record() -> None:
    op.create_table(
        f"{PREFIX}_record",
        sa.Column("id", sa.BigInteger, sa.Identity(), nullable=False),
        _now("at"),
        sa.Column("actor", sa.BigInteger),
        _needed("subject_type"),
        _needed("subject_id"),
        _text("dataset_id"),
        _needed("what"),
        _text("reason"),
        sa.Column("revision", sa.Integer),
        _text("before"),
        _text("after"),
        sa.Column("details", JSONB, nullable=False),
        sa.Column("is_public", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(f"{PREFIX}_record_dataset", f"{PREFIX}_record", ["dataset_id"])
    op.create_index(f"{PREFIX}_record_subject", f"{PREFIX}_record", ["subject_type", "subject_id"])


def _record_text() -> None:
    op.create_table(
        f"{PREFIX}_record_text",
        sa.Column("record_id", sa.BigInteger, nullable=False),
        _needed("text"),
        sa.ForeignKeyConstraint(
            ["record_id"],
            [f"{PREFIX}_record.id"],
        ),
        sa.PrimaryKeyConstraint("record_id"),
    )


# In this order: later ones point to earlier ones.
MAKERS = {
    "account": _account,
    "body": _body,
    "body_token": _body_token,
    "membership": _membership,
    "message": _message,
    "registration": _registration,
    "standing": _standing,
    "terms": _terms,
    "verification": _verification,
    "actor": _actor,
    "record": _record,
    "record_text": _record_text,
}
