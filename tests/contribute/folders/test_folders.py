"""A folder with a sheet: each row its own result, nothing twice, nothing beyond the quota."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import ckan.model as model
import pytest
import sqlalchemy as sa

from ckanext.kanazawa.contribute.bodies import tokens
from ckanext.kanazawa.contribute.model.body import Body
from ckanext.kanazawa.contribute.model.membership import Membership
from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.people.leave import erase
from ckanext.kanazawa.contribute.publication.sweep import sweep
from ckanext.kanazawa.contribute.step import take_step
from ckanext.kanazawa.schemas.shared import BulkImport
from tests.contribute.folders.conftest import folder, packed, row
from tests.contribute.submissions.conftest import DECLARED
from tests.factories import Dataset
from tests.schemas.tables.conftest import toilets

pytestmark = pytest.mark.usefixtures("with_plugins", "class_db", "pending_folder")
Dict = dict[str, Any]
Submit = Callable[..., list[Dict]]
Call = Callable[..., Any]


def mine(person: Dict) -> list[Submission]:
    """Return somebody's submissions, oldest first, read anew."""
    model.Session.rollback()
    model.Session.expire_all()
    query = sa.select(Submission).where(Submission.author_id == person["id"])
    return list(model.Session.scalars(query.order_by(Submission.number)))


def statuses(results: list[Dict]) -> list[str]:
    return [one["status"] for one in results]


class TestSubmitting:
    def test_a_trial_submits_nothing_and_says_what_would_be(
        self, send: Call, call: Call, work: Call, person: Dict
    ):
        rows = [row("一", "a.csv"), row("二", "none.csv"), row("三", "b.csv", 分野="料理")]
        _, found = send(person, packed(rows, {"a.csv": toilets(), "b.csv": b"1\r\n"}))
        work("import")
        _, tried = call("submission_folder_show", person, id=found["id"])
        assert statuses(tried["results"]) == ["made", "refused", "refused"]
        assert tried["dry_run"] and tried["can_run"] and mine(person) == []
        assert "none.csv" in tried["results"][1]["said"]["ja"]
        assert tried["results"][2]["said"]["en"].startswith("dataset_theme: ")

    def test_each_dataset_becomes_a_submission_with_its_files(
        self, submit: Submit, call: Call, person: Dict
    ):
        rows = [
            row("一", "a.csv", ファイル_タイトル="北", タグ="水;道"),
            row("一", "下/b.csv"),
            row("二", "c.csv"),
        ]
        files = {"a.csv": toilets(), "下/b.csv": toilets() + b"\r\n", "c.csv": toilets()}
        assert statuses(submit(person, packed(rows, files))) == ["made", "made", "made"]
        first, second = mine(person)
        assert (first.state, second.state) == ("submitted", "submitted")
        _, told = call("submission_show", person, id=first.id)
        assert [one["name"] for one in told["files"]] == ["a.csv", "b.csv"]
        assert told["files"][0]["title"] == "北"
        assert told["fields"]["tag_string"] == "水, 道"
        assert told["fields"]["license_id"] == "CC-BY-4.0"
        assert told["credit"]["name"] == "見本 花子"

    def test_sent_again_nothing_is_doubled(self, submit: Submit, person: Dict):
        for expected in ("made", "unchanged", "unchanged"):
            assert statuses(submit(person, folder("四", "五"))) == [expected, expected]
        assert len(mine(person)) == 2

    def test_what_waits_for_a_decision_is_not_changed_behind_it(self, submit: Submit, person: Dict):
        submit(person, folder("六"))
        [result] = submit(person, packed([row("六", "六.csv")], {"六.csv": toilets()}))
        assert result["status"] == "refused"
        assert f"#{mine(person)[0].number}" in result["said"]["ja"]

    def test_what_was_returned_is_revised_and_submitted_again(
        self, submit: Submit, call: Call, person: Dict, steward: Dict
    ):
        submit(person, folder("七"))
        [submission] = mine(person)
        take_step(submission.id, "take", "steward", steward["id"])
        take_step(submission.id, "return", "steward", steward["id"], reason="incomplete")
        model.Session.commit()
        changed = packed([row("七", "七.csv", 説明="直した説明です。")], {"七.csv": toilets()})
        assert statuses(submit(person, changed)) == ["changed"]
        _, told = call("submission_show", person, id=submission.id)
        assert told["state"] == "submitted" and len(told["files"]) == 1
        assert told["fields"]["notes_translated"]["ja"] == "直した説明です。"

    def test_a_file_for_a_dataset_that_is_there_is_an_addition(
        self, submit: Submit, person: Dict, municipality: Dict
    ):
        dataset = Dataset(owner_org=municipality["id"])
        content = packed([row(dataset["name"], "new.csv")], {"new.csv": toilets()})
        assert statuses(submit(person, content)) == ["made"]
        [submission] = mine(person)
        assert (submission.kind, submission.dataset_id) == ("addition", dataset["id"])


