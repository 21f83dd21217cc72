"""What core leaves open to everybody with an account, and what it tells of accounts."""

from __future__ import annotations

import hashlib
from io import BytesIO
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
import pytest
import sqlalchemy as sa
from ckan.tests.helpers import call_action

from ckanext.kanazawa.contribute.model.account import Account
from tests.factories import Dataset


def _calls(dataset: str, organization: str, other: str) -> dict[str, dict[str, Any]]:
    """Return actions that make or change something of the catalogue, with arguments that fit."""
    return {
        "organization_create": {"name": "mine", "title_translated": {"ja": "私", "en": "Mine"}},
        "group_create": {"name": "mine"},
        "package_create": {"name": "mine", "title": "私"},
        "package_patch": {"id": dataset, "title": "私"},
        "package_delete": {"id": dataset},
        "resource_create": {"package_id": dataset, "url": "https://example.jp/a.csv"},
        "user_create": {"name": "another", "email": "a@example.jp", "password": "correct horse"},
        "user_invite": {"email": "a@example.jp", "group_id": organization, "role": "editor"},
        "user_update": {"id": other, "email": "a@example.jp"},
        "user_delete": {"id": other},
        "package_collaborator_create": {"id": dataset, "user_id": other, "capacity": "editor"},
        "organization_member_create": {"id": organization, "username": other, "role": "admin"},
        "member_create": {
            "id": organization,
            "object": dataset,
            "object_type": "package",
            "capacity": "public",
        },
        "datastore_create": {"resource": {"package_id": dataset}, "records": [{"a": 1}]},
        "tag_create": {"name": "a", "vocabulary_id": "x"},
        "vocabulary_create": {"name": "a", "tags": []},
        "config_option_update": {"ckan.site_title": "mine"},
        "api_token_create": {"user": other, "name": "x"},
        "kanazawa_contribute_account_list": {},
        "kanazawa_contribute_account_suspend": {"id": other, "reason": "x"},
    }


@pytest.mark.usefixtures("with_plugins", "class_db")
class TestMaking:
    @pytest.mark.parametrize("action", _calls("", "", ""))
    def test_a_contributor_makes_and_changes_nothing(
        self,
        app,
        action: str,
        person_headers: dict[str, str],
        steward: dict[str, Any],
        municipality: dict[str, Any],
    ):
        dataset = Dataset(owner_org=municipality["id"])
        given = _calls(dataset["id"], municipality["id"], steward["name"])[action]
        answer = app.post(f"/api/3/action/{action}", json=given, headers=person_headers)
        assert answer.status_code == 403, answer.body

    def test_a_contributor_uploads_no_file(self, app, person_headers: dict[str, str]):
        form = {"name": "a.csv", "upload": (BytesIO(b"a,b"), "a.csv")}
        app.post("/api/3/action/file_create", data=form, headers=person_headers, status=403)

    @pytest.mark.parametrize("page", ["/dataset/new", "/organization/new", "/user/register"])
    def test_forms_are_closed(self, app, person_headers: dict[str, str], page: str):
        app.get(page, headers=person_headers, status=403)


