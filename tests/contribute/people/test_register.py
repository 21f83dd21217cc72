"""Registration: nothing in CKAN before a link is redeemed, and each link once."""

from __future__ import annotations

import datetime
import re
import secrets
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
import pytest
import sqlalchemy as sa
from ckan.tests.helpers import call_action, call_auth

from ckanext.kanazawa.contribute import config
from ckanext.kanazawa.contribute.acting import hindrance
from ckanext.kanazawa.contribute.model.account import Account
from ckanext.kanazawa.contribute.model.message import Message
from ckanext.kanazawa.contribute.model.record import Record
from ckanext.kanazawa.contribute.model.registration import Registration
from ckanext.kanazawa.contribute.model.terms import TermsAcceptance
from ckanext.kanazawa.contribute.people import links

NUMBER = iter(range(1000, 9999))


@pytest.fixture
def address() -> str:
    """Return a mail address nobody used yet, nor in a run before: mails to one are counted."""
    return f"hanako-{secrets.token_hex(6)}@example.jp"


def newest(address: str) -> Message:
    """Return the last message to an address."""
    query = sa.select(Message).where(Message.address == address)
    return model.Session.scalars(query.order_by(Message.created.desc())).first()  # pyright: ignore


def token_to(address: str) -> str:
    """Ask for a link and return its token, as the mail has it."""
    ask(address)
    return newest(address).params["url"].rsplit("/", 1)[1]


def ask(address: str) -> dict[str, Any]:
    """Ask for a link."""
    return call_action(
        "kanazawa_contribute_registration_request",
        address=address,
        display_name="犀川ウォッチャー",
        locale="ja",
    )


def form(**changed: str) -> dict[str, str]:
    """Return what the form of the link's page sends."""
    fields = {
        "name": f"hanako-{next(NUMBER)}",
        "password": "correct horse",
        "display_name": "犀川ウォッチャー",
        "terms": config.terms_version(),
    }
    return {**fields, **changed}


@pytest.mark.usefixtures("with_plugins", "class_db")
class TestAsking:
    def test_a_link_is_sent_and_nothing_exists_in_ckan(self, address: str):
        users = model.Session.query(model.User).count()
        assert ask(address) == {"sent": True}
        row = model.Session.scalars(
            sa.select(Registration).where(Registration.address == address)
        ).one()
        assert newest(address).template == "registration-link"
        assert row.token_sha256 not in newest(address).params["url"]
        assert model.Session.query(model.User).count() == users

    def test_a_known_address_gets_the_same_answer_and_no_link(self, person: dict[str, Any]):
        assert ask(person["email"].upper()) == {"sent": True}
        message = newest(person["email"].upper())
        assert message.template == "registration-known"
        assert "/contribute/confirm/" not in str(message.params)
        found = sa.select(Registration).where(Registration.address == person["email"].upper())
        assert not model.Session.scalars(found).all()

    def test_no_address_gets_mails_without_end(self, address: str):
        for _ in range(5):
            ask(address)
        sent = sa.select(sa.func.count()).select_from(Message).where(Message.address == address)
        assert model.Session.scalar(sent) == 3

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("address", "no address"),
            ("address", "a@b"),
            ("address", "a" * 10_000_000 + "@example.jp"),
            ("address", "a@example.jp\r\nBcc: b@example.jp"),
            ("display_name", "あ" * 10_000_000),
            ("display_name", "\u202e\u200b"),
            ("locale", "fr"),
        ],
        ids=["text", "no-host", "10 MB", "lines", "10 MB name", "unseen", "language"],
    )
    def test_bad_input_is_named_at_its_field(self, address: str, field: str, value: str):
        given = {"address": address, "display_name": "名", "locale": "ja", field: value}
        with pytest.raises(tk.ValidationError) as refused:
            call_action("kanazawa_contribute_registration_request", **given)
        assert set(refused.value.error_dict) == {field}
        assert len(str(refused.value.error_dict)) < 500

    def test_who_is_registered_already_is_told(self, person: dict[str, Any]):
        with pytest.raises(tk.NotAuthorized):
            call_auth(
                "kanazawa_contribute_registration_request", {"user": person["name"], "model": model}
            )


