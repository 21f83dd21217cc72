"""Pages of people: looking at a link changes nothing, forms need their token, scripts stay text."""

from __future__ import annotations

import re
import secrets
from typing import Any

import ckan.model as model
import pytest
import sqlalchemy as sa

from ckanext.kanazawa.contribute import config
from ckanext.kanazawa.contribute.acting import hindrance
from ckanext.kanazawa.contribute.model.account import Account
from ckanext.kanazawa.contribute.model.registration import Registration
from ckanext.kanazawa.contribute.people import links

SCRIPT = "<script>alert(1)</script>"


def made_link(**fields: Any) -> str:
    """Return the path of a fresh link."""
    fields = {"address": f"p-{secrets.token_hex(6)}@example.jp", "locale": "ja", **fields}
    token = links.make_link("register", **fields)
    model.Session.commit()
    return f"/contribute/confirm/{token}"


def send(app: Any, path: str, data: dict[str, str], status: int = 200) -> str:
    """Send a form as a visitor's browser does, with the token of its session."""
    found = re.search(
        r'name="_csrf_token" (?:content|value)="([^"]+)"', app.get("/contribute/terms").body
    )
    assert found
    answer = app.post(path, data={**data, "_csrf_token": found[1]}, expect_errors=True)
    assert answer.status_code == status
    return answer.body


@pytest.mark.usefixtures("with_plugins", "class_db")
class TestRegister:
    def test_known_and_unknown_addresses_get_the_same_page(self, app, person: dict[str, Any]):
        form = {"display_name": "花子", "locale": "ja"}
        unknown = {**form, "address": f"u-{secrets.token_hex(6)}@example.jp"}
        known = {**form, "address": person["email"]}
        pages = [send(app, "/contribute/register", data) for data in (unknown, known)]
        first, second = (re.sub(r"[0-9a-zA-Z_.-]{20,}", "", page) for page in pages)
        assert first == second
        assert "メールをご覧ください" in first

    def test_a_program_that_fills_in_everything_registers_nothing(self, app):
        address = f"trap-{secrets.token_hex(6)}@example.jp"
        form = {"address": address, "display_name": "x", "locale": "ja", "homepage": "http://x"}
        assert "メールをご覧ください" in send(app, "/contribute/register", form)
        found = sa.select(Registration).where(Registration.address == address)
        assert not model.Session.scalars(found).all()

    def test_a_refused_form_keeps_what_was_typed_as_text(self, app):
        form = {"address": SCRIPT, "display_name": SCRIPT, "locale": "ja"}
        page = send(app, "/contribute/register", form, 422)
        assert SCRIPT not in page
        assert "&lt;script&gt;alert(1)" in page
        assert 'id="problem-address"' in page

    def test_both_languages(self, app):
        assert "投稿者として登録する" in app.get("/contribute/register").body
        assert "Register as a contributor" in app.get("/en/contribute/register").body

    def test_a_form_without_its_token_is_refused(self, app):
        form = {"address": "a@example.jp", "display_name": "x", "locale": "ja"}
        app.get("/contribute/register")
        app.post("/contribute/register", data=form, status=400)

    def test_nul_is_refused(self, app):
        form = {"address": "a\0@example.jp", "display_name": "x", "locale": "ja"}
        app.post("/contribute/register", data=form, status=400)


@pytest.mark.usefixtures("with_plugins", "class_db")
class TestLink:
    def form(self) -> dict[str, str]:
        return {
            "name": f"p-{secrets.token_hex(6)}",
            "password": "correct horse",
            "display_name": SCRIPT,
            "terms": config.terms_version(),
        }

    def test_looking_redeems_nothing(self, app):
        path = made_link()
        for _ in range(2):
            assert "アカウントを作る" in app.get(path).body
        links.look(path.rsplit("/", 1)[1])

    def test_the_button_makes_the_account_and_logs_in_once(self, app):
        path, form = made_link(), self.form()
        page = send(app, path, form)
        assert form["name"] in page
        assert SCRIPT not in page
        assert hindrance(model.User.get(form["name"])) is None
        assert "使用済み" in send(app, path, self.form(), 410)
        assert "使用済み" in app.get(path, status=410).body

    def test_an_unknown_link_is_told(self, app):
        assert "このリンクは使えません" in app.get("/contribute/confirm/x", status=410).body

    def test_pages_with_links_are_kept_nowhere(self, app):
        assert "no-store" in app.get(made_link()).headers["Cache-Control"]


