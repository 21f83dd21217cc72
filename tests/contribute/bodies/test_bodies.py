"""Bodies: made, hidden until they publish, verified; members, owners, tokens."""

from __future__ import annotations

import datetime
import secrets
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
import pytest
import sqlalchemy as sa
from ckan.tests.helpers import call_action

from ckanext.kanazawa.contribute.acting import bodies_of, may_submit_for
from ckanext.kanazawa.contribute.model.body import Body
from ckanext.kanazawa.contribute.model.body_token import BodyToken
from ckanext.kanazawa.contribute.model.record import Record
from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.people import links

SCRIPT = "<script>alert(1)</script>"


def act(action: str, person: dict[str, Any], **given: Any) -> Any:
    """Call an action as somebody, asked whether they may."""
    context = {"user": person["name"], "ignore_auth": False}
    return call_action(f"kanazawa_contribute_{action}", context, **given)


@pytest.fixture
def fields(municipality: dict[str, Any]) -> dict[str, str]:
    """Return what the form of a new body sends."""
    return {
        "name": f"body-{secrets.token_hex(4)}",
        "title": "見本大学",
        "kind": "university",
        "municipality": municipality["id"],
        "corporate_number": "5-2200-0500-2385",
        "ror": "02hwp6a56",
    }


@pytest.fixture
def body(person: dict[str, Any], fields: dict[str, str]) -> dict[str, Any]:
    """Return a body that `person` owns."""
    return act("body_create", person, **{**fields, "corporate_number": ""})


@pytest.mark.usefixtures("with_plugins", "class_db")
class TestMaking:
    def test_whoever_makes_it_owns_it(self, body: dict[str, Any], person: dict[str, Any]):
        assert body["role"] == "owner"
        assert body["ror"] == "https://ror.org/02hwp6a56"
        assert bodies_of(person["id"], "owner") == [body["id"]]

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("name", "new"),
            ("name", "Ünï"),
            ("name", "../etc"),
            ("title", ""),
            ("title", "あ" * 10_000_000),
            ("title", "詳しくは https://example.com"),
            ("kind", "citizen"),
            ("website", "javascript:alert(1)"),
            ("corporate_number", "1234567890123"),
            ("corporate_number", "123"),
            ("ror", "02hwp6a57"),
            ("municipality", "unknown"),
        ],
    )
    def test_bad_input_is_named_at_its_field(
        self, person: dict[str, Any], fields: dict[str, str], field: str, value: str
    ):
        with pytest.raises(tk.ValidationError) as refused:
            act("body_create", person, **{**fields, "corporate_number": "", field: value})
        assert set(refused.value.error_dict) == {field}

    def test_a_name_is_taken_once(self, person: dict[str, Any], fields: dict[str, str]):
        fields["corporate_number"] = ""
        act("body_create", person, **fields)
        with pytest.raises(tk.ValidationError) as refused:
            act("body_create", person, **fields)
        assert set(refused.value.error_dict) == {"name"}

    def test_nobody_else_knows_of_it_before_it_published(
        self, app, body: dict[str, Any], make_person: Any, steward: Any, other_steward: Any
    ):
        path = f"/contribute/bodies/{body['name']}"
        app.get(path, status=404)
        for who in (make_person(), other_steward):
            app.get(path, headers={"Authorization": who["token"]}, status=404)
        app.get(path, headers={"Authorization": steward["token"]}, status=200)
        row = model.Session.get(Body, body["id"])
        assert row is not None
        row.organization_id = "an-organisation"
        model.Session.commit()
        page = app.get(path, status=200).body
        assert "見本大学" in page
        assert "メンバー" not in page

    def test_texts_stay_text(self, app, person: dict[str, Any], fields: dict[str, str]):
        fields |= {"title": SCRIPT, "description": SCRIPT, "corporate_number": ""}
        act("body_create", person, **fields)
        headers = {"Authorization": person["token"]}
        page = app.get(f"/contribute/bodies/{fields['name']}", headers=headers).body
        assert SCRIPT not in page


