"""Add the table of former dataset names.

A system administrator may rename a published dataset; the old address must keep leading there.

Revision ID: 7a1c0d2e5b31
Revises:
Create Date: 2026-11-21
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "7a1c0d2e5b31"
down_revision = None
branch_labels = None
depends_on = None

TABLE = "kanazawa_schemas_former_name"


def upgrade() -> None:
    """Make the table, where it is not there yet."""
    # Can be run again: a restored database may hold the table without its version.
    if sa.inspect(op.get_bind()).has_table(TABLE):
        return
    op.create_table(
        TABLE,
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("dataset_id", sa.Text, nullable=False, index=True),
        sa.Column(
            "renamed_at",
            sa.DateTime(timezone=True),
            server_default=sa.func.now(),
            nullable=False,
        ),
    )


def downgrade() -> None:
    """Drop the table; former addresses of datasets lead nowhere then."""
    op.drop_table(TABLE, if_exists=True)
