"""Tables that were loaded from a file: known rows, words that are found by an index."""

from __future__ import annotations

from pathlib import Path

import ckan.model as model
import pytest

import demo
from tests.schemas.tables.conftest import toilets

from .conftest import column

pytestmark = pytest.mark.usefixtures("with_plugins", "class_db")
NAME = 3


class TestLoadedFile:
    @pytest.fixture
    def table(self, request, upload, work):
        """Upload a file with a title above its headings and an empty row, once for the class."""
        if "made" not in request.cls.__dict__:
            lines = toilets(4, faults=0, encoding="utf-8").decode().split("\r\n")
            lines = ["公衆トイレ一覧", "", *lines[:3], "," * 14, *lines[3:]]
            resource = upload("\r\n".join(lines).encode())
            work()
            package = model.Package.get(resource["package_id"])
            request.cls.made = {"dataset": {"name": package.name}, "resource": resource["id"]}
        return request.cls.made

    def test_rows_are_counted_as_the_spreadsheet_does(self, see, table):
        page = see(table)
        rows = [head.get_text(strip=True) for head in page.select("tbody th")]
        assert rows == ["4", "5", "7", "8"]

    def test_a_findings_row_leads_to_the_cell(self, see, table):
        marked = see(table, {"row": "7"}).select_one("#kz-preview-marked")
        assert "見本公園トイレ2" in marked.get_text()
        assert "6 行目" in see(table, {"row": "6"}).select_one(".alert").get_text()

    def test_the_cell_is_marked_and_no_column_is_hidden(self, see, table):
        page = see(table, {"row": "7", "cell": "名称"})
        (cell,) = page.select(".kz-preview-meant")
        assert cell.get_text(strip=True) == "見本公園トイレ2"
        assert len(page.select("thead th")) == 16
        assert not see(table, {"row": "7", "cell": "ない列"}).select(".kz-preview-meant")

    @pytest.mark.parametrize("heading", ["名称", "名称 ", "ない列"])
    def test_what_is_said_of_a_heading_leads_to_the_heading(self, see, table, heading):
        page = see(table, {"row": "3", "cell": heading})
        assert not page.select(".alert, td.kz-preview-meant")
        marked = [th.get_text(strip=True) for th in page.select("th.kz-preview-meant")]
        assert [text[:2] for text in marked] == ([] if heading == "ない列" else ["名称"])

    @pytest.mark.parametrize(("q", "rows"), [("園トイレ3", 1), ("広坂", 4), ("避難", 0)])
    def test_parts_of_japanese_words_are_found_by_the_index(self, see, table, q, rows):
        assert len(column(see(table, {"q": q}))) == rows

    def test_english_pages_have_english_headings_and_maps_the_format_knows(self, see, table):
        page = see(table, lang="/en")
        assert "Latitude" in page.thead.get_text()
        assert page.select_one("#kz-preview-map")


class TestTimetable:
    def test_stops_and_routes_are_on_the_map(self, see, app, address, upload, work):
        feed = Path(demo.__file__).parent / "files" / "172014_flatbus_konohana_gtfs.zip"
        resource = upload(feed.read_bytes(), feed.name)
        work("examine")
        package = model.Package.get(resource["package_id"])
        table = {"dataset": {"name": package.name}, "resource": resource["id"]}
        assert see(table).select_one(".kz-map")
        assert see(table, part="/embed").select_one(".kz-map")
        found = app.get(address(table, "/places"), status=200).json
        assert found["points"] and found["shapes"]
        number, _, _, name = found["points"][0]
        texts = dict(found["texts"][str(number)])
        assert texts["stop_name"] == name
        # Routes are told by their names, ids and codes are left out.
        assert texts["route_ids"] in [shape[1] for shape in found["shapes"]]
        assert "zone_id" not in texts
        page = app.get(f"/dataset/{package.name}/resource/{resource['id']}")
        assert "kz-preview" in page.body
