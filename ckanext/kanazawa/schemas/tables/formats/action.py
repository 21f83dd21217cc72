"""Actions: the table formats, and which datasets follow them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Context, DataDict

from ckanext.kanazawa.lib.tables.formats.loader import FAMILIES, load_formats
from ckanext.kanazawa.schemas.tables.formats import describe, used
from ckanext.kanazawa.schemas.tables.formats.known import require_format, require_version


@tk.side_effect_free
def kanazawa_schemas_format_list(context: Context, data_dict: DataDict) -> list[dict[str, Any]]:
    """Return the table formats the portal knows.

    Args:
        context: nobody needs to be logged in.
        data_dict: `family` ("national", "ishikawa" or "garbage5374", optional).

    Returns:
        [{"id", "family", "number", "title", "purpose", "status", "slug", "standard",
        "columns", "versions", "datasets", "url"}, ...], the national ones by number first.
        `status` is "verified", "unverified", "placeholder" (no columns yet) or "feed".

    Raises:
        tk.ValidationError: there is no such family.

    Try: `ckanapi action kanazawa_schemas_format_list family=national`
    """
    tk.check_access("kanazawa_schemas_format_list", context, data_dict)
    family = data_dict.get("family") or None
    if family not in (None, *FAMILIES):
        known = ", ".join(FAMILIES)
        message = tk._("There is no such family. Choose one of: {known}").format(known=known)
        raise tk.ValidationError({"family": [message]})
    counts = used.counts()
    return [
        describe.entry(found, counts[found.id])
        for found in load_formats().values()
        if family in (None, found.family)
    ]


@tk.side_effect_free
def kanazawa_schemas_format_show(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return one table format with its columns, versions and the datasets that follow it.

    Args:
        context: nobody needs to be logged in.
        data_dict: `id`, such as "public-toilet"; `version` (optional; the current one without).

    Returns:
        what `kanazawa_schemas_format_list` has of it, and "standing", "version",
        "version_title", "source", "sources", "order_verified", "fields", "differences" (older
        version → texts), "converts_to", "converts_from", "files" (name → address),
        "followers" (public datasets).

    Raises:
        tk.ObjectNotFound: there is no such format or version.

    Try: `ckanapi action kanazawa_schemas_format_show id=public-toilet`
    """
    tk.check_access("kanazawa_schemas_format_show", context, data_dict)
    found = require_format(data_dict.get("id"))
    version = require_version(found, data_dict.get("version"))
    following = [asdict(one) for one in used.followers(found)]
    return {
        **describe.entry(found, len(following)),
        **describe.whole(found, version),
        "followers": following,
    }
