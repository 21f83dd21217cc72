"""A row is corrected on its page: only what was typed changes, in CSV and in workbooks."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import ckan.model as model
import pytest
import sqlalchemy as sa
from openpyxl import Workbook

from ckanext.kanazawa.contribute.corrections.rows import find_row, read_row
from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.publication.cells import row_hash
from ckanext.kanazawa.contribute.publication.publish import publish
from ckanext.kanazawa.contribute.step import take_step
from ckanext.kanazawa.contribute.submissions.checks import check_submission
from ckanext.kanazawa.contribute.submissions.revise import newest
from ckanext.kanazawa.schemas.shared import Edition
from tests.contribute.published import again
from tests.schemas.tables.conftest import toilets

pytestmark = pytest.mark.usefixtures("with_plugins", "class_db")
PAGE = "/contribute/correct"
Dict = dict[str, Any]


def workbook() -> bytes:
    """Return a workbook with a title above its headings."""
    book, target = Workbook(), BytesIO()
    sheet = book.active
    assert sheet is not None
    for row in (
        ("トイレの調査",),
        ("名称", "緯度", "経度"),
        ("駅", "36.5", "136.6"),
        ("橋", 36.6, 1),
    ):
        sheet.append(row)
    book.save(target)
    return target.getvalue()


def sent(app: Any, person: Dict, resource_id: str, row: int, **cells: Any) -> Any:
    """Fill in the form of a row, as it was shown, and send it."""
    shown = read_row(resource_id, row, None)
    assert shown is not None
    values = {f"cell-{at}": cell for at, cell in enumerate(shown.cells)}
    form = {"resource": resource_id, "row": row, "edition": shown.edition_id, "request_key": "k"}
    headers = {"Authorization": person["token"]}
    options: Dict = {"headers": headers, "follow_redirects": False, "expect_errors": True}
    answer = app.post(PAGE, data={**form, **values, **cells}, **options)
    model.Session.rollback()
    model.Session.expire_all()
    return answer


def made() -> Submission:
    """Return the newest submission."""
    query = sa.select(Submission).order_by(Submission.number.desc()).limit(1)
    return model.Session.scalars(query).one()


def approve(submission: Submission) -> Submission:
    """Approve and publish it."""
    revision = newest(submission)
    assert revision is not None
    submission.state, submission.approved_by = "approved", "a-steward"
    submission.approved_revision, submission.approved_base = submission.revision, revision.base
    model.Session.commit()
    publish(submission.id)
    return again(submission)


def content_of(edition: Edition | None, folder: Any) -> bytes:
    """Return the bytes of an edition."""
    record = model.Session.get(model.File, edition.file_id) if edition else None
    assert record is not None
    return (folder / "resources" / record.location).read_bytes()


class TestRow:
    def test_only_what_was_typed_changes(
        self, app: Any, person: Dict, upload: Any, work: Callable[..., Any], storage_folder: Any
    ):
        resource = upload(toilets(3), "トイレ.csv")
        work()
        address = f"{PAGE}?resource={resource['id']}&record=2"
        page = app.get(address, headers={"Authorization": person["token"]})
        assert "36.5601" in page.body
        shown = read_row(resource["id"], None, 2)
        assert shown is not None
        assert shown.number == 3
        place = f"cell-{shown.headings.index('緯度')}"
        assert sent(app, person, resource["id"], 3).status_code == 422, "nothing changed"
        first = sent(app, person, resource["id"], 3, **{place: "36.5701"})
        twice = sent(app, person, resource["id"], 3, **{place: "36.5701"})
        assert first.status_code == 302, first.body
        assert first.headers["Location"] == twice.headers["Location"]
        correction = made()
        revision = newest(correction)
        assert revision is not None
        (change,) = revision.fields["changes"]
        assert (change["column"], change["old"], change["new"]) == ("緯度", "36.5601", "36.5701")
        assert change["row"]["key"]
        assert (correction.state, correction.kind) == ("submitted", "correction")
        assert approve(correction).state == "published"
        work()
        assert content_of(Edition.shown(resource["id"]), storage_folder) == toilets(3).replace(
            b"36.5601", b"36.5701"
        )
        old_form = sent(app, person, resource["id"], 3, edition="old", **{place: "1"})
        assert old_form.status_code == 422

    @pytest.mark.parametrize(
        ("heading", "typed", "code"),
        [("緯度", "なし", "word-for-empty"), ("緯度", "43.1", "position-outside")],
    )
    def test_reviewers_are_told_what_new_values_would_break(
        self, app: Any, person: Dict, upload: Any, work: Any, heading: str, typed: str, code: str
    ):
        resource = upload(toilets(3), "トイレ.csv")
        work()
        shown = read_row(resource["id"], 3, None)
        assert shown is not None
        place = f"cell-{shown.headings.index(heading)}"
        assert sent(app, person, resource["id"], 3, **{place: typed}).status_code == 302
        found = check_submission(made())
        assert found["cares"] == ["changes"]
        (told,) = found["changes"]
        assert (told["row"], told["column"], told["code"]) == (3, heading, code)
        assert typed in told["message"]["ja"] and typed in told["message"]["en"]
        assert sent(app, person, resource["id"], 3, **{place: "36.5702"}, request_key="k2")
        assert check_submission(made())["changes"] == []

    def test_a_workbook_becomes_a_csv_beside_its_earlier_edition(
        self, app: Any, person: Dict, upload: Any, work: Callable[..., Any], storage_folder: Any
    ):
        resource = upload(workbook(), "調査.xlsx")
        work()
        (before,) = Edition.released(resource["id"])
        address = f"{PAGE}?resource={resource['id']}&row=4"
        page = app.get(address, headers={"Authorization": person["token"]})
        assert "CSV" in page.body
        assert sent(app, person, resource["id"], 4, **{"cell-1": "36.7"}).status_code == 302
        assert approve(made()).state == "published"
        work()
        after, former = Edition.released(resource["id"])
        assert (former.id, after.name) == (before.id, "調査.csv")
        text = content_of(after, storage_folder).decode("utf-8-sig")
        assert text.splitlines() == ["名称,緯度,経度", "駅,36.5,136.6", "橋,36.7,1"]

    def test_what_is_no_row_is_not_there(self, app: Any, person: Dict, upload: Any, work: Any):
        resource = upload(toilets(2), "表.csv")
        work()
        for row in ("1", "99", "x", ""):
            address = f"{PAGE}?resource={resource['id']}&row={row}"
            headers = {"Authorization": person["token"]}
            assert app.get(address, headers=headers, expect_errors=True).status_code == 404
        visitor = app.get(f"{PAGE}?resource={resource['id']}&row=2", follow_redirects=False)
        assert visitor.status_code == 302


class TestReturned:
    def test_it_is_revised_in_its_place(
        self,
        app: Any,
        person: Dict,
        steward: Dict,
        make_person: Any,
        upload: Any,
        dataset: Any,
        work: Any,
    ):
        resource = upload(toilets(3), "トイレ.csv")
        work()
        shown = read_row(resource["id"], 3, None)
        assert shown is not None
        place = f"cell-{shown.headings.index('緯度')}"
        sent(app, person, resource["id"], 3, **{place: "36.7"}, request_key="r")
        submission = made()
        take_step(submission.id, "take", "steward", steward["id"])
        take_step(submission.id, "return", "steward", steward["id"], text="出典は？")
        model.Session.commit()
        address = f"{PAGE}?submission={submission.id}"
        headers = {"Authorization": person["token"]}
        shown = app.get(address, headers=headers)
        assert "出典は？" in shown.body and 'value="36.7"' in shown.body
        assert address in app.get(f"/contribute/submissions/{submission.id}", headers=headers).body
        other = {"Authorization": make_person()["token"]}
        assert app.get(address, headers=other, expect_errors=True).status_code == 404
        answer = sent(app, person, resource["id"], 3, submission=submission.id, **{place: "36.8"})
        assert answer.headers["Location"].endswith(submission.id)
        again_made = made()
        assert (again_made.id, again_made.state) == (submission.id, "submitted")
        revision = newest(again_made)
        assert revision and revision.number == 2
        assert [one["new"] for one in revision.fields["changes"]] == ["36.8"]
        # What is being reviewed is not revised.
        refused = sent(app, person, resource["id"], 3, submission=submission.id, **{place: "1"})
        assert refused.status_code == 302 and newest(made()).number == 2

    def test_a_row_is_found_where_it_moved(self, upload: Any, work: Any):
        resource = upload(toilets(3), "トイレ.csv")
        work()
        row = read_row(resource["id"], 3, None)
        assert row is not None
        found = find_row(resource["id"], {"key": {row.headings[1]: row.cells[1]}})
        assert found == row
        assert find_row(resource["id"], {"hash": row_hash(row.cells)}) == row
        assert find_row(resource["id"], {"key": {row.headings[1]: "なし"}}) is None
