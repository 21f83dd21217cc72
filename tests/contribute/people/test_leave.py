"""Leaving: nothing personal stays in any table, what was contributed does."""

from __future__ import annotations

from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
import pytest
import sqlalchemy as sa
from ckan.tests import factories
from ckan.tests.helpers import call_action

from ckanext.kanazawa.contribute.acting import hindrance
from ckanext.kanazawa.contribute.model.actor import Actor
from ckanext.kanazawa.contribute.model.membership import Membership
from ckanext.kanazawa.contribute.model.record import Record
from ckanext.kanazawa.contribute.model.revision import Revision
from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.record.write import write

PASSWORD = "correct horse"


@pytest.fixture
def leaver(make_person: Any) -> dict[str, Any]:
    """Return a contributor with all that somebody leaves behind."""
    person = make_person(
        "夜明 あかり", fullname="夜明 あかり", password=PASSWORD, about="夜明の紹介"
    )
    other = make_person()
    call_action("follow_user", {"user": other["name"]}, id=person["id"])
    call_action("follow_user", {"user": person["name"]}, id=other["id"])
    write("suspend", subject=("account", person["id"]), user_id=other["id"], text="夜明について")
    for state in ("draft", "submitted", "published"):
        row = Submission(kind="dataset", author_id=person["id"], state=state, revision=1)
        row.credit = {"how": "name", "name": "あ"}
        model.Session.add(row)
    user = model.User.get(person["id"])
    assert user is not None
    user.plugin_extras = {"x": {"of": "夜明"}}
    model.Session.commit()
    return person


def leave(person: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """Leave as a person."""
    given = {"password": PASSWORD, "sure": "true", **changed}
    context = {"user": person["name"], "ignore_auth": False}
    return call_action("kanazawa_contribute_account_leave", context, **given)


def tables_with(words: list[str]) -> list[str]:
    """Return the tables of the database in which one of these words stands anywhere."""
    found = []
    for table in sa.inspect(model.Session.connection()).get_table_names():
        for word in words:
            query = sa.text(f'SELECT 1 FROM "{table}" AS row WHERE row::text LIKE :word LIMIT 1')
            if model.Session.execute(query, {"word": f"%{word}%"}).first():
                found.append(f"{table}: {word}")
    return found


@pytest.mark.usefixtures("with_plugins", "class_db")
class TestLeave:
    def test_nothing_personal_stays_anywhere(self, leaver: dict[str, Any]):
        words = [leaver["name"], leaver["email"], "夜明"]
        assert tables_with(words)
        leave(leaver)
        assert tables_with(words) == []

    def test_the_address_goes_from_every_revision_of_a_report(self, leaver: dict[str, Any]):
        for author in (leaver["id"], None):
            made = Submission(kind="report", author_id=author, state="submitted", revision=2)
            model.Session.add(made)
            model.Session.flush()
            for number, address in enumerate((leaver["email"].upper(), leaver["email"]), start=1):
                fields = {"text": "場所が違う", "address": address}
                row = Revision(submission_id=made.id, number=number, fields=fields, sha256="0")
                row.files, row.declarations = [], {}
                model.Session.add(row)
        model.Session.commit()
        leave(leaver)
        model.Session.expire_all()
        left = [one.fields for one in model.Session.scalars(sa.select(Revision))]
        assert left == [{"text": "場所が違う"}] * 4

    def test_the_record_keeps_a_number_that_leads_to_nobody(self, leaver: dict[str, Any]):
        leave(leaver)
        lines = sa.select(Record.actor).where(
            Record.subject_id == leaver["id"], Record.what == "leave"
        )
        number = model.Session.scalars(lines).one()
        assert number is not None
        actor = model.Session.get(Actor, number, populate_existing=True)
        assert actor and actor.user_id is None

    def test_drafts_are_withdrawn_and_the_rest_stays_with_its_credit(self, leaver: dict[str, Any]):
        leave(leaver)
        query = sa.select(Submission).where(Submission.author_id == leaver["id"])
        rows = {one.state: one.credit["name"] for one in model.Session.scalars(query)}
        assert rows == {"withdrawn": "あ", "submitted": "あ", "published": "あ"}

    def test_nobody_is_logged_in_any_more(self, app, leaver: dict[str, Any]):
        leave(leaver)
        headers = {"Authorization": leaver["token"]}
        app.get("/api/3/action/kanazawa_contribute_account_show", headers=headers, status=403)
        user = model.User.get(leaver["id"])
        assert user and user.state == model.State.DELETED
        assert hindrance(user) == "left"

    @pytest.mark.parametrize(
        ("field", "value"), [("password", "wrong"), ("password", ""), ("sure", "")]
    )
    def test_a_refusal_changes_nothing(self, leaver: dict[str, Any], field: str, value: str):
        with pytest.raises(tk.ValidationError) as refused:
            leave(leaver, **{field: value})
        assert set(refused.value.error_dict) == {field}
        assert hindrance(model.User.get(leaver["id"])) is None

    def test_the_last_owner_hands_over_first(
        self, leaver: dict[str, Any], municipality: dict[str, Any], person: dict[str, Any]
    ):
        body = call_action(
            "kanazawa_contribute_body_create",
            {"user": leaver["name"]},
            name=f"body-{leaver['name'][:20].replace('.', '-')}",
            title="夕の会",
            kind="citizens-group",
            municipality=municipality["id"],
        )
        with pytest.raises(tk.ValidationError, match="夕の会"):
            leave(leaver)
        model.Session.add(Membership(body_id=body["id"], user_id=person["id"], role="owner"))
        model.Session.commit()
        leave(leaver)
        left = sa.select(Membership.user_id).where(Membership.body_id == body["id"])
        assert list(model.Session.scalars(left)) == [person["id"]]

    def test_staff_do_not_leave_by_themselves(self, steward: dict[str, Any]):
        with pytest.raises(tk.NotAuthorized):
            leave(steward)


@pytest.mark.usefixtures("with_plugins", "class_db")
class TestDeleted:
    def test_core_s_deletion_leaves_nothing_personal_either(
        self, leaver: dict[str, Any], sysadmin: dict[str, Any]
    ):
        words = [leaver["name"], leaver["email"], "夜明"]
        assert tables_with(words)
        context = {"user": sysadmin["name"], "ignore_auth": False}
        call_action("user_delete", context, id=leaver["name"])
        assert tables_with(words) == []
        query = sa.select(Record.what).where(Record.subject_id == leaver["id"])
        assert list(model.Session.scalars(query.order_by(Record.id)))[-1] == "delete-account"
        user = model.User.get(leaver["id"])
        assert user and user.state == model.State.DELETED
        call_action("user_delete", context, id=leaver["id"])  # again changes nothing

    def test_it_is_for_administrators(self, leaver: dict[str, Any], steward: dict[str, Any]):
        for who in (leaver, steward):
            with pytest.raises(tk.NotAuthorized):
                context = {"user": who["name"], "ignore_auth": False}
                call_action("user_delete", context, id=leaver["id"])
        assert hindrance(model.User.get(leaver["id"])) is None

    def test_others_are_deleted_as_ever(self, sysadmin: dict[str, Any]):
        other = factories.User()
        call_action("user_delete", {"user": sysadmin["name"], "ignore_auth": False}, id=other["id"])
        user = model.User.get(other["id"])
        assert user and user.state == model.State.DELETED
