"""Actions: have a file examined again."""

from __future__ import annotations

from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
from ckan.types import Context, DataDict

from ckanext.kanazawa.schemas.model.edition import Edition
from ckanext.kanazawa.schemas.tables.queue.put import put


def kanazawa_schemas_edition_examine(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Have the newest file of a resource examined again; what was found stays until then.

    Args:
        context: who may change the resource.
        data_dict: `resource_id`.

    Returns:
        {"edition": its id, "job": the id of the job}.

    Raises:
        tk.ObjectNotFound: the resource has no file that could be examined.

    Try: `ckanapi action kanazawa_schemas_edition_examine resource_id=…`
    """
    resource_id = tk.get_or_bust(data_dict, "resource_id")
    tk.check_access("kanazawa_schemas_edition_examine", context, data_dict)
    edition = Edition.newest(resource_id)
    if edition is None:
        raise tk.ObjectNotFound(tk._("This resource has no file that was examined."))
    job = put("examine", resource_id, edition.id)
    found = {"edition": edition.id, "job": job.id}
    if not context.get("defer_commit"):
        model.repo.commit()
    return found
