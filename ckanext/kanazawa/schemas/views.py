"""Pages of the catalogue metadata: old addresses, and the national list as CSV."""

from __future__ import annotations

from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
from flask import Blueprint, Response, redirect, request

from ckanext.kanazawa.responses import keep_for
from ckanext.kanazawa.schemas import open_data_list
from ckanext.kanazawa.schemas.model.former_name import FormerName
from ckanext.kanazawa.schemas.publishing import kanazawa_publishing

__all__ = ["kanazawa_publishing", "kanazawa_schemas"]

kanazawa_schemas = Blueprint("kanazawa_schemas", __name__)
# The list reads every dataset: caches may answer for a while.
LIST_MAX_AGE_S = 300
# Blueprints whose address holds a dataset's name, as `id` or (ckanext-dcat) `_id`.
DATASET_BLUEPRINTS = (
    *("dataset", "dataset_resource", "dcat", "activity"),
    "kanazawa_schemas_preview",
)


@kanazawa_schemas.before_app_request
def follow_former_name() -> Any:
    """Lead an address with a dataset's former name to the dataset, resources' pages too."""
    arguments = dict(request.view_args or {})
    if request.method not in ("GET", "HEAD") or request.blueprint not in DATASET_BLUEPRINTS:
        return None
    key = "_id" if "_id" in arguments else "id"
    name = arguments.get(key)
    if not isinstance(name, str) or model.Package.get(name) is not None:
        return None
    current = FormerName.current(name)
    if current is None or not tk.h.check_access("package_show", {"id": current.id}):
        return None
    arguments[key] = current.name
    arguments.pop("package_type", None)
    address = tk.url_for(request.endpoint, **arguments)
    # Behind the address, not through `url_for`, which would take `?id=` and the like as its own.
    query = request.query_string.decode("ascii", "replace")
    return redirect(f"{address}?{query}" if query else address, code=301)


@kanazawa_schemas.route("/open-data-list.csv")
def all_datasets() -> Response:
    """Send the national オープンデータ一覧 of the whole catalogue."""
    return _csv(None)


@kanazawa_schemas.route("/organization/<name>/open-data-list.csv")
def datasets_of(name: str) -> Response:
    """Send the national オープンデータ一覧 of one organisation."""
    return _csv(name)


def _csv(organization: str | None) -> Response:
    try:
        found = tk.get_action("kanazawa_schemas_open_data_list")(
            {}, {"organization": organization} if organization else {}
        )
    except tk.ObjectNotFound:
        tk.abort(404, tk._("Organization not found"))
    keep_for(LIST_MAX_AGE_S)
    response = Response(open_data_list.as_csv(found["columns"], found["rows"]), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{found["file_name"]}"'
    return response
