"""Links: looking at one changes nothing, the button redeems it."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.model import User
from ckan.views.user import regenerate_session, rotate_token
from flask import Response, request

from ckanext.kanazawa.contribute import config
from ckanext.kanazawa.contribute.bodies import invitations
from ckanext.kanazawa.contribute.model.registration import Registration
from ckanext.kanazawa.contribute.pages import Page, call, require_login, show
from ckanext.kanazawa.contribute.people import links
from ckanext.kanazawa.contribute.protect import protect


def confirm(token: str) -> Response:
    """Show what a link is about to do. Programs that look at mails open links: nothing happens."""
    try:
        link = links.look(token)
    except links.LinkRefused as error:
        return show("people/link_refused", error=error)
    return _page(link, token, {"display_name": link.display_name or ""}, None)


def confirm_post(token: str) -> Response:
    """Redeem a link."""
    protect()
    try:
        link = links.look(token)
        return {"register": _register, "address": _address, "member": _member}[link.purpose](token)
    except links.LinkRefused as error:
        return show("people/link_refused", error=error)
    except tk.ValidationError as error:
        return _page(links.look(token), token, request.form, error)


def _register(token: str) -> Response:
    made = call("registration_redeem", **{**request.form.to_dict(), "token": token})
    user = User.get(made["id"])
    if user is not None and not tk.current_user.is_authenticated:
        regenerate_session()
        tk.login_user(user)
        rotate_token()
    tk.h.flash_success(tk._("Welcome. Your account is ready."))
    return tk.redirect_to("kanazawa_contribute_people.account")


def _address(token: str) -> Response:
    call("address_confirm", token=token)
    tk.h.flash_success(tk._("The address is confirmed."))
    return tk.redirect_to("kanazawa_contribute_people.account")


def _member(token: str) -> Response:
    login = require_login()
    if login:
        return login
    try:
        joined = call("body_join", token=token)
    except tk.NotAuthorized as refused:
        tk.h.flash_error(str(refused.message or ""))
        return tk.redirect_to("kanazawa_contribute_people.account")
    tk.h.flash_success(tk._("You are a member now."))
    return tk.redirect_to("kanazawa_contribute_bodies.show_body", name=joined["name"])


def _page(
    link: Registration, token: str, values: object, error: tk.ValidationError | None
) -> Response:
    facts = {"token": token, "link": link, "version": config.terms_version()}
    if link.purpose == "member":
        facts["body"] = invitations.body_of(link)
    return show(f"people/confirm_{link.purpose}", values, error, **facts)  # pyright: ignore


PAGES = (
    Page("/contribute/confirm/<token>", confirm),
    Page("/contribute/confirm/<token>", confirm_post, ("POST",)),
)
