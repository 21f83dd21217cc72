"""Somebody's own messages."""

from __future__ import annotations

import ckan.model as model
import sqlalchemy as sa

from ckanext.kanazawa.contribute.model.message import Message

PER_PAGE = 50


def listed(user_id: str, page: int = 1) -> list[Message]:
    """Return a page of somebody's messages, newest first."""
    query = (
        sa.select(Message)
        .where(Message.user_id == user_id)
        .order_by(Message.created.desc(), Message.id)
        .limit(PER_PAGE)
        .offset(PER_PAGE * (page - 1))
    )
    return list(model.Session.scalars(query))


def count(user_id: str, unread: bool = False) -> int:
    """Return how many messages somebody has, or has not read."""
    query = sa.select(sa.func.count()).select_from(Message).where(Message.user_id == user_id)
    return model.Session.scalar(query.where(Message.read_at.is_(None)) if unread else query) or 0


def mark_read(user_id: str, ids: list[str] | None = None) -> int:
    """Mark messages of somebody as read in the open transaction; return how many were not.

    Args:
        user_id: whose; others' ids change nothing.
        ids: which; None for all.
    """
    mine = sa.update(Message).where(Message.user_id == user_id, Message.read_at.is_(None))
    if ids is not None:
        mine = mine.where(Message.id.in_(ids))
    marked = mine.values(read_at=sa.func.clock_timestamp()).returning(Message.id)
    done = marked.execution_options(synchronize_session=False)
    return len(model.Session.execute(done).all())
