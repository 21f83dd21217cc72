"""Actions: CKAN's own, with the index kept up with them."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Action, Context, DataDict

from ckanext.kanazawa.search import changes, seam


@tk.chained_action
def package_create(next_: Action, context: Context, data_dict: DataDict) -> Any:
    """Create a dataset; one that is committed later is in the index at once, too.

    Whatever reads it before the commit (its line in the activity stream) finds it there, and
    need not put it together from its tables again. Only in the embedded engine, whose index
    goes back with the transaction.

    Try: `ckanapi action package_create title=… notes=… owner_org=kanazawa-city …`
    """
    result = next_(context, data_dict)
    if context.get("defer_commit") and isinstance(result, str) and seam.is_embedded():
        changes.index(result)
    return result
