"""Make the system administrator `admin` and print an API token of theirs.

Run in a process of its own, with the settings of the portal under test:
`python account.py CKAN_INI PASSWORD`.
"""

from __future__ import annotations

import sys

from ckan import model
from ckan.cli import load_config
from ckan.config.middleware import make_app
from ckan.plugins import toolkit as tk


def make_admin(password: str) -> str:
    """Create `admin` and return a token."""
    site_user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    user = tk.get_action("user_create")(
        {"ignore_auth": True, "user": site_user},
        {
            "name": "admin",
            "fullname": "見本 管理者",
            "email": "admin@example.com",
            "password": password,
        },
    )
    account = model.User.get(user["id"])
    assert account is not None
    account.sysadmin = True
    model.Session.commit()
    token = {"user": "admin", "name": "browser tests"}
    return tk.get_action("api_token_create")({"ignore_auth": True, "user": "admin"}, token)["token"]


if __name__ == "__main__":
    application = make_app(load_config(sys.argv[1]))
    with application._wsgi_app.test_request_context():
        print(make_admin(sys.argv[2]))
