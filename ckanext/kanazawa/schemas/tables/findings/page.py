"""What the pages about a resource's table have in common."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk


def resource_page(id: str, resource_id: str, *, editors_only: bool = False) -> dict[str, Any]:
    """Return dataset, resource and reader of a page, as its template wants them.

    Args:
        id: of the dataset, or its name.
        resource_id: of the resource.
        editors_only: others are told that they may not.

    Returns:
        `pkg`, `res`, `is_editor`; answers 404 where one of them is not for this reader, so
        that private datasets are not to be told from missing ones.
    """
    try:
        resource = tk.get_action("resource_show")({}, {"id": resource_id})
        dataset = tk.get_action("package_show")({}, {"id": id})
    except (tk.ObjectNotFound, tk.NotAuthorized):
        tk.abort(404, tk._("Resource not found"))
    if resource["package_id"] != dataset["id"]:
        tk.abort(404, tk._("Resource not found"))
    is_editor = tk.h.check_access("resource_update", {"id": resource_id})
    if editors_only and not is_editor:
        tk.abort(403, tk._("Only editors of this dataset may change how its table is published."))
    return {
        "pkg": dataset,
        "pkg_dict": dataset,
        "res": resource,
        "resource": resource,
        "is_editor": is_editor,
    }