class TestLimits:
    @pytest.mark.ckan_config("ckanext.kanazawa.contribute.quota_open", 2)
    def test_the_quota_holds_and_the_trial_says_so(
        self, send: Call, call: Call, work: Call, person: Dict
    ):
        _, found = send(person, folder("一", "二", "三"))
        work("import")
        _, tried = call("submission_folder_show", person, id=found["id"])
        call("submission_folder_run", person, id=found["id"])
        work("import")
        _, done = call("submission_folder_show", person, id=found["id"])
        assert statuses(tried["results"]) == ["made", "made", "refused"]
        assert statuses(done["results"]) == ["made", "made", "refused"]
        assert len(mine(person)) == 2

    def test_hostile_files_are_refused_row_by_row(self, submit: Submit, person: Dict):
        names = ("page.csv", "run.exe", "../etc.csv", "ok.csv")
        rows = [row(name, name) for name in names]
        page = b"<html><script>alert(1)</script></html>"
        files = {"page.csv": page, "run.exe": b"MZ", "ok.csv": toilets()}
        results = submit(person, packed(rows, files))
        assert statuses(results) == ["refused", "refused", "refused", "made"]
        assert "ウェブページ" in results[0]["said"]["ja"] and "web page" in results[0]["said"]["en"]

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("declarations", {**DECLARED, "right": False}),
            ("declarations", "{"),
            ("credit", {}),
            ("municipality", "unknown"),
            ("body_id", "unknown"),
        ],
    )
    def test_what_is_not_said_is_named(
        self, send: Call, person: Dict, pending_folder: Path, field: str, value: Any
    ):
        status, error = send(person, folder("一"), **{field: value})
        assert status == 409 and any(name.startswith(field) for name in error)
        assert not list(pending_folder.rglob("*.zip"))

    def test_what_is_no_folder_is_refused(self, send: Call, person: Dict):
        for content in (b"no zip", packed([], {})[:40], b""):
            status, error = send(person, content)
            assert status == 409 and set(error) - {"__type"} == {"upload"}

    def test_only_some_folders_wait_at_once(self, send: Call, person: Dict):
        answers = [send(person, folder("一"))[0] for _ in range(6)]
        assert answers == [200] * 5 + [409]


class TestWhose:
    def test_nobody_else_sees_it(
        self, send: Call, call: Call, make_person: Call, person: Dict, steward: Dict
    ):
        _, found = send(person, folder("秘"))
        other = make_person()
        for reader, expected in ((other, 404), (steward, 403), (None, 403)):
            for action in ("show", "run", "delete"):
                answer = call(f"submission_folder_{action}", reader, id=found["id"])
                assert answer[0] == expected
        assert call("submission_folder_list", other)[1] == []
        assert len(call("submission_folder_list", person)[1]) == 1

    def test_a_body_sends_one_with_its_token(
        self, submit: Submit, call: Call, person: Dict, make_person: Call, municipality: Dict
    ):
        of_city = {"kind": "company", "municipality": municipality["id"]}
        body = Body(name="body-folder", title="見本社", **of_city)
        model.Session.add(body)
        model.Session.flush()
        other = make_person()
        for one in (person, other):
            model.Session.add(Membership(body_id=body.id, user_id=one["id"], role="owner"))
        user = model.User.get(person["id"])
        given = {"name": "t", "scopes": ["submit", "read"], "days": 3}
        text = tokens.create(body.id, given, user)[1]
        model.Session.commit()
        bearer, of_body = {**person, "token": text}, {"body_id": body.id, "credit": {"how": "body"}}
        assert statuses(submit(bearer, folder("社"), **of_body)) == ["made"]
        # Another member sends the same: it is the body's already.
        assert statuses(submit(other, folder("社"), **of_body)) == ["unchanged"]
        assert [one.body_id for one in mine(person)] == [body.id] and mine(other) == []

    def test_suspended_meanwhile_nothing_is_submitted(
        self, send: Call, call: Call, work: Call, person: Dict
    ):
        _, found = send(person, folder("一"))
        work("import")
        call("submission_folder_run", person, id=found["id"])
        model.Session.execute(
            sa.text(
                "UPDATE kanazawa_contribute_account SET suspended_at = now() WHERE user_id = :id"
            ),
            {"id": person["id"]},
        )
        model.Session.commit()
        work("import")
        assert statuses(model.Session.get_one(BulkImport, found["id"]).results) == ["refused"]
        assert mine(person) == []

    def test_whoever_leaves_takes_it_along(self, send: Call, person: Dict, pending_folder: Path):
        send(person, folder("一"))
        assert sweep(only_look=True).orphans == 0
        user = model.User.get(person["id"])
        assert user
        erase(user, "leave", user.id)
        model.Session.commit()
        own = sa.select(BulkImport).where(BulkImport.user_id == person["id"])
        assert model.Session.scalars(own).all() == []
        assert not [path for path in pending_folder.rglob("*") if path.is_file()]
