from __future__ import annotations

from typing import Any

import ckan.model as model
import pytest
from ckan.tests.helpers import call_action

from ckanext.kanazawa.schemas.model.edition import Edition
from ckanext.kanazawa.schemas.tables.overview import views
from ckanext.kanazawa.schemas.tables.overview.listing import as_csv
from tests.factories import Dataset

pytestmark = pytest.mark.usefixtures("with_plugins", "class_db")


def table(owner: str, title: str, errors: int, **values: Any) -> str:
    """Make a dataset with one examined file; return its name."""
    titles = values.pop("title_translated", {"ja": title})
    resources = [{"url": "https://example.jp/a.csv"}]
    found = Dataset(owner_org=owner, title=title, title_translated=titles, resources=resources)
    severity = {"error": errors, "warning": 1, "hint": 0}
    edition = Edition(
        owner_id=found["resources"][0]["id"],
        name="a.csv",
        label=title,
        **{"state": "examined", "totals": {"severity": severity}, **values},
    )
    model.Session.add(edition)
    model.Session.commit()
    return found["name"]


class TestOverview:
    def test_editors_see_their_own_tables_the_worst_first(self, app, city, editor_headers):
        few, many = table(city["id"], "少", 1), table(city["id"], "多", 9, format="aed")
        other = table(Dataset()["owner_org"], "他", 5)
        answer = app.get("/api/3/action/kanazawa_schemas_overview", headers=editor_headers)
        found = answer.json["result"]
        assert [one["dataset"] for one in found["tables"]] == [many, few]
        (sums,) = found["organizations"]
        assert (sums["tables"], sums["following"], sums["severity"]["error"]) == (2, 1, 10)
        everything = call_action("kanazawa_schemas_overview")
        assert other in {one["dataset"] for one in everything["tables"]}

    def test_programs_get_a_part_of_it_and_how_many_there_are(self, app, city, editor_headers):
        made = [table(city["id"], f"表{errors}", errors) for errors in (500, 400, 300)]

        def ask(**query: object) -> Any:
            where = "/api/3/action/kanazawa_schemas_overview"
            answer = app.get(where, headers=editor_headers, query_string=query)
            return answer.json["result"] if answer.status_code == 200 else answer.status_code

        whole, part = ask(), ask(offset=1, limit=1)
        assert [one["dataset"] for one in whole["tables"]][:3] == made
        assert [one["dataset"] for one in part["tables"]] == made[1:2]
        assert part["total"] == whole["total"] == len(whole["tables"])
        assert part["organizations"] == whole["organizations"]
        assert [ask(limit=0)["tables"], ask(limit="x"), ask(offset=-1)] == [[], 409, 409]

    def test_page_and_csv_are_for_editors_only(self, app, city, editor_headers):
        app.get("/tables/overview", status=403)
        app.get("/tables/overview.csv", status=403)
        app.get("/api/3/action/kanazawa_schemas_overview", status=403)
        assert "問題の多い順" in app.get("/tables/overview", headers=editor_headers).body
        table(city["id"], "表", 2, title_translated={"ja": "表", "en": "A table"})
        english = app.get("/en/tables/overview", headers=editor_headers).body
        assert "A table" in english and "Errors 2, warnings 1, hints 0" in english
        listing = app.get("/tables/overview.csv", headers=editor_headers)
        assert listing.get_data().startswith(b"\xef\xbb\xbforganization,dataset")

    def test_long_lists_have_pages(self, app, city, editor_headers, monkeypatch):
        monkeypatch.setattr(views, "PER_PAGE", 1)
        first, second = table(city["id"], "一", 900), table(city["id"], "二", 800)

        def page(number: str) -> str:
            where = f"/tables/overview?organization={city['name']}&page={number}"
            return app.get(where, headers=editor_headers).body

        assert first in page("1") and second not in page("1")
        assert second in page("2") and first not in page("2")
        assert f"organization={city['name']}" in page("2").split('rel="prev"')[0][-200:]
        assert first in page("x")

    def test_others_organisations_are_not_shown(self, app, city, editor_headers):
        other = Dataset()["organization"]["name"]
        app.get(f"/tables/overview?organization={other}", headers=editor_headers, status=403)

    def test_csv_makes_what_a_spreadsheet_would_run_harmless(self):
        row = dict.fromkeys(("organization", "dataset", "resource", "file", "state", "release"))
        row |= dict.fromkeys(("format", "version", "standard", "severity", "personal", "rows"))
        assert b"'=1+1" in as_csv([{**row, "title": "=1+1", "examined": None}])


class TestOpenDataList:
    def test_lists_public_files(self, app, city):
        Dataset(owner_org=city["id"], title="公開の表", resources=[{"url": "https://example.jp/x"}])
        assert "公開の表" in app.get("/open-data-list").body
        app.get("/open-data-list?page=x")