@pytest.mark.usefixtures("with_plugins", "class_db")
class TestTelling:
    def calls(self, person: dict[str, Any]) -> list[str]:
        name = person["name"]
        return [
            f"/api/3/action/user_show?id={name}",
            f"/api/3/action/user_show?id={person['id']}",
            "/api/3/action/user_list",
            "/api/3/action/user_list?all_fields=false",
            f"/api/3/action/user_list?q={name}",
            f"/api/3/action/user_autocomplete?q={name}",
            f"/api/2/util/user/autocomplete?q={name}",
            f"/api/3/action/user_activity_list?id={name}",
            f"/api/3/action/user_follower_list?id={name}",
            f"/api/3/action/user_followee_list?id={name}",
            f"/user/{name}",
            f"/user/activity/{name}",
            f"/user/{name}/organizations",
            f"/user/followers/{name}",
            f"/user/?q={name}",
        ]

    def told(self, app, person: dict[str, Any], headers: dict[str, str]) -> list[str]:
        """Return the addresses that tell of an account more than what was asked for."""
        digest = hashlib.md5(person["email"].lower().encode()).hexdigest()
        secret = (person["email"], digest, person["fullname"])
        found = []
        for path in self.calls(person):
            answer = app.get(path, headers=headers, expect_errors=True)
            body = answer.body.replace(f"q={person['name']}", "")
            named = answer.status_code == 200 and person["id"] in body
            if named or any(word in answer.body for word in secret):
                found.append(path)
        return found

    @pytest.mark.parametrize("who", ["visitor", "contributor", "steward"])
    def test_nothing_of_an_account_is_told_before_its_first_publication(
        self, app, make_person: Any, steward: dict[str, Any], who: str
    ):
        person, other = make_person(fullname="秘密の名"), make_person()
        tokens = {"visitor": "", "contributor": other["token"], "steward": steward["token"]}
        headers = {"Authorization": tokens[who]} if tokens[who] else {}
        assert self.told(app, person, headers) == []

    def test_the_same_account_is_found_once_it_is_public(self, app, make_person: Any):
        person, other = make_person(fullname="公開の名"), make_person()
        account = model.Session.get(Account, person["id"])
        assert account is not None
        account.public_at = sa.func.clock_timestamp()  # pyright: ignore
        model.Session.commit()
        headers = {"Authorization": other["token"]}
        shown = app.get(f"/api/3/action/user_show?id={person['name']}", headers=headers).body
        assert person["id"] in shown
        assert person["email"] not in shown
        assert hashlib.md5(person["email"].lower().encode()).hexdigest() not in shown

    def test_oneself_is_shown(self, app, person: dict[str, Any], person_headers: dict[str, str]):
        own = app.get("/api/3/action/user_show", headers=person_headers).json["result"]
        assert own["email"] == person["email"]
        app.get(f"/user/{person['name']}", headers=person_headers, status=200)


@pytest.mark.usefixtures("with_plugins", "class_db")
class TestAddress:
    @pytest.mark.parametrize("action", ["user_update", "user_patch"])
    @pytest.mark.parametrize("by", ["person", "admin"])
    def test_core_changes_no_address(
        self, sysadmin: dict[str, Any], person: dict[str, Any], action: str, by: str
    ):
        caller = person["name"] if by == "person" else sysadmin["name"]
        given = {"id": person["id"], "name": person["name"], "email": "other@example.jp"}
        with pytest.raises(tk.ValidationError) as refused:
            call_action(action, {"user": caller, "ignore_auth": False}, **given)
        assert set(refused.value.error_dict) == {"email"}

    def test_core_still_changes_a_password(self, person: dict[str, Any]):
        given = {"id": person["id"], "password": "another horse"}
        call_action("user_patch", {"user": person["name"], "ignore_auth": False}, **given)
        user = model.User.get(person["id"])
        assert user and user.validate_password("another horse")

    def test_no_picture(self, person: dict[str, Any]):
        given = {"id": person["id"], "image_url": "https://example.jp/a.png"}
        with pytest.raises(tk.ValidationError):
            call_action("user_patch", {"user": person["name"], "ignore_auth": False}, **given)

    def test_a_reset_of_the_password_brings_no_account_back(self, app, person: dict[str, Any]):
        from ckan.lib import mailer

        user = model.User.get(person["id"])
        assert user is not None
        user.state = model.State.PENDING
        mailer.create_reset_key(user)
        model.Session.commit()
        path = f"/user/reset/{user.id}?key={user.reset_key}"
        form = {"password1": "another horse", "password2": "another horse"}
        app.post(path, data=form)
        model.Session.expire_all()
        user = model.User.get(person["id"])
        assert user and user.state == model.State.PENDING
        assert not user.validate_password("another horse")
