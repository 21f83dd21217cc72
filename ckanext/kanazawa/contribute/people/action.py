"""Actions: registration, terms, addresses, accounts, suspension, leaving."""

from __future__ import annotations

from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
from ckan.types import Context, DataDict

from ckanext.kanazawa.contribute import config
from ckanext.kanazawa.contribute.acting import user_of
from ckanext.kanazawa.contribute.limits.rate import slow_client
from ckanext.kanazawa.contribute.people import address, listing, register, suspend, terms
from ckanext.kanazawa.contribute.people import leave as leaving
from ckanext.kanazawa.contribute.people.accounts import LOCALES, LONGEST_NAME, locked_account
from ckanext.kanazawa.contribute.transaction import committed
from ckanext.kanazawa.contribute.words import Words

LONGEST_REASON = 2000


def kanazawa_contribute_registration_request(context: Context, data: DataDict) -> dict[str, Any]:
    """Ask for a link to register, sent to a mail address; the answer never tells what is known.

    Args:
        address: mail address.
        display_name: the name to be shown with.
        locale: "ja" or "en".

    ckanapi action kanazawa_contribute_registration_request address=… display_name=… locale=ja
    """
    tk.check_access("kanazawa_contribute_registration_request", context, data)
    wish = register.read_wish(data, by_mail=True)
    slow_client("register", config.registrations_per_hour())
    with committed():
        register.ask(wish, user_of(context))
    return {"sent": True}


def kanazawa_contribute_registration_create(context: Context, data: DataDict) -> dict[str, Any]:
    """Make a one-time link to register, which a steward hands out; it is shown only here.

    Args:
        address, display_name: where they are known.
        locale: "ja" or "en".

    Returns:
        {"link"}, and "hours" for which it leads somewhere.

    ckanapi action kanazawa_contribute_registration_create locale=ja
    """
    tk.check_access("kanazawa_contribute_registration_create", context, data)
    wish = register.read_wish(data, by_mail=False)
    with committed():
        link = register.hand_out(wish, _caller(context))
    return {"link": link, "hours": config.link_hours()}


def kanazawa_contribute_registration_redeem(context: Context, data: DataDict) -> dict[str, Any]:
    """Redeem a link: make the account, with the terms of use accepted.

    Args:
        token: of the link.
        name, password: of the account.
        display_name: the name to be shown with.
        terms: the version of the terms of use that is accepted.
        address: only where the link was handed out without one.

    Returns:
        {"id", "name"} of the user.

    ckanapi action kanazawa_contribute_registration_redeem token=… name=hanako …
    """
    tk.check_access("kanazawa_contribute_registration_redeem", context, data)
    slow_client("redeem", config.registrations_per_hour())
    with committed():
        user = register.redeem(Words(data).raw("token"), data, user_of(context))
    return {"id": user.id, "name": user.name}


def kanazawa_contribute_terms_accept(context: Context, data: DataDict) -> dict[str, Any]:
    """Accept the terms of use.

    Args:
        terms: the version that was read; refused where another one holds now.

    ckanapi action kanazawa_contribute_terms_accept terms=2026-04-01
    """
    tk.check_access("kanazawa_contribute_terms_accept", context, data)
    with committed():
        terms.accept(locked_account(_caller(context).id), Words(data).raw("terms"))
    return {"terms": config.terms_version()}


def kanazawa_contribute_address_change(context: Context, data: DataDict) -> dict[str, Any]:
    """Change the own mail address: unconfirmed until the link sent to it is redeemed.

    Args:
        address: the new one.
        password: the present password of the account.

    ckanapi action kanazawa_contribute_address_change address=… password=…
    """
    tk.check_access("kanazawa_contribute_address_change", context, data)
    words = Words(data)
    wanted = words.address("address")
    words.check()
    with committed():
        address.ask_change(_caller(context), wanted, words.raw("password"))
    return {"sent": True}


