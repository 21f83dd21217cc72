"""Organisations as the pages show them: name in the reader's language, kind, order.

CKAN hands out the organisation of a dataset with its core columns only; its English
name and its kind come from `organization_show`, asked once a request.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.lib.search import SearchError, SolrConnectionError
from flask import g

from ckanext.kanazawa.lib.choices import Choice, load_choices

_BARE = {
    "include_dataset_count": False,
    "include_users": False,
    "include_groups": False,
    "include_tags": False,
    "include_followers": False,
}


@dataclass(frozen=True)
class Listed:
    """One organisation in the list of providers."""

    organization: dict[str, Any]
    title: str
    count: int


def shown(name: str) -> dict[str, Any]:
    """Return what `organization_show` says, asked once a request; {} where it is not visible."""
    cache: dict[str, dict[str, Any]] = g.setdefault("kanazawa_theme_organizations", {})
    if name not in cache:
        try:
            cache[name] = tk.get_action("organization_show")({}, {"id": name, **_BARE})
        except (tk.ObjectNotFound, tk.NotAuthorized):
            cache[name] = {}
    return cache[name]


def title(organization: dict[str, Any]) -> str:
    """Return the name in the reader's language, the Japanese one where there is no other."""
    if tk.h.kanazawa_language() == "en":
        known = municipality(organization["name"])
        translated = shown(organization["name"]).get("title_translated") or {}
        if english := translated.get("en") or (known and known.text("en")):
            return english
    return organization.get("title") or organization["name"]


def municipality(name: str) -> Choice | None:
    """Return the municipality an organisation is, by its name; None for all others."""
    for choice in load_choices("municipalities").values():
        if choice.extra["name"] == name:
            return choice
    return None


def kind(name: str) -> Choice | None:
    """Return the kind of provider of an organisation; None where it has none."""
    value = shown(name).get("kanazawa_provider_kind")
    return load_choices("provider_kinds").get(value) if value else None


def sections() -> list[tuple[str, list[Listed]]]:
    """Return (heading, organisations): the municipalities first, then all others.

    The municipalities stand in the order of their code list, the others by kind of
    provider, in the order of that list, and then by name.
    """
    counts = _dataset_counts()
    listed = [
        Listed(shown(name), title(shown(name)), counts.get(name, 0))
        for name in tk.get_action("organization_list")({}, {"limit": 1000})
        if shown(name)
    ]
    order = [choice.extra["name"] for choice in load_choices("municipalities").values()]
    six = [entry for entry in listed if entry.organization["name"] in order]
    six.sort(key=lambda entry: order.index(entry.organization["name"]))
    others = [entry for entry in listed if entry.organization["name"] not in order]
    others.sort(key=lambda entry: (_kind_position(entry), entry.title))
    found = [(tk._("Municipalities"), six), (tk._("Other providers"), others)]
    return [(heading, entries) for heading, entries in found if entries]


def _kind_position(entry: Listed) -> int:
    """Return where a kind of provider stands in its list; unknown ones come last."""
    kinds = list(load_choices("provider_kinds"))
    value = entry.organization.get("kanazawa_provider_kind")
    return kinds.index(value) if value in kinds else len(kinds)


def _dataset_counts() -> dict[str, int]:
    query = {"rows": 0, "facet.field": ["organization"], "facet.limit": -1}
    try:
        found = tk.get_action("package_search")({}, query)
    except (SearchError, SolrConnectionError):
        return {}
    items = found["search_facets"].get("organization", {}).get("items", [])
    return {item["name"]: item["count"] for item in items}
