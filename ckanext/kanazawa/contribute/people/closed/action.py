"""Core's actions on users, with what contributors are promised."""

from __future__ import annotations

from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
from ckan import authz
from ckan.types import Action, Context, DataDict

from ckanext.kanazawa.contribute.acting import user_of
from ckanext.kanazawa.contribute.model.account import Account
from ckanext.kanazawa.contribute.people.closed.hidden import (
    hidden_ids,
    is_contributor,
    may_see,
    sees_everybody,
)
from ckanext.kanazawa.contribute.people.leave import erase, remove_picture
from ckanext.kanazawa.contribute.transaction import committed


@tk.side_effect_free
@tk.chained_action
def user_show(original: Action, context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Show a user; one of whom nothing is public is not found."""
    asked = data_dict.get("id") or context.get("user")
    user = model.User.get(asked) if isinstance(asked, str) and asked else None
    if user is not None and not may_see(context, user):
        # Visitors are refused as for any other name.
        tk.check_access("user_show", {**context}, {"id": ""})  # pyright: ignore[reportArgumentType]
        raise tk.ObjectNotFound(tk._("User not found"))
    return original(context, data_dict)


@tk.side_effect_free
@tk.chained_action
def user_list(original: Action, context: Context, data_dict: DataDict) -> Any:
    """List users; those of whom nothing is public are left out."""
    found = original(context, data_dict)
    if sees_everybody(context):
        return found
    if not isinstance(found, list):  # core's own page asks for the query
        return found.filter(model.User.id.not_in(hidden_ids()))
    return _without_hidden(context, found)


@tk.side_effect_free
@tk.chained_action
def user_autocomplete(original: Action, context: Context, data_dict: DataDict) -> Any:
    """Complete names of users; those of whom nothing is public are left out."""
    found = original(context, data_dict)
    return found if sees_everybody(context) else _without_hidden(context, found)


@tk.chained_action
def user_update(original: Action, context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Update a user; of contributors neither address nor state, and no picture."""
    asked = data_dict.get("id")
    user = model.User.get(asked) if isinstance(asked, str) else None
    if user is not None and is_contributor(user):
        _check_state(context, user, data_dict)
        _check_address(user, data_dict)
        _check_picture(user, data_dict)
    return original(context, data_dict)


@tk.chained_action
def user_delete(original: Action, context: Context, data_dict: DataDict) -> Any:
    """Delete a user; of a contributor nothing personal stays, as when they leave by themselves.

    Raises:
        tk.ValidationError: the last owner of a body; the body is handed over or closed first.
    """
    asked = data_dict.get("id")
    user = model.User.get(asked) if isinstance(asked, str) else None
    account = model.Session.get(Account, user.id) if user else None
    if user is None or account is None or account.left_at is not None:
        return original(context, data_dict)
    tk.check_access("user_delete", context, data_dict)
    caller = user_of(context) or user
    with committed():
        picture = erase(user, "delete-account", caller.id)
    remove_picture(picture)
    return None


def _without_hidden(context: Context, found: list[Any]) -> list[Any]:
    ids = set(model.Session.scalars(hidden_ids()))
    own = model.User.get(context.get("user") or "")
    ids.discard(own.id if own else "")
    if found and isinstance(found[0], str):
        names = set(
            model.Session.scalars(
                model.Session.query(model.User.name).filter(model.User.id.in_(ids)).statement
            )
        )
        return [name for name in found if name not in names]
    return [user for user in found if user["id"] not in ids]


def _check_state(context: Context, user: model.User, data: DataDict) -> None:
    """Refuse to bring back an account, but for a system administrator in person.

    Core's reset of a password activates accounts as the site's own user.
    """
    caller = context.get("user") or ""
    in_person = authz.is_sysadmin(caller) and caller != tk.config["ckan.site_id"]
    if user.state != model.State.ACTIVE and not in_person:
        raise tk.NotAuthorized(tk._("This account is closed."))


def _check_address(user: model.User, data: DataDict) -> None:
    wanted = data.get("email")
    if isinstance(wanted, str) and wanted.strip().lower() != (user.email or "").lower():
        text = tk._("Change the address on the page “My account”: it is confirmed by mail.")
        raise tk.ValidationError({"email": [text]})
    if "email" in data:
        data["email"] = user.email


def _check_picture(user: model.User, data: DataDict) -> None:
    """Refuse pictures: their addresses are public, and nobody looks at them first."""
    upload = data.get("image_upload")
    changed = (data.get("image_url") or None) not in (None, user.image_url)
    if changed or getattr(upload, "filename", upload):
        text = tk._("Accounts of contributors have no picture.")
        raise tk.ValidationError({"image_upload": [text]})
