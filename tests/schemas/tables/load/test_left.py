"""What people made on a table is there again on the next one, even where the table had to go."""

from __future__ import annotations

from typing import Any

import ckan.model as model
import pytest
import sqlalchemy as sa
from ckan.tests.helpers import call_action
from ckanext.datastore.backend.postgres import get_write_engine

from ckanext.kanazawa.schemas.tables.load import stats
from ckanext.kanazawa.schemas.tables.load.reconcile import reconcile
from tests.schemas.files.conftest import act
from tests.schemas.tables.conftest import toilets

pytestmark = pytest.mark.usefixtures("with_plugins", "class_db")


def execute(sql: str) -> None:
    with get_write_engine().begin() as connection:
        connection.execute(sa.text(sql))


def names(view: str) -> list[str]:
    with get_write_engine().connect() as connection:
        return list(connection.scalars(sa.text(f'SELECT 名称 FROM "{view}" ORDER BY 1')))


def definition(view: str) -> str:
    with get_write_engine().connect() as connection:
        query = sa.text("SELECT pg_get_viewdef(CAST(:view AS regclass))")
        return str(connection.scalar(query, {"view": f'"{view}"'}))


def dictionary(resource: dict[str, Any]) -> dict[str, dict[str, Any]]:
    found = call_action("datastore_search", resource_id=resource["id"], limit=0)
    return {field["id"]: field for field in found["fields"]}


@pytest.fixture
def made(upload, work) -> tuple[dict[str, Any], str]:
    """Return a resource with two editions, and the alias somebody gave its table.

    There is also a view an administrator made of some of its rows, readable for all, named
    like the alias with _some; and the dictionary was edited.
    """
    resource = upload(toilets(2))
    upload(toilets(4), resource=resource)
    work("examine", "load")
    alias = f"toilets_{resource['id'][:8]}"
    info = {**dictionary(resource)["名称"]["info"], "label": "Toilet", "type_override": ""}
    change = [
        {"id": "名称", "type": "text", "info": info},
        {"id": "緯度", "type": "numeric", "info": {"type_override": "text"}},
    ]
    call_action(
        "datastore_create", resource_id=resource["id"], force=True, aliases=alias, fields=change
    )
    execute(
        f'CREATE VIEW "{alias}_some" AS SELECT 名称 FROM "{alias}" WHERE 名称 LIKE \'%1\';'
        f' GRANT SELECT ON "{alias}_some" TO PUBLIC'
    )
    return resource, alias


def withdraw(resource, newest, context) -> str:
    edition_id = newest(resource).id
    call_action("kanazawa_schemas_edition_withdraw", context, id=edition_id)
    return edition_id


class TestLeft:
    def test_taken_back_the_edition_before_has_aliases_views_and_dictionary(
        self, app, made, newest, context, work
    ):
        resource, alias = made
        withdraw(resource, newest, context)
        search = f"/api/3/action/datastore_search?resource_id={alias}"
        assert app.get(search).status_code == 404
        assert act("resource_show", id=resource["id"])["datastore_active"] is False
        assert (work("load"), newest(resource).load_error) == ([("load", "done")], None)
        assert act("resource_show", id=resource["id"])["datastore_active"] is True
        assert app.get(search).json["result"]["total"] == 2
        assert names(f"{alias}_some") == ["見本公園トイレ1"]
        found = dictionary(resource)
        assert (found["名称"]["info"]["label"], found["緯度"]["type"]) == ("Toilet", "text")
        public = sa.text("SELECT has_table_privilege('public', :name, 'SELECT')")
        with get_write_engine().connect() as connection:
            assert connection.scalar(public, {"name": f'"{alias}_some"'})
            assert resource["id"] not in stats.kept(connection)

    def test_views_that_sort_or_cut_stay_what_they_are(self, upload, work):
        resource = upload(toilets(2))
        work("examine", "load")
        rests = ("DESC", "LIMIT 1", "OFFSET 4")
        views = [f"{resource['id'][:8]}_{number}" for number in range(len(rests))]
        for view, rest in zip(views, rests, strict=True):
            execute(
                f'CREATE VIEW "{view}" AS SELECT * FROM "{resource["id"]}" ORDER BY "_id" {rest}'
            )
        before = [definition(view) for view in views]
        upload(toilets(5), resource=resource)
        work("examine", "load")
        assert [definition(view) for view in views] == before
        assert [names(view) for view in views[1:]] == [["見本公園トイレ0"], ["見本公園トイレ4"]]

    def test_no_table_for_a_while_and_shown_again(self, made, newest, context, work):
        resource, alias = made
        last = withdraw(resource, newest, context)
        withdraw(resource, newest, context)
        work("load")
        assert act("resource_show", id=resource["id"])["datastore_active"] is False
        call_action("kanazawa_schemas_edition_confirm", context, id=last)
        work("load")
        assert call_action("datastore_search", resource_id=alias)["total"] == 4
        assert dictionary(resource)["名称"]["info"]["label"] == "Toilet"

    def test_a_view_that_does_not_fit_waits_for_a_table_it_fits(
        self, made, upload, newest, context, work
    ):
        resource, alias = made
        other = toilets(3).replace("名称,".encode("cp932"), "施設,".encode("cp932"), 1)
        withdraw(resource, newest, context)
        upload(other, resource=resource)
        work("examine", "load")
        assert call_action("datastore_search", resource_id=alias)["total"] == 3
        with pytest.raises(Exception, match="does not exist"):
            names(f"{alias}_some")
        upload(toilets(6), resource=resource)
        work("examine", "load")
        assert call_action("datastore_search", resource_id=alias)["total"] == 6
        assert names(f"{alias}_some") == ["見本公園トイレ1"]

    def test_a_view_in_the_way_is_named(self, made, upload, newest, work):
        resource, alias = made
        other = toilets(3).replace("名称,".encode("cp932"), "施設,".encode("cp932"), 1)
        upload(other, resource=resource)
        assert ("load", "failed") in work("examine", "load")
        assert newest(resource).load_error == {
            "code": "load-view-in-the-way",
            "params": {"view": f"{alias}_some"},
        }
        assert call_action("datastore_search", resource_id=alias)["total"] == 4

    def test_what_is_kept_goes_with_the_resource(self, made, newest, context):
        resource, _ = made
        withdraw(resource, newest, context)
        act("dataset_purge", id=resource["package_id"])
        model.Session.commit()
        reconcile()
        with get_write_engine().connect() as connection:
            assert resource["id"] not in stats.kept(connection)
