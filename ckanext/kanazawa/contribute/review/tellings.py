"""Whom decisions are told."""

from __future__ import annotations

from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk

from ckanext.kanazawa.contribute.acting import stewards_of
from ckanext.kanazawa.contribute.addresses import page, review_page
from ckanext.kanazawa.contribute.messages.tell import tell
from ckanext.kanazawa.contribute.model.revision import Revision
from ckanext.kanazawa.contribute.model.submission import Submission


def tell_author(submission: Submission, template: str, **params: Any) -> None:
    """Tell the author of a submission something, in the language of the account.

    Strangers are answered by `answer_report`.
    """
    if submission.author_id:
        tell(
            template,
            user_id=submission.author_id,
            submission=submission,
            **params,
        )


def asks_for_answer(submission: Submission) -> str | None:
    """Return the address at which a stranger who reported an error wants an answer."""
    if submission.kind != "report" or submission.author_id:
        return None
    revision = model.Session.get(Revision, (submission.id, submission.revision))
    return (revision.fields.get("address") or None) if revision else None


def check_answer(submission: Submission, text: str) -> None:
    """Refuse to end a report without an answer where one was asked for.

    Raises:
        tk.ValidationError: at "text".
    """
    if asks_for_answer(submission) and not text:
        message = tk._("An answer was asked for: write what is mailed to whoever reported it.")
        raise tk.ValidationError({"text": [message]})


def answer_report(submission: Submission, text: str) -> None:
    """Mail a stranger who reported an error what came of it, where an address was given."""
    address = asks_for_answer(submission)
    if address:
        tell(
            "report-answered",
            address=address,
            submission=submission,
            locale=submission.locale,
            answer=text,
            url=page(f"/dataset/{submission.dataset_id}"),
        )


def tell_stewards(submission: Submission, template: str, *, mail: bool = False) -> None:
    """Tell all who decide on a submission, in their inboxes; mails are for the digest."""
    url = review_page(submission.id)
    for user_id in stewards_of(submission.municipality):
        tell(template, user_id=user_id, submission=submission, url=url, mail=mail)
