"""A standing approval publishes corrections of a body's own datasets, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
import pytest
import sqlalchemy as sa
from ckan.tests.helpers import call_action

from ckanext.kanazawa.contribute.model.body import Body
from ckanext.kanazawa.contribute.model.membership import Membership
from ckanext.kanazawa.contribute.model.message import Message
from ckanext.kanazawa.contribute.model.record import Record
from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.schemas.shared import Edition, original_file
from tests.contribute.published import again
from tests.contribute.trusted import act

pytestmark = pytest.mark.usefixtures("with_plugins", "class_db")
Dict = dict[str, Any]
Make = Callable[..., Submission]


def lines(submission: Submission) -> list[Record]:
    """Return the record of a submission."""
    query = sa.select(Record).where(Record.subject_id == submission.id).order_by(Record.id)
    return list(model.Session.scalars(query))


def told(user_id: str) -> list[str]:
    """Return what somebody was told."""
    query = sa.select(Message.template).where(Message.user_id == user_id).order_by(Message.created)
    return list(model.Session.scalars(query))


@pytest.fixture
def given(steward: Dict, body: Body) -> str:
    """Return the id of a standing approval of the body."""
    return act(steward, "standing_give", body=body.id, reason="三回続けて正確")["id"]


class TestPublishing:
    def test_a_correction_of_its_own_is_public_without_a_review_and_says_by_what(
        self, given: str, correction: Make, person: Dict, own: Dict, work: Any
    ):
        organization = own["organization"]
        assert organization["title"] == "見本大学"
        assert organization["name"] == model.Session.scalar(
            sa.select(Body.name).where(Body.organization_id == organization["id"])
        )
        shown = call_action("organization_show", id=organization["id"])
        assert shown["kanazawa_provider_kind"] == "university"
        assert not shown.get("kanazawa_municipality_code")
        submission = correction(person)
        act(person, "submission_submit", id=submission.id)
        assert again(submission).state == "approved"
        work()
        submission = again(submission)
        assert submission.state == "published"
        approval, publication = lines(submission)[-2:]
        assert (approval.what, approval.details["standing"]) == ("approve-standing", given)
        assert publication.details["approved_by"] == f"standing:{given}"
        edition = Edition.shown(own["resources"][0]["id"])
        assert edition is not None
        with original_file(edition) as path:
            assert "36.5701" in path.read_bytes().decode("cp932")

    def test_taken_back_before_publication_it_waits_for_a_review(
        self, given: str, correction: Make, person: Dict, steward: Dict, work: Any
    ):
        submission = correction(person)
        act(person, "submission_submit", id=submission.id)
        act(steward, "standing_revoke", id=given, reason="誤りがありました")
        work("contribute-publish")
        submission = again(submission)
        assert (submission.state, submission.approved_by) == ("in_review", None)
        assert submission.checks["publication"] == {"code": "standing"}
        assert told(steward["id"])[-1] == "review-conflict"
        assert told(person["id"])[:1] == ["standing-given"]
        assert "standing-revoked" in told(person["id"])
        second = correction(person, "36.5702")
        act(person, "submission_submit", id=second.id)
        assert again(second).state == "submitted"
        assert told(steward["id"])[-1] == "review-new"

    def test_a_member_who_left_meanwhile_publishes_nothing(
        self, given: str, correction: Make, make_person: Any, body: Body, work: Any
    ):
        member = make_person()
        model.Session.add(Membership(body_id=body.id, user_id=member["id"], role="member"))
        model.Session.commit()
        first, second = correction(member), correction(member, "36.5703")
        act(member, "submission_submit", id=first.id)
        model.Session.execute(sa.delete(Membership).where(Membership.user_id == member["id"]))
        model.Session.commit()
        act(member, "submission_submit", id=second.id)
        assert again(second).state == "submitted"
        work("contribute-publish")
        assert again(first).checks["publication"] == {"code": "standing"}

    def test_what_a_steward_returned_is_looked_at_again(
        self, given: str, correction: Make, person: Dict
    ):
        submission = correction(person)
        submission.state, submission.submitted_at = "returned", submission.created
        model.Session.commit()
        act(person, "submission_submit", id=submission.id)
        assert again(submission).state == "submitted"

    def test_other_datasets_are_not_its_own(
        self, given: str, correction: Make, person: Dict, dataset: Dict
    ):
        submission = correction(person)
        submission.dataset_id = dataset["id"]
        model.Session.commit()
        act(person, "submission_submit", id=submission.id)
        assert again(submission).state == "submitted"


class TestGiving:
    def refused(self, user: Dict, body: Body) -> str:
        with pytest.raises(tk.ValidationError) as refusal:
            act(user, "standing_give", body=body.id, reason="正確")
        (message,) = refusal.value.error_dict["body"]
        return str(message)

    def test_only_after_good_contributions_of_a_verified_body(self, body: Body, steward: Dict):
        body.verified_at = None
        model.Session.commit()
        assert "3" in self.refused(steward, body)
        body.verified_at = body.created
        gone = sa.delete(Submission).where(Submission.body_id == body.id)
        model.Session.execute(gone)
        model.Session.commit()
        assert "3" in self.refused(steward, body)

    def test_once_and_by_nobody_who_belongs_to_it(self, body: Body, steward: Dict):
        model.Session.add(Membership(body_id=body.id, user_id=steward["id"], role="member"))
        model.Session.commit()
        self.refused(steward, body)
        model.Session.execute(sa.delete(Membership).where(Membership.user_id == steward["id"]))
        model.Session.commit()
        act(steward, "standing_give", body=body.id, reason="正確")
        self.refused(steward, body)

    @pytest.mark.ckan_config("ckanext.kanazawa.contribute.two_persons", True)
    def test_none_where_two_have_to_approve(self, body: Body, steward: Dict):
        self.refused(steward, body)

    def test_others_find_nothing(self, body: Body, steward: Dict, other_steward: Dict, person: Any):
        with pytest.raises(tk.ObjectNotFound):
            act(other_steward, "standing_give", body=body.id, reason="x")
        with pytest.raises(tk.NotAuthorized):
            act(person, "standing_give", body=body.id, reason="x")
        made = act(steward, "standing_give", body=body.id, reason="正確")
        with pytest.raises(tk.ObjectNotFound):
            act(other_steward, "standing_revoke", id=made["id"], reason="x")
        assert made["id"] in {one["id"] for one in act(steward, "standing_list")["standing"]}
        assert act(other_steward, "standing_list") == {"standing": [], "trusted": []}