@pytest.mark.usefixtures("with_plugins", "class_db")
class TestAccount:
    def test_visitors_log_in_first(self, app):
        answer = app.get("/contribute/account", follow_redirects=False, status=302)
        assert "/user/login" in answer.headers["Location"]

    def test_the_own_page_shows_the_own_address(
        self, app, person: dict[str, Any], person_headers: dict[str, str]
    ):
        page = app.get("/contribute/account", headers=person_headers).body
        assert person["email"] in page

    def test_a_changed_address_is_unconfirmed_until_confirmed(
        self, app, person: dict[str, Any], person_headers: dict[str, str]
    ):
        user = model.User.get(person["id"])
        assert user is not None
        user.password = "correct horse"
        model.Session.commit()
        wanted = f"new-{secrets.token_hex(6)}@example.jp"
        form = {"address": wanted, "password": "correct horse"}
        app.post("/contribute/account/address", data=form, headers=person_headers)
        model.Session.expire_all()
        user = model.User.get(person["id"])
        assert hindrance(user) == "address"
        assert user and user.email == person["email"]
        token = _token_for(person["id"])
        page = app.get(f"/contribute/confirm/{token}").body
        assert wanted in page
        app.post(f"/contribute/confirm/{token}", headers=person_headers)
        model.Session.expire_all()
        user = model.User.get(person["id"])
        assert user and user.email == wanted
        assert hindrance(user) is None

    def test_a_wrong_password_changes_no_address(
        self, app, person: dict[str, Any], person_headers: dict[str, str]
    ):
        form = {"address": "x@example.jp", "password": "wrong"}
        app.post("/contribute/account/address", data=form, headers=person_headers, status=422)
        assert hindrance(model.User.get(person["id"])) is None

    def test_new_terms_are_asked_for_again(
        self,
        app,
        ckan_config: Any,
        monkeypatch: pytest.MonkeyPatch,
        person: dict[str, Any],
        person_headers: dict[str, str],
    ):
        monkeypatch.setitem(ckan_config, "ckanext.kanazawa.contribute.terms_version", "2027-04-01")
        assert hindrance(model.User.get(person["id"])) == "terms"
        assert "2027-04-01" in app.get("/contribute/terms", headers=person_headers).body
        app.post("/contribute/terms", data={"terms": "2026"}, headers=person_headers, status=422)
        app.post("/contribute/terms", data={"terms": "2027-04-01"}, headers=person_headers)
        model.Session.expire_all()
        assert hindrance(model.User.get(person["id"])) is None


@pytest.mark.usefixtures("with_plugins", "class_db")
class TestReview:
    def test_a_steward_suspends_and_restores(
        self, app, person: dict[str, Any], steward_headers: dict[str, str]
    ):
        path = f"/review/people/{person['id']}"
        page = app.post(
            f"{path}/suspend", data={"reason": SCRIPT + "荒らし"}, headers=steward_headers
        ).body
        assert SCRIPT not in page
        model.Session.expire_all()
        assert hindrance(model.User.get(person["id"])) == "suspended"
        app.post(f"{path}/restore", headers=steward_headers)
        model.Session.expire_all()
        assert hindrance(model.User.get(person["id"])) is None

    def test_the_list_shows_no_address(
        self, app, person: dict[str, Any], steward_headers: dict[str, str]
    ):
        page = app.get("/review/people", headers=steward_headers).body
        assert person["name"] in page
        assert person["email"] not in page

    def test_a_handed_out_link_is_shown(self, app, steward_headers: dict[str, str]):
        page = app.post("/review/people", data={"locale": "ja"}, headers=steward_headers).body
        assert "/contribute/confirm/" in page

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_contributors_see_none_of_it(self, app, person_headers: dict[str, str], method: str):
        getattr(app, method)("/review/people", headers=person_headers, status=403)


def _token_for(user_id: str) -> str:
    from ckanext.kanazawa.contribute.model.message import Message

    account = model.Session.get(Account, user_id)
    assert account is not None
    query = sa.select(Message).where(Message.template == "address-link")
    newest = model.Session.scalars(query.order_by(Message.created.desc())).first()
    assert newest is not None
    return newest.params["url"].rsplit("/", 1)[1]
