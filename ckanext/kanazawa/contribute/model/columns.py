"""Columns that most tables of the feature have."""

from __future__ import annotations

import datetime
from typing import Annotated, Any

import sqlalchemy as sa
from ckan.model.types import make_uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import mapped_column

Id = Annotated[str, mapped_column(sa.Text, primary_key=True, default=make_uuid)]
Text = Annotated[str, mapped_column(sa.Text, nullable=False)]
MaybeText = Annotated[str | None, mapped_column(sa.Text)]
Time = Annotated[datetime.datetime, mapped_column(sa.DateTime(timezone=True), nullable=False)]
MaybeTime = Annotated[datetime.datetime | None, mapped_column(sa.DateTime(timezone=True))]
Now = Annotated[
    datetime.datetime,
    mapped_column(
        sa.DateTime(timezone=True), server_default=sa.func.clock_timestamp(), nullable=False
    ),
]
Number = Annotated[int, mapped_column(sa.Integer, nullable=False, default=0)]
Object = Annotated[dict[str, Any], mapped_column(JSONB, nullable=False, default=dict)]
List = Annotated[list[Any], mapped_column(JSONB, nullable=False, default=list)]
MaybeObject = Annotated[dict[str, Any] | None, mapped_column(JSONB(none_as_null=True))]
