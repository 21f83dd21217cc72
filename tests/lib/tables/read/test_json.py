"""JSON, JSON Lines and GeoJSON as tables."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ckanext.kanazawa.lib.tables.errors import (
    DamagedError,
    EmptyFileError,
    FileError,
    LimitError,
    NotATableError,
)
from ckanext.kanazawa.lib.tables.read import Limits
from tests.lib.tables.read.rows import codes_of, rows_of, table_from

RECORDS = '[{"名称":"兼六園","緯度":36.5620,"他":null},{"名称":"城","有":true,"他":{"a":[1.50]}}]'
POINT = {"type": "Point", "coordinates": [136.66, 36.56]}
LINE = {"type": "LineString", "coordinates": [[136.6, 36.5], [136.7, 36.6]]}


def collection(*features: tuple[Any, dict[str, Any]], **more: Any) -> str:
    """Return a FeatureCollection of (geometry, properties)."""
    found = [
        {"type": "Feature", "geometry": geometry, "properties": properties}
        for geometry, properties in features
    ]
    return json.dumps({"type": "FeatureCollection", "features": found, **more})


def test_list_of_objects_keeps_digits_and_nested_values():
    table = table_from(RECORDS)
    assert table.origin.kind == "json"
    assert (table.header_row, table.headings) == (0, ("名称", "緯度", "他", "有"))
    assert rows_of(table) == [
        (1, "兼六園", "36.5620", None, None),
        (2, "城", None, '{"a":[1.50]}', "true"),
    ]


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "cp932"])
def test_other_encodings_are_read(codec: str):
    assert rows_of(table_from(RECORDS.encode(codec)))[0][1] == "兼六園"


def test_rows_are_found_inside_an_answer():
    text = f'{{"help":"h","success":true,"result":{{"total":2,"records":{RECORDS}}}}}'
    assert len(rows_of(table_from(text))) == 2
    assert len(rows_of(table_from(f'{{"公園":{RECORDS}}}'))) == 2


def test_list_of_lists_has_headings_where_the_first_are_words():
    assert rows_of(table_from('[["名称","数"],["兼六園",1]]')) == [(1, "兼六園", "1")]
    assert table_from('[["兼六園",1],["城",2]]').headings == ("1", "2")


def test_lines_are_read():
    table = table_from('{"a":1}\n\n{"a":2,"b":"x"}\n', "a.jsonl")
    assert table.origin.kind == "jsonl"
    assert rows_of(table) == [(1, "1", None), (3, "2", "x")]
    with pytest.raises(DamagedError) as caught:
        table_from('{"a":1}\n{"a":2}\n{"a":', "a.jsonl")
    assert caught.value.params["line"] == "3"
    with pytest.raises(FileError, match="no JSON object"):
        table_from('{"a":1}\n{"a":2}\n3\n', "a.jsonl")


def test_points_become_latitude_and_longitude():
    table = table_from(collection((POINT, {"名称": "兼六園"}), (None, {"名称": "城"})))
    assert table.origin.kind == "geojson"
    assert table.headings == ("名称", "緯度", "経度")
    assert rows_of(table) == [(1, "兼六園", "36.56", "136.66"), (2, "城", None, None)]


@pytest.mark.parametrize("lines", [False, True])
def test_properties_that_contradict_their_geometry_are_told_and_both_kept(lines: bool):
    features = (
        (POINT, {"緯度": 36.56, "経度": "136.660"}),
        (POINT, {"緯度": 36.5, "経度": 136.66}),
        (POINT, {"緯度": None, "経度": 136.66}),
    )
    text = collection(*features)
    if lines:
        text = "\n".join(json.dumps(one) for one in json.loads(text)["features"])
    table = table_from(text)
    assert table.headings == ("緯度", "経度", "geometry")
    same, other, filled = rows_of(table)
    assert same == (1, "36.56", "136.660", None)
    assert other[1:3] == ("36.5", "136.66") and json.loads(other[3]) == POINT
    assert filled == (3, "36.56", "136.66", None)
    (found,) = [*table.findings, *table.late_findings()]
    assert (found.code, found.row, found.value) == ("position-differs", 2, "36.5, 136.66")
    assert "36.56, 136.66" in found.text("ja") and "36.56, 136.66" in found.text("en")


def test_one_half_of_a_position_is_completed():
    table = table_from(collection((POINT, {"緯度": 36.56, "名称": "館"})))
    assert table.headings == ("緯度", "名称", "経度")
    assert rows_of(table) == [(1, "36.56", "館", "136.66")]
    assert codes_of(table) == []


def test_id_of_a_feature_does_not_hide_that_of_its_properties():
    feature = {"type": "Feature", "id": 7, "geometry": None, "properties": {"id": "A1"}}
    table = table_from(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    assert rows_of(table) == [(1, "A1", "7")]


def test_other_shapes_stand_as_text():
    table = table_from(collection((LINE, {"名称": "道"})))
    assert table.headings == ("名称", "geometry")
    assert json.loads(rows_of(table)[0][2]) == LINE
    assert table.origin.extra["geometry"] == 1
    assert table.origin.extra["shapes"] == ["LineString"]


def test_foreign_coordinates_are_mentioned():
    def named(name: str) -> str:
        return collection((POINT, {"a": 1}), crs={"type": "name", "properties": {"name": name}})

    assert codes_of(table_from(named("urn:ogc:def:crs:EPSG::6675"))) == ["coordinate-system"]
    assert codes_of(table_from(named("urn:ogc:def:crs:OGC:1.3:CRS84"))) == []
    assert codes_of(table_from(named("urn:ogc:def:crs:EPSG::6668"))) == []


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("[{", DamagedError),
        ('[{"a":1},', DamagedError),
        ('{"type":"FeatureCollection","features":[{"type":"Fea', DamagedError),
        ("[[[" * 100_000, LimitError),
        ('[{"a":' + "[" * 500 + "]" * 500 + "}]", LimitError),
        (r'[{"a":"\ud83d"}]', DamagedError),
        (r'[{"a":"\udc00"}]', DamagedError),
        ("{}", NotATableError),
        ("[]", EmptyFileError),
    ],
)
def test_what_is_no_table_says_so(text: str, error: type[FileError]):
    with pytest.raises(error):
        table_from(text, "a.json")


def test_characters_written_as_two_halves_are_read():
    assert rows_of(table_from(r'[{"a":"\ud842\udfb7","b":"\\ud800"}]'))[0][1:] == (
        "𠮷",
        r"\ud800",
    )


def test_width_and_size_are_bounded():
    wide = json.dumps([{str(number): 1 for number in range(3000)}])
    with pytest.raises(LimitError):
        table_from(wide)
    with pytest.raises(LimitError):
        table_from(RECORDS, limits=Limits(json_bytes=10))


def test_position_under_a_longer_heading_is_no_second_one():
    properties = {"名称": "館", "緯度：北緯（世界測地系10進法）": 36.5, "経度：東経": 136.6}
    point = {"type": "Point", "coordinates": [136.6, 36.5]}
    feature = {"type": "Feature", "geometry": point, "properties": properties}
    data = json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
    assert list(table_from(data, "a.geojson").headings) == list(properties)


@pytest.mark.parametrize("data", [b"[{}]", b"{}\n{}\n", b"[{},{}]"])
def test_objects_without_members_are_no_rows(data: bytes):
    with pytest.raises(EmptyFileError):
        table_from(data, "a.json")