@pytest.mark.usefixtures("with_plugins", "class_db")
class TestRedeeming:
    def redeem(self, token: str, **changed: str) -> dict[str, Any]:
        return call_action(
            "kanazawa_contribute_registration_redeem", token=token, **form(**changed)
        )

    def test_a_contributor_in_good_standing_comes_of_it(self, address: str):
        made = self.redeem(token_to(address))
        user = model.User.get(made["id"])
        assert user is not None
        assert hindrance(user) is None
        assert (user.email, user.state, user.sysadmin) == (address, "active", False)
        assert not user.get_group_ids()
        assert model.Session.get(TermsAcceptance, (user.id, config.terms_version()))
        steps = sa.select(Record.what, Record.details).where(Record.subject_id == user.id)
        assert [tuple(one) for one in model.Session.execute(steps.order_by(Record.id))] == [
            ("register", {"how": "mail"}),
            ("accept-terms", {"version": config.terms_version()}),
        ]

    def test_a_link_works_once(self, address: str):
        token = token_to(address)
        self.redeem(token)
        with pytest.raises(links.LinkRefused):
            self.redeem(token)
        accounts = sa.select(sa.func.count()).where(Account.address == address)
        assert model.Session.scalar(accounts) == 1

    def test_a_link_expires(self, address: str):
        token = token_to(address)
        past = links.now() - datetime.timedelta(seconds=1)
        of_token = sa.update(Registration).where(Registration.token_sha256 == links.hash_of(token))
        model.Session.execute(of_token.values(expires_at=past))
        model.Session.commit()
        with pytest.raises(links.LinkRefused):
            self.redeem(token)
        assert model.User.by_email(address) is None

    @pytest.mark.parametrize("token", ["", "x", "x" * 100_000, "あ", "../../etc"])
    def test_an_unknown_link_leads_nowhere(self, token: str):
        with pytest.raises(links.LinkRefused):
            self.redeem(token)

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("name", "admin name"),
            ("name", ""),
            ("name", "<script>alert(1)</script>"),
            ("name", "あ" * 1_000_000),
            ("password", "short"),
            ("password", "p" * 10_000_000),
            ("display_name", " "),
            ("terms", ""),
            ("terms", "1999-01-01"),
        ],
    )
    def test_a_refused_form_leaves_the_link_good(self, address: str, field: str, value: str):
        token = token_to(address)
        with pytest.raises(tk.ValidationError) as refused:
            self.redeem(token, **{field: value})
        assert set(refused.value.error_dict) == {field}
        assert model.User.by_email(address) is None
        assert self.redeem(token)["id"]

    def test_all_that_is_wrong_is_said_at_once(self, app: Any, address: str):
        path = f"/contribute/confirm/{token_to(address)}"
        csrf = re.search(r'name="_csrf_token" value="([^"]+)"', app.get(path).body)
        assert csrf is not None
        sent = {"name": "花子 さん", "password": "abc", "display_name": "", "_csrf_token": csrf[1]}
        page = app.post(path, data=sent, expect_errors=True)
        assert page.status_code == 422
        for field in ("name", "password", "display_name", "terms"):
            assert f'id="problem-{field}"' in page.body, field
        # Above the form each is named.
        assert "表示する名前：入力してください。" in page.body

    def test_a_taken_name_is_said(self, address: str, person: dict[str, Any]):
        with pytest.raises(tk.ValidationError) as refused:
            self.redeem(token_to(address), name=person["name"])
        assert set(refused.value.error_dict) == {"name"}

    def test_an_address_that_was_registered_meanwhile_makes_no_second_account(self, address: str):
        first, second = token_to(address), token_to(address)
        self.redeem(first)
        with pytest.raises(tk.ValidationError) as refused:
            self.redeem(second)
        assert set(refused.value.error_dict) == {"address"}


@pytest.mark.usefixtures("with_plugins", "class_db")
class TestHandedOut:
    def test_a_steward_hands_out_a_link(self, steward: dict[str, Any], address: str):
        made = call_action(
            "kanazawa_contribute_registration_create", {"user": steward["name"]}, locale="ja"
        )
        token = made["link"].rsplit("/", 1)[1]
        found = call_action(
            "kanazawa_contribute_registration_redeem", token=token, **form(address=address)
        )
        assert hindrance(model.User.get(found["id"])) is None
        how = sa.select(Record.details).where(
            Record.subject_id == found["id"], Record.what == "register"
        )
        assert model.Session.scalar(how) == {"how": "handed-out"}

    def test_nobody_else_does(self, person: dict[str, Any]):
        with pytest.raises(tk.NotAuthorized):
            call_auth(
                "kanazawa_contribute_registration_create", {"user": person["name"], "model": model}
            )
