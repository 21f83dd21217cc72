"""The user in whose name the portal publishes, so that no activity names a person."""

from __future__ import annotations

from typing import Any

import ckan.model as model
import sqlalchemy as sa

from ckanext.kanazawa.contribute import config


def service_user() -> model.User:
    """Return the user, made where there is none: no password, no address, nobody logs in."""
    name = config.service_user()
    user = model.User.by_name(name)
    if user is None:
        lock = sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(f"user {name}", 0))
        model.Session.execute(sa.select(lock))
        user = model.User.by_name(name) or _made(name)
    return user


def _made(name: str) -> model.User:
    user = model.User(name=name, state=model.State.ACTIVE, sysadmin=False)
    model.Session.add(user)
    model.Session.flush()
    return user


def publishing_context() -> Any:
    """Return the context of an action whose changes the caller commits, with others."""
    user = service_user()
    return {
        "user": user.name,
        "auth_user_obj": user,
        "ignore_auth": True,
        # `defer_commit` alone rolls an update back.
        "defer_commit": True,
        "return_id_only": True,
    }
