"""How much one account may have pending: submissions, files, bytes."""

from __future__ import annotations

import ckan.model as model
import ckan.plugins.toolkit as tk
import sqlalchemy as sa

from ckanext.kanazawa.contribute import config
from ckanext.kanazawa.contribute.model.revision import Revision
from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.states import ENDED
from ckanext.kanazawa.schemas.shared import size_text


def check_open(user_id: str, more: int = 0) -> None:
    """Refuse one submission too many, counting the one just made.

    Args:
        user_id: of the account.
        more: how many are to be counted that are not made yet.

    Raises:
        tk.ValidationError: so many are open already.
    """
    _one_at_a_time(user_id)
    most = config.quota_open()
    there = model.Session.scalar(sa.select(sa.func.count()).select_from(_open(user_id))) or 0
    if there + more > most:
        message = tk._(
            "You have {number} open submissions, more are not possible at once. Wait for the "
            "review, or withdraw one."
        )
        raise tk.ValidationError({"quota": [message.format(number=most)]})


def check_file(user_id: str, size_bytes: int, more: tuple[int, int] = (0, 0)) -> None:
    """Refuse a file that would be too much for an account.

    Args:
        user_id: of the account.
        size_bytes: of the file.
        more: number and bytes of files that are to be counted though they are not there yet.

    Raises:
        tk.ValidationError: too many files, or bytes, wait already.
    """
    _one_at_a_time(user_id)
    files, held = (there + more for there, more in zip(used(user_id), more, strict=True))
    if files >= config.quota_files():
        message = tk._("You have {number} files waiting, more are not possible at once.")
        raise tk.ValidationError({"upload": [message.format(number=config.quota_files())]})
    if held + size_bytes > config.quota_bytes():
        message = tk._("Your waiting files may have {size} together; this one is too much.")
        raise tk.ValidationError({"upload": [message.format(size=size_text(config.quota_bytes()))]})


def used(user_id: str) -> tuple[int, int]:
    """Return (number, bytes) of the files in an account's open submissions."""
    mine = _open(user_id)
    query = sa.select(Revision.files).join(
        mine,
        sa.and_(Revision.submission_id == mine.c.id, Revision.number == mine.c.revision),
    )
    entries = [entry for files in model.Session.scalars(query) for entry in files]
    return len(entries), sum(int(entry.get("size_bytes") or 0) for entry in entries)


def _open(user_id: str) -> sa.Subquery:
    return (
        sa.select(Submission.id, Submission.revision)
        .where(Submission.author_id == user_id, Submission.state.not_in(ENDED))
        .subquery()
    )


def _one_at_a_time(user_id: str) -> None:
    """Let requests of one account pass one after the other, so that all count what is there."""
    lock = sa.func.hashtextextended(f"quota {user_id}", 0)
    model.Session.execute(sa.select(sa.func.pg_advisory_xact_lock(lock)))
