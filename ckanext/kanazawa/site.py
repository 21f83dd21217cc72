"""What the site is called."""

from __future__ import annotations

import ckan.plugins.toolkit as tk


def site_title() -> str:
    """Return the name of the site, in the reader's language where a plugin knows it."""
    if "kanazawa_theme_site_title" in tk.h:
        return tk.h.kanazawa_theme_site_title()
    return tk.config["ckan.site_title"]
