"""What the site is called."""

from __future__ import annotations

import ckan.plugins as p
import ckan.plugins.toolkit as tk


def site_title() -> str:
    """Return the name of the site, in the reader's language where a plugin knows it."""
    if "kanazawa_theme_site_title" in tk.h:
        return tk.h.kanazawa_theme_site_title()
    return tk.config["ckan.site_title"]


def site_title_in(language: str) -> str:
    """Return its name in a language, "ja" or "en", for readers who asked for no page."""
    if language == "en" and p.plugin_loaded("kanazawa_theme"):
        return tk.config["ckanext.kanazawa.theme.site_title_en"]
    return tk.config["ckan.site_title"]
