"""What must not do harm: too much text, scripts in every field, the same thing twice at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import ckan.model as model
import pytest
import sqlalchemy as sa
from ckan.tests.helpers import call_action

from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.submissions.fields import FIELDS
from tests.schemas.tables.conftest import toilets

pytestmark = pytest.mark.usefixtures("with_plugins", "class_db", "pending_folder")
Dict = dict[str, Any]
Call = Callable[..., Any]
SCRIPT = "<script>alert('kz')</script>"
TEN_MEGABYTES = "x" * 10_000_000
TRANSLATED = ("title_translated", "notes_translated", "provenance")
LISTED = ("kanazawa_theme", "kanazawa_area", "language", "documentation")
# Fields whose values are looked up, or read as a date, an address, or by check digits.
FIXED = {"kanazawa_theme", "license_id", "kanazawa_area", "frequency", "language", "url"} | {
    *("kanazawa_license_url", "documentation", "kanazawa_as_of", "embargo", "kanazawa_doi"),
    "temporal_coverage",
}


def holding(field: str, text: str) -> Any:
    """Return a value of a field that holds a text wherever one can be typed."""
    if field in TRANSLATED:
        return {"ja": text}
    if field == "temporal_coverage":
        return [{"start": text}]
    if field == "kanazawa_creators":
        return [{"name": text, "affiliation": text}]
    return [text] if field in LISTED else text


class TestTooMuchText:
    def test_ten_megabytes_are_refused_in_every_field(self, call: Call, person: Dict, draft: Dict):
        for field in FIELDS:
            given = {field: holding(field, TEN_MEGABYTES)}
            status, error = call("submission_patch", person, id=draft["id"], fields=given)
            assert (status, set(error) - {"__type"}) == (409, {field})
            assert len(str(error)) < 2_000, "the message does not repeat them"
        assert call("submission_show", person, id=draft["id"])[1]["revision"] == draft["revision"]

    @pytest.mark.parametrize(
        ("action", "given", "place"),
        [
            ("patch", {"credit": {"how": "name", "name": TEN_MEGABYTES}}, "credit"),
            ("patch", {"files": [{"title": TEN_MEGABYTES}]}, "files"),
            ("patch", {"files": [{"description": TEN_MEGABYTES}]}, "files"),
            ("patch", {"municipality": TEN_MEGABYTES}, "municipality"),
            ("patch", {"dataset_id": TEN_MEGABYTES}, "dataset_id"),
            ("patch", {"kind": TEN_MEGABYTES}, "kind"),
            ("withdraw", {"text": TEN_MEGABYTES}, "text"),
            ("submit", {"revision": "9" * 10_000_000}, "revision"),
        ],
        ids=lambda value: None if isinstance(value, dict) else value,
    )
    def test_and_everywhere_else(
        self, call: Call, person: Dict, draft: Dict, action: str, given: Dict, place: str
    ):
        if place == "files":
            given = {"files": [{"key": draft["files"][0]["key"], **given["files"][0]}]}
        status, error = call(f"submission_{action}", person, id=draft["id"], **given)
        assert (status, set(error) - {"__type"}) == (409, {place})
        found = call("submission_show", person, id=draft["id"])[1]
        assert (found["state"], found["revision"]) == ("draft", draft["revision"])

    def test_a_request_key_is_no_place_for_texts(self, call: Call, person: Dict):
        status, error = call("submission_create", person, request_key=TEN_MEGABYTES)
        assert status == 409 and "request_key" in error


class TestScripts:
    def test_nowhere_does_one_run(
        self, app: Any, call: Call, person: Dict, steward: Dict, draft: Dict
    ):
        fields = {field: holding(field, SCRIPT) for field in FIELDS if field not in FIXED}
        files = [{"key": draft["files"][0]["key"], "title": SCRIPT, "description": SCRIPT}]
        credit = {"how": "name", "name": SCRIPT}
        given = {"fields": fields, "files": files, "credit": credit}
        status, found = call("submission_patch", person, id=draft["id"], **given)
        assert status == 200, found
        steps = ("files", "about", "credit", "declarations", "relation", "look")
        mine = f"/contribute/submissions/{draft['id']}"
        pages = [(mine, person), ("/contribute/submissions", person)]
        pages += [(f"{mine}/edit/{step}", person) for step in steps]
        shown = [_page(app, *page) for page in pages]
        call("submission_submit", person, id=draft["id"])
        review = f"/review/{draft['id']}"
        for page in (mine, review, "/review", "/inbox"):
            shown.append(_page(app, page, person if page == mine else steward))
        assert not [page for page in shown if SCRIPT in page]
        assert sum("alert" in page for page in shown) >= 6, "it is shown, as signs"

    def test_what_is_refused_is_shown_as_signs(self, app: Any, person: Dict, draft: Dict):
        address = f"/contribute/submissions/{draft['id']}/edit/about"
        form = {"title_ja": SCRIPT, "period_start": SCRIPT, "url": SCRIPT, "kanazawa_as_of": SCRIPT}
        headers = {"Authorization": person["token"]}
        answer = app.post(address, data=form, headers=headers, expect_errors=True)
        assert answer.status_code == 422
        assert SCRIPT not in answer.body and answer.body.count("alert") >= 4


def _page(app: Any, path: str, person: Dict) -> str:
    answer = app.get(path, headers={"Authorization": person["token"]})
    assert answer.status_code == 200, path
    return answer.body


class TestTwiceAtOnce:
    def test_two_tabs_make_one_and_submit_it_once(
        self, app: Any, call: Call, person: Dict, draft: Dict
    ):
        key = "two-tabs"
        _at_once(app, person, "create", {"request_key": key})
        model.Session.rollback()
        same = sa.select(sa.func.count()).where(Submission.request_key == key)
        assert model.Session.scalar(same) == 1
        outcomes = _at_once(app, person, "submit", {"id": draft["id"]})
        assert outcomes == ["submitted"] * 4
        _, found = call("submission_show", person, id=draft["id"])
        assert [one["what"] for one in found["timeline"]].count("submit") == 1

    def test_a_file_sent_by_two_requests_is_there_once(self, call: Call, person: Dict, draft: Dict):
        upload = (toilets(9), "同じ.csv")
        keys = {
            call("submission_file_add", person, id=draft["id"], upload=upload)[1]["key"]
            for _ in range(2)
        }
        assert len(keys) == 1
        assert len(call("submission_show", person, id=draft["id"])[1]["files"]) == 2


def _at_once(app: Any, person: Dict, verb: str, given: Dict) -> list[str]:
    """Let four requests do the same at once; return the states they answer."""
    states: list[str] = []
    start = threading.Barrier(4)

    def act() -> None:
        with app.flask_app.test_request_context():
            start.wait()
            context = {"user": person["name"], "ignore_auth": False}
            found = call_action(f"kanazawa_contribute_submission_{verb}", context, **given)
            states.append(found["state"])
            model.Session.remove()

    threads = [threading.Thread(target=act) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return states
