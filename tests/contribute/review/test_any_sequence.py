"""No sequence of steps by any roles leads to the public without an approval."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

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
from ckanext.kanazawa.contribute.model.record import Record
from ckanext.kanazawa.contribute.model.revision import Revision
from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.publication.publish import publish
from ckanext.kanazawa.contribute.states import STEPS
from ckanext.kanazawa.contribute.step import take_step
from ckanext.kanazawa.contribute.submissions.revise import save
from tests.contribute.publication.conftest import FIELDS, again

REFUSED = (tk.ValidationError, tk.NotAuthorized, tk.ObjectNotFound)
PEOPLE = ("author", "steward", "second", "elsewhere")
VERBS = ("take", "return", "approve", "reject", "reconsider", "take_down", "hand_over")


def machine(propose: Callable[..., Submission], people: dict[str, Any]) -> Any:
    """Return the class of a machine whose steps are tried by these people."""

    class Machine(RuleBasedStateMachine):
        """One submission; everybody tries everything."""

        @initialize()
        def begin(self) -> None:
            author = people["author"]["id"]
            self.submission = propose(files=(), state="draft", author=author)
            self.was_public = False

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
            user = people[who]["id"]
            self.attempt(lambda: take_step(self.submission.id, name, role, user))

        @rule(who=st.sampled_from(("author", "steward")), mark=st.integers(0, 99))
        def revise(self, who: str, mark: int) -> None:
            fields = {**FIELDS, "notes_translated": {"ja": f"説明 {mark}"}}
            states = ("draft", "returned") if who == "author" else ("in_review",)
            user = people[who]["id"]
            self.attempt(lambda: save(self.submission.id, user, fields, [], {}, states=states))

        @rule(
            verb=st.sampled_from((*VERBS, "take", "approve")),
            who=st.sampled_from(PEOPLE),
            behind=st.sampled_from((0, 0, 0, 1)),
        )
        def decide(self, verb: str, who: str, behind: int) -> None:
            context = {"user": people[who]["name"], "ignore_auth": False}
            given = {
                "id": self.submission.id,
                "revision": self.submission.revision - behind,
                "base": "none",
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
            context = {"user": people["second"]["name"], "ignore_auth": False}
            author, id = people["author"]["id"], self.submission.id
            self.attempt(lambda: take_step(id, "submit", "author", author))
            if far > 1:
                action = "kanazawa_contribute_review_take"
                self.attempt(lambda: call_action(action, context, id=id))
            if far > 2:
                self.decide_as("second")
            if far > 3:
                self.portal()

        def decide_as(self, who: str) -> None:
            context = {"user": people[who]["name"], "ignore_auth": False}
            seen = {"revision": self.submission.revision, "base": "none"}
            action = "kanazawa_contribute_review_approve"
            self.attempt(lambda: call_action(action, context, id=self.submission.id, **seen))

        @rule()
        def portal(self) -> None:
            self.attempt(lambda: publish(self.submission.id))

        @invariant()
        def nothing_is_public_that_nobody_approved(self) -> None:
            if not hasattr(self, "submission"):
                return
            submission = again(self.submission)
            self.was_public = self.was_public or submission.state == "published"
            assert (submission.dataset_id is not None) == self.was_public
            if submission.state == "published":
                _check_approved(submission)

    return Machine


def _check_approved(submission: Submission) -> None:
    """Check that the last decision approved the revision that is public, by no author of it."""
    query = (
        sa.select(Record.what, Record.revision, Actor.user_id)
        .outerjoin(Actor, Actor.number == Record.actor)
        .where(Record.subject_id == submission.id, Record.what.in_(tuple(STEPS)))
        .order_by(Record.id.desc())
    )
    published, approved = model.Session.execute(query).all()[:2]
    authors = sa.select(Revision.author_id).where(Revision.submission_id == submission.id)
    assert published.what == "publish"
    assert (approved.what, approved.revision) == ("approve", published.revision)
    assert approved.user_id not in set(model.Session.scalars(authors))


@pytest.mark.usefixtures("with_plugins", "clean_db")
def test_no_sequence_of_steps_leads_to_the_public_without_an_approval(
    propose: Callable[..., Submission], person: Any, make_steward: Any, other_steward: Any
):
    people = {
        "author": person,
        "steward": make_steward(),
        "second": make_steward(),
        "elsewhere": other_steward,
    }
    run_state_machine_as_test(
        machine(propose, people),
        settings=settings(
            max_examples=10,
            derandomize=True,
            stateful_step_count=14,
            deadline=None,
            database=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )
    published = sa.select(sa.func.count()).select_from(Record).where(Record.what == "publish")
    # Else the walk would prove nothing.
    assert (model.Session.scalar(published) or 0) > 0
