"""Tables of the PostgreSQL schema `kanazawa_search`; migrations make them.

They are an index, not part of CKAN's model: CKAN's metadata does not know them,
and everything in them can be made again with `ckan search-index rebuild`.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

SCHEMA = "kanazawa_search"

metadata = sa.MetaData(schema=SCHEMA)


class Xid8(sa.types.UserDefinedType[str]):
    """PostgreSQL's id of a transaction, which SQLAlchemy does not know."""

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        """Return the name of the type in SQL."""
        return "xid8"


# One narrow row a dataset: what filters, sorts and ranks. Long things are in
# `document`, so that reading all of these rows stays cheap.
dataset = sa.Table(
    "dataset",
    metadata,
    sa.Column("number", sa.Integer, sa.Identity(), primary_key=True),
    sa.Column("index_id", sa.Text, nullable=False, unique=True),
    sa.Column("id", sa.Text, nullable=False),
    sa.Column("name", sa.Text),
    sa.Column("site_id", sa.Text, nullable=False),
    sa.Column("entity_type", sa.Text),
    sa.Column("dataset_type", sa.Text),
    sa.Column("state", sa.Text),
    sa.Column("capacity", sa.Text),
    sa.Column("permission_labels", postgresql.ARRAY(sa.Text), nullable=False),
    sa.Column("title_string", sa.Text),
    sa.Column("title_folded", sa.Text),
    sa.Column("metadata_created", sa.DateTime(timezone=True)),
    sa.Column("metadata_modified", sa.DateTime(timezone=True)),
    sa.Column("indexed_ts", sa.DateTime(timezone=True), server_default=sa.func.now()),
    sa.Column("views_total", sa.Integer),
    sa.Column("views_recent", sa.Integer),
    sa.Column("resources_accessed_total", sa.Integer),
    sa.Column("resources_accessed_recent", sa.Integer),
    # Numbers of `value`: every exact value of every string field.
    sa.Column("value_numbers", postgresql.ARRAY(sa.Integer), nullable=False),
    # Title, tags and resource names with weights: small enough to stay in the row.
    sa.Column("ranking", postgresql.TSVECTOR, nullable=False),
    # Everything that is searched, once plain and once under its field's name.
    sa.Column("words", postgresql.TSVECTOR, nullable=False),
    # Workers that keep values in memory read again what changed since their snapshot.
    sa.Column("changed_xid", Xid8, nullable=False, server_default=sa.func.pg_current_xact_id()),
)

# Each exact value once, so that a dataset names it by a number.
value = sa.Table(
    "value",
    metadata,
    sa.Column("number", sa.Integer, sa.Identity(), primary_key=True),
    sa.Column("field", sa.Text, nullable=False),
    sa.Column("value", sa.Text, nullable=False),
    sa.UniqueConstraint("field", "value"),
)

# What is shown of a dataset; read only for the page of hits.
document = sa.Table(
    "document",
    metadata,
    sa.Column("number", sa.ForeignKey(dataset.c.number, ondelete="CASCADE"), primary_key=True),
    sa.Column("data_dict", sa.Text),
    sa.Column("validated_data_dict", sa.Text),
    # Stored fields other than these two, as Solr would return them.
    sa.Column("fields", postgresql.JSONB, nullable=False),
)
