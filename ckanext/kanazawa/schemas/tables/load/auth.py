"""Who may read rows: whoever may see the resource, unless its edition was taken back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import AuthFunction, AuthResult, Context

from ckanext.kanazawa.schemas.tables.load.withheld import is_withheld


@tk.chained_auth_function
@tk.auth_allow_anonymous_access
def datastore_search(next_auth: AuthFunction, context: Context, data_dict: Any) -> AuthResult:
    """Allow what CKAN allows; rows that were taken back are as good as gone."""
    return _unless_withheld(next_auth(context, data_dict), [data_dict["id"]])


@tk.chained_auth_function
@tk.auth_allow_anonymous_access
def datastore_info(next_auth: AuthFunction, context: Context, data_dict: Any) -> AuthResult:
    """Allow what CKAN allows; rows that were taken back are as good as gone."""
    return _unless_withheld(next_auth(context, data_dict), [data_dict["id"]])


@tk.chained_auth_function
@tk.auth_allow_anonymous_access
def datastore_search_sql(next_auth: AuthFunction, context: Any, data_dict: Any) -> AuthResult:
    """Allow what CKAN allows; rows that were taken back are as good as gone."""
    # CKAN gives them once: whoever reads them leaves none for the next.
    names = context["table_names"] = list(context["table_names"])
    return _unless_withheld(next_auth(context, data_dict), names)


def _unless_withheld(allowed: AuthResult, tables: Iterable[str]) -> AuthResult:
    """Pass an answer on.

    Raises:
        tk.ObjectNotFound: the rows were taken back; they are removed as soon as nobody reads.
    """
    if allowed.get("success") and any(is_withheld(table) for table in tables):
        raise tk.ObjectNotFound(tk._("DataStore resource not found"))
    return allowed
