"""Whom decisions are told, and what municipalities are called."""

from __future__ import annotations

from typing import Any

import ckan.model as model

from ckanext.kanazawa.contribute.acting import stewards_of
from ckanext.kanazawa.contribute.addresses import review_page
from ckanext.kanazawa.contribute.messages.tell import tell
from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.schemas.shared import readable_title


def tell_author(submission: Submission, template: str, **params: Any) -> None:
    """Tell the author of a submission something; a report without an account has nobody."""
    if submission.author_id:
        tell(
            template,
            user_id=submission.author_id,
            submission=submission,
            locale=submission.locale,
            **params,
        )


def tell_stewards(submission: Submission, template: str, *, mail: bool = False) -> None:
    """Tell all who decide on a submission, in their inboxes; mails are for the digest."""
    url = review_page(submission.id)
    for user_id in stewards_of(submission.municipality):
        tell(template, user_id=user_id, submission=submission, url=url, mail=mail)


def municipality_title(organization_id: str | None, language: str = "ja") -> str:
    """Return the name of a municipality."""
    group = model.Group.get(organization_id) if organization_id else None
    return readable_title(group, language) if group else ""
