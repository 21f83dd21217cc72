"""A changed mail address: unconfirmed, and its proof void, until its link is redeemed."""

from __future__ import annotations

import hashlib

import ckan.model as model
import ckan.plugins.toolkit as tk
from sqlalchemy.exc import IntegrityError

from ckanext.kanazawa.contribute import config
from ckanext.kanazawa.contribute.addresses import page
from ckanext.kanazawa.contribute.limits.rate import slow_down, wait_s
from ckanext.kanazawa.contribute.messages.tell import tell
from ckanext.kanazawa.contribute.people import links
from ckanext.kanazawa.contribute.people.accounts import locked_account, user_with_address
from ckanext.kanazawa.contribute.people.register import MAILS_PER_HOUR
from ckanext.kanazawa.contribute.record.write import write

TRIES_PER_HOUR = 10


def ask_change(user: model.User, address: str, password: str) -> None:
    """Send a link to another address (or the same), in the open transaction.

    Until it is redeemed the account cannot contribute: the old address may be no longer that of
    this person, and the new one is not proved. What the page says tells nobody whether the
    address belongs to somebody else.

    Raises:
        tk.ValidationError: the password is wrong.
        limits.rate.TooOften: too many tries.
    """
    slow_down("address", user.id, TRIES_PER_HOUR)
    # Whoever logs in another way has no password here.
    if user.password and not user.validate_password(password):
        raise tk.ValidationError({"password": [tk._("The password is wrong.")]})
    account = locked_account(user.id)
    links.forget(user.id, "address")
    if account.address_confirmed_at is not None:
        account.address_confirmed_at = None
        write("ask-address", subject=("account", user.id), user_id=user.id)
        tell("address-changing", user_id=user.id, url=page("/contribute/account"))
    mark = hashlib.sha256(address.lower().encode()).hexdigest()
    if wait_s("mail", mark, MAILS_PER_HOUR):
        return
    known = user_with_address(address)
    if known is not None and known.id != user.id:
        tell("registration-known", address=address, locale=account.locale, url=page("/user/login"))
        return
    token = links.make_link("address", address=address, user_id=user.id, locale=account.locale)
    link = links.address_of(token, account.locale)
    hours = config.link_hours()
    tell("address-link", address=address, locale=account.locale, url=link, hours=hours)


def confirm(token: str) -> str:
    """Make the address of a link that of the account, in the open transaction.

    Returns:
        The id of the user.

    Raises:
        links.LinkRefused: the link leads nowhere, or the address belongs to somebody else now.
    """
    link = links.take(token, "address")
    account = locked_account(str(link.user_id))
    user = model.User.get(account.user_id)
    assert user is not None
    user.email = account.address = str(link.address)
    account.address_confirmed_at = links.now()
    try:
        model.Session.flush()
    except IntegrityError as error:
        model.Session.rollback()
        text = tk._("Another account uses this address. Choose another one.")
        raise links.LinkRefused(text) from error
    write("confirm-address", subject=("account", user.id), user_id=user.id)
    return user.id
