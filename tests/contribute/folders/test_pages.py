"""The pages of folders."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest

from tests.contribute.folders.conftest import packed, row
from tests.contribute.submissions.conftest import DECLARED
from tests.schemas.tables.conftest import toilets

pytestmark = pytest.mark.usefixtures("with_plugins", "class_db", "pending_folder")
PAGE = "/contribute/submissions/folder"
FORM = {"credit_how": "name", "credit_name": "花子", **dict.fromkeys(DECLARED, "true")}


@pytest.fixture
def post(app: Any, person_headers: dict[str, str], municipality: Any) -> Callable[..., Any]:
    """Return what sends the form of the page."""

    def call(content: bytes, form: dict[str, str] = FORM) -> Any:
        data = {**form, "upload": (io.BytesIO(content), "まとめ.zip")}
        return app.post(PAGE, data=data, headers=person_headers, follow_redirects=False)

    return call


class TestPages:
    def test_tried_then_submitted(
        self, app: Any, post: Callable[..., Any], person_headers: Any, work: Callable[..., Any]
    ):
        script = "<script>alert(1)</script>"
        rows = [row("一", "a.csv", タイトル=script), row("二", f"{script}.csv")]
        address = post(packed(rows, {"a.csv": toilets()})).headers["Location"]
        work("import")
        page = app.get(address, headers=person_headers)
        assert "今すぐ提出する" in page.body and script not in page.body
        assert "no-store" in page.headers["Cache-Control"]
        app.post(f"{address}/run", headers=person_headers)
        work("import")
        page = app.get(address, headers=person_headers).body
        assert "今すぐ提出する" not in page and "/contribute/submissions/" in page
        assert script not in page
        state = app.get(f"{address}/state", headers={**person_headers, "HX-Request": "true"})
        assert "<html" not in state.body
        sheet = app.get(f"{address}/result.csv", headers=person_headers)
        assert "受け付けず / refused" in sheet.body
        app.post(f"{address}/delete", headers=person_headers)
        assert app.get(address, headers=person_headers, expect_errors=True).status_code == 404

    def test_what_is_missing_stands_at_its_field(self, post: Callable[..., Any]):
        answer = post(b"no zip", {})
        assert answer.status_code == 422
        assert 'id="problem-right"' in answer.body and 'id="problem-credit_how"' in answer.body
        answer = post(b"no zip")
        assert answer.status_code == 422 and 'id="problem-upload"' in answer.body

    def test_the_sheet_has_only_what_contributors_say(self, app: Any, person_headers: Any):
        sheet = app.get(f"{PAGE}/template.csv", headers=person_headers).body
        assert "データセット_タイトル" in sheet and "ファイル名" in sheet
        assert "提供者" not in sheet and "公開" not in sheet
        page = app.get(PAGE, headers=person_headers).body
        assert "データセット_タイトル" in page and "連絡先" not in page

    @pytest.mark.parametrize("path", ["", "/template.csv", "/unknown"])
    def test_visitors_log_in_first(self, app: Any, path: str):
        answer = app.get(PAGE + path, follow_redirects=False)
        assert "/user/login" in answer.headers["Location"]

    def test_those_who_may_not_contribute_are_told(self, app: Any, steward_headers: Any):
        answer = app.post(PAGE, data={}, headers=steward_headers, follow_redirects=False)
        assert answer.headers["Location"].endswith("/contribute")
