"""Who decides what becomes of a correction that was undone: stewards."""

from __future__ import annotations

from ckan.types import AuthResult, Context, DataDict

from ckanext.kanazawa.contribute.review.access import stewards_only


def kanazawa_contribute_undone_list(context: Context, data_dict: DataDict) -> AuthResult:
    """Let stewards see what was undone."""
    return stewards_only(context)


def kanazawa_contribute_undone_decide(context: Context, data_dict: DataDict) -> AuthResult:
    """Let stewards decide."""
    return stewards_only(context)
