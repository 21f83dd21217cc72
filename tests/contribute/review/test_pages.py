"""Pages of stewards, in both languages, and the link for a section."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import ckan.model as model
import pytest
import sqlalchemy as sa

from ckanext.kanazawa.contribute.model.inquiry import Inquiry
from ckanext.kanazawa.contribute.model.remark import Remark
from ckanext.kanazawa.contribute.model.submission import Submission
from tests.contribute.published import FIELDS, again, base_of
from tests.schemas.tables.conftest import toilets

pytestmark = pytest.mark.usefixtures("with_plugins", "class_db")
Propose = Callable[..., Submission]


class TestPages:
    def test_the_queue_and_a_submission_in_both_languages(
        self, app: Any, propose: Propose, steward_headers: Any
    ):
        submission = propose()
        for prefix, words in (("", "確認中"), ("/en", "In review")):
            queue = app.get(f"{prefix}/review", headers=steward_headers)
            assert submission.title in queue.body
            page = app.get(f"{prefix}/review/{submission.id}", headers=steward_headers)
            assert words in page.body
            assert "見本の調査" in page.body
            assert page.headers["Cache-Control"] == "private, no-store"

    def test_codes_are_told_as_people_read_them(
        self, app: Any, propose: Propose, steward_headers: Any
    ):
        coded = {"kanazawa_area": ["172014"], "temporal_coverage": [{"start": "2026"}]}
        submission = propose(fields={**FIELDS, **coded}, files=())
        address = f"/api/3/action/kanazawa_contribute_review_show?id={submission.id}"
        found = app.get(address, headers=steward_headers).json["result"]["fields"]
        told = {one["name"]: one["after"] for one in found}
        assert told["kanazawa_area"] == "金沢市"
        assert told["temporal_coverage"] == "開始：2026"
        assert told["title_translated"] == "日本語：見本の調査\n英語：Sample survey"
        assert not {"administration", "CC-BY-4.0"} & set(told.values())

    def test_what_was_said_and_found_is_told_to_whoever_decides(
        self, app: Any, propose: Propose, steward_headers: Any, work: Any
    ):
        table = "名称,備考\r\n見本,090-1234-5678 まで\r\n".encode()
        submission = propose(
            fields={**FIELDS, "note": "急ぎません。"},
            files=((table, "名簿.csv", {}),),
        )
        work()
        page = app.get(f"/review/{submission.id}", headers=steward_headers).body
        for said in ("急ぎません。", "見本花子", "携帯電話の番号", "2行目"):
            assert said in page, said
        # Of what is new nothing is changed, and nothing stands beside it.
        assert "公開中の内容" not in page
        assert "badge text-bg-primary" not in page

    def test_a_remark_names_what_it_is_about(
        self, app: Any, propose: Propose, steward_headers: Any
    ):
        submission = propose(files=((b"a,b\n1,2\n", "今年.csv", {}),))
        for place, text in (("file:file0", "列を足してください"), ("file:gone", "消してください")):
            remark = Remark(submission_id=submission.id, revision=1, place=place, text=text)
            model.Session.add(remark)
        model.Session.commit()
        page = app.get(f"/review/{submission.id}", headers=steward_headers).body
        assert "<strong>今年.csv</strong>: 列を足してください" in page
        assert "<strong>外されたファイル</strong>: 消してください" in page

    def test_rows_that_differ_are_shown_beside_the_public_ones(
        self, app: Any, propose: Propose, steward_headers: Any, upload: Any, dataset: Any, work: Any
    ):
        resource = upload(toilets(3), "去年.csv")
        work()
        live = app.get(f"/api/3/action/package_show?id={dataset['id']}").json["result"]
        new = toilets(3).replace("見本公園トイレ2".encode("cp932"), "中央公園".encode("cp932"))
        files = ((new, "今年.csv", {"resource_id": resource["id"]}),)
        submission = propose("replacement", live=live, fields={}, files=files)
        page = app.get(f"/review/{submission.id}", headers=steward_headers).body
        assert "<ins>中央公園</ins>" in page
        assert "<del>見本公園トイレ2</del>" in page
        assert page.count("<ins>") == page.count("<del>") == 15
        assert base_of(live)["resources"] == {resource["id"]: live["resources"][0]["hash"]}

    def test_a_form_decides_and_says_why_not(
        self, app: Any, propose: Propose, steward_headers: Any
    ):
        submission = propose(files=())
        address = f"/review/{submission.id}"
        refused = app.post(
            address,
            data={"verb": "return", "revision": "1", "text": ""},
            headers=steward_headers,
            follow_redirects=False,
        )
        assert refused.status_code == 409
        assert 'role="alert"' in refused.body
        done = app.post(
            address,
            data={"verb": "return", "revision": "1", "text": "題名を直してください"},
            headers=steward_headers,
            follow_redirects=False,
        )
        assert done.status_code == 302
        assert again(submission).state == "returned"

    def test_others_cannot_tell_that_it_exists(
        self, app: Any, propose: Propose, person: Any, other_steward: Any
    ):
        submission = propose()
        for who in ({"Authorization": other_steward["token"]},):
            for path in (f"/review/{submission.id}", f"/review/{submission.id}/files/file0"):
                assert app.get(path, headers=who).status_code == 404, path
        contributor = {"Authorization": person["token"]}
        assert app.get(f"/review/{submission.id}", headers=contributor).status_code == 403
        assert app.get("/review/no-such-id", headers=contributor).status_code == 403
        away = app.get(f"/review/{submission.id}", follow_redirects=False)
        assert away.status_code == 302

    def test_a_pending_file_is_an_attachment_that_nobody_keeps(
        self, app: Any, propose: Propose, steward_headers: Any
    ):
        submission = propose(files=((b"<script>alert(1)</script>,a\n1,2\n", "x.html", {}),))
        sent = app.get(f"/review/{submission.id}/files/file0", headers=steward_headers)
        assert sent.headers["Content-Disposition"].startswith("attachment")
        assert sent.headers["Content-Type"] == "application/octet-stream"
        assert "sandbox" in sent.headers["Content-Security-Policy"]
        assert sent.headers["Cache-Control"] == "private, no-store"


class TestInquiry:
    def test_a_section_answers_once_by_its_link(
        self, app: Any, propose: Propose, steward_headers: Any
    ):
        submission = propose(files=())
        answer = app.post(
            "/api/3/action/kanazawa_contribute_review_ask",
            json={"id": submission.id, "section": "公園緑地課", "question": "正しいですか"},
            headers=steward_headers,
        ).json["result"]
        path = answer["link"].split("test.ckan.net")[1]
        page = app.get(path)
        assert "公園緑地課" in page.body
        assert "見本の調査" in page.body
        token = re.search(r'name="_csrf_token"[^>]*value="([^"]+)"', page.body)
        assert token is not None
        forged = app.post(path, data={"answer": "x"}, follow_redirects=False)
        assert forged.status_code == 400
        sent = {"answer": "正しいです", "_csrf_token": token[1]}
        assert app.post(path, data=sent, follow_redirects=False).status_code == 302
        assert app.post(path, data=sent, follow_redirects=False).status_code == 409
        model.Session.expire_all()
        assert model.Session.scalars(sa.select(Inquiry.answer)).one() == "正しいです"
        assert app.get("/review/inquiry/guessed").status_code == 404
