"""Who reviews: staff of a municipality, and deputies.

Which submissions they see is decided by the actions: what is for others does not exist.
"""

from __future__ import annotations

from ckan.types import AuthResult, Context, DataDict

from ckanext.kanazawa.contribute.review.access import stewards_only


def kanazawa_contribute_review_list(context: Context, data_dict: DataDict) -> AuthResult:
    """Let stewards see the queue."""
    return stewards_only(context)


def kanazawa_contribute_review_show(context: Context, data_dict: DataDict) -> AuthResult:
    """Let stewards see a submission beside the live version."""
    return stewards_only(context)


def kanazawa_contribute_review_take(context: Context, data_dict: DataDict) -> AuthResult:
    """Let stewards begin to look at a submission."""
    return stewards_only(context)


def kanazawa_contribute_review_return(context: Context, data_dict: DataDict) -> AuthResult:
    """Let stewards return a submission."""
    return stewards_only(context)


def kanazawa_contribute_review_approve(context: Context, data_dict: DataDict) -> AuthResult:
    """Let stewards approve a submission."""
    return stewards_only(context)


def kanazawa_contribute_review_reject(context: Context, data_dict: DataDict) -> AuthResult:
    """Let stewards reject a submission."""
    return stewards_only(context)


def kanazawa_contribute_review_reconsider(context: Context, data_dict: DataDict) -> AuthResult:
    """Let stewards take an approval back."""
    return stewards_only(context)


def kanazawa_contribute_review_assign(context: Context, data_dict: DataDict) -> AuthResult:
    """Let stewards say who looks at a submission."""
    return stewards_only(context)


def kanazawa_contribute_review_remark(context: Context, data_dict: DataDict) -> AuthResult:
    """Let stewards remark on a submission."""
    return stewards_only(context)


def kanazawa_contribute_review_hand_over(context: Context, data_dict: DataDict) -> AuthResult:
    """Let stewards hand a submission over."""
    return stewards_only(context)


def kanazawa_contribute_review_ask(context: Context, data_dict: DataDict) -> AuthResult:
    """Let stewards ask a section."""
    return stewards_only(context)


def kanazawa_contribute_review_bulk(context: Context, data_dict: DataDict) -> AuthResult:
    """Let stewards decide on several submissions."""
    return stewards_only(context)


def kanazawa_contribute_review_take_down(context: Context, data_dict: DataDict) -> AuthResult:
    """Let stewards take something down."""
    return stewards_only(context)


def kanazawa_contribute_review_merge(context: Context, data_dict: DataDict) -> AuthResult:
    """Let stewards merge what was sent twice."""
    return stewards_only(context)


def kanazawa_contribute_review_vouch(context: Context, data_dict: DataDict) -> AuthResult:
    """Let stewards say that the content was verified."""
    return stewards_only(context)
