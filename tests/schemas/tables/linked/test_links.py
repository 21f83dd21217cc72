"""Linked tables are fetched, examined, and fetched again only where they changed."""

from __future__ import annotations

import ckan.model as model
import pytest
from click.testing import CliRunner

from ckanext.kanazawa.schemas.cli import kanazawa_schemas
from ckanext.kanazawa.schemas.model.edition import Edition
from ckanext.kanazawa.schemas.tables.queue.put import put
from tests.schemas.files.conftest import act
from tests.schemas.tables.conftest import toilets, waiting_jobs

pytestmark = pytest.mark.usefixtures("with_plugins", "class_db", "storage_folder", "fetching")


def again(resource, work) -> None:
    put("fetch", resource["id"])
    model.Session.commit()
    work()


class TestLink:
    def test_new_link_is_fetched_and_examined(self, link, site, work, newest):
        resource = link(site.url("table.csv"))
        work()
        edition = newest(resource)
        assert (edition.state, edition.format) == ("examined", "public-toilet")
        assert (edition.name, edition.source_url) == ("table.csv", site.url("table.csv"))

    def test_resource_stays_a_link(self, link, site, work):
        resource = link(site.url("table.csv"))
        work()
        shown = act("resource_show", id=resource["id"])
        assert (shown["url"], shown["url_type"]) == (site.url("table.csv"), None)

    def test_unchanged_it_is_not_sent_again(self, link, site, work, newest):
        resource = link(site.url("table.csv"))
        work()
        before = newest(resource).id
        again(resource, work)
        assert newest(resource).id == before
        assert site.asked[-1][1]["If-None-Match"] == site.etag

    def test_same_bytes_are_no_new_edition(self, link, site, work, newest):
        resource = link(site.url("table.csv"))
        work()
        before = newest(resource).id
        site.etag = '"another"'
        again(resource, work)
        assert newest(resource).id == before

    def test_changed_it_is_a_new_edition(self, link, site, work, newest):
        resource = link(site.url("table.csv"))
        work()
        site.body, site.etag = toilets(7), '"second"'
        again(resource, work)
        assert (newest(resource).rows, len(Edition.newest_first(resource["id"]))) == (7, 2)

    def test_other_address_is_fetched_too(self, link, site, work, newest):
        resource = link(site.url("missing.csv"))
        work()
        link(site.url("table.csv"), resource)
        work()
        assert newest(resource).source_url == site.url("table.csv")

    def test_page_instead_of_a_file_is_said(self, link, site, work, newest, app, editor_headers):
        resource = link(site.url("page.csv"))
        assert work() == [("fetch", "failed")]
        edition = newest(resource)
        assert (edition.state, edition.error["code"], edition.file_id) == (
            "failed",
            "link-page",
            None,
        )
        address = f"/en/dataset/{resource['package_id']}/resource/{resource['id']}"
        page = app.get(address, headers=editor_headers).body
        assert "could not be examined" in page
        assert "the copy from before" not in page  # there is none

    def test_failure_later_keeps_the_copy(self, link, site, work, newest):
        resource = link(site.url("table.csv"))
        work()
        before = newest(resource).id
        site.body = b""
        site.etag = '"third"'
        again(resource, work)
        edition = newest(resource)
        assert (edition.id, edition.state) == (before, "examined")
        assert edition.facts["link"]["error"]["code"] == "link-empty"

    def test_success_later_forgets_the_failure(self, link, site, work, newest):
        full, site.body = site.body, b""
        resource = link(site.url("table.csv"))
        work()
        site.body = full
        again(resource, work)
        assert [e.state for e in Edition.newest_first(resource["id"])] == ["examined"]

    def test_inside_is_refused_unless_allowed(
        self, link, site, work, newest, ckan_config, monkeypatch
    ):
        monkeypatch.setitem(ckan_config, "ckanext.kanazawa.schemas.link_hosts", [])
        resource = link(site.url("table.csv"))
        work()
        assert newest(resource).error["code"] == "link-not-public"
        assert site.asked == []

    def test_copy_goes_with_its_resource(self, link, site, work, dataset, storage_folder):
        link(site.url("table.csv"))
        work()
        act("dataset_purge", id=dataset["id"])
        assert [path for path in storage_folder.rglob("*") if path.is_file()] == []

    def test_copy_is_no_upload(self, link, site, work, app):
        resource = link(site.url("table.csv"))
        work()
        address = f"/dataset/{resource['package_id']}/resource/{resource['id']}/download/x"
        answer = app.get(address, follow_redirects=False)
        assert answer.headers["Location"] == site.url("table.csv")


class TestNoLink:
    @pytest.mark.parametrize(
        "url",
        (
            "https://www.example.jp/",
            "https://www.example.jp/page.html",
            "http://test.ckan.net/datastore/dump/1.csv",
        ),
    )
    def test_nothing_is_fetched(self, link, url: str):
        before = len(waiting_jobs())
        link(url)
        assert len(waiting_jobs()) == before

    def test_nothing_where_it_is_switched_off(self, link, site, ckan_config, monkeypatch):
        monkeypatch.setitem(ckan_config, "ckanext.kanazawa.schemas.fetch_links", False)
        before = len(waiting_jobs())
        link(site.url("table.csv"))
        assert len(waiting_jobs()) == before


class TestCommand:
    def test_all_links_are_fetched_again(self, link, site, work):
        link(site.url("table.csv"))
        work()
        result = CliRunner().invoke(kanazawa_schemas, ["fetch-links"])
        assert result.exit_code == 0, result.output
        assert [job.kind for job in waiting_jobs()][:1] == ["fetch"]
