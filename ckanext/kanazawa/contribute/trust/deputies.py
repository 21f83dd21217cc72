"""Deputies: stewards of another municipality who decide where one's own may not."""

from __future__ import annotations

from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
import sqlalchemy as sa

from ckanext.kanazawa.contribute.acting import is_staff, is_steward, staffed
from ckanext.kanazawa.contribute.addresses import page
from ckanext.kanazawa.contribute.messages.tell import tell
from ckanext.kanazawa.contribute.model.deputy import Deputy
from ckanext.kanazawa.contribute.record.write import actor_number, write


def name(user: model.User, municipality: str, deputy_name: str) -> None:
    """Name a deputy, in the open transaction; the same again changes nothing.

    Args:
        user: of the staff of the municipality.
        municipality: id of its organisation.
        deputy_name: name or id of an account.

    Raises:
        tk.ValidationError: the account is none of another municipality's staff.
        tk.ObjectNotFound: the municipality is for others to look after.
    """
    check_own(user, municipality)
    deputy = model.User.get(deputy_name) if deputy_name else None
    if deputy is not None and model.Session.get(Deputy, (municipality, deputy.id)):
        return
    if (
        deputy is None
        or deputy.state != model.State.ACTIVE
        or not staffed(deputy)
        or is_steward(deputy, municipality)
    ):
        raise tk.ValidationError(
            {"user": [tk._("A deputy is a member of another municipality's staff.")]}
        )
    model.Session.add(Deputy(municipality=municipality, user_id=deputy.id, named_by=user.id))
    _note("deputy-name", municipality, user, deputy.id)
    tell(
        "deputy-named",
        user_id=deputy.id,
        municipality=municipality,
        url=page("/review"),
    )


def remove(user: model.User, municipality: str, deputy_name: str) -> None:
    """Take a deputy's place back, in the open transaction.

    Raises:
        tk.ObjectNotFound: there is no such deputy, or it is for others to look after.
    """
    check_own(user, municipality)
    deputy = model.User.get(deputy_name) if deputy_name else None
    found = model.Session.get(Deputy, (municipality, deputy.id)) if deputy else None
    if deputy is None or found is None:
        raise tk.ObjectNotFound(tk._("There is no such deputy."))
    model.Session.delete(found)
    _note("deputy-remove", municipality, user, deputy.id)


def listed(user: model.User) -> list[dict[str, Any]]:
    """Return the deputies of the municipalities whose staff somebody is."""
    query = (
        sa.select(Deputy, model.User.name, model.User.fullname)
        .join(model.User, model.User.id == Deputy.user_id)
        .where(Deputy.municipality.in_(staffed(user)))
        .order_by(Deputy.municipality, Deputy.named_at)
    )
    return [
        {
            "municipality": one.municipality,
            "user": account,
            "display_name": fullname or account,
            "named_at": one.named_at.isoformat(timespec="seconds"),
        }
        for one, account, fullname in model.Session.execute(query)
    ]


def check_own(user: model.User, municipality: str) -> None:
    """Refuse whoever is not of the municipality's own staff; deputies are not.

    Raises:
        tk.ObjectNotFound: what one may not settle is not there.
    """
    if not is_staff(user, municipality):
        raise tk.ObjectNotFound(tk._("Organization not found"))


def _note(what: str, municipality: str, user: model.User, deputy_id: str) -> None:
    model.Session.flush()
    details = {"deputy": actor_number(deputy_id)}
    write(what, subject=("body", municipality), user_id=user.id, details=details)
