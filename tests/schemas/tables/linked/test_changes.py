"""A resource that becomes a link and a file again, and datasets that are put in another order."""

from __future__ import annotations

import pytest
from ckan.tests.helpers import call_action

from ckanext.kanazawa.schemas.model.edition import Edition
from tests.schemas.files.conftest import act
from tests.schemas.tables.conftest import toilets

pytestmark = pytest.mark.usefixtures("with_plugins", "class_db", "storage_folder", "fetching")


def rows(resource) -> int | None:
    """Return how many rows visitors find; None where there is no table."""
    if not call_action("resource_show", {"user": ""}, id=resource["id"])["datastore_active"]:
        return None
    return call_action("datastore_search", {"user": ""}, resource_id=resource["id"])["total"]


def lines(app, resource) -> int:
    """Return how many rows the latest CSV has."""
    answer = app.get(f"/tables/{resource['id']}/latest.csv")
    assert answer.status_code == 200
    return len(answer.data.splitlines()) - 1


class TestKind:
    def test_file_then_link_then_file_each_shows_its_own(self, app, upload, link, site, work):
        resource = upload(toilets(2))
        work()
        assert (rows(resource), lines(app, resource)) == (2, 2)

        site.body = toilets(7)
        link(site.url("table.csv"), resource)
        work()
        assert (rows(resource), lines(app, resource)) == (7, 7)
        shown = Edition.shown(resource["id"])
        assert shown is not None and shown.source_url == site.url("table.csv")

        upload(toilets(4), resource=resource)
        work()
        assert (rows(resource), lines(app, resource)) == (4, 4)
        assert app.get(act("resource_show", id=resource["id"])["url"]).data == toilets(4)

    def test_link_to_a_page_takes_the_table_of_the_file_away(self, app, upload, link, site, work):
        resource = upload(toilets(2))
        work()
        link("https://www.example.jp/page.html", resource)
        work()
        assert app.get(f"/tables/{resource['id']}/latest.csv").status_code == 404
        assert rows(resource) is None


class TestDataset:
    def test_order_changes_nothing_and_what_is_removed_is_gone(self, app, upload, work, dataset):
        first, second, third = (upload(toilets(number)) for number in (1, 2, 3))
        work()
        editions = {each["id"]: Edition.shown(each["id"]).id for each in (first, second, third)}
        whole = act("package_show", id=dataset["id"])
        by_id = {each["id"]: each for each in whole["resources"]}
        order = [by_id[third["id"]], by_id[first["id"]]]
        act("package_update", **{**whole, "resources": order})
        assert work() == []
        for each, number in ((first, 1), (third, 3)):
            assert Edition.shown(each["id"]).id == editions[each["id"]]
            assert (rows(each), lines(app, each)) == (number, number)
        assert app.get(f"/tables/{second['id']}/latest.csv").status_code == 404
        gone = app.get(f"/api/3/action/datastore_search?resource_id={second['id']}")
        assert gone.status_code == 404
        assert app.get(f"/datastore/dump/{second['id']}").status_code == 404

    def test_moved_fields_do_not_move_files(self, app, upload, work, dataset):
        first, second = (upload(toilets(number)) for number in (1, 2))
        work()
        whole = act("package_show", id=dataset["id"])
        one, two = (
            next(r for r in whole["resources"] if r["id"] == each["id"]) for each in (first, second)
        )
        # Whoever sends the description of one with the id of the other still has both files.
        swapped = [{**one, "description": "二"}, {**two, "description": "一", "hash": one["hash"]}]
        act("package_update", **{**whole, "resources": swapped})
        work()
        assert [lines(app, each) for each in (first, second)] == [1, 2]
