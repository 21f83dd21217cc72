"""Typed readers of the base plugin's options."""

from __future__ import annotations

import ckan.plugins.toolkit as tk

# A sitemap may hold 50,000 addresses; a dataset has one for each of two languages.
MOST_DATASETS_PER_SITEMAP = 25_000


def compress() -> bool:
    """Say whether answers are compressed here (and not by a proxy in front)."""
    return bool(tk.config["ckanext.kanazawa.responses.compress"])


def static_max_age_s() -> int:
    """Return how long a static file without a hash in its address may be kept."""
    return max(0, int(tk.config["ckanext.kanazawa.responses.static_max_age"]))


def content_security_policy() -> str:
    """Return the Content-Security-Policy of pages; empty for none."""
    return str(tk.config["ckanext.kanazawa.responses.content_security_policy"]).strip()


def datasets_per_sitemap() -> int:
    """Return how many datasets one sitemap file holds: between 1 and 25,000."""
    asked = int(tk.config["ckanext.kanazawa.sitemap.datasets_per_file"])
    return min(max(1, asked), MOST_DATASETS_PER_SITEMAP)


def publisher_name() -> str:
    """Return the name of the catalogue's publisher."""
    return tk.config["ckanext.kanazawa.catalog.publisher_name"] or tk.config["ckan.site_title"]


def publisher_url() -> str:
    """Return the address (and IRI) of the catalogue's publisher."""
    configured = tk.config["ckanext.kanazawa.catalog.publisher_url"]
    return configured or f"{tk.config['ckan.site_url'].rstrip('/')}/about"
