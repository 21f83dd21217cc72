"""Submissions through the API: made once, saved as revisions, seen by nobody else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import ckan.model as model
import pytest
import sqlalchemy as sa

from ckanext.kanazawa.contribute.model.record import Record
from ckanext.kanazawa.contribute.model.revision import Revision
from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.schemas.model.edition import Edition
from ckanext.kanazawa.schemas.model.form import Form
from ckanext.kanazawa.schemas.model.job import Job
from tests.contribute.submissions.conftest import DECLARED, FIELDS
from tests.schemas.tables.conftest import toilets

pytestmark = pytest.mark.usefixtures("with_plugins", "class_db", "pending_folder")
Call = Callable[..., tuple[int, Any]]
Dict = dict[str, Any]


class TestCreate:
    def test_the_same_request_makes_one_submission(self, call: Call, person: Dict):
        first = call("submission_create", person, request_key="once", fields=FIELDS)
        again = call("submission_create", person, request_key="once", fields=FIELDS)
        assert first[0] == again[0] == 200
        assert first[1]["id"] == again[1]["id"]
        assert again[1]["revision"] == 1

    def test_keys_of_others_are_not_ours(self, call: Call, make_person: Callable[..., Dict]):
        made = [call("submission_create", make_person(), request_key="k")[1] for _ in range(2)]
        assert made[0]["id"] != made[1]["id"]

    def test_only_contributors_in_good_standing_begin(self, call: Call, steward: Dict):
        assert call("submission_create", None)[0] == 403
        assert call("submission_create", steward)[0] == 403

    def test_what_a_dataset_must_not_be_given_is_refused(self, call: Call, person: Dict):
        status, error = call(
            "submission_create", person, fields={"owner_org": "x", "private": False, "name": "y"}
        )
        assert status == 409
        assert {"owner_org", "private", "name"} <= set(error)

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("title_translated", {"ja": "x" * 10_000_000}),
            ("title_translated", {"fr": "x"}),
            ("notes_translated", ["x"]),
            ("kanazawa_theme", ["no-such-theme"]),
            ("license_id", "mine"),
            ("url", "javascript:alert(1)"),
            ("documentation", ["ftp://x"]),
            ("temporal_coverage", [{"start": "soon"}]),
            ("temporal_coverage", [{"start": "2024-04-10", "end": "2024-03"}]),
            ("kanazawa_doi", "not a doi"),
            ("kanazawa_creators", [{"name": "A", "orcid": "0000-0002-1825-0098"}]),
            ("kanazawa_creators", [{"name": "A", "ror": "https://ror.org/03yrm5c27"}]),
            ("embargo", "2026-02-30"),
            ("kanazawa_creators", [{"name": str(n)} for n in range(1000)]),
        ],
    )
    def test_values_that_fit_no_field_are_told_beside_it(
        self, call: Call, person: Dict, name: str, value: Any
    ):
        status, error = call("submission_create", person, fields={name: value})
        assert status == 409
        assert error[name][0]
        assert not model.Session.scalars(
            sa.select(Submission).where(Submission.author_id == person["id"])
        ).all()

    def test_identifiers_of_research_are_stored_in_one_form(self, call: Call, person: Dict):
        _, made = call(
            "submission_create",
            person,
            fields={
                "kanazawa_doi": "https://doi.org/10.1000/ABC",
                "kanazawa_creators": [
                    {
                        "name": "見本 太郎",
                        "orcid": "https://orcid.org/0000-0002-1825-0097",
                        "ror": "02hwp6a56",
                    }
                ],
            },
        )
        assert made["fields"]["kanazawa_doi"] == "10.1000/abc"
        assert made["fields"]["kanazawa_creators"] == [
            {
                "name": "見本 太郎",
                "orcid": "0000-0002-1825-0097",
                "ror": "https://ror.org/02hwp6a56",
            }
        ]

    def test_nobody_acts_for_a_body_of_others(self, call: Call, person: Dict):
        status, error = call("submission_create", person, body_id="some-body")
        assert (status, list(error)) == (409, ["body_id", "__type"])

    def test_open_submissions_are_numbered(self, call: Call, person: Dict, ckan_config: Any):
        ckan_config["ckanext.kanazawa.contribute.quota_open"] = 1
        try:
            assert call("submission_create", person)[0] == 200
            status, error = call("submission_create", person)
        finally:
            ckan_config["ckanext.kanazawa.contribute.quota_open"] = 20
        assert status == 409
        assert "1" in error["quota"][0]


class TestRevisions:
    def test_each_save_adds_one_and_leaves_the_others(self, call: Call, person: Dict, draft: Dict):
        number = draft["revision"]
        _, found = call("submission_patch", person, id=draft["id"], fields={"note": "直しました"})
        assert found["revision"] == number + 1
        assert found["title"] == FIELDS["title_translated"]["ja"]
        before = model.Session.get(Revision, (draft["id"], number))
        assert before is not None
        assert "note" not in before.fields

    def test_saving_the_same_again_adds_none(self, call: Call, person: Dict, draft: Dict):
        change = {"fields": {"note": "直しました"}, "declarations": {"right": True}}
        first = call("submission_patch", person, id=draft["id"], **change)[1]
        assert call("submission_patch", person, id=draft["id"], **change)[1] == first

    def test_an_emptied_field_is_gone(self, call: Call, person: Dict, draft: Dict):
        call("submission_patch", person, id=draft["id"], fields={"kanazawa_source": "歩いて"})
        _, found = call("submission_patch", person, id=draft["id"], fields={"kanazawa_source": ""})
        assert "kanazawa_source" not in found["fields"]


class TestFiles:
    def test_a_file_is_examined_and_stays_closed(
        self, call: Call, person: Dict, draft: Dict, work: Callable[..., Any], app: Any
    ):
        work()
        _, found = call("submission_show", person, id=draft["id"])
        table = found["files"][0]["table"]
        assert (table["state"], table["rows"], table["format"]) == ("examined", 5, "public-toilet")
        assert table["totals"]["severity"]["warning"]
        edition = model.Session.get(Edition, found["files"][0]["edition_id"])
        assert edition is not None
        assert (edition.owner_type, edition.release) == ("submission", "held")
        assert not model.Session.scalars(sa.select(Form).where(Form.edition_id == edition.id)).all()
        kinds = sa.select(Job.kind).where(Job.owner_id == draft["id"])
        assert set(model.Session.scalars(kinds)) == {"examine"}
        file = found["files"][0]["file_id"]
        headers = {"Authorization": person["token"]}
        for path in (
            f"/api/3/action/file_show?id={file}",
            f"/file/download/{file}",
            f"/tables/{draft['id']}/latest.csv",
            f"/api/3/action/kanazawa_schemas_edition_show?id={edition.id}",
            f"/api/3/action/kanazawa_schemas_finding_list?resource_id={draft['id']}",
            f"/api/3/action/kanazawa_schemas_edition_list?resource_id={draft['id']}",
        ):
            answer = app.get(path, headers=headers, expect_errors=True)
            assert answer.status_code in (400, 403, 404, 409), path

    def test_the_same_file_again_adds_nothing(self, call: Call, person: Dict, draft: Dict):
        upload = (toilets(), "見本トイレ.csv")
        _, entry = call("submission_file_add", person, id=draft["id"], upload=upload)
        assert entry["key"] == draft["files"][0]["key"]
        assert call("submission_show", person, id=draft["id"])[1]["revision"] == draft["revision"]

    def test_a_file_left_out_of_a_draft_leaves_the_storage(
        self, call: Call, person: Dict, draft: Dict, pending_folder: Path
    ):
        assert len([p for p in pending_folder.rglob("*") if p.is_file()]) == 1
        key = draft["files"][0]["key"]
        _, found = call("submission_file_remove", person, id=draft["id"], key=key)
        assert found["files"] == []
        assert not [p for p in pending_folder.rglob("*") if p.is_file()]
        assert call("submission_file_remove", person, id=draft["id"], key=key)[0] == 404

    def test_a_refused_file_leaves_nothing(
        self, call: Call, person: Dict, draft: Dict, pending_folder: Path
    ):
        status, error = call(
            "submission_file_add", person, id=draft["id"], upload=(b"MZ\x90\x00", "表.csv")
        )
        assert status == 409
        assert "表.csv" in error["upload"][0]
        assert len([p for p in pending_folder.rglob("*") if p.is_file()]) == 1

    def test_scripts_in_a_file_name_are_only_signs(self, call: Call, person: Dict, draft: Dict):
        _, entry = call(
            "submission_file_add",
            person,
            id=draft["id"],
            upload=(b"a,b\n1,2\n", "<script>alert(1)</script>.csv"),
        )
        assert "<" not in entry["name"]

    def test_a_file_can_be_titled(self, call: Call, person: Dict, draft: Dict):
        key = draft["files"][0]["key"]
        change = [{"key": key, "title": "一覧"}]
        _, found = call("submission_patch", person, id=draft["id"], files=change)
        assert found["files"][0]["title"] == "一覧"
        wrong = call("submission_patch", person, id=draft["id"], files=[{"key": key, "name": "x"}])
        assert wrong[0] == 409

    def test_bytes_have_a_quota(self, call: Call, person: Dict, draft: Dict, ckan_config: Any):
        ckan_config["ckanext.kanazawa.contribute.quota_files"] = 1
        try:
            status, error = call(
                "submission_file_add", person, id=draft["id"], upload=(b"a,b\n", "二.csv")
            )
        finally:
            ckan_config["ckanext.kanazawa.contribute.quota_files"] = 100
        assert (status, "upload" in error) == (409, True)


class TestSteps:
    def test_submitting_twice_is_submitting_once(self, call: Call, person: Dict, submitted: Dict):
        again = call("submission_submit", person, id=submitted["id"])
        assert (again[0], again[1]["state"]) == (200, "submitted")
        steps = sa.select(Record.what).where(Record.subject_id == submitted["id"])
        assert model.Session.scalars(steps.order_by(Record.id)).all() == ["create", "submit"]

    def test_what_is_missing_is_said_beside_each_field(
        self, call: Call, person: Dict, municipality: Dict
    ):
        _, made = call("submission_create", person)
        status, error = call("submission_submit", person, id=made["id"])
        assert status == 409
        assert {
            *("title_translated", "notes_translated", "kanazawa_theme", "license_id", "files"),
            *("credit", "declarations.right", "declarations.no_personal_data"),
            "declarations.people_agreed",
        } <= set(error)
        assert call("submission_show", person, id=made["id"])[1]["state"] == "draft"

    def test_whoever_saw_an_older_revision_is_told(self, call: Call, person: Dict, draft: Dict):
        status, error = call("submission_submit", person, id=draft["id"], revision=1)
        assert (status, "revision" in error) == (409, True)

    @pytest.mark.parametrize("action", ["patch", "appeal", "file_add", "file_remove"])
    def test_a_state_forbids_steps(self, call: Call, person: Dict, submitted: Dict, action: str):
        more: Dict = {"fields": {"note": "x"}, "text": "なぜなら", "key": "x"}
        if action == "file_add":
            more = {"upload": (b"a,b\n1,2\n", "x.csv")}
        if action == "file_remove":
            more = {"key": submitted["files"][0]["key"]}
        status, error = call(f"submission_{action}", person, id=submitted["id"], **more)
        assert status == 409
        assert "state" in error
        after = call("submission_show", person, id=submitted["id"])[1]
        assert (after["revision"], after["files"]) == (submitted["revision"], submitted["files"])

    def test_withdrawing_twice_is_withdrawing_once(self, call: Call, person: Dict, submitted: Dict):
        for _ in range(2):
            status, found = call("submission_withdraw", person, id=submitted["id"])
            assert (status, found["state"]) == (200, "withdrawn")
        assert call("submission_submit", person, id=submitted["id"])[0] == 409


class TestAccess:
    @pytest.mark.parametrize(
        "action", ["show", "patch", "submit", "withdraw", "appeal", "file_remove"]
    )
    def test_for_others_there_is_none(
        self, call: Call, make_person: Callable[..., Dict], submitted: Dict, action: str
    ):
        stranger = make_person()
        for id in (submitted["id"], "no-such-id"):
            status, error = call(f"submission_{action}", stranger, id=id, key="x", text="x")
            assert status == 404
            assert error["message"] == "見つかりません: 投稿が見つかりません"
        same = [
            call(f"submission_{action}", stranger, id=id, key="x", text="x")[1]
            for id in (submitted["id"], "no-such-id")
        ]
        assert same[0] == same[1]

    def test_stewards_of_its_municipality_see_it_once_submitted(
        self, call: Call, person: Dict, draft: Dict, steward: Dict, other_steward: Dict
    ):
        assert call("submission_show", steward, id=draft["id"])[0] == 404
        call("submission_submit", person, id=draft["id"])
        assert call("submission_show", steward, id=draft["id"])[0] == 200
        assert call("submission_show", other_steward, id=draft["id"])[0] == 404
        assert call("submission_patch", steward, id=draft["id"], fields={})[0] == 403

    def test_the_list_holds_ones_own(
        self, call: Call, person: Dict, draft: Dict, make_person: Callable[..., Dict]
    ):
        assert call("submission_list", person)[1]["count"] == 1
        assert call("submission_list", make_person())[1] == {"count": 0, "results": []}
        assert call("submission_list", None)[0] == 403

    def test_declarations_count_only_when_said(self, call: Call, person: Dict):
        _, made = call("submission_create", person, declarations={"right": "perhaps"})
        assert made["declarations"] == {"right": False}
        assert set(DECLARED) == {"right", "no_personal_data", "people_agreed"}
