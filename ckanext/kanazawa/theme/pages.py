"""Pages that explain the portal: about, terms, accessibility, guide to the API.

Each page has one template per language (`pages/about_ja.html`, `pages/about_en.html`): whole
texts read better when they are written in their language than when they are put together
from translated paragraphs.
"""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from flask import Blueprint

from ckanext.kanazawa.theme import api_guide, config

__all__ = ["kanazawa_pages"]

kanazawa_pages = Blueprint("kanazawa_pages", __name__)


def _render(page: str, **extra_vars: Any) -> str:
    """Render a page in the reader's language."""
    language = tk.h.kanazawa_language()
    extra_vars["contact_email"] = config.contact_email()
    return tk.render(f"kanazawa_theme/pages/{page}_{language}.html", extra_vars)


# Core has an "/about" too, with one text for all languages from the configuration;
# blueprints of plugins are asked first.
@kanazawa_pages.route("/about")
def about() -> str:
    """Say what the portal is and who stands behind it."""
    return _render("about")


@kanazawa_pages.route("/terms")
def terms() -> str:
    """Show the terms of use."""
    return _render("terms")


@kanazawa_pages.route("/accessibility")
def accessibility() -> str:
    """Show the accessibility statement."""
    return _render("accessibility")


@kanazawa_pages.route("/api-guide", endpoint="api_guide")
def guide() -> str:
    """Show how programs read the catalogue, with examples against this very site."""
    return _render(
        "api_guide",
        api_root=api_guide.action_url(""),
        examples=api_guide.examples(),
        rows_max=tk.config["ckan.search.rows_max"],
        datastore_rows_max=tk.config.get("ckan.datastore.search.rows_max"),
        **api_guide.programs(),
    )
