"""Actions: CKAN's lists of activities, without the files of an earlier time for visitors.

An activity keeps the dataset as it was saved. A file that was taken back since is in there with
its name and checksum; to editors alone, as the dataset of an activity (`activity_show`) is.
"""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Action, ChainedAction, Context, DataDict

NAMES = (
    "package_activity_list",
    "organization_activity_list",
    "group_activity_list",
    "user_activity_list",
    "dashboard_activity_list",
    "recently_changed_packages_activity_list",
)


def activity_lists() -> dict[str, ChainedAction]:
    """Return the chained actions by name."""
    return {name: _closed() for name in NAMES}


def _closed() -> ChainedAction:
    @tk.side_effect_free
    @tk.chained_action
    def listed(next_: Action, context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
        """List activities; what files a dataset had at the time is for its editors."""
        found = next_(context, data_dict)
        if context.get("ignore_auth"):
            return found
        may_edit: dict[str, bool] = {}
        return [_told(context, activity, may_edit) for activity in found]

    return listed


def _told(context: Context, activity: dict[str, Any], may_edit: dict[str, bool]) -> dict[str, Any]:
    """Return an activity as the reader may know it; `may_edit` remembers what was asked."""
    data = activity.get("data") or {}
    dataset = data.get("package") or {}
    if "resources" not in dataset:
        return activity
    name = dataset["id"]
    if name not in may_edit:
        may_edit[name] = _is_editor(context, name)
    if may_edit[name]:
        return activity
    kept = {key: value for key, value in dataset.items() if key != "resources"}
    return {**activity, "data": {**data, "package": kept}}


def _is_editor(context: Context, dataset_id: str) -> bool:
    reader: Any = {"user": context.get("user") or ""}
    try:
        return tk.check_access("package_update", reader, {"id": dataset_id})
    except (tk.NotAuthorized, tk.ObjectNotFound):  # refused, or deleted for good
        return False
