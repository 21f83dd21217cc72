"""Options of the theme, one typed reader each."""

from __future__ import annotations

import ckan.plugins.toolkit as tk


def site_title_en() -> str:
    """Return the name of the site on its English pages."""
    return tk.config["ckanext.kanazawa.theme.site_title_en"]


def home_datasets() -> int:
    """Return how many datasets each list of the home page holds."""
    return tk.config["ckanext.kanazawa.theme.home_datasets"]


def contact_email() -> str:
    """Return the address for questions about the portal as a whole; empty where there is none."""
    return tk.config["ckanext.kanazawa.theme.contact_email"]
