"""What the home page shows, read through the actions any visitor may call."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.lib.search import SearchError, SolrConnectionError

from ckanext.kanazawa.lib.choices import Choice, load_choices
from ckanext.kanazawa.theme import config

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Counted:
    """One entry of a code list with the number of its datasets."""

    choice: Choice
    count: int


@dataclass(frozen=True)
class HomePage:
    """Everything the template of the home page needs.

    Attributes:
        dataset_count: public datasets of the whole portal; None where the search
            engine did not answer.
        themes: themes that have datasets, in the order of the code list.
        newest: dataset dicts, latest change first.
        most_used: dataset dicts by views of the last two weeks; empty until the first
            views have been counted.
        municipalities: the municipalities that have an organisation here.
    """

    dataset_count: int | None = None
    themes: list[Counted] = field(default_factory=list)
    newest: list[dict[str, Any]] = field(default_factory=list)
    most_used: list[dict[str, Any]] = field(default_factory=list)
    municipalities: list[Counted] = field(default_factory=list)


def home_page() -> HomePage:
    """Gather the home page; without a search engine, a page with what is left."""
    rows = config.home_datasets()
    try:
        # Alone they stand in two columns: an even number leaves no hole.
        newest = _search(
            "metadata_modified desc", rows + rows % 2, ["vocab_kanazawa_theme", "organization"]
        )
        most_used = _search("views_recent desc", rows, [])
    except (SearchError, SolrConnectionError):
        log.exception("the home page goes without datasets: search does not answer")
        return HomePage()
    facets = newest["search_facets"]
    used = [dataset for dataset in most_used["results"] if _recent_views(dataset)]
    return HomePage(
        dataset_count=newest["count"],
        themes=_themes(_counts(facets, "vocab_kanazawa_theme")),
        newest=newest["results"][:rows] if used else newest["results"],
        most_used=used,
        municipalities=_municipalities(_counts(facets, "organization")),
    )


def _search(sort: str, rows: int, facets: list[str]) -> dict[str, Any]:
    return tk.get_action("package_search")(
        {},
        {
            "rows": rows,
            "sort": sort,
            "fq": "+dataset_type:dataset",
            "facet.field": facets,
            "facet.limit": -1,
        },
    )


def _counts(facets: dict[str, Any], name: str) -> dict[str, int]:
    return {item["name"]: item["count"] for item in facets.get(name, {}).get("items", [])}


def _themes(counts: dict[str, int]) -> list[Counted]:
    return [
        Counted(choice, counts[choice.value])
        for choice in load_choices("themes").values()
        if counts.get(choice.value)
    ]


def _municipalities(counts: dict[str, int]) -> list[Counted]:
    """Return those of the code list that exist as an organisation, also without datasets."""
    choices = list(load_choices("municipalities").values())
    names = [choice.extra["name"] for choice in choices]
    existing = set(tk.get_action("organization_list")({}, {"organizations": names}))
    return [
        Counted(choice, counts.get(choice.extra["name"], 0))
        for choice in choices
        if choice.extra["name"] in existing
    ]


def _recent_views(dataset: dict[str, Any]) -> int:
    """Return the views core's tracking plugin has counted; 0 where it is off."""
    return (dataset.get("tracking_summary") or {}).get("recent", 0)
