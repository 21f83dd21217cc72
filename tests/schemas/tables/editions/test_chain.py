"""The whole way, with the jobs that CKAN's workers do."""

from __future__ import annotations

import pytest
from ckan.tests.helpers import call_action

from ckanext.kanazawa.schemas.model.edition import Edition
from tests.schemas.tables.conftest import toilets

pytestmark = pytest.mark.usefixtures("with_plugins", "class_db", "storage_folder")
PERSONAL = (
    "名称,氏名,メールアドレス,携帯電話\n"
    "見本,山田 太郎,taro.yamada@mail.kanazawa-sample.jp,090-1234-5678\n"
)


def rows(resource):
    """Return how many rows visitors find in the DataStore; None where there is no table."""
    found = call_action("resource_show", {"user": ""}, id=resource["id"])
    if not found["datastore_active"]:
        return None
    return call_action("datastore_search", {"user": ""}, resource_id=resource["id"])["total"]


def withdraw(resource, context):
    edition = Edition.newest_first(resource["id"])[0]
    call_action("kanazawa_schemas_edition_withdraw", context, id=edition.id)


class TestWithdrawal:
    def test_rows_go_at_once_and_those_of_before_come_back(self, upload, work, context):
        resource = upload(toilets(3))
        upload(toilets(5), "新しい.csv", resource=resource)
        work()
        assert rows(resource) == 5
        withdraw(resource, context)
        assert rows(resource) is None
        work()
        assert rows(resource) == 3

    def test_only_edition_leaves_no_table(self, upload, work, context):
        resource = upload(toilets(3))
        work()
        withdraw(resource, context)
        work()
        assert rows(resource) is None

    def test_nothing_is_examined_again(self, upload, work, context):
        resource = upload(toilets(3))
        upload(toilets(5), "新しい.csv", resource=resource)
        work()
        withdraw(resource, context)
        assert "examine" not in [kind for kind, _ in work()]

    def test_forms_of_the_edition_before_are_the_latest(self, app, upload, work, context):
        resource = upload(toilets(3))
        work()
        before = app.get(f"/tables/{resource['id']}/latest.csv")
        upload(toilets(5), "新しい.csv", resource=resource)
        work()
        withdraw(resource, context)
        after = app.get(f"/tables/{resource['id']}/latest.csv")
        assert (after.data, after.headers["ETag"]) == (before.data, before.headers["ETag"])


@pytest.mark.ckan_config("ckanext.kanazawa.schemas.hold_editions", True)
class TestHeld:
    def test_clean_table_is_public_once_examined(self, app, upload, work):
        resource = upload(toilets(3))
        assert app.get(f"/tables/{resource['id']}/latest.csv").status_code in (404, 503)
        assert "examined" not in app.get(resource["url"]).body
        work()
        assert app.get(f"/tables/{resource['id']}/latest.csv").status_code == 200
        assert rows(resource) == 3

    def test_personal_data_stays_in(self, app, upload, work, context):
        resource = upload(toilets(3))
        work()
        upload(PERSONAL.encode(), "担当者.csv", resource=resource)
        work()
        edition = Edition.newest(resource["id"])
        assert (edition.release, edition.personal > 0) == ("held", True)
        assert rows(resource) == 3
        page = f"/dataset/{resource['package_id']}/resource/{resource['id']}"
        for address in (page, f"/dataset/{resource['package_id']}", f"{page}/download/x"):
            assert "担当者".encode() not in app.get(address).data
        assert app.get(f"/tables/{resource['id']}/{edition.label}.csv").status_code == 404
        call_action("kanazawa_schemas_edition_confirm", context, id=edition.id)
        work()
        assert rows(resource) == 1
        assert "山田" in app.get(f"/tables/{resource['id']}/latest.csv").text
