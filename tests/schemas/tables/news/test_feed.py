from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from tests.factories import Organization
from tests.schemas.tables.conftest import toilets

ATOM = "{http://www.w3.org/2005/Atom}"
pytestmark = pytest.mark.usefixtures("with_plugins", "class_db")


def titles(app, city, headers=None, prefix="") -> list[str]:
    """Return the titles of the city's feed."""
    answer = app.get(f"{prefix}/feeds/findings/{city['name']}.atom", headers=headers)
    assert answer.content_type == "application/atom+xml"
    feed = ET.fromstring(answer.data)
    return [entry.findtext(f"{ATOM}title") or "" for entry in feed.iter(f"{ATOM}entry")]


class TestFeed:
    def test_visitors_see_what_is_public_and_editors_all(self, app, city, faulty, editor_headers):
        faulty(city["id"], "公開の表")
        faulty(city["id"], "非公開の表", private=True)
        faulty(city["id"], "待つ表", release="held")
        faulty(city["id"], "よい表", errors=0)
        faulty(city["id"], "取り下げた表", release="withdrawn")
        faulty(Organization()["id"], "他の表")
        assert [one.split(" – ")[0] for one in titles(app, city)] == ["公開の表"]
        seen = {one.split(" – ")[0] for one in titles(app, city, editor_headers)}
        assert seen == {"公開の表", "非公開の表", "待つ表"}

    def test_entries_lead_to_the_findings_in_the_readers_language(self, app, city, faulty):
        edition = faulty(city["id"], "英語の表")
        found = titles(app, city, prefix="/en")
        assert any("Errors: 3, warnings: 1" in one for one in found)
        feed = app.get(f"/feeds/findings/{city['name']}.atom")
        assert f"/resource/{edition.owner_id}/findings" in feed.body
        assert feed.headers["Cache-Control"] == "private, no-store"

    def test_errors_are_named_before_what_there_is_more_of(self, app, city, faulty):
        codes = {"column-missing-recommended": 12, "time-format": 7, "not-a-number": 1}
        totals = {"severity": {"error": 1, "warning": 7, "hint": 12}, "code": codes}
        faulty(city["id"], "まざった表", totals=totals)
        feed = ET.fromstring(app.get(f"/en/feeds/findings/{city['name']}.atom").data)
        summaries = [entry.findtext(f"{ATOM}summary") or "" for entry in feed.iter(f"{ATOM}entry")]
        (told,) = (text for text in summaries if "(12)" in text)
        assert told.index("(1)") < told.index("(7)") < told.index("(12)")

    def test_the_site_is_named_in_the_readers_language(self, app, city, ckan_config):
        def author(prefix: str) -> str | None:
            feed = ET.fromstring(app.get(f"{prefix}/feeds/findings/{city['name']}.atom").data)
            return feed.findtext(f"{ATOM}author/{ATOM}name")

        assert author("") == ckan_config["ckan.site_title"]
        assert author("/en") == ckan_config["ckanext.kanazawa.theme.site_title_en"]

    def test_nothing_a_cell_holds_is_told(self, app, city, dataset, upload, work, editor_headers):
        table = (
            toilets().decode("cp932")
            + "172014,x,石川県金沢市,山田太郎 090-1234-5678,,,x,y"
            + "," * 7
        )
        upload(table.encode("cp932"))
        work("examine")
        page = app.get(f"/feeds/findings/{city['name']}.atom", headers=editor_headers).body
        assert dataset["title"] in page
        assert "090-1234" not in page and "山田" not in page

    def test_no_such_organisation(self, app, city):
        app.get("/feeds/findings/no-such.atom", status=404)
        app.get("/api/3/action/kanazawa_schemas_news_list?organization=no-such", status=404)
