"""Mails over a real SMTP conversation."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
import pytest
import sqlalchemy as sa
from aiosmtpd.controller import Controller
from ckan.tests import factories

from ckanext.kanazawa.contribute.messages.send import WAITS, send_due
from ckanext.kanazawa.contribute.messages.tell import tell
from ckanext.kanazawa.contribute.messages.texts import TEXTS
from ckanext.kanazawa.contribute.messages.written import as_html, body, subject
from ckanext.kanazawa.contribute.model.message import Message
from ckanext.kanazawa.launcher.network import free_port
from ckanext.kanazawa.schemas.shared import Job

PARAMS = {"hours": 48, "url": "https://portal.example.jp/contribute/confirm/abc?x=1&y=2"}


class Server:
    """What a mail server of the test took, and what it answers."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.answer = "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        if self.answer.startswith("250"):
            message = message_from_bytes(envelope.content, policy=policy.default)
            assert isinstance(message, EmailMessage)
            self.mails.append(message)
        return self.answer


@pytest.fixture
def server(ckan_config: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """Run a mail server on a free port, and point the portal to it."""
    taken = Server()
    port = free_port()
    controller = Controller(taken, hostname="127.0.0.1", port=port)
    controller.start()
    monkeypatch.setitem(ckan_config, "smtp.server", f"127.0.0.1:{port}")
    monkeypatch.setitem(ckan_config, "smtp.mail_from", "portal@city.example.jp")
    yield taken
    controller.stop()


def part(mail: EmailMessage, kind: str) -> str:
    found = mail.get_body((kind,))
    assert found is not None
    return str(found.get_content())


@pytest.mark.usefixtures("with_plugins", "clean_db")
class TestOutbox:
    def test_a_mail_is_sent_once_in_the_language_of_the_receiver(self, server: Server):
        tell("registration-link", address="a@example.jp", locale="ja", **PARAMS)
        tell("registration-link", address="b@example.jp", locale="en", **PARAMS)
        model.Session.commit()
        assert send_due() == 2
        assert send_due() == 0
        assert model.Session.scalars(sa.select(Message.params)).all() == [{}, {}]
        japanese, english = sorted(server.mails, key=lambda mail: mail["To"])
        assert (japanese["To"], english["To"]) == ("a@example.jp", "b@example.jp")
        assert "登録" in japanese["Subject"]
        assert english["Subject"].startswith("Registration at ")
        names = [tk.config["ckan.site_title"], tk.config["ckanext.kanazawa.theme.site_title_en"]]
        assert names[0] in part(japanese, "plain") and names[0] in japanese["Subject"]
        assert names[1] in part(english, "plain") and names[1] in english["Subject"]
        assert names[0] not in part(english, "plain")
        assert PARAMS["url"] in part(japanese, "plain")
        assert 'href="https://portal.example.jp/contribute/confirm/abc?x=1&amp;y=2"' in part(
            english, "html"
        )

    def test_nothing_is_sent_of_what_was_rolled_back(self, server: Server):
        tell("registration-link", address="a@example.jp", **PARAMS)
        model.Session.rollback()
        assert send_due() == 0
        assert not server.mails

    def test_municipalities_are_named_in_the_language_of_the_message(
        self, server: Server, other_municipality: dict[str, Any]
    ):
        for locale, name in (("ja", "かほく市"), ("en", "Kahoku City")):
            told = {"locale": locale, "municipality": other_municipality["id"]}
            message = tell("deputy-named", address="a@example.jp", url=PARAMS["url"], **told)
            assert name in subject(message.template, message.params, locale)

    def test_a_job_waits_for_what_is_told(self, server: Server):
        tell("registration-link", address="a@example.jp", **PARAMS)
        model.Session.commit()
        kinds = model.Session.scalars(sa.select(Job.kind).where(Job.state == "waiting")).all()
        assert kinds == ["contribute-mail"]

    def test_a_server_that_is_away_for_now_is_asked_again_later(self, server: Server):
        server.answer = "451 try again"
        message = tell("registration-link", address="a@example.jp", **PARAMS)
        model.Session.commit()
        assert send_due() == 0
        model.Session.refresh(message)
        assert (message.mail_state, message.attempts) == ("waiting", 1)
        assert message.next_try_at is not None
        server.answer = "250 OK"
        assert send_due() == 0  # not before its time
        message.next_try_at = datetime.datetime.now(datetime.timezone.utc)
        model.Session.commit()
        assert send_due() == 1

    @pytest.mark.parametrize(("answer", "attempts"), [("550 no", 0), ("451 later", len(WAITS))])
    def test_a_mail_that_cannot_arrive_is_given_up(
        self, server: Server, answer: str, attempts: int
    ):
        server.answer = answer
        message = tell("registration-link", address="a@example.jp", **PARAMS)
        message.attempts = attempts
        model.Session.commit()
        assert send_due() == 0
        model.Session.refresh(message)
        assert message.mail_state == "failed"

    def test_nobody_is_mailed_after_leaving(self, server: Server):
        user = factories.User()
        message = tell("account-restored", user_id=user["id"], url=PARAMS["url"])
        account = model.User.get(user["id"])
        assert account is not None
        account.state = model.State.DELETED
        model.Session.commit()
        assert send_due() == 0
        model.Session.refresh(message)
        assert message.mail_state == "failed"
        assert not server.mails

    def test_without_a_mail_server_messages_are_in_the_inbox_alone(self):
        message = tell("registration-link", address="a@example.jp", **PARAMS)
        assert message.mail_state == "none"


class TestTexts:
    def test_a_text_without_what_it_names_fails_where_it_is_told(self, with_plugins: None):
        with pytest.raises(KeyError):
            tell("registration-link", address="a@example.jp", url="https://x.example.jp")

    @pytest.mark.parametrize("language", ["ja", "en"])
    @pytest.mark.parametrize("template", TEXTS)
    def test_every_text_can_be_written(self, template: str, language: str):
        named = {name: f"<{name}>" for name in NAMES}
        assert subject(template, named, language)
        assert body(template, named, language)

    def test_what_people_wrote_stays_text(self):
        html = as_html('<script>alert(1)</script>\n\n"quoted"', None)
        assert "<script>" not in html
        assert html.count("<p>") == 2


NAMES = (
    *("hours", "url", "body", "reason", "number", "title", "municipality", "due"),
    *("count", "late", "asker", "other", "answer"),
)
