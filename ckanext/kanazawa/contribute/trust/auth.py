"""Who settles things beforehand: staff of a municipality; for which one the actions ask."""

from __future__ import annotations

from ckan.types import AuthResult, Context, DataDict

from ckanext.kanazawa.contribute.review.access import stewards_only


def kanazawa_contribute_standing_list(context: Context, data_dict: DataDict) -> AuthResult:
    """Let stewards see standing approvals."""
    return stewards_only(context)


def kanazawa_contribute_standing_give(context: Context, data_dict: DataDict) -> AuthResult:
    """Let stewards give standing approvals."""
    return stewards_only(context)


def kanazawa_contribute_standing_revoke(context: Context, data_dict: DataDict) -> AuthResult:
    """Let stewards take standing approvals back."""
    return stewards_only(context)


def kanazawa_contribute_deputy_list(context: Context, data_dict: DataDict) -> AuthResult:
    """Let stewards see who decides for them."""
    return stewards_only(context)


def kanazawa_contribute_deputy_name(context: Context, data_dict: DataDict) -> AuthResult:
    """Let stewards name deputies."""
    return stewards_only(context)


def kanazawa_contribute_deputy_remove(context: Context, data_dict: DataDict) -> AuthResult:
    """Let stewards take a deputy's place back."""
    return stewards_only(context)


def kanazawa_contribute_reply_list(context: Context, data_dict: DataDict) -> AuthResult:
    """Let stewards see texts for replies."""
    return stewards_only(context)


def kanazawa_contribute_reply_add(context: Context, data_dict: DataDict) -> AuthResult:
    """Let stewards keep texts for replies."""
    return stewards_only(context)


def kanazawa_contribute_reply_remove(context: Context, data_dict: DataDict) -> AuthResult:
    """Let stewards forget texts for replies."""
    return stewards_only(context)
