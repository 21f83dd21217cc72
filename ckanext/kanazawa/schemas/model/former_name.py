"""Names datasets had before a system administrator renamed them."""

from __future__ import annotations

import datetime

import ckan.model as model
import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column


class FormerName(tk.BaseModel):
    """A name that now leads to a dataset under another name."""

    __tablename__ = "kanazawa_schemas_former_name"

    name: Mapped[str] = mapped_column(sa.Text, primary_key=True)
    dataset_id: Mapped[str] = mapped_column(sa.Text, nullable=False, index=True)
    renamed_at: Mapped[datetime.datetime] = mapped_column(
        sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False
    )

    @classmethod
    def current(cls, name: str) -> model.Package | None:
        """Return the dataset a former name leads to, unless it was deleted or purged."""
        found = model.Session.get(cls, name)
        package = model.Package.get(found.dataset_id) if found else None
        return package if package and package.state != model.State.DELETED else None

    @classmethod
    def remember(cls, name: str, package: model.Package) -> None:
        """Record a rename in the session's transaction; a name in use again is former no more."""
        model.Session.execute(sa.delete(cls).where(cls.name.in_([name, package.name])))
        model.Session.add(cls(name=name, dataset_id=package.id))
