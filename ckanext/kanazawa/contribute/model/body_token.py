"""Tokens with which a body's programs submit."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from ckanext.kanazawa.contribute.model.columns import Id, List, MaybeTime, Now, Text, Time


class BodyToken(tk.BaseModel):
    """A token of a body: scoped, expiring, shown once.

    Attributes:
        token_sha256: of the token, which is stored nowhere.
        scopes: list of "submit" and "read".
        created_by: the member who made it; its calls act as that person for the body.
        expires_at, revoked_at: after either it opens nothing.
        last_used: when it was used last.
    """

    __tablename__ = "kanazawa_contribute_body_token"
    __table_args__ = (sa.Index("kanazawa_contribute_body_token_body", "body_id"),)

    id: Mapped[Id]
    body_id: Mapped[Text]
    name: Mapped[Text]
    token_sha256: Mapped[str] = mapped_column(sa.Text, nullable=False, unique=True)
    scopes: Mapped[List]
    created_by: Mapped[Text]
    created: Mapped[Now]
    expires_at: Mapped[Time]
    revoked_at: Mapped[MaybeTime]
    last_used: Mapped[MaybeTime]
