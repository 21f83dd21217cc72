"""Refuse parameters of the RDF pages that cannot be understood, in the reader's language.

ckanext-dcat answers them with 409 and an English exception; they are bad requests (400).
"""

from __future__ import annotations

from importlib.metadata import entry_points

import ckan.plugins.toolkit as tk
from dateutil.parser import parse
from flask import request

# More pages than any catalogue has; the database counts no further than 64 bits.
LAST_PAGE = 1_000_000
CATALOGUE = ("dcat.read_catalog", "dcat_json_interface.dcat_json")


def check_rdf_request() -> None:
    """Refuse (400) a wrong page, date or profile, before ckanext-dcat's view is called."""
    endpoint = request.endpoint or ""
    if endpoint in CATALOGUE:
        _check_selection()
    if endpoint.startswith("dcat."):
        unknown = unknown_profiles(request.args.get("profiles") or "")
        if unknown:
            message = tk._("There is no RDF profile named {name}. Leave out “profiles”.")
            tk.abort(400, message.format(name=", ".join(unknown)))


def _check_selection() -> None:
    if not is_page(request.args.get("page") or "1"):
        tk.abort(400, tk._("The page number must be a whole number of 1 or more."))
    if not is_time(request.args.get("modified_since") or "2000-01-01"):
        message = tk._(
            'The date in "modified_since" cannot be understood. Write it like 2026-04-01'
            " or 2026-04-01T09:00:00, without a time zone."
        )
        tk.abort(400, message)


def is_page(text: str) -> bool:
    """Say whether a text is the number of a page."""
    try:
        return 1 <= int(text[:20]) <= LAST_PAGE
    except ValueError:
        return False


def is_time(text: str) -> bool:
    """Say whether ckanext-dcat reads a text as a moment that the search engine understands.

    It adds "Z" to what it read: a moment with a time zone would end with two of them.
    """
    try:
        return parse(text).tzinfo is None
    except (ValueError, OverflowError):
        return False


def unknown_profiles(text: str) -> list[str]:
    """Return those of a comma-separated list of RDF profiles that nobody offers."""
    known = {found.name for found in entry_points(group="ckan.rdf.profiles")}
    return [name for name in text.split(",") if name and name not in known]
