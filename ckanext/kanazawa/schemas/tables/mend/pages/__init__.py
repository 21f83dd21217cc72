"""The pages of the room, one file each; what they have in common stands here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.kanazawa.schemas.model.edition import Edition
from ckanext.kanazawa.schemas.tables.findings.page import resource_page


def mend_page(id: str, resource_id: str, *, examined: bool = True) -> dict[str, Any]:
    """Return what every page here shows: `pkg`, `res`, `edition`; for editors only.

    Args:
        id, resource_id: of the address.
        examined: without a table there is nothing to decide; leads to the resource then.
    """
    page = resource_page(id, resource_id, editors_only=True)
    edition = Edition.newest(resource_id)
    if edition is None or (examined and edition.state != "examined"):
        tk.abort(404, tk._("The file is not examined yet, or holds no table."))
    return {**page, "edition": edition}


def back_to_resource(page: Mapping[str, Any]) -> Any:
    """Lead to the resource, whose page tells how far the jobs are."""
    name = f"{page['pkg']['type']}_resource.read"
    return tk.redirect_to(name, id=page["pkg"]["name"], resource_id=page["res"]["id"])


def first_messages(error: tk.ValidationError) -> list[str]:
    """Return what is wrong, as the action said it."""
    found: list[str] = []
    for texts in error.error_dict.values():
        found += [str(text) for text in texts] if isinstance(texts, list) else [str(texts)]
    return found