def kanazawa_contribute_address_confirm(context: Context, data: DataDict) -> dict[str, Any]:
    """Redeem the link that proves a changed mail address.

    Args:
        token: of the link.

    ckanapi action kanazawa_contribute_address_confirm token=…
    """
    tk.check_access("kanazawa_contribute_address_confirm", context, data)
    slow_client("redeem", config.registrations_per_hour())
    with committed():
        address.confirm(Words(data).raw("token"))
    return {"confirmed": True}


@tk.side_effect_free
def kanazawa_contribute_account_show(context: Context, data: DataDict) -> dict[str, Any]:
    """Show the own account.

    ckanapi action kanazawa_contribute_account_show
    """
    tk.check_access("kanazawa_contribute_account_show", context, data)
    return listing.own(_caller(context))


def kanazawa_contribute_account_patch(context: Context, data: DataDict) -> dict[str, Any]:
    """Change the own display name and language of mails.

    Args:
        display_name: the name to be shown with from now on.
        locale: "ja" or "en".

    ckanapi action kanazawa_contribute_account_patch display_name=… locale=en
    """
    tk.check_access("kanazawa_contribute_account_patch", context, data)
    words, user = Words(data), _caller(context)
    name = words.line("display_name", LONGEST_NAME, needed=True)
    locale = words.choice("locale", LOCALES)
    words.check()
    with committed():
        account = locked_account(user.id)
        account.display_name, account.locale = name, locale
        user.fullname = name
    return listing.own(user)


@tk.side_effect_free
def kanazawa_contribute_account_list(context: Context, data: DataDict) -> dict[str, Any]:
    """List contributors for stewards; mail addresses are not shown.

    Args:
        q: part of a name.
        page: from 1.

    Returns:
        {"count", "page", "pages", "accounts": [{"id", "name", "display_name", "state", ...}]}.

    ckanapi action kanazawa_contribute_account_list q=花子
    """
    tk.check_access("kanazawa_contribute_account_list", context, data)
    return listing.accounts(Words(data).line("q", LONGEST_NAME), data.get("page", 1))


def kanazawa_contribute_account_suspend(context: Context, data: DataDict) -> dict[str, Any]:
    """Suspend a contributor: what they sent stays, nothing more is taken from them.

    Args:
        id: of the user.
        reason: told to the person, and kept with the record.

    ckanapi action kanazawa_contribute_account_suspend id=… reason=…
    """
    tk.check_access("kanazawa_contribute_account_suspend", context, data)
    words = Words(data)
    reason = words.text("reason", LONGEST_REASON, needed=True)
    words.check()
    with committed():
        suspend.suspend(words.raw("id"), _caller(context), reason)
    return {"suspended": True}


def kanazawa_contribute_account_restore(context: Context, data: DataDict) -> dict[str, Any]:
    """Let a suspended contributor act again.

    Args:
        id: of the user.

    ckanapi action kanazawa_contribute_account_restore id=…
    """
    tk.check_access("kanazawa_contribute_account_restore", context, data)
    with committed():
        suspend.restore(Words(data).raw("id"), _caller(context))
    return {"suspended": False}


def kanazawa_contribute_account_leave(context: Context, data: DataDict) -> dict[str, Any]:
    """Leave: the account is overwritten for good; contributions stay with the chosen credit.

    Args:
        password: the present password of the account.
        sure: must be true.

    ckanapi action kanazawa_contribute_account_leave password=… sure=true
    """
    tk.check_access("kanazawa_contribute_account_leave", context, data)
    if str(data.get("sure", "")).lower() not in ("true", "1", "on"):
        raise tk.ValidationError({"sure": [tk._("Say that you are sure.")]})
    with committed():
        picture = leaving.leave(_caller(context), Words(data).raw("password"))
    leaving.remove_picture(picture)
    return {"left": True}


def _caller(context: Context) -> model.User:
    user = user_of(context)
    if user is None:
        raise tk.NotAuthorized(tk._("Log in first."))
    return user
