"""The queue by its filters, and what reminds stewards of it."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import ckan.model as model
import pytest
import sqlalchemy as sa

from ckanext.kanazawa.contribute.model.body import Body
from ckanext.kanazawa.contribute.model.deputy import Deputy
from ckanext.kanazawa.contribute.model.message import Message
from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.review.remind import remind
from tests.contribute.published import again
from tests.contribute.review.test_decide import act, told

pytestmark = pytest.mark.usefixtures("with_plugins", "class_db")
NOW = datetime.now(timezone.utc)


def waiting(municipality: Any, **columns: Any) -> Submission:
    """Return a submission that waits."""
    known = {"kind": "dataset", "state": "submitted", "author_id": "a", "theme": "education"}
    made = Submission(municipality=municipality["id"], **{**known, **columns})
    made.submitted_at = columns.get("submitted_at", NOW)
    model.Session.add(made)
    model.Session.commit()
    return made


def body(**columns: Any) -> str:
    """Return the id of a body."""
    made = Body(title="見本", **columns)
    model.Session.add(made)
    model.Session.flush()
    return made.id


class TestFilters:
    @pytest.fixture
    def queue(self, municipality: Any, other_municipality: Any, steward: Any) -> dict[str, str]:
        """Return name → id of submissions that differ in one thing each."""
        query = sa.delete(Submission)
        model.Session.execute(query)
        company = body(name="c", kind="company", verified_at=NOW)
        model.Session.execute(sa.delete(Deputy))
        model.Session.add(
            Deputy(municipality=other_municipality["id"], user_id=steward["id"], named_by="x")
        )
        wanted: dict[str, dict[str, Any]] = {
            "plain": {},
            "theme": {"theme": "safety-environment"},
            "kind": {"kind": "report", "author_id": None},
            "old": {"submitted_at": NOW - timedelta(days=20)},
            "body": {"body_id": company},
            "assigned": {"assigned_to": steward["id"]},
            "late": {"due_at": NOW - timedelta(days=1)},
            "care": {"checks": {"cares": ["personal"], "needs_care": True}},
            "back": {"checks": {"publication": {"code": "overlap"}}},
        }
        made = {name: waiting(municipality, **columns).id for name, columns in wanted.items()}
        made["elsewhere"] = waiting(other_municipality).id
        yield made
        model.Session.execute(sa.delete(Body))
        model.Session.commit()

    def found(self, steward: Any, queue: dict[str, str], **wishes: Any) -> set[str]:
        names = {id: name for name, id in queue.items()}
        return {names[row["id"]] for row in act(steward, "list", **wishes)["rows"]}

    def test_each_filter_finds_what_it_says(
        self, steward: Any, queue: dict[str, str], municipality: Any, app: Any
    ):
        everything = set(queue)
        for wishes, expected in (
            ({}, everything),
            ({"municipality": municipality["id"]}, everything - {"elsewhere"}),
            ({"theme": "safety-environment"}, {"theme"}),
            ({"kind": "report"}, {"kind"}),
            ({"age": "14"}, {"old"}),
            ({"from": "company"}, {"body"}),
            ({"from": "nobody"}, {"kind"}),
            ({"from": "citizen"}, everything - {"kind", "body"}),
            ({"verified": "true"}, {"body"}),
            ({"care": "personal"}, {"care"}),
            ({"care": "publication"}, {"back"}),
            ({"care": "any"}, {"care", "back"}),
            ({"assigned": "me"}, {"assigned"}),
            ({"assigned": "nobody"}, everything - {"assigned"}),
            ({"late": "true"}, {"late"}),
            ({"age": "14", "kind": "report"}, set()),
        ):
            assert self.found(steward, queue, **wishes) == expected, wishes
        first = act(steward, "list")["rows"][0]
        assert (first["id"], first["days"]) == (queue["old"], 20)
        page = "/review?care=any&from=citizen&age=&verified="
        shown = app.get(page, headers={"Authorization": steward["token"]}).body
        assert queue["care"] in shown
        assert queue["kind"] not in shown


class TestReminding:
    def test_once_a_day_by_whom_it_waits_for(self, municipality: Any, make_steward: Any):
        mine, other = make_steward(), make_steward()
        late = waiting(municipality, due_at=NOW - timedelta(days=1), assigned_to=mine["id"])
        nobody_s = waiting(municipality, due_at=NOW - timedelta(days=1), assigned_to="gone")
        waiting(municipality, due_at=NOW + timedelta(days=1), assigned_to=mine["id"])
        waiting(municipality, state="rejected", due_at=NOW - timedelta(days=1))
        reminders, digests = remind()
        assert min(reminders, digests) >= 2
        assert remind() == (0, 0)
        assert told(other["id"]) == ["review-reminder", "review-digest"]
        about = sa.select(Message.submission_id).where(
            Message.user_id == mine["id"], Message.template == "review-reminder"
        )
        assert set(model.Session.scalars(about)) == {late.id, nobody_s.id}
        digest = sa.select(Message).where(
            Message.user_id == mine["id"], Message.template == "review-digest"
        )
        message = model.Session.scalars(digest).one()
        assert (message.params["count"], message.params["late"]) == (3, 2)

    def test_assigned_by_whom_and_by_when(
        self, municipality: Any, make_steward: Any, other_steward: Any
    ):
        mine, other = make_steward(), make_steward()
        submission = waiting(municipality)
        act(mine, "assign", submission, user=other["name"], due_at="2026-12-24")
        now = again(submission)
        assert now.assigned_to == other["id"]
        assert now.due_at.isoformat() == "2026-12-23T15:00:00+00:00"
        assert told(other["id"]) == ["review-assigned"]
        with pytest.raises(Exception, match="user"):
            act(mine, "assign", submission, user=other_steward["name"])
