"""Numbers that stand for people in the record."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column


class Actor(tk.BaseModel):
    """The number of a person; erasing the account leaves the number without the person.

    Attributes:
        number: as the record names them.
        user_id: who; None once the account was left.
    """

    __tablename__ = "kanazawa_contribute_actor"

    number: Mapped[int] = mapped_column(sa.BigInteger, sa.Identity(), primary_key=True)
    user_id: Mapped[str | None] = mapped_column(sa.Text, unique=True)
