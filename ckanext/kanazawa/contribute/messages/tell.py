"""Tell somebody something, in the transaction of the step it tells of."""

from __future__ import annotations

from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk

from ckanext.kanazawa.contribute.addresses import submission_page
from ckanext.kanazawa.contribute.labels import municipality_title
from ckanext.kanazawa.contribute.messages.texts import TEXTS
from ckanext.kanazawa.contribute.model.account import Account
from ckanext.kanazawa.contribute.model.message import Message
from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.mail import is_configured
from ckanext.kanazawa.schemas.shared import put_job

SEND = "contribute-mail"
# One owner for all: jobs of one owner never run side by side, so no mail goes out twice.
OUTBOX = "kanazawa_contribute_outbox"


def tell(
    template: str,
    *,
    user_id: str | None = None,
    address: str | None = None,
    submission: Submission | None = None,
    locale: str | None = None,
    mail: bool = True,
    municipality: str | None = None,
    **params: Any,
) -> Message:
    """Add a message in the open transaction; a job mails it after the commit.

    Args:
        template: a key of `TEXTS`.
        user_id: in whose inbox it is put; None for an address without an account.
        address: where the mail goes; None for the account's own.
        submission: what it is about; gives `number`, `title` and the page of the author.
        locale: "ja" or "en"; None for what the account chose.
        mail: False for the inbox alone.
        municipality: id of one that the text names, in the language of the message.
        params: what the text names; `url` is where to go.
    """
    language = locale or _locale_of(user_id)
    known = {**(_of(submission) if submission else {}), **params}
    if municipality:
        known["municipality"] = municipality_title(municipality, language)
    # Fails here, in front of whoever wrote the call, and not in the job.
    texts = TEXTS[template]
    _ = [part.format(site="", **known) for part in (texts.subject, texts.body)]
    message = Message(
        user_id=user_id,
        address=address,
        template=template,
        params=known,
        locale=language,
        submission_id=submission.id if submission else None,
        mail_state="waiting" if mail and is_configured() else "none",
    )
    model.Session.add(message)
    model.Session.flush()
    if message.mail_state == "waiting":
        put_job(SEND, OUTBOX)
    return message


def _of(submission: Submission) -> dict[str, Any]:
    return {
        "number": submission.number,
        "title": submission.title,
        "url": submission_page(submission.id),
    }


def _locale_of(user_id: str | None) -> str:
    account = model.Session.get(Account, user_id) if user_id else None
    return account.locale if account else str(tk.config["ckan.locale_default"])
