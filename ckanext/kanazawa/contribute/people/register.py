"""Registration: a wish in our own table, until its link is redeemed; then a CKAN user."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
from ckan.logic.schema import default_user_schema
from ckan.types import Context
from sqlalchemy.exc import IntegrityError

from ckanext.kanazawa.contribute import config
from ckanext.kanazawa.contribute.addresses import page
from ckanext.kanazawa.contribute.limits.rate import wait_s
from ckanext.kanazawa.contribute.messages.tell import tell
from ckanext.kanazawa.contribute.model.account import Account
from ckanext.kanazawa.contribute.model.registration import Registration
from ckanext.kanazawa.contribute.people import links
from ckanext.kanazawa.contribute.people.accounts import LOCALES, LONGEST_NAME, user_with_address
from ckanext.kanazawa.contribute.people.terms import accept, version_refusal
from ckanext.kanazawa.contribute.record.write import write
from ckanext.kanazawa.contribute.words import Words

# To one address; more would be a nuisance to whoever has it.
MAILS_PER_HOUR = 3
LONGEST_PASSWORD = 1000


@dataclass(frozen=True)
class Wish:
    """Who wants to register.

    Attributes:
        address: mail address; "" where a steward hands out the link without one.
        display_name: the name to be shown with; "" to be asked for later.
        locale: "ja" or "en".
    """

    address: str
    display_name: str
    locale: str


def read_wish(given: Mapping[str, Any], *, by_mail: bool) -> Wish:
    """Read the form of registration.

    Raises:
        tk.ValidationError: with messages at the fields.
    """
    words = Words(given)
    wish = Wish(
        words.address("address") if by_mail or words.raw("address").strip() else "",
        words.line("display_name", LONGEST_NAME, needed=by_mail),
        words.choice("locale", LOCALES),
    )
    words.check()
    return wish


def ask(wish: Wish, user: model.User | None = None) -> None:
    """Send a link to the address, in the open transaction; nothing tells whether it is known.

    Args:
        wish: who wants to register.
        user: who is logged in already (single sign-on), without being a contributor.
    """
    mark = hashlib.sha256(wish.address.lower().encode()).hexdigest()
    if wait_s("mail", mark, MAILS_PER_HOUR):
        return
    known = user_with_address(wish.address)
    if known is not None and (user is None or known.id != user.id):
        tell(
            "registration-known", address=wish.address, locale=wish.locale, url=page("/user/login")
        )
        return
    token = links.make_link(
        "register",
        address=wish.address,
        display_name=wish.display_name,
        locale=wish.locale,
        user_id=user.id if user else None,
    )
    tell(
        "registration-link",
        address=wish.address,
        locale=wish.locale,
        url=links.address_of(token, wish.locale),
        hours=config.link_hours(),
    )


def hand_out(wish: Wish, steward: model.User) -> str:
    """Make a link that a steward hands out; return its address, which is shown once."""
    token = links.make_link(
        "register",
        address=wish.address or None,
        display_name=wish.display_name or None,
        locale=wish.locale,
        created_by=steward.id,
    )
    return links.address_of(token, wish.locale)


def redeem(token: str, given: Mapping[str, Any], caller: model.User | None) -> model.User:
    """Make a contributor of who holds a link, in the open transaction.

    Args:
        token: of the link.
        given: "name", "password", "display_name", "terms" (the version that was accepted) and,
            where a steward handed the link out without an address, "address".
        caller: who is logged in, if anybody.

    Raises:
        links.LinkRefused: the link leads nowhere.
        tk.ValidationError: with messages at the fields; the link stays good.
    """
    link = links.take(token, "register")
    words = Words(given)
    shown = words.line("display_name", LONGEST_NAME, needed=True)
    address = link.address or words.address("address")
    if len(words.raw("password")) > LONGEST_PASSWORD:
        words.wrong("password", tk._("The password is too long."))
    if link.user_id is None:
        _note_login(words)
    _note_terms(words)
    words.check()
    user = _user_of(link, caller) or _new_user(words, shown, address)
    account = _new_account(user, link, shown, address)
    accept(account, words.raw("terms"))
    return user


def _note_login(words: Words) -> None:
    """Note what core says of account name and password, before anything is made."""
    schema = default_user_schema()
    given = {name: words.raw(name) for name in ("name", "password")}
    context: Any = {"model": model, "session": model.Session}
    _data, problems = tk.navl_validate(given, {name: schema[name] for name in given}, context)
    for name, messages in problems.items():
        for message in messages:
            words.wrong(name, message)


def _note_terms(words: Words) -> None:
    refusal = version_refusal(words.raw("terms"))
    if refusal is not None:
        words.wrong("terms", refusal)


def _user_of(link: Registration, caller: model.User | None) -> model.User | None:
    """Return who had a CKAN user before, and is logged in as that user."""
    if link.user_id is None:
        return None
    user = model.User.get(link.user_id)
    if user is None or caller is None or caller.id != user.id:
        raise tk.ValidationError({"token": [tk._("Log in first, then open the link again.")]})
    if model.Session.get(Account, user.id) is not None:
        raise links.LinkRefused(tk._("You are registered already."))
    return user


def _new_user(words: Words, shown: str, address: str) -> model.User:
    # Not committed either: get_site_user makes its user where there is none yet.
    site_user = tk.get_action("get_site_user")({"ignore_auth": True, "defer_commit": True}, {})
    context: Context = {
        "user": site_user["name"],
        "ignore_auth": True,
        "defer_commit": True,
    }
    fields = {
        "name": words.raw("name"),
        "password": words.raw("password"),
        "email": address,
        "fullname": shown,
    }
    try:
        made = tk.get_action("user_create")(context, fields)
    except IntegrityError as error:
        # Two links for one address, or for one name, redeemed at the same time.
        model.Session.rollback()
        text = tk._("Somebody took this account name, or registered this address, just now.")
        raise tk.ValidationError({"name": [text]}) from error
    except tk.ValidationError as error:
        raise _renamed(error) from error
    user = model.User.get(made["id"])
    assert user is not None
    return user


def _renamed(error: tk.ValidationError) -> tk.ValidationError:
    """Put core's messages at the fields of our form."""
    names = {"email": "address", "fullname": "display_name"}
    return tk.ValidationError(
        {names.get(key, key): messages for key, messages in error.error_dict.items()}
    )


def _new_account(user: model.User, link: Registration, shown: str, address: str) -> Account:
    """Add the row of a contributor; an address that only a steward vouches for counts as proved.

    Without a mail server nothing else can prove one: the record says how it was.
    """
    user.email = address
    account = Account(
        user_id=user.id,
        display_name=shown,
        locale=link.locale or LOCALES[0],
        address=address,
        address_confirmed_at=links.now(),
    )
    model.Session.add(account)
    model.Session.flush()
    write(
        "register",
        subject=("account", user.id),
        user_id=user.id,
        details={"how": "handed-out" if link.created_by else "mail"},
    )
    return account
