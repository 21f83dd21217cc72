"""Actions: corrections that a later edition undid."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Context, DataDict

from ckanext.kanazawa.contribute.review.access import find, steward_of
from ckanext.kanazawa.contribute.transaction import committed
from ckanext.kanazawa.contribute.undone.decide import apply_again, keep
from ckanext.kanazawa.contribute.undone.listing import waiting

DECISIONS = {"keep": keep, "apply": apply_again}


@tk.side_effect_free
def kanazawa_contribute_undone_list(context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """Return published corrections that the newest edition of their table undoes.

    Args:
        context: a steward; gets those of the municipalities they decide for.
        data_dict: `resource_id`, to narrow it down to one table.

    Returns:
        [{"id", "number", "title" (of the correction), "dataset_id", "resource_id", "edition_id",
        "edition" (its date), "file", "is_public" (of the edition), "changes": [{"row", "column",
        "old": what stands there now, "new": what the correction says}], "found_at"}]

    Try: `ckanapi action kanazawa_contribute_undone_list`
    """
    tk.check_access("kanazawa_contribute_undone_list", context, data_dict)
    resource_id = data_dict.get("resource_id")
    return waiting(steward_of(context), resource_id=str(resource_id) if resource_id else None)


def kanazawa_contribute_undone_decide(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Keep what a later edition says, or apply the correction again as a new edition.

    Args:
        context: a steward of the correction's municipality.
        data_dict: `id` (of the correction), `edition_id` (which the caller saw), `decision`:
            "keep" or "apply".

    Raises:
        tk.ObjectNotFound: there is no such correction, or none for the caller.
        tk.ValidationError: the decision is none of these; somebody decided already; a newer
            edition came in; the cells cannot be changed.

    Try: `ckanapi action kanazawa_contribute_undone_decide id=… edition_id=… decision=keep`
    """
    tk.check_access("kanazawa_contribute_undone_decide", context, data_dict)
    user = steward_of(context)
    submission = find(data_dict.get("id"), user)
    decision = str(data_dict.get("decision") or "")
    if decision not in DECISIONS:
        raise tk.ValidationError({"decision": [tk._("Choose what to do.")]})
    with committed():
        DECISIONS[decision](submission, user, str(data_dict.get("edition_id") or ""))
        answer = {"id": submission.id, "decision": decision}
    return answer
