"""No sequence of steps by any roles leads to the public without an approval."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import ckan.model as model
import ckan.plugins.toolkit as tk
import pytest
import sqlalchemy as sa
from ckan.tests.helpers import call_action
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from ckanext.kanazawa.contribute.model.actor import Actor
from ckanext.kanazawa.contribute.model.body import Body
from ckanext.kanazawa.contribute.model.record import Record
from ckanext.kanazawa.contribute.model.revision import Revision
from ckanext.kanazawa.contribute.model.standing import Standing
from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.publication.publish import publish
from ckanext.kanazawa.contribute.review.live import base_name, live_dataset
from ckanext.kanazawa.contribute.states import STEPS
from ckanext.kanazawa.contribute.step import take_step
from ckanext.kanazawa.contribute.submissions.revise import save
from ckanext.kanazawa.schemas.shared import Edition
from tests.contribute.published import FIELDS, again

REFUSED = (tk.ValidationError, tk.NotAuthorized, tk.ObjectNotFound)
PEOPLE = ("author", "steward", "second", "elsewhere")
VERBS = ("take", "return", "approve", "reject", "reconsider", "take_down", "hand_over")


class Walk(RuleBasedStateMachine):
    """One submission; everybody tries everything.

    Attributes:
        people: who tries, by role; "body" is the id of the author's body.
        propose: makes a draft of a new dataset.
        correction: makes a correction of the body's own dataset.
    """

    people: ClassVar[dict[str, Any]]
    propose: ClassVar[Callable[..., Submission]]
    correction: ClassVar[Callable[..., Submission]]

    @initialize(corrects=st.booleans())
    def begin(self, corrects: bool) -> None:
        author = self.people["author"]
        self.corrects = corrects
        self.submission = (
            self.correction(author)
            if corrects
            else self.propose(files=(), state="draft", author=author["id"])
        )
        self.was_public = False
        self.editions = _editions(self.submission)

    def attempt(self, step: Callable[[], Any]) -> None:
        """Try a step, as a request does: committed, or rolled back."""
        try:
            step()
            model.Session.commit()
        except REFUSED:
            model.Session.rollback()
        self.submission = again(self.submission)

    @rule(name=st.sampled_from(("submit", "withdraw", "appeal")), who=st.sampled_from(PEOPLE))
    def author_step(self, name: str, who: str) -> None:
        role: Any = "author" if who == "author" else "steward"
        user = self.people[who]["id"]
        self.attempt(lambda: take_step(self.submission.id, name, role, user))

    @rule(who=st.sampled_from(PEOPLE))
    def submit(self, who: str) -> None:
        """Submit as the action does, which may find a standing approval."""
        context = {"user": self.people[who]["name"], "ignore_auth": False}
        action = "kanazawa_contribute_submission_submit"
        self.attempt(lambda: call_action(action, context, id=self.submission.id))

    @rule(who=st.sampled_from(PEOPLE), gives=st.sampled_from((True, True, False)))
    def settle(self, who: str, gives: bool) -> None:
        """Give the body a standing approval, or take it back."""
        context = {"user": self.people[who]["name"], "ignore_auth": False}
        held = model.Session.query(Standing).filter_by(revoked_at=None).first()
        given = {"body": self.people["body"], "id": held.id if held else "-", "reason": "理由"}
        action = f"kanazawa_contribute_standing_{'give' if gives else 'revoke'}"
        self.attempt(lambda: call_action(action, context, **given))

    @rule(who=st.sampled_from(("author", "steward")), mark=st.integers(0, 99))
    def revise(self, who: str, mark: int) -> None:
        fields = {**FIELDS, "notes_translated": {"ja": f"説明 {mark}"}}
        if self.corrects:
            changes = [{**one, "new": f"36.57{mark:02}"} for one in _changes(self.submission)]
            fields = {"changes": changes}
        states = ("draft", "returned") if who == "author" else ("in_review",)
        user = self.people[who]["id"]
        self.attempt(lambda: save(self.submission.id, user, fields, [], {}, states=states))

    @rule(
        verb=st.sampled_from((*VERBS, "take", "approve")),
        who=st.sampled_from(PEOPLE),
        behind=st.sampled_from((0, 0, 0, 1)),
    )
    def decide(self, verb: str, who: str, behind: int) -> None:
        context = {"user": self.people[who]["name"], "ignore_auth": False}
        given = {
            "id": self.submission.id,
            "revision": self.submission.revision - behind,
            "base": self.base(),
            "reason": "scope",
            "text": "理由",
            "municipality": "kahoku-city",
        }
        action = f"kanazawa_contribute_review_{verb}"
        self.attempt(lambda: call_action(action, context, **given))

    @rule(name=st.sampled_from(tuple(STEPS)), role=st.sampled_from(("author", "steward")))
    def forged(self, name: str, role: Any) -> None:
        """Take any step in a role that may not lead to the public by itself."""
        if "approved" not in (STEPS[name].after, *STEPS[name].before):
            self.attempt(lambda: take_step(self.submission.id, name, role, None))

    @rule(far=st.sampled_from((4, 4, 4, 3, 2, 1)))
    def as_usual(self, far: int) -> None:
        """Go a part of the usual way, so that the public is within reach."""
        context = {"user": self.people["second"]["name"], "ignore_auth": False}
        author, id = self.people["author"]["id"], self.submission.id
        self.attempt(lambda: take_step(id, "submit", "author", author))
        if far > 1:
            action = "kanazawa_contribute_review_take"
            self.attempt(lambda: call_action(action, context, id=id))
        if far > 2:
            self.decide_as("second")
        if far > 3:
            self.portal()

    @rule(taken_back=st.booleans(), far=st.sampled_from((1, 1, 0)))
    def as_trusted(self, taken_back: bool, far: int) -> None:
        """Go the way of a trusted body, whose approval may be taken back in between."""
        self.settle("steward", True)
        self.submit("author")
        if taken_back:
            self.settle("second", False)
        if far:
            self.portal()

    def decide_as(self, who: str) -> None:
        context = {"user": self.people[who]["name"], "ignore_auth": False}
        seen = {"revision": self.submission.revision, "base": self.base()}
        action = "kanazawa_contribute_review_approve"
        self.attempt(lambda: call_action(action, context, id=self.submission.id, **seen))

    def base(self) -> str:
        """Return the name of the live version, as a page would show it."""
        return base_name(live_dataset(self.submission))

    @rule()
    def portal(self) -> None:
        self.attempt(lambda: publish(self.submission.id))

    @invariant()
    def nothing_is_public_that_nobody_approved(self) -> None:
        if not hasattr(self, "submission"):
            return
        submission = again(self.submission)
        self.was_public = self.was_public or submission.state == "published"
        if self.corrects:
            more = _editions(submission) - self.editions
            assert more == (1 if self.was_public else 0)
        else:
            assert (submission.dataset_id is not None) == self.was_public
        if submission.state == "published":
            _check_approved(submission)


def _check_approved(submission: Submission) -> None:
    """Check that the last decision approved the revision that is public, by no author of it.

    Or a standing approval did that was given before, and not taken back since.
    """
    query = (
        sa.select(Record.id, Record.what, Record.revision, Record.details, Actor.user_id)
        .outerjoin(Actor, Actor.number == Record.actor)
        .where(Record.subject_id == submission.id, Record.what.in_(tuple(STEPS)))
        .order_by(Record.id.desc())
    )
    published, approved = model.Session.execute(query).all()[:2]
    authors = sa.select(Revision.author_id).where(Revision.submission_id == submission.id)
    assert published.what == "publish"
    assert approved.revision == published.revision
    if approved.what == "approve-standing":
        assert _settled(approved.details["standing"], published.id) == ["standing-give"]
        return
    assert approved.what == "approve"
    assert approved.user_id not in set(model.Session.scalars(authors))


def _settled(standing: str, before: int) -> list[str]:
    """Return what was settled of a standing approval before a line of the record."""
    query = (
        sa.select(Record.what)
        .where(Record.details["standing"].astext == standing, Record.id < before)
        .where(Record.subject_type == "body")
        .order_by(Record.id)
    )
    return list(model.Session.scalars(query))


def _changes(submission: Submission) -> list[dict[str, Any]]:
    revision = model.Session.get(Revision, (submission.id, 1))
    assert revision is not None
    return list(revision.fields["changes"])


def _editions(submission: Submission) -> int:
    """Return how many editions of what a correction is about were ever public."""
    model.Session.expire_all()
    query = sa.select(sa.func.count()).select_from(Edition)
    return model.Session.scalar(query.where(Edition.owner_id == submission.resource_id)) or 0


@pytest.mark.usefixtures("with_plugins", "clean_db")
def test_no_sequence_of_steps_leads_to_the_public_without_an_approval(
    propose: Callable[..., Submission],
    correction: Callable[..., Submission],
    body: Body,
    person: Any,
    make_steward: Any,
    other_steward: Any,
):
    people = {
        "author": person,
        "steward": make_steward(),
        "second": make_steward(),
        "elsewhere": other_steward,
        "body": body.id,
    }
    makers = {"propose": staticmethod(propose), "correction": staticmethod(correction)}
    run_state_machine_as_test(
        type("Machine", (Walk,), {"people": people, **makers}),
        settings=settings(
            max_examples=10,
            derandomize=True,
            stateful_step_count=20,
            deadline=None,
            database=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )
    walked = set(model.Session.scalars(sa.select(Record.what)))
    # Else the walk would prove nothing.
    assert {"publish", "approve", "approve-standing", "standing-revoke"} <= walked
