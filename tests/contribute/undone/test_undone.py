"""A later upload by the city undoes a correction: it is told, and somebody decides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.model as model
import pytest
import sqlalchemy as sa
from ckan.tests.helpers import call_action

from ckanext.kanazawa.contribute.model.message import Message
from ckanext.kanazawa.contribute.model.record import Record
from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.publication.publish import publish
from ckanext.kanazawa.contribute.publication.take_down import take_down
from ckanext.kanazawa.contribute.review.remind import remind
from ckanext.kanazawa.schemas.shared import Edition
from tests.contribute.published import again, editions_of
from tests.contribute.trusted import act
from tests.schemas.tables.conftest import toilets
from tests.schemas.tables.linked.conftest import Site, fetching, link, site

__all__ = ["fetching", "link", "site"]

pytestmark = pytest.mark.usefixtures("with_plugins", "class_db")
Dict = dict[str, Any]
OLD, NEW = b"36.5601", b"36.5701"


@pytest.fixture
def corrected(
    approved: Any, upload: Any, dataset: Dict, work: Any, municipality: Dict, steward: Dict
) -> Callable[..., tuple[Dict, Submission]]:
    """Return what publishes a correction of one cell of a table of three toilets."""

    def make(name: str) -> tuple[Dict, Submission]:
        resource = upload(toilets(3), name)
        work()
        change = {
            "edition": "e",
            "row": {"number": 3, "key": {"ID": "0000000001"}},
            "column": "緯度",
            "old": OLD.decode(),
            "new": NEW.decode(),
        }
        submission = approved(
            "correction",
            live=call_action("package_show", id=dataset["id"]),
            files=(),
            fields={"changes": [change]},
            resource_id=resource["id"],
        )
        publish(submission.id)
        work()
        return resource, again(submission)

    return make


def told(steward: Dict, template: str = "review-undone") -> list[str | None]:
    """Return which submissions a steward was told of."""
    query = sa.select(Message.submission_id).where(
        Message.template == template, Message.user_id == steward["id"]
    )
    return list(model.Session.scalars(query))


def recorded(submission: Submission) -> list[str]:
    """Return the steps in the record of a submission, but for its publication."""
    query = sa.select(Record.what).where(Record.subject_id == submission.id).order_by(Record.id)
    return [what for what in model.Session.scalars(query) if what != "publish"]


def decide(steward: Dict, found: Dict, decision: str) -> Any:
    """Decide as a steward on what the list showed."""
    about = {"id": found["id"], "edition_id": found["edition_id"]}
    return act(steward, "undone_decide", decision=decision, **about)


class TestUndone:
    def test_the_steward_is_told_and_keeps_the_value_of_the_city(
        self, app: Any, corrected: Any, upload: Any, work: Any, steward: Dict, steward_headers: Any
    ):
        resource, submission = corrected("残す.csv")
        assert act(steward, "undone_list") == [], "the correction itself undoes nothing"
        for faults in (1, 0):
            upload(toilets(3, faults), resource=resource)
            work()
        (found,) = act(steward, "undone_list", resource_id=resource["id"])
        assert [(c["old"], c["new"]) for c in found["changes"]] == [("36.5601", "36.5701")]
        assert told(steward) == [submission.id], "once, though two files undo it"
        remind()
        assert len(told(steward, "review-undone-digest")) == 1
        dataset_id = submission.dataset_id
        table = f"/dataset/{dataset_id}/resource/{resource['id']}"
        for page in (f"/review/{submission.id}", f"{table}/findings", table, "/review"):
            shown = app.get(page, headers=steward_headers).body
            assert f"/review/{submission.id}" in shown, page
            assert found["edition"] in shown, page
        assert "36.5701" in app.get(f"{table}/findings", headers=steward_headers).body
        assert "undone" not in app.get(f"{table}/findings").body, "for stewards alone"
        answer = app.post(
            f"/review/{submission.id}/undone",
            data={"edition_id": found["edition_id"], "decision": "keep"},
            headers=steward_headers,
            follow_redirects=False,
        )
        assert answer.status_code == 302
        upload(toilets(3, 3), resource=resource)
        work()
        assert act(steward, "undone_list") == [], "not asked about again"
        assert recorded(submission) == ["undone", "keep-value"]

    @pytest.mark.usefixtures("fetching")
    def test_a_linked_file_undoes_it_as_an_upload_does(
        self,
        corrected: Any,
        link: Any,
        site: Site,
        work: Any,
        steward: Dict,
        storage_folder: Any,
    ):
        resource, submission = corrected("リンク.csv")
        site.body = toilets(3)
        link(site.url("table.csv"), resource)
        work()
        (found,) = act(steward, "undone_list", resource_id=resource["id"])
        assert (found["id"], told(steward)) == (submission.id, [submission.id])
        assert [(c["old"], c["new"]) for c in found["changes"]] == [("36.5601", "36.5701")]
        decide(steward, found, "apply")
        work()
        shown = Edition.shown(resource["id"])
        record = model.Session.get(model.File, shown.file_id) if shown else None
        assert record is not None
        content = (storage_folder / "resources" / record.location).read_bytes()
        assert content == toilets(3).replace(OLD, NEW)
        assert act(steward, "undone_list") == []

    def test_it_is_applied_again_and_taken_down_with_the_correction(
        self, corrected: Any, upload: Any, work: Any, steward: Dict, storage_folder: Any
    ):
        resource, submission = corrected("直す.csv")
        upload(toilets(3, 0), resource=resource)
        work()
        (found,) = act(steward, "undone_list", resource_id=resource["id"])
        assert decide(steward, found, "apply") == {"id": submission.id, "decision": "apply"}
        with pytest.raises(Exception, match="Somebody decided already"):
            decide(steward, found, "keep")
        work()
        shown = Edition.shown(resource["id"])
        record = model.Session.get(model.File, shown.file_id) if shown else None
        assert record is not None
        content = (storage_folder / "resources" / record.location).read_bytes()
        assert content == toilets(3, 0).replace(OLD, NEW)
        assert act(steward, "undone_list") == []
        assert recorded(submission) == ["undone", "apply-again"]
        user = model.User.get(steward["id"])
        assert user is not None
        take_down(again(submission), user, "wrong", "")
        releases = [edition.release for edition in editions_of(resource["id"])]
        assert releases == ["withdrawn", "released", "withdrawn", "released"]

    def test_what_is_not_public_yet_cannot_be_corrected(
        self, corrected: Any, upload: Any, work: Any, steward: Dict, other_steward: Dict
    ):
        resource, submission = corrected("待つ.csv")
        upload(toilets(3, 1), resource=resource)
        work()
        edition = editions_of(resource["id"])[0]
        edition.release = "held"
        model.Session.commit()
        (found,) = act(steward, "undone_list", resource_id=resource["id"])
        assert found["is_public"] is False
        with pytest.raises(Exception, match="not public"):
            decide(steward, found, "apply")
        with pytest.raises(Exception, match="newer file"):
            decide(steward, {**found, "edition_id": "old"}, "keep")
        assert act(other_steward, "undone_list") == []
        with pytest.raises(Exception, match="not found"):
            decide(other_steward, found, "keep")
        edition = editions_of(resource["id"])[0]
        edition.release = "withdrawn"
        model.Session.commit()
        assert act(steward, "undone_list") == [], "taken back, it undoes nothing"
        assert recorded(submission) == ["undone"]
