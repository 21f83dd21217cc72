"""A steward edits what is in review: the credit stays, and somebody else approves."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
import pytest
from ckan.tests.helpers import call_action

from ckanext.kanazawa.contribute.model.revision import Revision
from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.step import StepRefused
from tests.contribute.published import FIELDS, again
from tests.contribute.review.test_decide import approve, told
from tests.contribute.trusted import act
from tests.schemas.tables.conftest import toilets

pytestmark = pytest.mark.usefixtures("with_plugins", "class_db")
Propose = Callable[..., Submission]
NOTES = {"ja": "職員が直した説明です。"}


def newest(submission: Submission) -> Revision:
    """Return the newest revision, read anew."""
    now = again(submission)
    found = model.Session.get(Revision, (now.id, now.revision))
    assert found is not None
    return found


class TestTakeOver:
    def test_edited_by_staff_approved_by_another_credited_to_the_contributor(
        self, propose: Propose, make_steward: Any, work: Any, app: Any
    ):
        first, second = make_steward(), make_steward()
        submission = propose()
        page = f"/review/{submission.id}/edit"
        headers = {"Authorization": first["token"]}
        for prefix in ("", "/en"):
            assert "見本の調査" in app.get(prefix + page, headers=headers).body
        typed = {
            "revision": "1",
            "title_ja": "見本の調査",
            "notes_ja": NOTES["ja"],
            "kanazawa_theme": "administration",
            "title-file0": "直した表",
            "upload": (BytesIO(toilets(7)), "続き.csv"),
        }
        sent = app.post(page, data=typed, headers=headers, follow_redirects=False)
        assert sent.status_code == 302
        revision = newest(submission)
        assert revision.fields["notes_translated"] == NOTES
        assert revision.fields["license_id"] == FIELDS["license_id"]
        assert [one["name"] for one in revision.files] == ["調査.csv", "続き.csv"]
        assert revision.files[0]["title"] == "直した表"
        submission = again(submission)
        assert {revision.author_id, submission.assigned_to} == {first["id"]}
        assert "submission-edited" in told(submission.author_id)
        work("examine", "contribute-check")
        assert again(submission).checks["revision"] == submission.revision
        with pytest.raises(tk.ValidationError) as refused:
            approve(first, submission)
        assert "approve" in refused.value.error_dict
        approve(second, submission)
        work("contribute-publish")
        dataset = call_action("package_show", id=again(submission).dataset_id)
        assert dataset["kanazawa_credit"] == "見本花子"
        assert len(dataset["resources"]) == 2
        assert submission.author_id not in (first["id"], second["id"])

    def test_a_file_is_left_out(self, propose: Propose, steward: Any):
        submission = propose()
        act(steward, "review_file_remove", id=submission.id, key="file0")
        assert newest(submission).files == []
        with pytest.raises(tk.ObjectNotFound):
            act(steward, "review_file_remove", id=submission.id, key="file0")

    def test_only_what_was_seen_and_only_in_review(self, propose: Propose, steward: Any, app: Any):
        submission = propose(files=())
        given = {"id": submission.id, "fields": {"notes_translated": NOTES}}
        with pytest.raises(StepRefused):
            act(steward, "review_edit", revision=0, **given)
        with pytest.raises(tk.ValidationError) as refused:
            fields = {"kanazawa_theme": ["x"], "owner_org": "y"}
            act(steward, "review_edit", id=submission.id, revision=1, fields=fields)
        assert set(refused.value.error_dict) == {"kanazawa_theme", "owner_org"}
        model.Session.rollback()
        submission.state = "submitted"
        model.Session.commit()
        with pytest.raises(StepRefused):
            act(steward, "review_edit", revision=1, **given)
        assert again(submission).revision == 1
        headers = {"Authorization": steward["token"]}
        page = f"/review/{submission.id}/edit"
        assert app.get(page, headers=headers, follow_redirects=False).status_code == 302

    def test_what_is_wrong_stands_at_its_field(self, propose: Propose, steward: Any, app: Any):
        submission = propose(files=())
        typed = {"revision": "1", "title_ja": "題", "kanazawa_as_of": "いつか"}
        headers = {"Authorization": steward["token"]}
        refused = app.post(f"/review/{submission.id}/edit", data=typed, headers=headers)
        assert refused.status_code == 422
        assert 'id="problem-kanazawa_as_of"' in refused.body

    def test_cells_of_a_correction(
        self, correction: Callable[..., Submission], person: Any, steward: Any, app: Any
    ):
        submission = correction(person)
        submission.state, submission.submitted_at = "in_review", submission.created
        model.Session.commit()
        typed = {"revision": "1", "new-0": "36.5999", "keep-0": "1"}
        headers = {"Authorization": steward["token"]}
        page = f"/review/{submission.id}/edit"
        assert "36.5601" in app.get(page, headers=headers).body
        app.post(page, data=typed, headers=headers)
        (change,) = newest(submission).fields["changes"]
        assert (change["old"], change["new"]) == ("36.5601", "36.5999")

    def test_others_find_nothing(self, propose: Propose, other_steward: Any, person: Any, app: Any):
        submission = propose(files=())
        given = {"id": submission.id, "revision": 1, "fields": {}, "key": "file0"}
        for action in ("review_edit", "review_file_remove", "review_file_add"):
            with pytest.raises(tk.ObjectNotFound):
                act(other_steward, action, **given)
            with pytest.raises(tk.NotAuthorized):
                act(person, action, **given)
        page = f"/review/{submission.id}/edit"
        for user, status in ((other_steward, 404), (person, 403)):
            assert app.get(page, headers={"Authorization": user["token"]}).status_code == status
