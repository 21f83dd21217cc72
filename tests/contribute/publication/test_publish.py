"""What was approved becomes public, all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import ckan.model as model
import pytest
import sqlalchemy as sa
from ckan.tests.helpers import call_action

from ckanext.kanazawa.contribute.model.record import Record
from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.publication.publish import publish
from ckanext.kanazawa.schemas.shared import Edition, FindingRow, Job
from tests.contribute.published import FIELDS, again, editions_of, stored
from tests.schemas.files.conftest import act
from tests.schemas.tables.conftest import toilets

pytestmark = pytest.mark.usefixtures("with_plugins", "class_db")
Approved = Callable[..., Submission]


def published(submission: Submission) -> Submission:
    """Publish a submission; return it as it is then."""
    publish(submission.id)
    return again(submission)


def shown(submission: Submission) -> dict[str, Any]:
    """Return the dataset of a submission as anybody sees it."""
    return call_action("package_show", {"user": "", "ignore_auth": False}, id=submission.dataset_id)


def records(submission: Submission) -> list[Record]:
    """Return the lines of the record about a submission."""
    query = sa.select(Record).where(Record.subject_id == submission.id).order_by(Record.id)
    return list(model.Session.scalars(query))


class TestNewDataset:
    def test_it_is_public_with_its_file_and_nothing_is_held_twice(
        self, approved: Approved, storage_folder: Path, work: Callable[..., Any]
    ):
        submission = approved()
        edition = Edition.newest_first(submission.id, "submission")[0]
        edition_id, findings = edition.id, _findings(edition.id)
        submission = published(submission)
        assert (submission.state, submission.checks) == ("published", {})
        dataset = shown(submission)
        assert dataset["title_translated"]["ja"] == "見本の調査"
        assert dataset["kanazawa_credit"] == "見本花子"
        (resource,) = dataset["resources"]
        (handed_over,) = editions_of(resource["id"])
        assert handed_over.id == edition_id
        assert (handed_over.release, handed_over.state) == ("released", "examined")
        assert _findings(edition_id) == findings
        assert len(stored(storage_folder, "resources")) == 1
        assert stored(storage_folder, "pending") == []
        assert ("load", "done") in work()
        assert call_action("datastore_search", resource_id=resource["id"])["total"] == 5

    def test_it_belongs_to_the_citizens_of_the_municipality_and_to_no_person(
        self, approved: Approved
    ):
        first, second = published(approved()), published(approved())
        owner = shown(first)["organization"]
        assert owner["name"] == "kanazawa-city-citizens"
        assert shown(second)["organization"]["id"] == owner["id"]
        organization = call_action("organization_show", id=owner["id"])
        assert organization["kanazawa_provider_kind"] == "citizen"
        assert not organization.get("kanazawa_municipality_code")
        service = model.User.get("kanazawa-publisher")
        assert service is not None
        assert (service.password, service.email, service.sysadmin) == (None, None, False)
        package = model.Package.get(first.dataset_id)
        assert package is not None
        assert package.creator_user_id == service.id
        stream = call_action("package_activity_list", id=package.id)
        assert {activity["user_id"] for activity in stream} == {service.id}

    def test_its_name_and_tags_are_not_those_of_a_municipality(self, approved: Approved):
        fields = {**FIELDS, "kanazawa_standard": "public_toilet", "tags": ["自治体標準ODS", "調査"]}
        dataset = shown(published(approved(fields=fields)))
        assert dataset["name"].startswith("kanazawa-city-citizens_")
        assert [tag["name"] for tag in dataset["tags"]] == ["調査"]

    def test_the_portal_fills_in_what_is_not_open_to_proposals(self, approved: Approved):
        closed = {"name": "172014_official", "state": "draft", "owner_org": "x", "id": "y"}
        fields = {**FIELDS, **closed}
        dataset = shown(published(approved(fields=fields)))
        assert dataset["state"] == "active"
        assert not dataset["name"].startswith("172014")
        assert dataset["id"] != "y"

    def test_the_record_tells_hashes_and_nobody(self, approved: Approved):
        submission = published(approved())
        line = records(submission)[-1]
        assert (line.what, line.actor, line.is_public) == ("publish", None, True)
        assert line.dataset_id == submission.dataset_id
        assert line.after
        assert len(line.details["files"]["file0"]) == 64

    def test_it_is_found(self, approved: Approved):
        submission = published(approved())
        found = call_action("package_search", q="", fq=f"id:{submission.dataset_id}")
        assert found["count"] == 1

    def test_again_it_changes_nothing(self, approved: Approved, storage_folder: Path):
        submission = published(approved())
        before, lines = shown(submission), len(records(submission))
        assert shown(published(submission)) == before
        assert len(records(submission)) == lines


class TestNot:
    @pytest.mark.parametrize("state", ["draft", "submitted", "in_review", "returned", "rejected"])
    def test_what_is_not_approved_stays_closed(self, approved: Approved, state: str):
        submission = approved()
        submission.state = state
        model.Session.commit()
        assert published(submission).dataset_id is None

    def test_before_its_time_it_waits(self, approved: Approved):
        later = datetime.now(timezone.utc) + timedelta(hours=1)
        submission = published(approved(publish_at=later))
        assert (submission.state, submission.dataset_id) == ("approved", None)

    def test_a_report_is_never_published(self, approved: Approved):
        assert published(approved("report", files=(), fields={"text": "x"})).state == "approved"

    def test_a_file_that_changed_after_the_check_is_checked_again(
        self, approved: Approved, storage_folder: Path
    ):
        submission = approved()
        (path,) = stored(storage_folder, "pending")
        path.write_bytes(b"other bytes")
        submission = published(submission)
        assert (submission.state, submission.dataset_id) == ("in_review", None)
        assert submission.checks["publication"] == {"code": "files", "keys": ["file0"]}
        assert submission.approved_by is None
        assert stored(storage_folder, "resources") == []
        query = sa.select(Job).where(Job.owner_id == submission.id, Job.state == "waiting")
        assert [job.kind for job in model.Session.scalars(query)] == ["examine"]

    def test_an_older_revision_was_approved(self, approved: Approved):
        submission = approved()
        submission.approved_revision = 0
        model.Session.commit()
        assert published(submission).checks["publication"]["code"] == "approval"

    def test_what_the_catalogue_refuses_goes_back_and_leaves_no_file(
        self, approved: Approved, storage_folder: Path
    ):
        submission = published(approved(fields={**FIELDS, "license_id": "no-such-licence"}))
        assert submission.state == "in_review"
        assert submission.checks["publication"] == {"code": "refused", "fields": ["license_id"]}
        assert stored(storage_folder, "resources") == []
        assert len(stored(storage_folder, "pending")) == 1

    def test_a_failure_at_the_very_end_leaves_nothing(
        self, approved: Approved, storage_folder: Path
    ):
        submission = approved()
        datasets = _datasets()

        def taken_over() -> None:
            raise RuntimeError("another worker")

        with pytest.raises(RuntimeError):
            publish(submission.id, taken_over)
        submission = again(submission)
        assert (submission.state, submission.dataset_id) == ("approved", None)
        assert _datasets() == datasets
        assert stored(storage_folder, "resources") == []
        assert len(stored(storage_folder, "pending")) == 1
        assert published(submission).state == "published"


class TestReplacement:
    def test_the_old_file_stays_public_until_then(
        self, approved: Approved, upload: Any, dataset: Any, work: Any
    ):
        resource = upload(toilets(3), "去年.csv")
        work()
        live = call_action("package_show", id=dataset["id"])
        submission = _replacement(approved, live, resource["id"])
        assert len(editions_of(resource["id"])) == 1
        assert shown(submission)["resources"][0]["hash"] == live["resources"][0]["hash"]
        submission = published(submission)
        assert submission.state == "published"
        after = shown(submission)
        assert after["owner_org"] == live["owner_org"]
        (now,) = after["resources"]
        assert now["id"] == resource["id"]
        assert now["kanazawa_filename"] == "今年.csv"
        assert [e.name for e in editions_of(resource["id"])] == ["今年.csv", "去年.csv"]
        assert Edition.shown(resource["id"]).name == "今年.csv"  # pyright: ignore
        work()
        assert call_action("datastore_search", resource_id=resource["id"])["total"] == 7
        last = call_action("package_activity_list", id=dataset["id"])[0]
        assert last["user_id"] == model.User.get("kanazawa-publisher").id  # pyright: ignore

    def test_a_change_elsewhere_is_merged(self, approved: Approved, upload: Any, dataset: Any):
        resource = upload(toilets(3), "去年.csv")
        live = call_action("package_show", id=dataset["id"])
        submission = _replacement(approved, live, resource["id"])
        act("package_patch", id=dataset["id"], notes_translated={"ja": "市が直した説明"})
        after = shown(published(submission))
        assert after["notes_translated"]["ja"] == "市が直した説明"
        assert after["resources"][0]["kanazawa_filename"] == "今年.csv"

    def test_an_overlap_returns_it_to_review(
        self, approved: Approved, upload: Any, dataset: Any, work: Any
    ):
        resource = upload(toilets(3), "去年.csv")
        work()
        live = call_action("package_show", id=dataset["id"])
        submission = _replacement(approved, live, resource["id"])
        upload(toilets(4), "市の新しい.csv", resource=resource)
        work()
        submission = published(submission)
        assert submission.state == "in_review"
        assert submission.checks["publication"]["places"] == [f"resource:{resource['id']}"]
        assert shown(submission)["resources"][0]["kanazawa_filename"] == "市の新しい.csv"
        assert records(submission)[-1].what == "conflict"

    def test_a_dataset_that_is_no_longer_public_is_left_alone(
        self, approved: Approved, upload: Any, dataset: Any
    ):
        resource = upload(toilets(3), "去年.csv")
        live = call_action("package_show", id=dataset["id"])
        submission = _replacement(approved, live, resource["id"])
        act("package_patch", id=dataset["id"], state="draft")
        assert published(submission).checks["publication"]["code"] == "gone"

    def test_a_further_file_is_added(self, approved: Approved, upload: Any, dataset: Any):
        upload(toilets(3), "去年.csv")
        live = call_action("package_show", id=dataset["id"])
        files = ((toilets(7), "別表.csv", {"title": "別表"}),)
        submission = published(approved("addition", live=live, fields={}, files=files))
        assert [r["name"] for r in shown(submission)["resources"]] == ["去年.csv", "別表"]


def _replacement(approved: Approved, live: Any, resource_id: str) -> Submission:
    files = ((toilets(7), "今年.csv", {"resource_id": resource_id}),)
    return approved("replacement", live=live, fields={}, files=files)


def _findings(edition_id: str) -> int:
    return model.Session.query(FindingRow).filter_by(edition_id=edition_id).count()


def _datasets() -> int:
    model.Session.rollback()
    return model.Session.query(model.Package).count()
