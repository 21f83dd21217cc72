"""Action: the public history of a dataset."""

from __future__ import annotations

from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
from ckan.types import Context, DataDict

from ckanext.kanazawa.contribute.publication.history import history_of


@tk.side_effect_free
def kanazawa_contribute_history_show(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return the public steps of contributions to a dataset, newest first.

    Args:
        context: nobody needs to be logged in.
        data_dict: `id` (of the dataset, also of one that is gone; or its name).

    Returns:
        {"dataset_id", "lines": [{"at", "what", "reason", "revision", "before", "after",
        "files"}]}; hashes are SHA-256.

    Raises:
        tk.ObjectNotFound: no contribution to such a dataset was ever public.

    Try: `ckanapi action kanazawa_contribute_history_show id=…`
    """
    tk.check_access("kanazawa_contribute_history_show", context, data_dict)
    reference = data_dict.get("id")
    package = model.Package.get(reference) if isinstance(reference, str) else None
    dataset_id = package.id if package else reference if isinstance(reference, str) else ""
    lines = history_of(dataset_id)
    if not lines:
        raise tk.ObjectNotFound(tk._("There is no history."))
    return {"dataset_id": dataset_id, "lines": lines}
