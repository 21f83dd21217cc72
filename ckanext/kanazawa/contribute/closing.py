"""Doors that CKAN leaves open: settings with which the portal does not start.

Contributors hold no membership. Any of these settings would let them make datasets,
organisations or users of their own past every review.
"""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.exceptions import CkanConfigurationException

# Option → the value it must have.
NEEDED: dict[str, bool] = {
    "ckan.auth.user_create_organizations": False,
    "ckan.auth.user_create_groups": False,
    "ckan.auth.create_unowned_dataset": False,
    "ckan.auth.create_dataset_if_not_in_organization": False,
    "ckan.auth.anon_create_dataset": False,
    "ckan.auth.create_user_via_web": False,
    "ckan.auth.create_user_via_api": False,
    "ckan.auth.allow_dataset_collaborators": False,
    "ckan.auth.allow_admin_collaborators": False,
    "ckan.auth.public_user_details": False,
    "ckan.files.authenticated_uploads.allow": False,
}


def check_settings() -> None:
    """Refuse to start with a door open.

    Raises:
        CkanConfigurationException: names every option and the line that closes it.
    """
    known = tk.config
    wrong = [
        f"{option} = {str(value).lower()}"
        for option, value in NEEDED.items()
        if option in known and tk.asbool(known[option]) is not value
    ]
    if wrong:
        raise CkanConfigurationException(
            "kanazawa_contribute does not start while contributors could publish without a "
            "review. Set in the configuration:\n" + "\n".join(wrong)
        )
