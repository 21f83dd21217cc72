"""JSON, JSON Lines and GeoJSON."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from ckanext.kanazawa.lib.tables import write
from ckanext.kanazawa.lib.tables.errors import WriteError
from ckanext.kanazawa.lib.tables.read import open_tables
from ckanext.kanazawa.lib.tables.table import table_of
from tests.lib.tables.writing.tables import FACILITIES, facilities, recognition


def written(table, form: str, **options) -> tuple[str, write.Written]:
    out = io.BytesIO()
    result = write.write(table, out, form, **options)
    return out.getvalue().decode(), result


def collection(table, **options) -> tuple[dict[str, Any], write.Written]:
    text, result = written(table, "geojson", **options)
    return json.loads(text), result


class TestObjects:
    def test_text_stays_text_and_empty_cells_are_null(self):
        text, _ = written(facilities(), "json")
        assert json.loads(text)[1] == dict(zip(FACILITIES[0], FACILITIES[2], strict=True))

    def test_numbers_are_numbers_digit_by_digit(self):
        table = table_of(["緯度", "人口"], [["36.50", "1200"], ["36.5785056453874", "007"]])
        kinds = recognition(["latitude", "integer"], ["緯度", "人口"])
        text, result = written(table, "jsonl", recognition=kinds)
        assert text.splitlines() == [
            '{"緯度":36.50,"人口":1200}',
            '{"緯度":36.5785056453874,"人口":"007"}',
        ]
        assert result.findings.totals == {"kept-as-text": 1}

    def test_every_sign_is_escaped_as_json_asks(self):
        nasty = "".join(map(chr, range(0x20))) + '"\\/\x7f\u2028𠮷'
        text, _ = written(table_of([nasty], [[nasty]]), "json")
        assert json.loads(text) == [{nasty: nasty}]

    def test_a_line_is_an_object_whatever_the_cells_hold(self):
        text, result = written(facilities(), "jsonl")
        assert len(text.splitlines()) == result.rows == 3 and text.endswith("}\n")

    def test_table_without_rows_is_valid(self):
        table = table_of(["緯度", "経度"], [])
        assert json.loads(written(table, "json")[0]) == []
        assert collection(table)[0] == {"type": "FeatureCollection", "features": []}
        assert written(table, "jsonl")[0] == ""

    def test_blocks_are_joined(self):
        table = table_of(["A"], [[str(n)] for n in range(100_001)])
        rows = json.loads(written(table, "json")[0])
        assert [row["A"] for row in rows] == [str(n) for n in range(100_001)]

    def test_columns_without_a_name_of_their_own_get_one(self):
        table = table_of(["備考", "", "備考", "備考_2"], [["a", "b", "c", "d"]])
        text, result = written(table, "json")
        assert json.loads(text) == [{"備考": "a", "列B": "b", "備考_3": "c", "備考_2": "d"}]
        renamed = result.findings.listed
        assert [(found.code, found.letter) for found in renamed] == [
            ("heading-renamed", "B"),
            ("heading-renamed", "C"),
        ]
        assert "列B" in renamed[0].text("ja") and "column B" in renamed[0].text("en")


class TestGeoJson:
    def test_points_have_longitude_first_and_nothing_is_lost(self):
        read, result = collection(facilities(), recognition=recognition())
        feature = read["features"][0]
        assert feature["geometry"] == {"type": "Point", "coordinates": [136.662596, 36.562109]}
        assert feature["properties"]["ID"] == "0001" and feature["properties"]["定員"] == 1200
        assert list(feature["properties"]) == FACILITIES[0]
        assert "crs" not in read and read["bbox"] == [136.648, 36.562109, 136.662596, 36.578]
        assert (result.rows, result.facts["with_position"]) == (3, 2)

    def test_row_without_position_is_kept_without_geometry(self):
        read, result = collection(facilities())
        assert read["features"][2]["geometry"] is None
        assert result.findings.totals == {"without-position": 1}
        found = result.findings.listed[0]
        assert (found.row, found.value) == (4, ", 136.6")
        assert "4 行目" in found.text("ja")

    @pytest.mark.parametrize(
        ("latitude", "longitude"),
        [("136.6", "36.5"), ("0", "0"), ("北緯36度", "136.6"), ("36.5", ""), ("36,5", "136,6"),
         ("NaN", "136.6"), ("36.5", "181"), ("３６.５", "１３６.６"), ("036.5", "136.6")],
    )  # fmt: skip
    def test_what_is_no_position_on_earth_gets_none(self, latitude: str, longitude: str):
        read, result = collection(table_of(["緯度", "経度"], [[latitude, longitude]]))
        assert read["features"][0]["geometry"] is None and "bbox" not in read
        assert result.facts["with_position"] == 0

    def test_spaces_around_a_position_do_no_harm(self):
        read, _ = collection(table_of(["lat", "LON"], [[" 36.5", "136.6 "]]))
        assert read["features"][0]["geometry"]["coordinates"] == [136.6, 36.5]

    def test_heights_above_the_sea_are_no_third_number(self):
        table = table_of(["緯度", "経度", "標高"], [["36.5", "136.6", "12.3"]])
        read, _ = collection(table)
        assert len(read["features"][0]["geometry"]["coordinates"]) == 2
        assert read["features"][0]["properties"]["標高"] == "12.3"

    def test_longer_headings_will_do_where_there_is_one_of_each(self):
        headings = ["経度：東経（世界測地系10進法）", "緯度：北緯（世界測地系10進法）"]
        read, _ = collection(table_of(headings, [["136.6", "36.5"]]))
        assert read["features"][0]["geometry"]["coordinates"] == [136.6, 36.5]
        with pytest.raises(WriteError):
            collection(table_of(["緯度（度）", "緯度（分）", "経度"], []))

    def test_columns_may_be_named(self):
        table = table_of(["x", "y"], [["136.6", "36.5"]])
        assert collection(table, position=(1, 0))[0]["bbox"] == [136.6, 36.5, 136.6, 36.5]

    def test_table_without_position_columns_is_refused(self):
        with pytest.raises(WriteError, match="latitude"):
            collection(table_of(["名称"], [["兼六園"]]))

    def test_geometries_may_stand_in_a_column(self):
        line = '{"type":"LineString","coordinates":[[136.6,36.5],[136.7,36.4]]}'
        rows = [["1", line], ["2", None]]
        read, result = collection(table_of(["ID", "形"], rows), geometry=1)
        shapes = [feature["geometry"] for feature in read["features"]]
        assert shapes == [json.loads(line), None]
        assert read["features"][0]["properties"] == {"ID": "1"}
        assert read["bbox"] == [136.6, 36.4, 136.7, 36.5]
        assert result.findings.totals == {"without-any-position": 1}

    @pytest.mark.parametrize(
        "text",
        ["LINESTRING(1 2)", '{"type":"Nonsense","coordinates":[1,2]}', "[1,2]", "null",
         '{"type":"Point","coordinates":[1]}', '{"type":"Point","coordinates":["1","2"]}',
         '{"type":"Point","coordinates":[NaN,2]}', '{"type":"LineString","coordinates":[1,2]}',
         '{"type":"Point","coordinates":[-45000.5,62000.1]}', '{"type":"Point"}', "[" * 100_000],
    )  # fmt: skip
    def test_what_is_no_geometry_on_earth_is_none(self, text: str):
        read, _ = collection(table_of(["形"], [[text]]), geometry=0)
        assert read["features"][0]["geometry"] is None

    def test_collection_of_geometries(self):
        text = json.dumps({"type": "GeometryCollection", "geometries": [
            {"type": "Point", "coordinates": [136.6, 36.5, 12]},
            {"type": "Polygon", "coordinates": [[[1, 2], [3, 4], [5, 6], [1, 2]]]},
        ]})  # fmt: skip
        read, _ = collection(table_of(["形"], [[text]]), geometry=0)
        assert read["bbox"] == [1.0, 2.0, 136.6, 36.5]

    def test_geojson_comes_back_as_it_was_read(self):
        shapes = [
            {"type": "Point", "coordinates": [136.6, 36.5]},
            {"type": "Polygon", "coordinates": [[[1, 2], [3, 4], [5, 6], [1, 2]]]},
            {"type": "Point", "coordinates": [136.6, 36.5, 12.5]},
            None,
        ]
        features = [
            {"type": "Feature", "geometry": shape, "properties": {"名称": str(number)}}
            for number, shape in enumerate(shapes)
        ]
        data = json.dumps({"type": "FeatureCollection", "features": features}).encode()
        (table,) = open_tables(data, "a.geojson")
        read, _ = collection(table)
        assert [feature["geometry"] for feature in read["features"]] == shapes
        assert [feature["properties"]["名称"] for feature in read["features"]] == list("0123")
