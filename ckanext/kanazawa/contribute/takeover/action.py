"""Actions: a steward takes a submission over and edits it."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Context, DataDict
from werkzeug.datastructures import FileStorage

from ckanext.kanazawa.contribute.review.access import find, steward_of
from ckanext.kanazawa.contribute.review.reasons import read_seen
from ckanext.kanazawa.contribute.takeover import edit
from ckanext.kanazawa.contribute.transaction import committed


def kanazawa_contribute_review_edit(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Edit a submission in review; its contributor keeps the credit, the caller may not approve.

    Args:
        context: a steward of its municipality, or a deputy.
        data_dict: `id`; `revision`: the one that was seen; `fields` (each given one replaces its
            former value), `files` ([{"key", "title", "description", "resource_id"}]).

    Raises:
        tk.ValidationError: a field holds what it cannot hold, or somebody was faster.

    Try: `ckanapi action kanazawa_contribute_review_edit id=… revision=1 fields:'{…}'`
    """
    tk.check_access("kanazawa_contribute_review_edit", context, data_dict)
    user = steward_of(context)
    submission = find(data_dict.get("id"), user)
    seen = read_seen(data_dict.get("revision"))
    with committed():
        edit.edit(submission, user, seen, data_dict)
    return {"id": submission.id, "state": submission.state, "revision": submission.revision}


def kanazawa_contribute_review_file_add(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Add a file to a submission in review.

    Args:
        context: a steward of its municipality, or a deputy.
        data_dict: `id`; `upload`: the file (multipart).

    Returns:
        Its entry in `files`.

    Try: `curl -F id=… -F upload=@table.csv …/api/3/action/kanazawa_contribute_review_file_add`
    """
    tk.check_access("kanazawa_contribute_review_file_add", context, data_dict)
    user = steward_of(context)
    submission = find(data_dict.get("id"), user)
    upload = data_dict.get("upload")
    if not isinstance(upload, FileStorage):
        raise tk.ValidationError({"upload": [tk._("Choose a file.")]})
    with committed():
        return edit.add_file(submission, user, upload)


def kanazawa_contribute_review_file_remove(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Leave a file out of a submission in review.

    Args:
        context: a steward of its municipality, or a deputy.
        data_dict: `id`, `key` of the file.

    Try: `ckanapi action kanazawa_contribute_review_file_remove id=… key=…`
    """
    tk.check_access("kanazawa_contribute_review_file_remove", context, data_dict)
    user = steward_of(context)
    submission = find(data_dict.get("id"), user)
    with committed():
        edit.remove_file(submission, user, str(data_dict.get("key") or ""))
    return {"id": submission.id, "state": submission.state, "revision": submission.revision}
