"""Who takes submissions over: their stewards; which ones they see the actions ask."""

from __future__ import annotations

from ckan.types import AuthResult, Context, DataDict

from ckanext.kanazawa.contribute.review.access import stewards_only


def kanazawa_contribute_review_edit(context: Context, data_dict: DataDict) -> AuthResult:
    """Let stewards edit what they review."""
    return stewards_only(context)


def kanazawa_contribute_review_file_add(context: Context, data_dict: DataDict) -> AuthResult:
    """Let stewards add files to what they review."""
    return stewards_only(context)


def kanazawa_contribute_review_file_remove(context: Context, data_dict: DataDict) -> AuthResult:
    """Let stewards leave files out of what they review."""
    return stewards_only(context)
