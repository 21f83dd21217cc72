"""Ask the responsible section (担当課照会) by a link that shows just this submission."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta, timezone

import ckan.model as model
import ckan.plugins.toolkit as tk
import sqlalchemy as sa

from ckanext.kanazawa.contribute.addresses import page, review_page
from ckanext.kanazawa.contribute.labels import municipality_title
from ckanext.kanazawa.contribute.messages.tell import tell
from ckanext.kanazawa.contribute.model.inquiry import Inquiry
from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.record.write import write

DAYS = 14


def ask(
    submission: Submission, user: model.User, section: str, address: str, question: str
) -> tuple[Inquiry, str]:
    """Ask a section; return the question and the link, which is stored nowhere."""
    if not section or not question:
        field = "question" if section else "section"
        raise tk.ValidationError({field: [tk._("Please write something.")]})
    if address and ("@" not in address or len(address) > 254 or any(c.isspace() for c in address)):
        raise tk.ValidationError({"address": [tk._("This is no mail address.")]})
    token = secrets.token_urlsafe(32)
    expires_at = datetime.now(timezone.utc) + timedelta(days=DAYS)
    inquiry = Inquiry(
        submission_id=submission.id,
        token_sha256=digest(token),
        section=section,
        address=address or None,
        question=question,
        asked_by=user.id,
        expires_at=expires_at,
    )
    model.Session.add(inquiry)
    write("ask", subject=("submission", submission.id), user_id=user.id, text=question)
    link = page(f"/review/inquiry/{token}")
    if address:
        tell(
            "inquiry-link",
            address=address,
            submission=submission,
            locale="ja",
            asker=municipality_title(submission.municipality),
            due=expires_at.date().isoformat(),
            url=link,
        )
    model.Session.flush()
    return inquiry, link


def by_token(token: str) -> Inquiry | None:
    """Return what a link asks; None where it leads nowhere (any more)."""
    query = sa.select(Inquiry).where(
        Inquiry.token_sha256 == digest(token), Inquiry.expires_at > sa.func.clock_timestamp()
    )
    return model.Session.scalar(query.with_for_update())


def answer(inquiry: Inquiry, text: str) -> None:
    """Write down what the section answers, once; the steward is told."""
    if inquiry.answered_at is not None:
        raise tk.ValidationError({"answer": [tk._("This question was answered already.")]})
    if not text:
        raise tk.ValidationError({"answer": [tk._("Please write something.")]})
    inquiry.answer = text
    inquiry.answered_at = datetime.now(timezone.utc)
    submission = model.Session.get(Submission, inquiry.submission_id)
    write("answer", subject=("submission", inquiry.submission_id), user_id=None, text=text)
    if submission is not None:
        url = review_page(submission.id)
        tell("inquiry-answered", user_id=inquiry.asked_by, submission=submission, url=url)


def digest(token: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