@pytest.mark.usefixtures("with_plugins", "class_db")
class TestMembers:
    def invited(self, body: dict[str, Any], owner: dict[str, Any], role: str = "member") -> str:
        link = act("body_invite", owner, id=body["id"], role=role)["link"]
        return link.rsplit("/", 1)[1]

    def test_an_invitation_is_joined_once(
        self, body: dict[str, Any], person: dict[str, Any], make_person: Any
    ):
        other, third = make_person(), make_person()
        token = self.invited(body, person)
        assert act("body_join", other, token=token)["role"] == "member"
        with pytest.raises(links.LinkRefused):
            act("body_join", third, token=token)
        assert bodies_of(third["id"]) == []

    def test_members_manage_nothing(
        self, body: dict[str, Any], person: dict[str, Any], make_person: Any
    ):
        other = make_person()
        act("body_join", other, token=self.invited(body, person))
        given = {"id": body["id"], "name": "x", "scopes": ["submit"], "days": 1}
        for action in ("body_update", "body_invite", "body_token_create", "body_close"):
            with pytest.raises(tk.NotAuthorized):
                act(action, other, **given)

    def test_the_last_owner_stays(
        self, body: dict[str, Any], person: dict[str, Any], make_person: Any
    ):
        given = {"id": body["id"], "user_id": person["id"]}
        with pytest.raises(tk.ValidationError):
            act("body_member_remove", person, **given)
        with pytest.raises(tk.ValidationError):
            act("body_member_update", person, role="member", **given)
        act("body_join", make_person(), token=self.invited(body, person, "owner"))
        act("body_member_remove", person, **given)
        assert bodies_of(person["id"]) == []

    def test_a_link_to_register_is_no_invitation(self, person: dict[str, Any]):
        token = links.make_link("register", address="a@example.jp")
        model.Session.commit()
        with pytest.raises(links.LinkRefused):
            act("body_join", person, token=token)


@pytest.mark.usefixtures("with_plugins", "class_db")
class TestVerification:
    given = {"how": "met", "seen": "11月20日に学内で会った"}

    def test_a_steward_verifies_and_a_change_makes_it_void(
        self, body: dict[str, Any], person: dict[str, Any], steward: dict[str, Any]
    ):
        act("body_verify", steward, id=body["id"], **self.given)
        assert act("body_show", person, id=body["id"])["verified"]
        kept = {key: body[key] for key in ("title", "kind", "municipality", "ror")}
        act("body_update", person, id=body["id"], **kept, description="紹介")
        assert act("body_show", person, id=body["id"])["verified"]
        act("body_update", person, id=body["id"], **{**kept, "title": "金沢市役所"})
        assert not act("body_show", person, id=body["id"])["verified"]

    def test_nobody_verifies_their_own_nor_elsewhere(
        self, body: dict[str, Any], person: dict[str, Any], other_steward: dict[str, Any]
    ):
        with pytest.raises(tk.NotAuthorized):
            act("body_verify", person, id=body["id"], **self.given)
        with pytest.raises(tk.ObjectNotFound):
            act("body_verify", other_steward, id=body["id"], **self.given)

    def test_a_suspended_body_submits_nothing(
        self, body: dict[str, Any], person: dict[str, Any], steward: dict[str, Any]
    ):
        assert may_submit_for(person["id"], body["id"])
        act("body_suspend", steward, id=body["id"], reason="確認中")
        assert not may_submit_for(person["id"], body["id"])
        act("body_restore", steward, id=body["id"])
        assert may_submit_for(person["id"], body["id"])
        steps = sa.select(Record.what).where(Record.subject_id == body["id"])
        assert {"suspend-body", "restore-body"} <= set(model.Session.scalars(steps))


