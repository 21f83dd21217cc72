"""The guided form and the pages of one's own submissions."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import ckan.model as model
import pytest
import sqlalchemy as sa

from ckanext.kanazawa.contribute.model.remark import Remark
from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.step import take_step
from tests.contribute.submissions.conftest import DECLARED
from tests.factories import Dataset
from tests.schemas.tables.conftest import toilets

pytestmark = pytest.mark.usefixtures("with_plugins", "class_db", "pending_folder")
Dict = dict[str, Any]
Visit = Callable[..., Any]
SCRIPT = "<script>alert(1)</script>"
ABOUT = {
    "title_ja": f"歩いて調べたトイレ {SCRIPT}",
    "title_en": "Toilets",
    "notes_ja": f"一覧です。{SCRIPT} [x](javascript:alert(1))",
    "kanazawa_theme": "safety-environment",
    "period_start": "2026年4月",
    "period_end": "2027-03-31",
}
CREDIT = {"credit_how": "name", "credit_name": f"見本 {SCRIPT}", "license_id": "CC-BY-4.0"}


@pytest.fixture
def visit(app: Any, person: Dict) -> Visit:
    """Return what asks for a page, or sends a form, as a contributor."""

    def ask(path: str, data: Dict | None = None, *, by: Dict | None = None, **more: Any) -> Any:
        headers = {"Authorization": (by or person)["token"]}
        more = {"headers": headers, "follow_redirects": False, "expect_errors": True, **more}
        answer = app.post(path, data=data, **more) if data is not None else app.get(path, **more)
        model.Session.rollback()
        model.Session.expire_all()
        return answer

    return ask


def _newest() -> Submission:
    query = sa.select(Submission).order_by(Submission.number.desc())
    found = model.Session.scalars(query).first()
    assert found is not None
    return found


class TestForm:
    def test_a_dataset_is_submitted_step_by_step(
        self, visit: Visit, municipality: Dict, work: Callable[..., Any]
    ):
        assert visit("/contribute").status_code == 200
        page = visit("/contribute/submissions/new")
        assert page.status_code == 200
        begun = {"kind": "dataset", "municipality": municipality["id"], "request_key": "k1"}
        first = visit("/contribute/submissions/new", begun)
        again = visit("/contribute/submissions/new", begun)
        assert first.status_code == again.status_code == 302
        assert first.headers["Location"] == again.headers["Location"]
        root = f"/contribute/submissions/{_newest().id}"
        upload = {"upload": (BytesIO(toilets()), "見本トイレ.csv"), "go": "stay"}
        assert visit(f"{root}/edit/files", upload).status_code == 302
        work()
        page = visit(f"{root}/edit/files")
        assert "公衆トイレ" in page.body
        assert "９時" in page.body
        page = visit(f"{root}/edit/about")
        assert "公衆トイレ" in page.body, "the title is guessed from the format"
        wrong = visit(f"{root}/edit/about", {**ABOUT, "period_start": "いつか"})
        assert wrong.status_code == 422
        assert "いつか" in wrong.body
        assert 'id="problem-period_start"' in wrong.body
        odd = visit(f"{root}/edit/about", {**ABOUT, "kanazawa_as_of": "ごろ", "frequency": "?"})
        told = re.findall('<a href="[^"]*#field-[a-z_]+">([^<]+)</a>', odd.body)
        assert [one.partition("：")[0] for one in told] == ["データの時点", "更新頻度"], told
        assert visit(f"{root}/edit/about", ABOUT).headers["Location"].endswith("/edit/credit")
        odd = visit(f"{root}/edit/credit", {**CREDIT, "credit_name": "", "embargo": "いつか"})
        assert "#field-credit_how" in odd.body and "#field-embargo" in odd.body, "both are told"
        assert visit(f"{root}/edit/credit", CREDIT).status_code == 302
        look = visit(f"{root}/edit/look")
        assert "#field-right" in look.body
        refused = visit(f"{root}/edit/look", {"revision": _newest().revision})
        assert refused.status_code == 422
        assert visit(f"{root}/edit/declarations", DECLARED).status_code == 302
        note = {"kind": "dataset", "municipality": municipality["id"], "note": SCRIPT}
        assert visit(f"{root}/edit/relation", note).headers["Location"].endswith("/edit/look")
        look = visit(f"{root}/edit/look")
        assert SCRIPT not in look.body
        assert "javascript:" not in look.body.replace("javascript:alert(1))", "")
        done = visit(f"{root}/edit/look", {"revision": _newest().revision})
        assert done.status_code == 302, done.body[done.body.find("error-explanation") :][:600]
        assert done.headers["Location"].endswith(root)
        assert _newest().state == "submitted"
        page = visit(root)
        assert SCRIPT not in page.body
        assert page.headers["Cache-Control"] == "private, no-store"
        assert visit(f"{root}/edit/about", ABOUT).status_code == 302
        assert visit(f"{root}/withdraw", {"text": "まちがい"}).status_code == 302
        assert _newest().state == "withdrawn"
        assert "まちがい" in visit(root).body

    def test_remarks_stand_beside_the_field_they_concern(
        self, visit: Visit, submitted: Dict, steward: Dict
    ):
        take_step(submitted["id"], "take", "steward", steward["id"])
        take_step(submitted["id"], "return", "steward", steward["id"], text="題名を直してください")
        shared = {"submission_id": submitted["id"], "revision": submitted["revision"]}
        model.Session.add_all(
            [
                Remark(**shared, place="title_translated", text="短くしてください"),
                Remark(**shared, place="", text="担当者だけのこと", is_internal=True),
            ]
        )
        model.Session.commit()
        root = f"/contribute/submissions/{submitted['id']}"
        page = visit(f"{root}/edit/about")
        assert 'id="remark-title_ja"' in page.body
        assert "短くしてください" in page.body
        assert "担当者だけのこと" not in page.body
        assert "題名を直してください" in visit(root).body

    def test_a_replacement_names_dataset_and_file(self, visit: Visit, municipality: Dict):
        dataset = Dataset(
            owner_org=municipality["id"],
            resources=[{"url": "https://www.example.jp/a.csv", "name": "去年の表"}],
        )
        address = f"/contribute/submissions/new?dataset={dataset['id']}"
        assert dataset["title"] in visit(address).body
        begun = {"kind": "replacement", "dataset_id": dataset["id"], "request_key": "r"}
        visit("/contribute/submissions/new", begun)
        made = _newest()
        assert made.dataset_id == dataset["id"]
        root = f"/contribute/submissions/{made.id}"
        visit(f"{root}/edit/files", {"upload": (BytesIO(toilets()), "今年.csv"), "go": "stay"})
        assert "去年の表" in visit(f"{root}/edit/relation").body
        assert visit(f"{root}/edit/about").status_code == 404

    def test_other_peoples_datasets_are_no_target(self, visit: Visit, municipality: Dict):
        hidden = Dataset(owner_org=municipality["id"], private=True)
        begun = {"kind": "replacement", "dataset_id": hidden["id"], "request_key": "p"}
        assert visit("/contribute/submissions/new", begun).status_code == 422


class TestFiles:
    def test_a_pending_file_is_an_attachment_that_nothing_keeps(
        self, visit: Visit, submitted: Dict, steward: Dict, make_person: Callable[..., Dict]
    ):
        key = submitted["files"][0]["key"]
        path = f"/contribute/submissions/{submitted['id']}/files/{key}"
        answer = visit(path)
        assert answer.status_code == 200
        assert answer.data == toilets()
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert visit(path, by=steward).status_code == 200
        assert visit(path, by=make_person()).status_code == 404
        assert visit(path[:-1] + "x").status_code == 404


class TestVisitors:
    @pytest.mark.parametrize("path", ["", "/new", "/x", "/x/edit/about", "/x/files/y"])
    def test_visitors_log_in_first_or_find_nothing(self, app: Any, path: str):
        answer = app.get(
            f"/contribute/submissions{path}", follow_redirects=False, expect_errors=True
        )
        assert answer.status_code in (302, 404)

    def test_strangers_find_nothing(
        self, visit: Visit, draft: Dict, make_person: Callable[..., Dict]
    ):
        stranger = make_person()
        root = f"/contribute/submissions/{draft['id']}"
        for path in (root, f"{root}/edit/about"):
            assert visit(path, by=stranger).status_code == 404
        assert visit(f"{root}/withdraw", {}, by=stranger).status_code == 404
        assert _newest().state == "draft"
