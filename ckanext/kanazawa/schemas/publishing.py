"""Taking a dataset offline, and what a form asks for before it puts one online."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.views.resource import CreateView
from flask import Blueprint, Response, request
from flask.views import MethodView

__all__ = ["kanazawa_publishing"]

kanazawa_publishing = Blueprint("kanazawa_publishing", __name__)


@kanazawa_publishing.before_app_request
def ask_before_publishing() -> Any:
    """Ask for a file or link where "Publish" would put a dataset online without any.

    Clients of the API may still create datasets without resources.
    """
    if request.method != "POST" or request.endpoint != "dataset_resource.new":
        return None
    upload = request.files.get("upload")
    has_content = request.form.get("url", "").strip() or (upload and upload.filename)
    if request.form.get("save") != "go-metadata" or has_content:
        return None
    name = (request.view_args or {})["id"]
    if not tk.h.check_access("package_update", {"id": name}):
        return None  # CKAN's own view says so
    dataset = tk.get_action("package_show")({}, {"id": name})
    if dataset["resources"] or dataset["state"] != "draft":
        return None
    message = tk._(
        "Please add at least one file or link before publishing. "
        "Until then the dataset stays a draft that only your organization sees."
    )
    return CreateView().get("dataset", name, request.form.to_dict(), {"upload": [message]})


class UnpublishView(MethodView):
    """Ask whether a dataset shall go offline, then make it a draft."""

    def get(self, name: str) -> str:
        """Show the question."""
        dataset = _editable(name)
        return tk.render("kanazawa_schemas/unpublish.html", {"pkg_dict": dataset})

    def post(self, name: str) -> Response:
        """Make the dataset a draft, and say how it comes back."""
        dataset = _editable(name)
        tk.get_action("package_patch")({}, {"id": dataset["id"], "state": "draft"})
        tk.h.flash_success(
            tk._(
                '"{title}" is now a draft and no longer public. To publish it again, open it with '
                '"Edit", go on to the files and press "Publish".'
            ).format(title=tk.h.dataset_display_name(dataset))
        )
        return tk.redirect_to("dataset.read", id=dataset["name"])


def _editable(name: str) -> dict[str, Any]:
    """Return a public dataset the reader may edit; others learn no more than elsewhere."""
    try:
        dataset = tk.get_action("package_show")({}, {"id": name})
        tk.check_access("package_update", {}, {"id": dataset["id"]})
    except tk.ObjectNotFound:
        tk.abort(404, tk._("Dataset not found"))
    except tk.NotAuthorized:
        tk.abort(403, tk._("You may not edit this dataset."))
    return dataset


kanazawa_publishing.add_url_rule(
    "/dataset/<name>/unpublish", view_func=UnpublishView.as_view("unpublish")
)
