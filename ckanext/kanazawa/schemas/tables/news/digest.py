"""Write to editors about new editions with errors, of each once."""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone

import ckan.model as model
import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan.lib import mailer

from ckanext.kanazawa.schemas.model.told import Told
from ckanext.kanazawa.schemas.speech import LANGUAGES, both, speaking
from ckanext.kanazawa.schemas.tables.news.found import News, news
from ckanext.kanazawa.schemas.tables.news.words import address, counted, kinds, page_address
from ckanext.kanazawa.site import site_title

log = logging.getLogger(__name__)
# Who was away longer, or is new, need not hear of all there ever was.
LOOKED_BACK = timedelta(days=14)
# CKAN's mailer waits for ever.
TIMEOUT_S = 20.0
# Of one mail; the others are in the overview.
LISTED = 100


def recipients() -> list[model.User]:
    """Return the editors and administrators of organisations who can be written to."""
    member, user = model.Member, model.User
    editors = sa.select(member.table_id).where(
        member.table_name == "user",
        member.state == "active",
        member.capacity.in_(("editor", "admin")),
    )
    query = sa.select(user).where(
        user.id.in_(editors), user.state == "active", user.email.is_not(None), user.email != ""
    )
    return list(model.Session.scalars(query.order_by(user.name)))


def untold(user: model.User) -> list[News]:
    """Return the editions with errors an editor was not written of yet."""
    member = model.Member
    organizations = sa.select(member.group_id).where(
        member.table_name == "user",
        member.table_id == user.id,
        member.state == "active",
        member.capacity.in_(("editor", "admin")),
    )
    wanted = [found for found in model.Session.scalars(organizations) if found]
    told = set(model.Session.scalars(sa.select(Told.edition_id).where(Told.user_id == user.id)))
    since = datetime.now(timezone.utc) - LOOKED_BACK
    found = news(wanted, for_editors=True, since=since, limit=None)
    return [one for one in found if one.edition not in told]


def tell(user: model.User) -> int:
    """Write to an editor of what is new, if anything is; commits.

    Returns:
        Of how many editions.

    Raises:
        mailer.MailerException, OSError: the mail could not be sent; nothing is recorded, so
            that the next time tries again.
    """
    lock = sa.func.pg_try_advisory_xact_lock(sa.func.hashtextextended(f"digest {user.id}", 0))
    is_mine = model.Session.scalar(sa.select(lock))
    found = untold(user) if is_mine else []
    if not found:
        model.Session.rollback()
        return 0
    model.Session.add_all([Told(edition_id=one.edition, user_id=user.id) for one in found])
    model.Session.flush()
    try:
        with _patience():
            mailer.mail_user(user, subject(found), body(found))
    except BaseException:
        model.Session.rollback()
        raise
    model.Session.commit()
    return len(found)


@contextmanager
def _patience() -> Iterator[None]:
    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(TIMEOUT_S)
    try:
        yield
    finally:
        socket.setdefaulttimeout(before)


def subject(found: list[News]) -> str:
    """Return the subject in both languages, each with the name of the site."""
    said = both(lambda: tk._("{count} tables with errors").format(count=len(found)))
    site = both(site_title)
    names = dict.fromkeys(site[language] for language in LANGUAGES)
    return f"[{' / '.join(names)}] {said['ja']} / {said['en']}"


def body(found: list[News]) -> str:
    """Return the text, in Japanese, then in English; holds numbers and no value of any cell."""
    return "\n\n----\n\n".join(_body(found, language) for language in LANGUAGES) + "\n"


def _body(found: list[News], language: str) -> str:
    with speaking(language):
        lines = [tk._("These tables were examined, and have errors:"), ""]
        for one in found[:LISTED]:
            lines += [f"* {one.title} – {one.file}", f"  {counted(one)}", f"  {kinds(one)}"]
            lines += [f"  {address(one)}", ""]
        if len(found) > LISTED:
            lines += [tk._("And {count} more.").format(count=len(found) - LISTED), ""]
        overview = page_address("kanazawa_tables_overview.index")
        lines.append(tk._("All tables: {address}").format(address=overview))
        return "\n".join(lines)
