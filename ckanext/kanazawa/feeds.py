"""Atom feeds in the reader's language, with whole addresses.

Core writes titles in English, says that everything is English, links to the API instead of
the page, and gives addresses without host, which Atom readers cannot follow.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

import ckan.plugins.toolkit as tk
from ckan.common import _, request
from ckan.views.feed import CKANFeed

from ckanext.kanazawa.site import site_title

PACKAGE = "kanazawa_package"


def _absolute(address: str | None) -> str | None:
    return urljoin(tk.config["ckan.site_url"], address) if address else address


def _last_page(address: str | None) -> str | None:
    """Repair core's last page: it divides without rounding down (`page=2.5`)."""
    if not address or "page=" not in address:
        return address
    head, _sign, number = address.rpartition("page=")
    return head + str(int(float(number))) if number.replace(".", "", 1).isdigit() else address


def _organization_title(organization: dict[str, Any]) -> str | None:
    """Return the name of a provider, in the reader's language where a plugin knows it."""
    if organization and "kanazawa_theme_organization_title" in tk.h:
        return tk.h.kanazawa_theme_organization_title(organization)
    return organization.get("title")


def feed_title() -> tuple[str, str]:
    """Return title and description of the requested feed in the reader's language."""
    site = site_title()
    kind = (request.endpoint or "").removeprefix("feeds.")
    name = (request.view_args or {}).get("id", "")
    if kind in ("organization", "group"):
        show = tk.get_action(f"{kind}_show")
        found = show({}, {"id": name, "include_users": False, "include_extras": True})
        name = tk.h.get_translated(found, "title") or found["title"]
    if kind == "general":
        return site, _("New and updated datasets of {site}").format(site=site)
    if kind == "custom":
        words = request.args.get("q", "")
        return (
            _("{site} – search: {words}").format(site=site, words=words),
            _("New and updated datasets that match the search"),
        )
    return (
        _("{site} – {name}").format(site=site, name=name),
        _("New and updated datasets: {name}").format(name=name),
    )


class KanazawaFeed(CKANFeed):
    """A feed with translated titles, absolute links, and entries that lead to the page."""

    def __init__(self, feed_title_: str, feed_link: str, feed_description: str, **facts: Any):
        title, description = feed_title()
        pages = {key: _absolute(facts.pop(key, None)) for key in ("first_page", "previous_page")}
        for key in ("next_page", "last_page"):
            pages[key] = _absolute(_last_page(facts.pop(key, None)))
        facts["language"] = tk.h.lang()
        facts["feed_url"] = _absolute(facts.get("feed_url"))
        address = _absolute(feed_link) or feed_link
        super().__init__(title, address, description, **facts, **pages)

    def add_item(self, **facts: Any) -> None:
        """Add one dataset.

        Args:
            facts: core's arguments, and the dataset itself under `kanazawa_package`.
        """
        package = facts.pop(PACKAGE, None)
        if package:
            facts["title"] = tk.h.get_translated(package, "title") or facts["title"]
            summary = tk.h.get_translated(package, "notes") or ""
            facts["description"] = "".join(sign for sign in summary if sign >= " " or sign == "\n")
            facts["link"] = tk.url_for(
                f"{package['type']}.read", id=package["name"], _external=True
            )
            organization = package.get("organization") or {}
            facts["author_name"] = _organization_title(organization) or facts.get("author_name")
            # An Atom entry cannot have both: the second call would replace the name.
            facts.pop("author_email", None)
        super().add_item(**facts)
