"""What drifted apart comes together again."""

from __future__ import annotations

import ckan.model as model
import pytest
import sqlalchemy as sa
from ckan.tests.helpers import call_action
from ckanext.datastore.backend.postgres import get_write_engine

from ckanext.kanazawa.schemas.tables.load.flags import set_flag
from ckanext.kanazawa.schemas.tables.load.reconcile import reconcile
from ckanext.kanazawa.schemas.tables.load.swap import exists
from tests.schemas.tables.conftest import toilets

pytestmark = pytest.mark.usefixtures("with_plugins", "class_db")


def has_table(name: str) -> bool:
    with get_write_engine().connect() as connection:
        return exists(connection, name)


def run(sql: str) -> None:
    with get_write_engine().begin() as connection:
        connection.execute(sa.text(sql))


class TestReconcile:
    def test_a_wrong_flag_is_corrected(self, upload, work):
        resource = upload(toilets(1))
        work("examine", "load")
        set_flag(resource["id"], False)
        assert reconcile().flags == 1
        assert call_action("resource_show", id=resource["id"])["datastore_active"] is True
        assert reconcile().flags == 0

    def test_a_lost_table_is_loaded_again(self, upload, work):
        resource = upload(toilets(1))
        work("examine", "load")
        run(f'DROP TABLE "{resource["id"]}"')
        done = reconcile()
        assert (done.flags, done.put) == (1, 1)
        assert call_action("resource_show", id=resource["id"])["datastore_active"] is False
        work("load")
        assert call_action("datastore_search", resource_id=resource["id"])["total"] == 1

    def test_tables_of_resources_that_are_gone_and_leftovers_go(self, upload, work):
        resource = upload(toilets(1))
        work("examine", "load")
        run(f'CREATE TABLE "_load_{resource["id"]}" (a int)')
        model.Session.get(model.Resource, resource["id"]).state = "deleted"
        model.Session.commit()
        assert reconcile().removed >= 2
        assert not has_table(resource["id"])
        assert not has_table(f"_load_{resource['id']}")
