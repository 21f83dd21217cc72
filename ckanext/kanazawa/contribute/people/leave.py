"""Leave: nothing personal stays, what was contributed keeps the credit that was chosen."""

from __future__ import annotations

import secrets

import ckan.model as model
import ckan.plugins as p
import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan.lib import uploader
from ckan.model.follower import UserFollowingDataset, UserFollowingGroup, UserFollowingUser

from ckanext.kanazawa.contribute.bodies.members import leave_all
from ckanext.kanazawa.contribute.folders.own import forget_folders
from ckanext.kanazawa.contribute.model.deputy import Deputy
from ckanext.kanazawa.contribute.model.message import Message
from ckanext.kanazawa.contribute.model.record import Record
from ckanext.kanazawa.contribute.model.record_text import RecordText
from ckanext.kanazawa.contribute.model.registration import Registration
from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.people.accounts import locked_account
from ckanext.kanazawa.contribute.people.links import now
from ckanext.kanazawa.contribute.record.purge import forget_address_of
from ckanext.kanazawa.contribute.record.write import forget_person, write
from ckanext.kanazawa.contribute.states import EDITABLE
from ckanext.kanazawa.contribute.step import take_step

FOLLOWING = (UserFollowingUser, UserFollowingDataset, UserFollowingGroup)


def leave(user: model.User, password: str) -> str | None:
    """Take a person out of the portal, in the open transaction.

    Returns:
        The name of the picture's file, to be removed after the commit (`remove_picture`).

    Raises:
        tk.ValidationError: a wrong password, a member of staff, or the last owner of a body.
    """
    locked_account(user.id)
    _check(user, password)
    return erase(user, "leave", user.id)


def erase(user: model.User, what: str, by: str) -> str | None:
    """Leave nothing of a person but what was published, in the open transaction.

    Args:
        user: the contributor.
        what: name of the line in the record.
        by: id of who does it: the person, or a system administrator.

    Returns:
        The name of the picture's file (see `leave`).

    Raises:
        tk.ValidationError: the last owner of a body.
    """
    account = locked_account(user.id)
    leave_all(user.id)
    _withdraw(user.id)
    write(what, subject=("account", user.id), user_id=by)
    picture = user.image_url
    addresses = {one for one in (account.address, user.email) if one}
    _forget_messages(user.id, addresses)
    forget_address_of(user.id, addresses)
    for column in ("display_name", "address", "suspended_by", "suspension_reason"):
        setattr(account, column, None)
    account.address_confirmed_at = None
    account.left_at = now()
    _overwrite(user)
    _forget_traces(user.id)
    forget_person(user.id)
    forget_folders(user.id)
    return picture


def remove_picture(name: str | None) -> None:
    """Remove the file of a picture; one that is a link to elsewhere stays where it is."""
    if not name or name.startswith(("http://", "https://")):
        return
    # The way in which core itself clears a picture, wherever pictures are stored.
    upload = uploader.get_uploader("user", name)
    cleared = {"image_url": "", "image_upload": None, "clear_upload": "true"}
    upload.update_data_dict(cleared, "image_url", "image_upload", "clear_upload")
    upload.upload()


def _check(user: model.User, password: str) -> None:
    if user.password and not user.validate_password(password):
        raise tk.ValidationError({"password": [tk._("The password is wrong.")]})
    if user.sysadmin or user.get_groups("organization"):
        text = tk._("Accounts of staff are closed by the portal's administrator.")
        raise tk.ValidationError({"id": [text]})


def _withdraw(user_id: str) -> None:
    """Withdraw what only the author could go on with; what waits for a review stays."""
    query = sa.select(Submission.id).where(
        Submission.author_id == user_id,
        Submission.body_id.is_(None),
        Submission.state.in_(sorted(EDITABLE)),
    )
    for submission_id in model.Session.scalars(query).all():
        take_step(submission_id, "withdraw", "author", user_id, reason="left")


def _forget_messages(user_id: str, addresses: set[str]) -> None:
    """Remove links and messages, and what was written about the person."""
    for table in (Registration, Message):
        own = sa.or_(table.user_id == user_id, table.address.in_(sorted(addresses)))
        model.Session.execute(sa.delete(table).where(own))
    about = sa.select(Record.id).where(
        Record.subject_type == "account", Record.subject_id == user_id
    )
    model.Session.execute(sa.delete(RecordText).where(RecordText.record_id.in_(about)))


def _overwrite(user: model.User) -> None:
    user.name = f"left-{secrets.token_hex(8)}"
    user.password = secrets.token_urlsafe(32)
    for column in ("fullname", "email", "about", "image_url", "apikey", "reset_key"):
        setattr(user, column, None)
    user.plugin_extras = None  # pyright: ignore[reportAttributeAccessIssue]
    user.last_active = None  # pyright: ignore[reportAttributeAccessIssue]
    user.activity_streams_email_notifications = False
    user.state = model.State.DELETED
    model.Session.flush()


def _forget_traces(user_id: str) -> None:
    """Remove tokens, follows, memberships and activity."""
    for table in FOLLOWING:
        own = sa.or_(
            table.follower_id == user_id,  # pyright: ignore[reportArgumentType]
            table.object_id == user_id,  # pyright: ignore[reportArgumentType]
        )
        model.Session.execute(sa.delete(table).where(own))
    for table, column in (
        (model.ApiToken, "user_id"),
        (model.PackageMember, "user_id"),
        (model.Dashboard, "user_id"),
        (Deputy, "user_id"),
    ):
        model.Session.execute(sa.delete(table).where(getattr(table, column) == user_id))
    groups = sa.delete(model.Member).where(
        model.Member.table_name == "user", model.Member.table_id == user_id
    )
    model.Session.execute(groups)
    _forget_activity(user_id)


def _forget_activity(user_id: str) -> None:
    if not p.plugin_loaded("activity"):
        return
    from ckanext.activity.model import Activity  # pyright: ignore[reportMissingImports]

    own = sa.or_(Activity.user_id == user_id, Activity.object_id == user_id)
    model.Session.execute(sa.delete(Activity).where(own))