@pytest.mark.usefixtures("with_plugins", "class_db")
class TestTokens:
    def made(self, body: dict[str, Any], person: dict[str, Any], *scopes: str) -> dict[str, Any]:
        given = {"id": body["id"], "name": "取込", "scopes": list(scopes), "days": 30}
        return act("body_token_create", person, **given)

    def listed(self, app, token: str) -> int:
        path = "/api/3/action/kanazawa_contribute_submission_list"
        return app.get(path, headers={"Authorization": token}, expect_errors=True).status_code

    def test_a_token_is_stored_nowhere(self, body: dict[str, Any], person: dict[str, Any]):
        token = self.made(body, person, "read")["token"]
        assert token.startswith("kzb_")
        row = model.Session.scalars(
            sa.select(BodyToken).where(BodyToken.body_id == body["id"])
        ).one()
        assert token not in str(row.__dict__)
        assert token not in str(act("body_show", person, id=body["id"]))

    def test_it_opens_what_its_scope_says(self, app, body: dict[str, Any], person: Any):
        assert self.listed(app, self.made(body, person, "read")["token"]) == 200
        assert self.listed(app, self.made(body, person, "submit")["token"]) == 403

    def test_it_sees_the_submissions_of_the_body_and_none_of_the_person(
        self, app, body: dict[str, Any], person: dict[str, Any]
    ):
        own = Submission(kind="dataset", author_id=person["id"], title="私の")
        bodys = Submission(kind="dataset", author_id=person["id"], body_id=body["id"], title="会の")
        model.Session.add_all([own, bodys])
        model.Session.commit()
        headers = {"Authorization": self.made(body, person, "read")["token"]}
        path = "/api/3/action/kanazawa_contribute_submission_list"
        listed = app.get(path, headers=headers).body
        assert bodys.id in listed
        assert own.id not in listed
        shown = "/api/3/action/kanazawa_contribute_submission_show?id="
        app.get(shown + own.id, headers=headers, status=404)

    @pytest.mark.parametrize(
        "path",
        [
            "/api/3/action/user_show",
            "/api/3/action/user_list",
            "/api/3/action/kanazawa_contribute_account_show",
            "/api/3/action/kanazawa_contribute_body_list",
            "/api/3/action/api_token_list",
        ],
    )
    def test_to_all_other_actions_it_is_a_visitor(
        self, app, body: dict[str, Any], person: dict[str, Any], path: str
    ):
        token = self.made(body, person, "read", "submit")["token"]
        answer = app.get(path, headers={"Authorization": token}, expect_errors=True)
        assert answer.status_code in (403, 404, 409)
        assert person["name"] not in answer.body

    def test_to_pages_it_is_a_visitor(self, app, body: dict[str, Any], person: dict[str, Any]):
        headers = {"Authorization": self.made(body, person, "read")["token"]}
        app.get("/contribute/account", headers=headers, follow_redirects=False, status=302)

    @pytest.mark.parametrize("end", ["revoked", "expired", "suspended body", "suspended maker"])
    def test_it_ends(
        self, app, body: dict[str, Any], person: dict[str, Any], steward: Any, end: str
    ):
        made = self.made(body, person, "read")
        assert self.listed(app, made["token"]) == 200
        if end == "revoked":
            act("body_token_revoke", person, id=body["id"], token_id=made["id"])
        elif end == "expired":
            past = links.now() - datetime.timedelta(seconds=1)
            row = sa.update(BodyToken).where(BodyToken.id == made["id"])
            model.Session.execute(row.values(expires_at=past))
            model.Session.commit()
        elif end == "suspended body":
            act("body_suspend", steward, id=body["id"], reason="x")
        else:
            act("account_suspend", steward, id=person["id"], reason="x")
        assert self.listed(app, made["token"]) == 403

    @pytest.mark.parametrize("token", ["kzb_", "kzb_" + "x" * 9_000, "kzb_%00"])
    def test_unknown_tokens_open_nothing(self, app, token: str):
        assert self.listed(app, token) in (400, 403)

    @pytest.mark.parametrize(
        ("field", "value"), [("scopes", []), ("scopes", ["admin"]), ("days", 0), ("days", 4000)]
    )
    def test_bad_input_is_named(
        self, body: dict[str, Any], person: dict[str, Any], field: str, value: Any
    ):
        given = {"id": body["id"], "name": "x", "scopes": ["read"], "days": 1, field: value}
        with pytest.raises(tk.ValidationError) as refused:
            act("body_token_create", person, **given)
        assert set(refused.value.error_dict) == {field}
