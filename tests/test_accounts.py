"""Who has an account is shown to those who have one, and to nobody else."""

from __future__ import annotations

import ckan.model as model
import pytest
from ckan.tests import factories

PAGES = (
    *("/user/", "/user/alice", "/user/nobody", "/user/activity/alice"),
    *("/user/alice/organizations", "/user/followers/alice"),
)
CALLS = (
    *("/api/3/action/user_list", "/api/3/action/user_show?id=alice"),
    "/api/2/util/user/autocomplete?q=al",
)


@pytest.mark.usefixtures("with_plugins", "class_db")
class TestVisitors:
    @pytest.mark.parametrize("page", PAGES)
    def test_visitor_is_refused_in_the_look_of_the_site(self, app, page: str):
        _account()
        answer = app.get(page, status=403)
        assert "このページを見る権限がありません" in answer.body
        assert "/user/login" in answer.body
        assert "You may not see this page" in app.get(f"/en{page}", status=403).body

    @pytest.mark.parametrize("call", CALLS)
    def test_program_is_refused_with_json(self, app, call: str):
        _account()
        answer = app.get(call, status=403)
        assert answer.json["error"]["__type"] == "Authorization Error"
        assert "alice" not in str(answer.json["error"])

    def test_colleague_is_shown(self, app):
        _account()
        token = factories.UserWithToken()["token"]
        answer = app.get("/user/alice", headers={"Authorization": token}, status=200)
        assert "alice" in answer.body


def _account() -> None:
    if model.User.get("alice") is None:
        factories.User(name="alice")
