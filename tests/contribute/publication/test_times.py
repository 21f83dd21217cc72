"""Published at a time, after an embargo, taken back, appealed, taken down again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from io import BytesIO
from pathlib import Path
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
import pytest
import sqlalchemy as sa
from ckan.lib import files
from ckan.tests.helpers import call_action

from ckanext.kanazawa.contribute.model.revision import Revision
from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.publication.due import publish_due
from ckanext.kanazawa.contribute.publication.publish import publish
from ckanext.kanazawa.contribute.publication.sweep import sweep
from ckanext.kanazawa.contribute.states import steps_from
from ckanext.kanazawa.contribute.step import take_step
from ckanext.kanazawa.contribute.storage import pending_storage
from ckanext.kanazawa.schemas.shared import Edition
from tests.contribute.published import FIELDS, again, stored
from tests.contribute.trusted import act
from tests.schemas.tables.conftest import toilets

pytestmark = pytest.mark.usefixtures("with_plugins", "class_db")
Make = Callable[..., Submission]
NO_FILES: dict[str, Any] = {"files": ()}


def approve(steward: Any, submission: Submission, **given: Any) -> None:
    """Approve what a steward is shown."""
    shown = act(steward, "review_show", id=submission.id)
    seen = {"id": submission.id, "revision": shown["revision"], "base": shown["base"]}
    act(steward, "review_approve", **seen, **given)


def let_pass(submission: Submission) -> None:
    """Let the time of publication be in the past."""
    submission.publish_at = datetime.now(timezone.utc) - timedelta(minutes=1)
    model.Session.commit()


class TestTimes:
    def test_at_a_time_and_not_before(self, propose: Make, steward: Any, work: Any):
        submission = propose(**NO_FILES)
        later = datetime.now(timezone.utc) + timedelta(days=1)
        with pytest.raises(tk.ValidationError) as refused:
            approve(steward, submission, publish_at="2020-01-01T00:00")
        assert set(refused.value.error_dict) == {"publish_at"}
        model.Session.rollback()
        approve(steward, submission, publish_at=later.isoformat())
        publish_due()
        work("contribute-publish")
        submission = again(submission)
        assert (submission.state, submission.publish_at) == ("approved", later)
        let_pass(submission)
        publish_due()
        work("contribute-publish")
        assert again(submission).state == "published"

    def test_never_before_an_embargo_ends(self, propose: Make, steward: Any, work: Any):
        submission = propose(fields={**FIELDS, "embargo": "2099-04-01"}, **NO_FILES)
        approve(steward, submission)
        submission = again(submission)
        assert submission.publish_at is not None
        assert submission.publish_at.isoformat() == "2099-03-31T15:00:00+00:00"
        let_pass(submission)  # whatever the row says, publication asks again
        publish_due()
        work("contribute-publish")
        assert again(submission).state == "approved"

    def test_an_approval_is_taken_back_before_publication(self, propose: Make, steward: Any):
        submission = propose(**NO_FILES)
        approve(steward, submission, publish_at="2099-01-01")
        act(steward, "review_reconsider", id=submission.id, text="もう一度見ます")
        submission = again(submission)
        assert (submission.state, submission.approved_by) == ("in_review", None)
        assert submission.publish_at is None
        publish(submission.id)
        assert again(submission).state == "in_review"

    def test_an_appeal_is_looked_at_again(self, propose: Make, steward: Any, person: Any):
        submission = propose(author=person["id"], **NO_FILES)
        act(steward, "review_reject", id=submission.id, revision=1, reason="scope")
        assert steps_from("rejected", "author") == ["appeal"]
        act(person, "submission_appeal", id=submission.id, text="市の範囲です")
        assert again(submission).state == "submitted"
        act(steward, "review_take", id=submission.id)
        approve(steward, submission)
        assert again(submission).state == "approved"


class TestTakeDown:
    def test_of_a_replacement_the_earlier_file_is_back(
        self, approved: Make, upload: Any, dataset: Any, work: Any, steward: Any, app: Any
    ):
        resource = upload(toilets(3), "去年.csv")
        work()
        live = call_action("package_show", id=dataset["id"])
        proposed = ((toilets(7), "今年.csv", {"resource_id": resource["id"]}),)
        submission = approved("replacement", live=live, fields={}, files=proposed)
        publish(submission.id)
        work()
        found = {"resource_id": resource["id"]}
        assert call_action("datastore_search", **found)["total"] == 7
        given = {"reason": "wrong", "text": "別の年の表でした"}
        act(steward, "review_take_down", id=submission.id, **given)
        work()
        edition = Edition.shown(resource["id"])
        assert edition is not None
        assert edition.name == "去年.csv"
        now = call_action("package_show", id=dataset["id"])["resources"][0]
        assert (now["hash"], now["kanazawa_filename"]) == (live["resources"][0]["hash"], "去年.csv")
        assert call_action("datastore_search", **found)["total"] == 3
        assert again(submission).state == "taken_down"
        assert "今年" not in app.get(f"/dataset/{dataset['id']}").body


class TestLinks:
    def test_links_of_a_stranger_lead_nowhere_before_the_first_approval(
        self, propose: Make, steward: Any, app: Any, work: Any
    ):
        link = "https://advert.example.com/buy"
        fields = {**FIELDS, "url": link, "notes_translated": {"ja": f"説明 {link}"}}
        submission = propose(fields=fields, **NO_FILES)
        page = f"/review/{submission.id}"
        shown = app.get(page, headers={"Authorization": steward["token"]}).body
        assert link in shown
        assert f'href="{link}' not in shown
        approve(steward, submission, links="publish")
        work("contribute-publish")
        public = call_action("package_show", id=again(submission).dataset_id)
        assert public["url"] == link


class TestSweep:
    def test_orphans_and_what_ended_long_ago_go_and_the_rest_stays(
        self, propose: Make, storage_folder: Path
    ):
        open_one, ended = propose(), propose()
        report = propose("report", fields={"text": "違う", "address": "a@example.jp"}, files=())
        for one in (ended, report):
            take_step(one.id, "reject", "steward", None)
        old = datetime.now(timezone.utc) - timedelta(days=400)
        model.Session.execute(
            sa.update(Submission)
            .where(Submission.id.in_((ended.id, report.id)))
            .values(changed=old)
        )
        model.Session.execute(sa.update(model.File).values(created=old))
        model.Session.commit()
        storage = pending_storage()
        for time in ("20260101T000000Z", datetime.now(timezone.utc).strftime("%Y%m%dT%H%M%SZ")):
            location = storage.prepare_location(f"{open_one.id}/{time}-{'a' * 32}")
            storage.upload(location, files.Upload(BytesIO(b"x"), "x.csv", 1, "text/csv"))
        assert len(stored(storage_folder, "pending")) == 4
        found = sweep(only_look=True)
        assert found == type(found)(orphans=1, kept_long_enough=1, addresses=1)
        assert len(stored(storage_folder, "pending")) == 4
        sweep()
        assert len(stored(storage_folder, "pending")) == 2
        left = model.Session.get(Revision, (report.id, 1), populate_existing=True)
        assert left is not None
        assert left.fields == {"text": "違う"}
        assert sweep() == type(found)(0, 0, 0)
