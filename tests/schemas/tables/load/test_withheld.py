"""What was taken back is read by nobody, even where somebody reads it all the time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

import ckan.model as model
import pytest
import sqlalchemy as sa
from ckan.tests.helpers import call_action
from ckanext.datastore.backend.postgres import get_write_engine

from ckanext.kanazawa.schemas.model.edition import Edition
from ckanext.kanazawa.schemas.model.job import Job
from ckanext.kanazawa.schemas.tables.editions import showing
from ckanext.kanazawa.schemas.tables.load import swap
from ckanext.kanazawa.schemas.tables.load.reconcile import reconcile
from tests.schemas.tables.conftest import toilets
from tests.schemas.tables.hostile import PAGE

pytestmark = [
    pytest.mark.usefixtures("with_plugins", "class_db"),
    pytest.mark.ckan_config("ckan.datastore.sqlsearch.enabled", True),
]
# Written in ASCII: JSON may escape anything else.
SECRET = "HIMITSU7351"


def secret(rows: int) -> bytes:
    """Return a table in which each row tells the secret."""
    return toilets(rows, encoding="utf-8").replace("見本公園トイレ".encode(), SECRET.encode())


@contextmanager
def slow_reader(resource: dict[str, Any]) -> Iterator[sa.Connection]:
    """Read the table in a transaction that stays open."""
    with get_write_engine().connect() as reader:
        reader.execute(sa.text(f'SELECT * FROM "{resource["id"]}"')).all()
        yield reader


def withdraw(resource: dict[str, Any], edition: Edition, context: dict[str, Any]) -> None:
    call_action("kanazawa_schemas_edition_withdraw", context, id=edition.id)


def answers(app: Any, resource: dict[str, Any]) -> dict[str, int]:
    """Return what visitors get at every address that gives rows, and see that none does."""
    rid, action = resource["id"], "/api/3/action"
    page = f"/dataset/{resource['package_id']}/resource/{rid}/table"
    sql = quote(f'SELECT * FROM "{rid}"')
    addresses = {
        "search": f"{action}/datastore_search?resource_id={rid}",
        "filtered": f"{action}/datastore_search?resource_id={rid}&q={quote(SECRET)}",
        "info": f"{action}/datastore_info?id={rid}",
        "sql": f"{action}/datastore_search_sql?sql={sql}",
        "dump": f"/datastore/dump/{rid}",
        "json dump": f"/datastore/dump/{rid}?format=json",
        "page": page,
        "embedded": f"{page}/embed",
        "csv": f"/tables/{rid}/latest.csv",
    }
    found = {name: app.get(address) for name, address in addresses.items()}
    told = [name for name, answer in found.items() if SECRET.encode() in answer.data]
    assert told == [], told
    return {name: answer.status_code for name, answer in found.items()}


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for readers as long as it takes to see that they read on."""
    monkeypatch.setattr(showing, "PATIENCE_S", 0.3)
    monkeypatch.setattr(swap.lock, "__defaults__", (0.3,))


@pytest.mark.usefixtures("impatient")
class TestWithheld:
    def test_readers_of_what_was_taken_back_find_nothing_from_that_moment(
        self, app, upload, work, newest, context
    ):
        resource = upload(toilets(3))
        upload(secret(2), resource=resource)
        work()
        assert SECRET in app.get(f"/datastore/dump/{resource['id']}").body
        with slow_reader(resource) as reader:
            withdraw(resource, newest(resource), context)
            given = answers(app, resource)
            assert given.pop("csv") == 200  # that of the edition before
            assert {name: status for name, status in given.items() if status != 404} == {}
            shown = call_action("resource_show", id=resource["id"])
            assert shown["datastore_active"] is False
            # Who had begun to read is neither stopped nor kept waiting.
            assert reader.execute(sa.text(f'SELECT * FROM "{resource["id"]}"')).rowcount == 2
            assert ("load", "waiting") in work()
            assert answers(app, resource)["search"] == 404
        rested(resource)
        assert ("load", "done") in work()
        found = call_action("datastore_search", {"user": ""}, resource_id=resource["id"])
        assert found["total"] == 3

    def test_shown_again_it_is_read_again(self, app, upload, work, newest, context):
        resource = upload(secret(2))
        work()
        edition = newest(resource)
        with slow_reader(resource):
            withdraw(resource, edition, context)
            assert answers(app, resource)["search"] == 404
            call_action("kanazawa_schemas_edition_confirm", context, id=edition.id)
            found = call_action("datastore_search", {"user": ""}, resource_id=resource["id"])
            assert found["total"] == 2

    def test_rows_behind_a_file_that_cannot_be_read_go_as_well(
        self, app, upload, work, newest, context
    ):
        resource = upload(secret(2))
        work()
        first = newest(resource)
        upload(PAGE, resource=resource)
        work()
        withdraw(resource, first, context)
        assert answers(app, resource)["search"] == 404
        assert not table_of(resource)

    def test_what_no_job_removed_is_reconciled(self, upload, work, newest, context):
        resource = upload(secret(2))
        work()
        with slow_reader(resource):
            withdraw(resource, newest(resource), context)
        model.Session.execute(sa.delete(Job).where(Job.owner_id == resource["id"]))
        model.Session.commit()
        reconcile()
        assert not table_of(resource)
        assert call_action("resource_show", id=resource["id"])["datastore_active"] is False


def rested(resource: dict[str, Any]) -> None:
    """Let jobs that rest be due."""
    resting = sa.update(Job).where(Job.owner_id == resource["id"], Job.state == "waiting")
    past = sa.text("now() - interval '1 second'")
    model.Session.execute(
        resting.values(lease_until=past), execution_options={"synchronize_session": False}
    )
    model.Session.commit()


def table_of(resource: dict[str, Any]) -> bool:
    with get_write_engine().connect() as connection:
        return swap.exists(connection, resource["id"])
