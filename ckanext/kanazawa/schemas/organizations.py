"""The six municipalities as organisations, and what their extras say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
from ckan.types import Context

from ckanext.kanazawa.lib.choices import Choice, load_choices
from ckanext.kanazawa.schemas.intake.translations import read_translations


def create_missing() -> Iterator[tuple[str, bool]]:
    """Create each municipality of `municipalities.yaml` that is no organisation yet.

    Yields:
        (name, whether it was created), in the order of the file. One that exists is left
        alone: its staff may have rewritten it.
    """
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    for municipality in load_choices("municipalities").values():
        name = municipality.extra["name"]
        exists = model.Group.get(name) is not None
        if not exists:
            context = Context(user=user, ignore_auth=True)
            tk.get_action("organization_create")(context, _organization(municipality))
        yield name, not exists


def _organization(municipality: Choice) -> dict[str, Any]:
    extra = municipality.extra
    return {
        "name": extra["name"],
        "title_translated": dict(municipality.label),
        "kanazawa_title_kana": extra["kana"],
        "description_translated": dict(extra["description"]),
        "kanazawa_provider_kind": extra["provider_kind"],
        "kanazawa_municipality_code": municipality.value,
        "url": extra["url"],
    }


def readable_title(group: model.Group, language: str) -> str:
    """Return the name of an organisation in a language; Japanese where it has none in it."""
    titles = read_translations(organization_extra(group, "title_translated"))
    return titles.get(language) or titles.get("ja") or group.title or group.name


def offered(identifiers: list[str], language: str) -> list[dict[str, str]]:
    """Return organisations for a choice: the municipalities as listed, then others by title.

    Args:
        identifiers: ids of organisations.
        language: of the titles; Japanese where an organisation has none in it.
    """
    listed = [choice.extra["name"] for choice in load_choices("municipalities").values()]
    groups = model.Session.query(model.Group).filter(model.Group.id.in_(identifiers))
    found = []
    for group in groups:
        title = readable_title(group, language)
        found.append({"id": group.id, "name": group.name, "title": title})
    places = {name: place for place, name in enumerate(listed)}
    return sorted(found, key=lambda one: (places.get(one["name"], len(listed)), one["title"]))


def find_organization(reference: Any) -> model.Group:
    """Return an active organisation by id or name.

    Raises:
        tk.ObjectNotFound: there is none.
    """
    found = model.Group.get(reference) if isinstance(reference, str) else None
    if found is None or not found.is_organization or found.state != model.State.ACTIVE:
        raise tk.ObjectNotFound(tk._("Organization not found"))
    return found


def organization_extra(organization: model.Group | None, key: str) -> str:
    """Return an extra of an organisation, as stored; "" where there is none."""
    # `extras` is an association proxy, which the type checker does not see.
    extras: dict[str, str] = getattr(organization, "extras", {})
    return extras.get(key) or ""
