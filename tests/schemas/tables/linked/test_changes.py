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


class TestAddress:
    """A link that leads elsewhere."""

    @pytest.fixture
    def table(self, link, site, work):
        """Return a link to a table of seven rows, loaded."""
        site.body = toilets(7)
        resource = link(site.url("table.csv"))
        work()
        assert (rows(resource), Edition.shown(resource["id"]).rows) == (7, 7)
        return resource

    def dated(self, app, resource) -> int:
        """Return how many rows the first copy has, at its own address."""
        edition = Edition.newest_first(resource["id"])[-1]
        return len(app.get(f"/tables/{resource['id']}/{edition.label}.csv").data.splitlines()) - 1

    def test_to_a_web_page_shows_no_table_and_keeps_the_copy_at_its_own_address(
        self, app, link, table, work
    ):
        link("https://www.example.jp/page.html", table, format="HTML")
        assert Edition.shown(table["id"]) is None
        # From that moment on, not only when the job is done.
        search = f"/api/3/action/datastore_search?resource_id={table['id']}"
        assert app.get(search).status_code == 404
        assert work() == [("load", "done")]
        assert app.get(f"/tables/{table['id']}/latest.csv").status_code == 404
        assert rows(table) is None
        assert self.dated(app, table) == 7
        page = app.get(f"/dataset/{table['package_id']}/resource/{table['id']}").body
        assert "kanazawa-schemas-summary" not in page or "7 行" not in page
        assert Edition.newest_first(table["id"])[0].label in page

    def test_to_another_table_shows_the_former_until_that_one_is_known(
        self, app, link, site, table, work
    ):
        site.body = toilets(3)
        link(site.url("halting.csv"), table)
        assert (rows(table), lines(app, table)) == (7, 7)
        site.goes_on.set()
        work()
        assert (rows(table), lines(app, table), self.dated(app, table)) == (3, 3, 7)

    def test_to_a_table_that_is_a_page_shows_none_and_says_why(
        self, app, link, site, table, work, newest
    ):
        link(site.url("page.csv"), table)
        assert work() == [("fetch", "failed"), ("load", "done")]
        assert newest(table).error["code"] == "link-page"
        assert rows(table) is None
        assert app.get(f"/tables/{table['id']}/latest.csv").status_code == 404
        assert self.dated(app, table) == 7

    def test_back_again_shows_the_first_copy_again(self, app, link, site, table, work):
        link("https://www.example.jp/page.html", table, format="HTML")
        work()
        link(site.url("table.csv"), table)
        work()
        assert (rows(table), lines(app, table)) == (7, 7)
        assert len(Edition.newest_first(table["id"])) == 1


class TestFormat:
    """Only the address changes; the format is sent along as it was."""

    @pytest.mark.parametrize(
        ("before", "after", "format", "expected"),
        [
            ("a.csv", "b.xlsx", None, "XLSX"),
            ("a.csv", "page.html", None, "HTML"),
            ("a.csv", "b.csv?year=2026", None, "CSV"),
            ("a.csv", "download?id=3", None, "CSV"),
            ("a.csv", "b.geojson", "PDF", "PDF"),
        ],
    )
    def test_follows_the_address(self, link, before, after, format, expected):
        base = "https://www.example.jp/"
        resource = link(base + before, format="CSV")
        fields = {"format": format} if format else {}
        assert link(base + after, resource, **fields)["format"] == expected

    def test_who_says_it_again_is_believed(self, link):
        resource = link("https://www.example.jp/a.csv", format="CSV")
        resource = link("https://www.example.jp/page.html", resource)
        assert link(resource["url"], resource, format="CSV")["format"] == "CSV"


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
