"""Pages: the history of a dataset, and what stands where something was taken down."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from flask import Blueprint, Response, request

from ckanext.kanazawa.contribute.publication.history import as_csv, tombstone_of

kanazawa_history = Blueprint("kanazawa_history", __name__)
TEMPLATES = "kanazawa_contribute/publication"
OF_DATASETS = ("dataset.read", "resource.read", "dataset_resource.read")


@kanazawa_history.before_app_request
def say_that_it_was_taken_down() -> Any:
    """Answer for a dataset that was taken down with when and why, and with 410 Gone."""
    if request.method != "GET" or request.endpoint not in OF_DATASETS:
        return None
    found = tombstone_of(str((request.view_args or {}).get("id") or ""))
    if found is None:
        return None
    return Response(tk.render(f"{TEMPLATES}/gone.html", {"gone": found}), 410)


@kanazawa_history.route("/contribute/history/<id>", endpoint="show")
def show(id: str) -> str:
    """Show the history of a dataset."""
    return tk.render(f"{TEMPLATES}/history.html", {"history": _history(id)})


@kanazawa_history.route("/contribute/history/<id>.csv", endpoint="listing")
def listing(id: str) -> Response:
    """Send the history as CSV."""
    found = _history(id)
    response = Response(as_csv(found["lines"]), mimetype="text/csv")
    name = f"history-{found['dataset_id']}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _history(id: str) -> dict[str, Any]:
    try:
        return tk.get_action("kanazawa_contribute_history_show")({}, {"id": id})
    except tk.ObjectNotFound:
        return tk.abort(404, tk._("There is no history."))
