"""Typed readers of the feature's options (config_declaration.yaml)."""

from __future__ import annotations

import shlex

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


def quota_open() -> int:
    """Return how many submissions of one account may be open at once."""
    return int(tk.config[f"{PREFIX}.quota_open"])


def quota_files() -> int:
    """Return how many files of one account may wait at once."""
    return int(tk.config[f"{PREFIX}.quota_files"])


def quota_bytes() -> int:
    """Return how large the waiting files of one account may be together."""
    return int(tk.config[f"{PREFIX}.quota_size"]) << 20


def most_pixels() -> int:
    """Return how many pixels an image may have."""
    return int(tk.config[f"{PREFIX}.image_pixels"]) * 1_000_000


def malware_command() -> list[str]:
    """Return the command that looks for malware, with its arguments; [] for none."""
    return shlex.split(str(tk.config[f"{PREFIX}.malware_command"] or ""))


def clamav() -> str:
    """Return where ClamAV listens, a path or host:port; "" for nowhere."""
    return str(tk.config[f"{PREFIX}.clamav"] or "").strip()


def registrations_per_hour() -> int:
    """Return how often one address of the network may register or redeem links in an hour."""
    return int(tk.config[f"{PREFIX}.registrations_per_hour"])
