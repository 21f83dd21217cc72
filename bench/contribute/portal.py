"""A portal in this process, with the people whom the measurements need."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import ckan.model as model
import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan.cli import load_config
from ckan.config.middleware import make_app

Values = dict[str, Any]


@contextmanager
def opened(ini: str) -> Iterator[None]:
    """Load a portal as its settings say; its database gets what is measured, and keeps it."""
    application: Any = make_app(load_config(ini))
    with application._wsgi_app.test_request_context():
        yield


def call(action: str, user: str = "", /, **given: Any) -> Any:
    """Call an action, as the portal itself unless somebody is named."""
    name = user or tk.get_action("get_site_user")(cast(Any, {"ignore_auth": True}), {})["name"]
    context: Any = {"user": name, "ignore_auth": not user}
    return tk.get_action(action)(context, given)


def municipality() -> Values:
    """Make an organisation that is a municipality to the portal."""
    return call(
        "organization_create",
        name=f"bench-{secrets.token_hex(4)}",
        title_translated={"ja": "計測市", "en": "Bench City"},
        kanazawa_provider_kind="city",
        kanazawa_municipality_code="172014",
    )


def account(name: str = "", *, contributes: bool = True) -> Values:
    """Make an account with a token; a contributor in good standing, unless it is staff."""
    from ckanext.kanazawa.contribute import config
    from ckanext.kanazawa.contribute.model.account import Account

    name = name or f"bench-{secrets.token_hex(6)}"
    address = f"{name}@example.jp"
    made = call("user_create", name=name, email=address, password=secrets.token_urlsafe(12))
    if contributes:
        now: Any = sa.func.clock_timestamp()
        row = Account(user_id=made["id"], display_name=name, address=address)
        row.address_confirmed_at = row.terms_accepted_at = now
        row.terms_version = config.terms_version()
        model.Session.add(row)
        model.Session.commit()
    token = call("api_token_create", name, user=name, name="bench")["token"]
    return {"id": made["id"], "name": name, "token": token}


def median(times: list[float]) -> float:
    """Return the middle of some times."""
    return sorted(times)[len(times) // 2]
