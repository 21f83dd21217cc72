"""The inbox: by page and by API, one's own messages alone."""

from __future__ import annotations

from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
import pytest
from ckan.tests import factories
from ckan.tests.helpers import call_action

from ckanext.kanazawa.contribute.messages.tell import tell


@pytest.mark.usefixtures("with_plugins", "class_db")
class TestInbox:
    @pytest.fixture
    def reader(self) -> dict[str, Any]:
        reader = factories.UserWithToken()
        tell("account-suspended", user_id=reader["id"], reason="<b>見本</b>")
        tell("account-restored", user_id=reader["id"], url="https://portal.example.jp/x")
        tell("account-restored", user_id=factories.User()["id"], url="https://other.example.jp")
        model.Session.commit()
        return reader

    def test_messages_are_listed_newest_first(self, reader: dict[str, Any]):
        found = call_action(
            "kanazawa_contribute_message_list", {"user": reader["name"]}, language="en"
        )
        assert (found["count"], found["unread"]) == (2, 2)
        assert [message["subject"] for message in found["messages"]] == [
            "Your account at Kanazawa City Open Data Portal can be used again",
            "Your account at Kanazawa City Open Data Portal was suspended",
        ]

    def test_read_messages_are_marked(self, reader: dict[str, Any]):
        context = {"user": reader["name"]}
        other = call_action("kanazawa_contribute_message_list", context)["messages"][0]["id"]
        assert call_action("kanazawa_contribute_message_read", context, ids=[other]) == {
            "marked": 1
        }
        assert call_action("kanazawa_contribute_message_list", context)["unread"] == 1

    def test_others_messages_cannot_be_marked(self, reader: dict[str, Any]):
        mine = call_action("kanazawa_contribute_message_list", {"user": reader["name"]})
        ids = [message["id"] for message in mine["messages"]]
        stranger = {"user": factories.User()["name"]}
        assert call_action("kanazawa_contribute_message_read", stranger, ids=ids)["marked"] == 0

    def test_the_page_shows_text_as_text(self, app: Any, reader: dict[str, Any]):
        page = app.get("/en/inbox", headers={"Authorization": reader["token"]})
        assert "&lt;b&gt;見本&lt;/b&gt;" in page.body
        assert 'href="https://portal.example.jp/x">Open the page<' in page.body
        assert "other.example.jp" not in page.body

    def test_visitors_log_in_first(self, app: Any):
        answer = app.get("/inbox", follow_redirects=False)
        assert answer.status_code == 302
        assert "/user/login" in answer.headers["Location"]

    @pytest.mark.parametrize(
        ("arguments", "field"), [({"page": "x"}, "page"), ({"page": 0}, "page")]
    )
    def test_a_page_that_is_none_is_refused(
        self, reader: dict[str, Any], arguments: dict[str, Any], field: str
    ):
        with pytest.raises(tk.ValidationError) as refused:
            call_action("kanazawa_contribute_message_list", {"user": reader["name"]}, **arguments)
        assert field in refused.value.error_dict

    def test_ids_are_a_list(self, reader: dict[str, Any]):
        with pytest.raises(tk.ValidationError) as refused:
            call_action("kanazawa_contribute_message_read", {"user": reader["name"]}, ids="x")
        assert "ids" in refused.value.error_dict
