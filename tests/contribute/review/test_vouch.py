"""After publication staff say that they verified the content, and take it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.model as model
import pytest
from ckan.tests.helpers import call_action

from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.publication.history import history_of
from ckanext.kanazawa.contribute.publication.publish import publish
from tests.contribute.published import again
from tests.contribute.trusted import act

pytestmark = pytest.mark.usefixtures("with_plugins", "class_db")
Approved = Callable[..., Submission]


def verification(submission: Submission) -> str:
    """Return what the dataset says of who answers for it."""
    shown = call_action("package_show", id=submission.dataset_id)
    return str(shown["kanazawa_verification"])


class TestVouch:
    def test_the_page_says_it_and_takes_it_back(
        self, app: Any, approved: Approved, steward_headers: Any
    ):
        submission = approved(files=())
        publish(submission.id)
        submission = again(submission)
        assert verification(submission) == "unchecked"
        assert "市町は内容を確認していません" in app.get("/dataset/").body
        address = f"/review/{submission.id}"
        for checked, told in (("true", "checked"), ("false", "unchecked")):
            page = app.get(address, headers=steward_headers).body
            assert f'name="checked" value="{checked}"' in page
            sent = {"verb": "vouch", "checked": checked, "text": "現地で確かめた"}
            for status in (302, 409):
                answer = app.post(
                    address, data=sent, headers=steward_headers, follow_redirects=False
                )
                assert answer.status_code == status
                model.Session.expire_all()
            assert verification(submission) == told
        lines = [line["what"] for line in history_of(str(submission.dataset_id))]
        assert lines == ["content-unchecked", "content-checked", "publish"]

    def test_nobody_vouches_for_their_own_nor_for_data_of_the_city(
        self, approved: Approved, steward: Any, dataset: Any
    ):
        own = approved(files=(), author=steward["id"])
        publish(own.id)
        with pytest.raises(Exception, match="somebody else has to verify"):
            act(steward, "review_vouch", id=own.id, checked=True)
        live = call_action("package_show", id=dataset["id"])
        official = approved("addition", live=live, fields={})
        for made in (official, approved(files=())):
            with pytest.raises(Exception, match="Only a public dataset"):
                act(steward, "review_vouch", id=made.id, checked=True)
            publish(official.id)
        with pytest.raises(Exception, match="Only a public dataset"):
            act(steward, "review_vouch", id=official.id, checked=True)
