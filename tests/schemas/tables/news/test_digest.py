from __future__ import annotations

import base64
import socket
from datetime import datetime, timezone
from typing import Any

import ckan.model as model
import pytest
from ckan.cli.cli import ckan
from ckan.tests import factories
from ckan.tests.helpers import call_action

from ckanext.kanazawa.schemas.tables.news.digest import recipients, tell, untold
from tests.factories import Organization

COMMAND = ["kanazawa-schemas", "findings-digest"]
pytestmark = [
    pytest.mark.usefixtures("with_plugins", "class_db"),
    pytest.mark.ckan_config("smtp.mail_from", "opendata@example.jp"),
]


@pytest.fixture
def people(city: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return an editor, a mere member and an editor of another organisation."""
    found = {name: factories.User() for name in ("editor", "member", "other")}
    for role in ("editor", "member"):
        name = found[role]["name"]
        call_action("organization_member_create", id=city["id"], username=name, role=role)
    Organization(users=[{"name": found["other"]["name"], "capacity": "editor"}])
    return found


def sent_to(mail_server: Any, user: dict[str, Any]) -> list[str]:
    """Return the texts of the mails an account got."""
    mails = [mail for mail in mail_server.get_smtp_messages() if user["email"] in mail[2]]
    return [base64.b64decode(mail[3].split("\n\n", 1)[1]).decode("utf-8") for mail in mails]


class TestDigest:
    @pytest.mark.ckan_config("ckanext.kanazawa.schemas.digest", True)
    def test_editors_are_told_once_of_each_edition(self, cli, city, faulty, people, mail_server):
        faulty(city["id"], "直す表", personal=2)
        faulty(city["id"], "よい表", errors=0)
        old = datetime(2026, 1, 1, tzinfo=timezone.utc)
        faulty(city["id"], "前の表", examined_at=old)
        first = cli.invoke(ckan, COMMAND)
        assert first.exit_code == 0 and f"{people['editor']['name']}: 1 tables" in first.output
        (text,) = sent_to(mail_server, people["editor"])
        assert "直す表" in text and "誤り 3" in text and "Errors: 3" in text
        assert "個人情報らしい" in text and "よい表" not in text and "前の表" not in text
        assert "/findings" in text and "/tables/overview" in text
        english = text.split("----")[1]
        assert "/en/dataset/" in english and "/en/tables/overview" in english
        for name in ("member", "other"):
            assert not sent_to(mail_server, people[name])
        assert cli.invoke(ckan, COMMAND).output == ""
        faulty(city["id"], "次の表")
        cli.invoke(ckan, COMMAND)
        texts = sent_to(mail_server, people["editor"])
        assert len(texts) == 2 and "次の表" in texts[1] and "直す表" not in texts[1]

    def test_is_off_unless_switched_on(self, cli, city, faulty, people, mail_server):
        faulty(city["id"], "表")
        assert "Switched off" in cli.invoke(ckan, COMMAND).output
        assert not mail_server.get_smtp_messages()
        tried = cli.invoke(ckan, [*COMMAND, "--dry-run"])
        assert f"{people['editor']['name']}: " in tried.output

    @pytest.mark.ckan_config("ckanext.kanazawa.schemas.digest", True)
    def test_says_that_no_mail_server_is_set(self, cli, city, ckan_config, monkeypatch):
        monkeypatch.setitem(ckan_config, "smtp.mail_from", "")
        found = cli.invoke(ckan, COMMAND)
        assert found.exit_code == 1 and "smtp.server" in found.output

    @pytest.mark.ckan_config("ckanext.kanazawa.schemas.digest", True)
    def test_what_could_not_be_sent_is_told_the_next_time(
        self, city, faulty, people, ckan_config, monkeypatch
    ):
        faulty(city["id"], "表")
        monkeypatch.setattr("ckanext.kanazawa.schemas.tables.news.digest.TIMEOUT_S", 0.3)
        with socket.socket() as silent:
            silent.bind(("127.0.0.1", 0))
            silent.listen()
            port = silent.getsockname()[1]
            monkeypatch.setitem(ckan_config, "smtp.server", f"127.0.0.1:{port}")
            user = model.User.get(people["editor"]["name"])
            assert user and user in recipients()
            with pytest.raises(Exception, match="connected"):
                tell(user)
            assert socket.getdefaulttimeout() is None
        assert untold(user)
