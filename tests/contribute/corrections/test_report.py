"""A report of an error needs no account, and comes once."""

from __future__ import annotations

import re
from typing import Any

import ckan.model as model
import pytest
import sqlalchemy as sa

from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.submissions.revise import newest
from tests.factories import Dataset

pytestmark = pytest.mark.usefixtures("with_plugins", "class_db")
Dict = dict[str, Any]
PAGE = "/contribute/report"


@pytest.fixture
def dataset(municipality: Dict) -> Dict:
    """Return a public dataset of the city with a file."""
    resource = {"url": "https://www.example.jp/a.csv", "name": "トイレ"}
    return Dataset(owner_org=municipality["id"], resources=[resource])


def reports() -> list[Submission]:
    """Return all reports, read anew."""
    model.Session.rollback()
    model.Session.expire_all()
    return list(model.Session.scalars(sa.select(Submission).where(Submission.kind == "report")))


def token(app: Any, dataset: Dict) -> str:
    """Return the token of the form, as a browser sends it."""
    page = app.get(f"{PAGE}?dataset={dataset['id']}").body
    found = re.search(r'name="_csrf_token" value="([^"]+)"', page)
    assert found is not None
    return found[1]


class TestReport:
    def test_a_stranger_reports_a_row_once(self, app: Any, dataset: Dict, municipality: Dict):
        resource = dataset["resources"][0]["id"]
        page = app.get(f"{PAGE}?resource={resource}&row=3")
        assert page.status_code == 200
        assert dataset["title"] in page.body
        before = len(reports())
        sent = {
            "resource": resource,
            "row": "3",
            "text": "位置が違います<script>alert(1)</script>",
            "address": "a@example.jp",
            "request_key": "r1",
            "_csrf_token": token(app, dataset),
        }
        for _ in range(2):
            answer = app.post(PAGE, data=sent, follow_redirects=False)
            assert answer.status_code == 302
        found = reports()
        assert len(found) == before + 1
        report = found[-1]
        assert (report.state, report.author_id) == ("submitted", None)
        assert report.municipality == municipality["id"]
        revision = newest(report)
        assert revision is not None
        assert revision.fields["where"] == {"row": "3"}

    def test_nothing_said_is_told_beside_the_field(self, app: Any, dataset: Dict):
        sent = {"dataset": dataset["id"], "text": "", "_csrf_token": token(app, dataset)}
        answer = app.post(PAGE, data=sent, expect_errors=True)
        assert answer.status_code == 422
        assert 'id="problem-text"' in answer.body

    def test_an_address_that_is_none_is_told_beside_the_field(self, app: Any, dataset: Dict):
        sent = {"dataset": dataset["id"], "text": "違います", "address": "花子 に返事を"}
        before = len(reports())
        sent["_csrf_token"] = token(app, dataset)
        answer = app.post(PAGE, data=sent, expect_errors=True)
        assert answer.status_code == 422
        assert 'id="problem-address"' in answer.body
        assert len(reports()) == before

    def test_programs_that_fill_in_everything_change_nothing(self, app: Any, dataset: Dict):
        before = len(reports())
        sent = {"dataset": dataset["id"], "text": "x", "website": "x"}
        sent["_csrf_token"] = token(app, dataset)
        assert app.post(PAGE, data=sent, follow_redirects=False).status_code == 302
        assert len(reports()) == before

    def test_other_sites_cannot_send_one(self, app: Any, dataset: Dict):
        sent = {"dataset": dataset["id"], "text": "x"}
        assert app.post(PAGE, data=sent, expect_errors=True).status_code == 400

    def test_what_nobody_sees_is_not_there(self, app: Any, dataset: Dict, municipality: Dict):
        hidden = Dataset(owner_org=municipality["id"], private=True)
        for reference in (hidden["id"], "no-such-dataset", ""):
            answer = app.get(f"{PAGE}?dataset={reference}", expect_errors=True)
            assert answer.status_code == 404
            sent = {"dataset": reference, "text": "x", "_csrf_token": token(app, dataset)}
            assert app.post(PAGE, data=sent, expect_errors=True).status_code == 404
