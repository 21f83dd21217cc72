"""Make contributors who can log in; a process of its own, as `account.py`.

    python tests/browser/contributors.py INI PASSWORD MUNICIPALITY

Makes a citizen, a researcher with a verified university, and an employee with a verified
company; all have the password given. Prints user name → {"id", "body"} as JSON.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from ckan.cli import load_config
from ckan.config.middleware import make_app

# User name, name people see, kind of body, name and title of the body.
PEOPLE = (
    ("shimin", "見本 市子", "", "", ""),
    ("kenkyu", "見本 学", "university", "mihon-university", "見本大学"),
    ("kaisha", "見本 商介", "company", "mihon-company", "株式会社見本電気"),
)


def main(ini: str, password: str, municipality: str) -> None:
    """Make all of them and commit."""
    application: Any = make_app(load_config(ini))
    with application._wsgi_app.test_request_context():
        made = {person[0]: _made(password, municipality, *person) for person in PEOPLE}
        model.Session.commit()
        print(json.dumps(made))


def _made(
    password: str, municipality: str, name: str, shown: str, kind: str, body_name: str, title: str
) -> dict[str, str]:
    from ckanext.kanazawa.contribute import config
    from ckanext.kanazawa.contribute.model.account import Account
    from ckanext.kanazawa.contribute.model.terms import TermsAcceptance

    site_user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    values = {"name": name, "email": f"{name}@example.com", "password": password}
    user = tk.get_action("user_create")({"ignore_auth": True, "user": site_user}, values)
    now: Any = sa.func.clock_timestamp()
    account = Account(user_id=user["id"], display_name=shown, address=values["email"])
    account.address_confirmed_at = account.terms_accepted_at = now
    account.terms_version = config.terms_version()
    accepted = TermsAcceptance(user_id=user["id"], version=config.terms_version())
    model.Session.add_all([account, accepted])
    body = _body(user["id"], municipality, kind, body_name, title) if kind else ""
    return {"id": user["id"], "body": body}


def _body(user_id: str, municipality: str, kind: str, name: str, title: str) -> str:
    """Make a verified body of which somebody is the owner."""
    from ckanext.kanazawa.contribute.model.body import Body
    from ckanext.kanazawa.contribute.model.membership import Membership

    group = model.Group.get(municipality)
    assert group is not None
    body = Body(name=name, title=title, kind=kind, municipality=group.id)
    body.verified_at = sa.func.clock_timestamp()  # type: ignore[assignment]
    model.Session.add(body)
    model.Session.flush()
    model.Session.add(Membership(body_id=body.id, user_id=user_id, role="owner"))
    return body.id


if __name__ == "__main__":
    main(*sys.argv[1:4])
