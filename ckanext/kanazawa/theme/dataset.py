"""What a dataset's page says beyond the stored fields: licence, credit line, citation, dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.kanazawa.lib.choices import load_choices
from ckanext.kanazawa.theme import organizations


@dataclass(frozen=True)
class Licence:
    """A licence as readers see it.

    Attributes:
        title: full name.
        short: short name, e.g. "CC BY 4.0".
        url: page that explains it in the reader's language; "" where there is none.
        credit: template of the credit line; "" where the licence has none.
    """

    title: str
    short: str
    url: str = ""
    credit: str = ""


def translated(value: Any) -> str:
    """Return the text of a {ja, en} mapping in the reader's language, else the Japanese."""
    if isinstance(value, dict):
        return value.get(tk.h.kanazawa_language()) or value.get("ja") or value.get("en") or ""
    return value or ""


def licence(dataset: dict[str, Any]) -> Licence | None:
    """Return the licence of a dataset; None where it has none."""
    value = dataset.get("license_id")
    if not value:
        return None
    choice = load_choices("licences").get(value)
    if not choice:  # written by an older CKAN: show what CKAN says
        return Licence(
            dataset.get("license_title") or value, value, dataset.get("license_url") or ""
        )
    label = choice.text(tk.h.kanazawa_language())
    url = dataset.get("kanazawa_license_url") or translated(choice.extra.get("url"))
    short = choice.extra.get("short")
    return Licence(label, translated(short) or label, url, translated(choice.extra.get("credit")))


def credit_line(dataset: dict[str, Any]) -> str:
    """Return the line to put beside anything made with the data; "" where none is known."""
    if dataset.get("kanazawa_credit"):
        return dataset["kanazawa_credit"]
    terms = licence(dataset)
    if not terms or not terms.credit:
        return ""
    return terms.credit.format(
        title=tk.h.dataset_display_name(dataset),
        publisher=_publisher(dataset),
        licence=terms.short,
        licence_url=terms.url,
    )


def citation(dataset: dict[str, Any]) -> str:
    """Return how to cite a dataset in a paper or on a page, with today as the day of access.

    Researchers say themselves how their data are cited.
    """
    if dataset.get("kanazawa_citation"):
        return dataset["kanazawa_citation"]
    return tk._("{publisher}: {title}. {site}, updated {updated}. {url} (accessed {today})").format(
        publisher=_publisher(dataset),
        title=tk.h.dataset_display_name(dataset),
        site=tk.h.kanazawa_theme_site_title(),
        updated=tk.h.render_datetime(updated(dataset)),
        url=tk.url_for("dataset.read", id=dataset["name"], locale="default", _external=True),
        today=tk.h.render_datetime(datetime.now(timezone.utc)),
    )


def updated(dataset: dict[str, Any]) -> str:
    """Return the date of the latest change of data or description."""
    return dataset.get("modified") or dataset["metadata_modified"]


def is_overdue(day: str | None) -> bool:
    """Tell whether the announced next update lies in the past."""
    today = datetime.now(tk.h.get_display_timezone()).date()
    return bool(day) and str(day)[:10] < today.isoformat()


def contacts(dataset: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the contacts that say anything."""
    keys = ("name", "email", "url", "kanazawa_phone", "kanazawa_note")
    return [entry for entry in dataset.get("contact") or [] if any(entry.get(k) for k in keys)]


def _publisher(dataset: dict[str, Any]) -> str:
    organization = dataset.get("organization")
    if not organization:
        return tk.h.kanazawa_theme_site_title()
    return organizations.title(organization)
