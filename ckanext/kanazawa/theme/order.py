"""The order of a dataset's files, changed with buttons: one step up or down at a time.

Core's page is worked by dragging only, which the keyboard and many assistive technologies
cannot do.
"""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Response
from flask import Blueprint

__all__ = ["kanazawa_order"]

kanazawa_order = Blueprint("kanazawa_order", __name__)
STEPS = {"up": -1, "down": 1}


@kanazawa_order.route("/dataset/resources/<id>/order", methods=["POST"])
def move(id: str) -> Response:
    """Move one file one place up or down; the form sends its id as `up` or `down`."""
    chosen = [(step, tk.request.form[step]) for step in STEPS if step in tk.request.form]
    if len(chosen) != 1:
        tk.abort(400, tk._("Choose one file to move."))
    step, resource_id = chosen[0]
    try:
        tk.check_access("package_update", {}, {"id": id})
        found = tk.get_action("package_show")({}, {"id": id})
        order = [resource["id"] for resource in found["resources"]]
        moved = moved_to(order, resource_id, STEPS[step])
        if moved and moved != order:
            tk.get_action("package_resource_reorder")({}, {"id": id, "order": moved})
    except tk.ObjectNotFound:
        tk.abort(404, tk._("Dataset not found"))
    except tk.NotAuthorized:
        tk.abort(403, tk._("You may not edit this dataset."))
    except tk.ValidationError as error:
        words = "; ".join(f"{field}: {text}" for field, text in error.error_summary.items())
        tk.h.flash_error(tk._("The order could not be saved: {problem}").format(problem=words))
        return tk.redirect_to("dataset.resources", id=id)
    _tell(found["resources"], moved, resource_id)
    return tk.redirect_to("dataset.resources", id=id, moved=resource_id, step=step)


def moved_to(order: list[str], moving: str, step: int) -> list[str]:
    """Return the order with one entry moved by a step; [] where there is no such entry.

    Args:
        order: ids as they stand.
        moving: the id to move.
        step: -1 for up, 1 for down; at either end the entry stays.
    """
    if moving not in order:
        return []
    place = order.index(moving)
    rest = [entry for entry in order if entry != moving]
    rest.insert(min(max(place + step, 0), len(rest)), moving)
    return rest


def _tell(resources: list[dict[str, Any]], order: list[str], resource_id: str) -> None:
    """Say where the file stands now, for those too who do not see the list."""
    if not order:
        tk.h.flash_error(tk._("The file is no longer in this dataset."))
        return
    names = {resource["id"]: tk.h.resource_display_name(resource) for resource in resources}
    text = tk._("{name} is now number {number} of {count}.").format(
        name=names[resource_id], number=order.index(resource_id) + 1, count=len(order)
    )
    tk.h.flash_success(text)
