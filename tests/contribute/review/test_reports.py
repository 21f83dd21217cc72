"""Reports without an account: stewards are told, and answer where an address was given."""

from __future__ import annotations

import secrets
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
import pytest

from ckanext.kanazawa.contribute.corrections.report import send_report
from ckanext.kanazawa.contribute.messages.send import send_due
from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.review.show import seen_by_section
from tests.contribute.messages.test_mail import Server, part, server
from tests.contribute.published import again
from tests.contribute.review.test_decide import act, approve, told
from tests.factories import Dataset

__all__ = ["server"]
pytestmark = pytest.mark.usefixtures("with_plugins", "class_db")
ADDRESS = "stranger@example.jp"


def report(dataset: Any, **more: Any) -> Submission:
    """Send a report as a stranger."""
    given = {"dataset": dataset["id"], "text": "位置が違います", **more}
    made = send_report({**given, "request_key": secrets.token_hex(8)}, None, "ja")
    model.Session.commit()
    return made


class TestReports:
    def test_stewards_find_it_in_their_inbox_and_answer_by_mail(
        self, dataset: Any, steward: Any, server: Server, app: Any
    ):
        submission = report(dataset, address=ADDRESS)
        assert told(steward["id"]) == ["review-report"]
        act(steward, "take", submission)
        headers = {"Authorization": steward["token"]}
        for page in (
            f"/review/{submission.id}",
            f"/api/3/action/kanazawa_contribute_submission_show?id={submission.id}",
            f"/api/3/action/kanazawa_contribute_review_show?id={submission.id}",
        ):
            shown = app.get(page, headers=headers)
            assert shown.status_code == 200
            assert ADDRESS not in shown.body
        with pytest.raises(tk.ValidationError) as refused:
            approve(steward, submission)
        assert set(refused.value.error_dict) == {"text"}
        model.Session.rollback()
        approve(steward, submission, text="位置を直しました。")
        send_due()
        (mail,) = [mail for mail in server.mails if mail["To"] == ADDRESS]
        assert dataset["title"] in mail["Subject"]
        assert "位置を直しました。" in part(mail, "plain")
        assert f"/dataset/{dataset['id']}" in part(mail, "html")
        assert again(submission).state == "approved"

    def test_stewards_and_sections_see_where_it_is(self, steward: Any, app: Any, municipality: Any):
        resource = {"url": "https://www.example.jp/a.csv", "name": "トイレの表"}
        dataset = Dataset(owner_org=municipality["id"], resources=[resource])
        where = {"resource": dataset["resources"][0]["id"], "row": "12", "column": "緯度"}
        submission = report(dataset, **where)
        page = app.get(f"/review/{submission.id}", headers={"Authorization": steward["token"]})
        for told_there in ("トイレの表", "12行目", "緯度", "アカウントなし"):
            assert told_there in page.body, told_there
        assert seen_by_section(submission)["where"]["file"] == "トイレの表"

    def test_a_rejection_is_answered_too(self, dataset: Any, steward: Any, server: Server):
        submission = report(dataset, address=ADDRESS)
        act(steward, "take", submission)
        with pytest.raises(tk.ValidationError):
            act(steward, "reject", submission, revision=1, reason="wrong")
        model.Session.rollback()
        act(steward, "reject", submission, revision=1, reason="wrong", text="正しい位置です。")
        send_due()
        assert "正しい位置です。" in part(server.mails[-1], "plain")

    def test_without_an_address_nobody_is_mailed(self, dataset: Any, steward: Any, server: Server):
        submission = report(dataset)
        act(steward, "take", submission)
        approve(steward, submission)
        send_due()
        assert [mail for mail in server.mails if mail["To"] == ADDRESS] == []
