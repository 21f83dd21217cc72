"""The page of repairs: kinds to be switched, cells before and after, one click to publish."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk
from flask import Blueprint, request
from flask.views import MethodView

from ckanext.kanazawa.lib.tables.repair import repair_names
from ckanext.kanazawa.schemas.tables.mend.differences import before_and_after
from ckanext.kanazawa.schemas.tables.mend.pages import back_to_resource, mend_page

PER_PAGE = 50
EXAMPLES = 2


def add_repairs(blueprint: Blueprint) -> None:
    """Add the page and the part of it that is asked for anew."""
    blueprint.add_url_rule("/repairs", view_func=RepairsView.as_view("repairs"))
    blueprint.add_url_rule("/repairs/preview", "repairs_preview", repairs_preview)


def switches(values: Any) -> dict[str, list[str]] | None:
    """Return the switches of the form; None where none was sent.

    Args:
        values: of the form or address: `offered`, the kinds on the page, and `on`, those
            that are switched on.
    """
    offered = values.getlist("offered")
    if not offered:
        return None
    on, names = set(values.getlist("on")), repair_names()
    return {
        "switched_off": [n for n in offered if names.get(n) == "mechanical" and n not in on],
        "agreed": [n for n in offered if names.get(n) == "declared" and n in on],
    }


def _kept(page: Mapping[str, Any], given: dict[str, list[str]] | None) -> dict[str, list[str]]:
    """Return the switches, with those kept that the page does not offer for this edition."""
    choices = page["edition"].choices
    kept = {key: list(choices.get(key) or []) for key in ("switched_off", "agreed")}
    if given is None:
        return kept
    offered = set(request.values.getlist("offered"))
    return {
        key: [*given[key], *(name for name in kept[key] if name not in offered)] for key in kept
    }


def _shown(page: Mapping[str, Any], given: dict[str, list[str]] | None) -> dict[str, Any]:
    """Ask the action for kinds and cells."""
    number = request.args.get("page", "1")
    number = max(1, int(number)) if number.isascii() and number.isdigit() else 1
    number = min(number, 10**6)
    only = request.args.get("repair")
    wanted = {
        "resource_id": page["res"]["id"],
        **_kept(page, given),
        "limit": PER_PAGE,
        "offset": (number - 1) * PER_PAGE,
    }
    if only in repair_names():
        wanted["repair"] = only
    found = tk.get_action("kanazawa_schemas_repair_preview")({}, wanted)
    for cell in found["cells"]:
        cell["old"], cell["new"] = before_and_after(cell["before"], cell["after"])
    params = {"offered": request.args.getlist("offered"), "on": request.args.getlist("on")}
    return {
        **page,
        "found": found,
        "only": only if only in repair_names() else "",
        "page_number": number,
        "page_count": max(1, -(-found["count"] // PER_PAGE)),
        "params": {key: value for key, value in params.items() if value},
    }


class RepairsView(MethodView):
    """The page; without JavaScript its own button shows what switching changes."""

    def get(self, id: str, resource_id: str) -> str:
        """Show kinds and cells."""
        shown = _shown(mend_page(id, resource_id), switches(request.args))
        return tk.render("kanazawa_schemas/mend/repairs.html", shown)

    def post(self, id: str, resource_id: str) -> Any:
        """Publish the mended copy, or the table as it came."""
        page = mend_page(id, resource_id)
        publish = request.form.get("publish") == "mended"
        chosen = _kept(page, switches(request.form)) if publish else {}
        tk.get_action("kanazawa_schemas_repair_publish")(
            {}, {"resource_id": resource_id, "publish": publish, **chosen}
        )
        tk.h.flash_success(
            tk._("The mended copy is being published. The file as it came stays available.")
            if publish
            else tk._("The table is being published as it came.")
        )
        return back_to_resource(page)


def repairs_preview(id: str, resource_id: str) -> str:
    """Answer with the cells alone, as the switches are now."""
    shown = _shown(mend_page(id, resource_id), switches(request.args))
    return tk.render("kanazawa_schemas/mend/cells.html", shown)
