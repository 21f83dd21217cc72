"""Typed readers of the feature's options (config_declaration.yaml)."""

from __future__ import annotations

import ckan.plugins.toolkit as tk

PREFIX = "ckanext.kanazawa.contribute"
# Extra of organisations that tells a municipality.
CODE_KEY = "kanazawa_municipality_code"
PENDING_STORAGE = "kanazawa_pending"


def terms_version() -> str:
    """Return the version of the terms of use that holds now."""
    return str(tk.config[f"{PREFIX}.terms_version"])


def link_hours() -> int:
    """Return for how many hours a link sent by mail leads somewhere."""
    return int(tk.config[f"{PREFIX}.link_hours"])


def service_user() -> str:
    """Return the name of the CKAN user that publishes, so that no activity names a person."""
    return str(tk.config[f"{PREFIX}.service_user"])


def two_persons() -> bool:
    """Say whether an approval needs two stewards."""
    return bool(tk.config[f"{PREFIX}.two_persons"])


def retention_days() -> int:
    """Return for how many days files of rejected and withdrawn submissions are kept."""
    return max(1, int(tk.config[f"{PREFIX}.retention_days"]))
