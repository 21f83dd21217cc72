"""The live catalogue as everybody sees it: what a proposal is about, and is compared with."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk


def public_dataset(reference: str | None) -> dict[str, Any] | None:
    """Return a dataset as visitors see it; None where they see none.

    Asked as nobody: what a contributor may see besides must not come into a proposal.
    """
    if not reference or not isinstance(reference, str):
        return None
    try:
        context: Any = {"user": "", "auth_user_obj": None, "ignore_auth": False}
        dataset = tk.get_action("package_show")(context, {"id": reference})
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return None
    return dataset if dataset["state"] == "active" and not dataset["private"] else None


def base_of(reference: str | None) -> dict[str, Any] | None:
    """Return what a proposal was made from, as `Revision.base` holds it."""
    dataset = public_dataset(reference)
    if dataset is None:
        return None
    fields = {name: value for name, value in dataset.items() if name != "resources"}
    return {
        "dataset_id": dataset["id"],
        "metadata_modified": dataset["metadata_modified"],
        "fields": {name: value for name, value in fields.items() if name not in _PASSING},
        "resources": {one["id"]: one.get("hash") or "" for one in dataset["resources"]},
    }


# Told with a dataset, but no part of it: they change without anybody changing it.
_PASSING = (
    *("metadata_modified", "num_resources", "num_tags", "organization", "isopen", "groups"),
    *("relationships_as_object", "relationships_as_subject", "tracking_summary"),
)
