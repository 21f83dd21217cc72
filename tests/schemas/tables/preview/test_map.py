"""What maps draw: the rows of the table, under its filters, and what they cannot draw."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.usefixtures("with_plugins", "class_db")


class TestPlaces:
    @pytest.fixture
    def places(self, app, address, make_table):
        def get(fields=None, rows=None, **query):
            table = make_table(fields, rows)
            return app.get(address(table, "/places"), query_string=query, status=200).json

        return get

    def test_points_have_their_row_place_and_name(self, places):
        found = places()
        assert found["points"][0] == [1, 36.561, 136.656, "見本公園"]
        assert (len(found["points"]), found["without"], found["outside"]) == (3, 1, 1)

    def test_the_tables_filters_hold(self, places):
        assert [point[0] for point in places(**{"is.種別": "学校"})["points"]] == [2]

    def test_text_that_is_no_number_is_counted_and_harmless(self, places):
        fields = [{"id": "lat", "type": "text"}, {"id": "lon", "type": "text"}]
        rows = [{"lat": "36.5", "lon": " 136.6 "}, {"lat": "北緯36度", "lon": "1e999"}]
        found = places(fields, rows)
        assert (found["points"], found["without"]) == ([[1, 36.5, 136.6, "36.5"]], 1)

    def test_shapes_come_from_geojson(self, places):
        fields = [{"id": "name", "type": "text"}, {"id": "geometry", "type": "text"}]
        line = '{"type": "LineString", "coordinates": [[136.6, 36.5], [136.7, 36.6]]}'
        found = places(fields, [{"name": "路線", "geometry": line}, {"geometry": "[1"}])
        assert found["shapes"][0][:2] == [1, "路線"]
        assert found["shapes"][0][2]["type"] == "LineString"
        assert found["without"] == 1


class TestPage:
    def test_a_map_is_offered_only_where_there_are_places(self, see, make_table):
        assert see(make_table()).select_one("#kz-preview-map")
        plain = make_table([{"id": "名称", "type": "text"}], [{"名称": "見本"}])
        assert see(plain).select_one("#kz-preview-map") is None
        assert see(plain, {"view": "map"}).select_one(".kz-preview-table")

    def test_what_opens_over_a_point_escapes_what_the_row_holds(self, see, make_table):
        record = see(make_table(), part="/record/4")
        assert record.select_one("h2").get_text() == "<b>見本</b>の森"
        assert record.b is None

    def test_a_row_that_is_gone_has_no_record(self, app, address, make_table):
        app.get(address(make_table(), "/record/99"), status=404)

    @pytest.mark.ckan_config(
        "ckanext.kanazawa.schemas.basemap", "https://tiles.example/{z}/{x}/{y}.png 国土 <地理院>"
    )
    def test_base_map_is_configured_and_credited(self, see, make_table):
        drawn = see(make_table(), {"view": "map"}).select_one(".kz-map")
        assert drawn["data-module-tiles"] == "https://tiles.example/{z}/{x}/{y}.png"
        assert drawn["data-module-attribution"] == "国土 <地理院>"
