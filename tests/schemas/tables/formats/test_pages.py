from __future__ import annotations

import csv
import io
import json
from datetime import datetime, timedelta, timezone

import ckan.model as model
import openpyxl
import pytest
from bs4 import BeautifulSoup
from ckan.tests.helpers import call_action

from ckanext.kanazawa.lib.choices import load_choices
from ckanext.kanazawa.lib.tables.formats.loader import FAMILIES, load_formats
from ckanext.kanazawa.schemas.model.edition import Edition
from ckanext.kanazawa.schemas.tables.formats import describe, known
from tests.factories import Dataset

pytestmark = pytest.mark.usefixtures("with_plugins", "class_db")


def text_of(answer) -> str:
    return BeautifulSoup(answer.body, "html.parser").get_text(" ", strip=True)


def edition(resource: str, **values) -> None:
    model.Session.add(Edition(owner_id=resource, name="a.csv", **values))
    model.Session.commit()


class TestDefinitions:
    def test_each_format_says_what_it_is_for(self):
        assert set(load_choices("table_purposes")) == set(load_formats())

    def test_each_family_has_a_name(self):
        assert set(load_choices("table_families")) == set(FAMILIES)


class TestPages:
    def test_list_has_every_format_and_marks_what_is_not_verified(self, app):
        page = BeautifulSoup(app.get("/tables/formats").body, "html.parser")
        rows = {
            row.select_one("th a")["href"].rsplit("/", 1)[1]: row.get_text(" ", strip=True)
            for row in page.select("tbody tr")
        }
        assert set(rows) == set(load_formats())
        assert "確認済み" in rows["public-toilet"]
        assert "未確認" in rows["school-lunch"]
        assert "列はまだ分かりません" in rows["boring-log"]

    @pytest.mark.parametrize("name", load_formats())
    def test_each_format_has_a_page_in_both_languages(self, app, name):
        for prefix, language in (("", "ja"), ("/en", "en")):
            text = text_of(app.get(f"{prefix}/tables/formats/{name}"))
            found = load_formats()[name]
            assert found.title[language] in text
            assert all(field.description[language] in text for field in found.current.fields[:3])

    def test_older_version_shows_its_own_columns_and_what_changed(self, app):
        text = text_of(app.get("/tables/formats/public-toilet?version=2019"))
        found = load_formats()["public-toilet"]
        assert f"{len(found.versions[1].fields)} 列" in text
        assert "（現在の版ではありません）" in text
        assert describe.whole(found, found.current)["differences"]["2019"][0]["ja"] in text

    @pytest.mark.parametrize("address", ["no-such", "public-toilet?version=1999", "aed/a.exe"])
    def test_what_is_not_there_is_not_found(self, app, address):
        app.get(f"/tables/formats/{address}", status=404)

    def test_code_lists_have_pages_and_files(self, app):
        for name in known.codelists():
            text = text_of(app.get(f"/tables/codes/{name}"))
            assert next(iter(load_choices(name))) in text
            rows = csv.DictReader(io.StringIO(app.get(f"/tables/codes/{name}.csv").body[1:]))
            assert [row["value"] for row in rows] == list(load_choices(name))
            assert app.get(f"/tables/codes/{name}.json").json["formats"]

    def test_lists_that_no_format_uses_are_none_of_ours(self, app):
        app.get("/tables/codes/licences", status=404)


class TestFiles:
    def test_template_of_excel_has_the_headings(self, app):
        answer = app.get("/tables/formats/public-toilet/template.xlsx")
        book = openpyxl.load_workbook(io.BytesIO(answer.get_data()))
        headings = [cell.value for cell in next(book.worksheets[0].iter_rows(max_row=1))]
        assert headings == [field.name for field in load_formats()["public-toilet"].current.fields]

    def test_template_of_an_older_version_has_its_headings(self, app):
        answer = app.get("/tables/formats/aed/template.csv?version=2019")
        assert answer.get_data().startswith(b"\xef\xbb\xbf")
        headings = next(csv.reader([answer.get_data().decode("utf-8-sig")]))
        assert headings == [field.name for field in load_formats()["aed"].versions[1].fields]
        assert "aed.2019.csv" in answer.headers["Content-Disposition"]

    def test_unverified_template_says_so_in_its_name(self, app):
        name = app.get("/tables/formats/school-lunch/template.csv").headers["Content-Disposition"]
        assert "%E6%9C%AA%E7%A2%BA%E8%AA%8D" in name

    def test_schema_and_dictionary(self, app):
        schema = json.loads(app.get("/tables/formats/aed/schema.json").body)
        assert schema["fields"][0]["name"] == load_formats()["aed"].current.fields[0].name
        japanese = app.get("/tables/formats/aed/dictionary.csv").get_data().decode("utf-8-sig")
        english = app.get("/en/tables/formats/aed/dictionary.csv").get_data().decode("utf-8-sig")
        assert japanese.startswith("番号,") and english.startswith("Number,")

    def test_unchanged_file_is_not_sent_again(self, app):
        first = app.get("/tables/formats/aed/template.xlsx")
        again = app.get(
            "/tables/formats/aed/template.xlsx",
            headers={"If-None-Match": first.headers["ETag"]},
            status=304,
        )
        assert again.get_data() == b""
        assert first.headers["Cache-Control"] == "public, max-age=3600"
        other = app.get("/en/tables/formats/aed/template.xlsx")
        assert other.headers["ETag"] != first.headers["ETag"]

    def test_format_without_columns_has_no_files(self, app):
        app.get("/tables/formats/boring-log/template.xlsx", status=404)


class TestFollowers:
    def test_datasets_that_say_so_or_whose_file_shows_it_are_listed_once(self, app):
        said = Dataset(title="言う", kanazawa_standard="public_toilet")
        shown = Dataset(title="見える", resources=[{"url": "https://example.jp/a.csv"}])
        edition(shown["resources"][0]["id"], format="public-toilet", version="2019", label="1")
        found = call_action("kanazawa_schemas_format_show", id="public-toilet")
        assert {one["name"] for one in found["followers"]} == {said["name"], shown["name"]}
        assert "見える" in text_of(app.get("/tables/formats/public-toilet"))

    def test_private_datasets_and_editions_that_are_not_shown_stay_hidden(self):
        Dataset(private=True, kanazawa_standard="tourism")
        dataset = Dataset(resources=[{"url": "https://example.jp/a.csv"}])
        resource = dataset["resources"][0]["id"]
        earlier = datetime.now(timezone.utc) - timedelta(days=2)
        edition(resource, format="event", version="current", label="1", created=earlier)
        edition(resource, format="tourism", version="current", label="2", release="held")
        counts = {one["id"]: one["datasets"] for one in call_action("kanazawa_schemas_format_list")}
        assert (counts["tourism"], counts["event"]) == (0, 1)


class TestActions:
    def test_list_can_be_of_one_family(self, app):
        answer = app.get("/api/3/action/kanazawa_schemas_format_list?family=ishikawa").json
        assert {one["family"] for one in answer["result"]} == {"ishikawa"}
        app.get("/api/3/action/kanazawa_schemas_format_list?family=x", status=409)

    def test_conversions_lead_both_ways(self):
        found = call_action("kanazawa_schemas_format_show", id="garbage-separation")
        assert found["converts_to"][0]["format"] == "5374-target"
        assert found["converts_from"][0]["format"] == "5374-target"

    def test_unknown_format_is_not_found(self, app):
        app.get("/api/3/action/kanazawa_schemas_format_show?id=x", status=404)
        app.post("/api/3/action/kanazawa_schemas_format_show", json={"id": ["x"]}, status=409)
