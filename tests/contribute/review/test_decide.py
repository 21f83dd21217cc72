"""Stewards decide: each in their turn, nobody on their own, always on what they saw."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
import pytest
import sqlalchemy as sa
from ckan.tests.helpers import call_action

from ckanext.kanazawa.contribute.model.deputy import Deputy
from ckanext.kanazawa.contribute.model.message import Message
from ckanext.kanazawa.contribute.model.record import Record
from ckanext.kanazawa.contribute.model.revision import Revision
from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.step import StepRefused
from tests.contribute.published import again

pytestmark = pytest.mark.usefixtures("with_plugins", "class_db")
Propose = Callable[..., Submission]
NO_FILES: dict[str, Any] = {"files": ()}


def act(
    user: dict[str, Any], verb: str, submission: Submission | None = None, /, **given: Any
) -> Any:
    """Call an action of the review as somebody, authorisation checked."""
    if submission is not None:
        given["id"] = submission.id
    context = {"user": user["name"], "ignore_auth": False}
    return call_action(f"kanazawa_contribute_review_{verb}", context, **given)


def approve(user: dict[str, Any], submission: Submission, **given: Any) -> Any:
    """Approve what somebody is shown."""
    shown = act(user, "show", submission)
    seen = {"revision": shown["revision"], "base": shown["base"]}
    return act(user, "approve", submission, **{**seen, **given})


def told(user_id: str | None) -> list[str]:
    """Return the templates of the messages of somebody, oldest first."""
    query = sa.select(Message.template).where(Message.user_id == user_id).order_by(Message.created)
    return list(model.Session.scalars(query))


class TestDecision:
    def test_taken_returned_with_a_remark_and_told(self, propose: Propose, steward: Any):
        submission = propose(state="submitted", **NO_FILES)
        act(steward, "take", submission)
        act(steward, "remark", submission, place="license_id", text="CC BY が使えますか")
        act(steward, "return", submission, revision=1)
        submission = again(submission)
        assert (submission.state, submission.assigned_to) == ("returned", steward["id"])
        assert told(submission.author_id) == ["submission-returned"]

    def test_a_return_needs_a_reason(self, propose: Propose, steward: Any):
        submission = propose(**NO_FILES)
        with pytest.raises(tk.ValidationError) as refused:
            act(steward, "return", submission, revision=1)
        assert "text" in refused.value.error_dict
        assert again(submission).state == "in_review"

    def test_an_approval_names_revision_and_base_and_is_published(
        self, propose: Propose, steward: Any, work: Any
    ):
        submission = propose()
        approve(steward, submission)
        submission = again(submission)
        assert (submission.approved_by, submission.approved_revision) == (steward["id"], 1)
        assert ("contribute-publish", "done") in work("contribute-publish")
        assert again(submission).state == "published"
        assert told(submission.author_id) == ["submission-approved", "submission-published"]

    def test_an_approval_of_an_older_revision_is_refused(self, propose: Propose, steward: Any):
        submission = propose(**NO_FILES)
        with pytest.raises(StepRefused):
            approve(steward, submission, revision=0)

    def test_an_approval_compared_with_an_older_live_version_is_refused(
        self, propose: Propose, steward: Any, dataset: Any
    ):
        live = call_action("package_show", id=dataset["id"])
        submission = propose("addition", live=live, fields={}, **NO_FILES)
        base = act(steward, "show", submission)["base"]
        user = {"user": steward["name"]}
        call_action("package_patch", user, id=live["id"], notes_translated={"ja": "別の説明"})
        with pytest.raises(StepRefused) as refused:
            approve(steward, submission, base=base)
        assert "base" in refused.value.error_dict

    def test_nobody_approves_what_they_edited(self, propose: Propose, steward: Any):
        submission = propose(**NO_FILES)
        submission.revision = 2
        edited = Revision(
            submission_id=submission.id, number=2, author_id=steward["id"], sha256="1" * 64
        )
        edited.fields = {}
        edited.files, edited.declarations = [], {}
        model.Session.add(edited)
        model.Session.commit()
        with pytest.raises(tk.ValidationError) as refused:
            approve(steward, submission)
        assert "approve" in refused.value.error_dict

    def test_a_deputy_elsewhere_decides_and_other_stewards_find_nothing(
        self, propose: Propose, steward: Any, other_steward: Any, other_municipality: Any
    ):
        submission = propose(**NO_FILES)
        with pytest.raises(tk.ObjectNotFound):
            approve(other_steward, submission)
        named = Deputy(
            municipality=submission.municipality, user_id=other_steward["id"], named_by="x"
        )
        model.Session.add(named)
        model.Session.commit()
        assert approve(other_steward, submission)["state"] == "approved"

    @pytest.mark.ckan_config("ckanext.kanazawa.contribute.two_persons", True)
    def test_two_persons_are_two(self, propose: Propose, make_steward: Any):
        first, second = make_steward(), make_steward()
        submission = propose(**NO_FILES)
        assert approve(first, submission)["outcome"] == "first"
        assert approve(first, submission)["outcome"] == "first"
        assert again(submission).state == "in_review"
        assert approve(second, submission)["outcome"] == "approved"

    def test_two_reviewers_at_once_one_wins_the_other_is_told(
        self, propose: Propose, make_steward: Any
    ):
        submission = propose(**NO_FILES)
        stewards, answers = [make_steward(), make_steward()], []
        base = act(stewards[0], "show", submission)["base"]
        model.Session.remove()
        gate = threading.Barrier(2)
        id = submission.id

        def decide(user: Any, verb: str, given: Any) -> None:
            context = {"user": user["name"], "ignore_auth": False}
            gate.wait()
            try:
                call_action(f"kanazawa_contribute_review_{verb}", context, id=id, **given)
                answers.append("done")
            except StepRefused:
                answers.append("told")
            finally:
                model.Session.remove()

        sent = ({"revision": 1, "base": base}, {"revision": 1, "reason": "scope"})
        verbs = ("approve", "reject")
        threads = [
            threading.Thread(target=decide, args=(user, verb, given))
            for user, verb, given in zip(stewards, verbs, sent, strict=True)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(answers) == ["done", "told"]
        steps = sa.select(Record.what).where(Record.subject_id == id)
        assert len(list(model.Session.scalars(steps))) == 1

    def test_a_rejection_has_a_reason_from_the_list(self, propose: Propose, steward: Any):
        submission = propose(**NO_FILES)
        with pytest.raises(tk.ValidationError):
            act(steward, "reject", submission, revision=1, reason="because")
        # "Another reason" without saying which is none.
        with pytest.raises(tk.ValidationError) as refused:
            act(steward, "reject", submission, revision=1, reason="other")
        assert set(refused.value.error_dict) == {"text"}
        act(steward, "reject", submission, revision=1, reason="duplicate", text="既にあります")
        line = model.Session.scalars(
            sa.select(Record).where(Record.subject_id == submission.id)
        ).one()
        assert (line.what, line.reason) == ("reject", "duplicate")

    def test_handed_over_it_is_for_others_to_review(
        self, propose: Propose, steward: Any, other_municipality: Any
    ):
        submission = propose(**NO_FILES)
        act(steward, "hand_over", submission, municipality=other_municipality["id"])
        assert again(submission).municipality == other_municipality["id"]
        with pytest.raises(tk.ObjectNotFound):
            act(steward, "show", submission)


class TestQueue:
    def test_it_holds_what_waits_for_one_s_own_municipality(
        self, propose: Propose, steward: Any, other_steward: Any
    ):
        waiting = propose(state="submitted", **NO_FILES)
        propose(state="rejected", **NO_FILES)
        found = act(steward, "list")
        assert [row["id"] for row in found["rows"]] == [waiting.id]
        assert act(other_steward, "list")["rows"] == []
        assert act(steward, "list", state="rejected")["count"] == 1

    def test_contributors_have_no_queue(self, person: Any):
        with pytest.raises(tk.NotAuthorized):
            act(person, "list")

    def test_several_are_shown_before_they_are_done(self, propose: Propose, steward: Any):
        one, other = propose(state="submitted", **NO_FILES), propose(state="rejected", **NO_FILES)
        wishes = {"ids": [one.id, other.id], "step": "take"}
        shown = act(steward, "bulk", **wishes)["submissions"]
        assert [row["possible"] for row in shown] == [True, False]
        assert again(one).state == "submitted"
        done = act(steward, "bulk", **wishes, dry_run=False)["submissions"]
        assert [row["done"] for row in done] == [True, False]
        assert again(one).state == "in_review"

    def test_several_are_told_what_another_reason_is(self, propose: Propose, steward: Any):
        one = propose(state="in_review", **NO_FILES)
        wishes = {"ids": [one.id], "step": "reject", "reason": "other", "dry_run": False}
        with pytest.raises(tk.ValidationError) as refused:
            act(steward, "bulk", **wishes)
        assert list(refused.value.error_dict) == ["text"]
        act(steward, "bulk", **wishes, text="市の事業ではありません。")
        assert again(one).state == "rejected"


class TestTakeDown:
    def test_a_dataset_is_gone_at_once(self, approved: Propose, steward: Any, app: Any, work: Any):
        submission = approved()
        call = {"id": submission.id, "reason": "rights", "text": "権利の申し立て"}
        work()
        from ckanext.kanazawa.contribute.publication.publish import publish

        publish(submission.id)
        work()
        dataset = call_action("package_show", id=again(submission).dataset_id)
        resource = dataset["resources"][0]
        act(steward, "take_down", None, **call)
        assert again(submission).state == "taken_down"
        for path in (
            f"/tables/{resource['id']}/latest.csv",
            f"/dataset/{dataset['id']}/resource/{resource['id']}/download/x.csv",
            f"/api/3/action/datastore_search?resource_id={resource['id']}",
            f"/api/3/action/package_show?id={dataset['id']}",
        ):
            assert app.get(path).status_code in (403, 404), path
        for prefix, words in (("", "公開する権利"), ("/en", "The right to publish it")):
            gone = app.get(f"{prefix}/dataset/{dataset['name']}")
            assert gone.status_code == 410
            assert words in gone.body
        history = app.get(f"/contribute/history/{dataset['id']}.csv").body
        assert [line.split(",")[1] for line in history.splitlines()] == [
            "what",
            "take-down",
            "publish",
        ]
        assert app.get(f"/contribute/history/{dataset['id']}").status_code == 200
        assert app.get("/contribute/history/none").status_code == 404
        assert call_action("package_search", fq=f"id:{dataset['id']}")["count"] == 0
        assert told(submission.author_id)[-1] == "submission-taken-down"
