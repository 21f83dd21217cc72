"""Real municipal files: rows and columns as counted by hand, with other tools."""

from __future__ import annotations

from pathlib import Path

import pytest

from ckanext.kanazawa.lib.tables.errors import FileError, NotATableError
from ckanext.kanazawa.lib.tables.read import open_tables
from tests.lib.tables.read.rows import codes_of, rows_of

# File → rows, columns, heading row.
FILES = {
    "5374-kanazawa/area_days.csv": (71, 6, 1),
    "5374-kanazawa/center.csv": (2, 3, 1),
    "5374-kanazawa/description.csv": (4, 5, 1),
    "5374-kanazawa/remarks.csv": (0, 2, 1),
    "5374-kanazawa/target.csv": (1251, 4, 1),
    "catalog/tokyo_packages_sample.ndjson": (59, 31, 0),
    "gsi-shelter/emergency-172014.json": (507, 17, 0),
    "gsi-shelter/emergency-172090.json": (40, 17, 0),
    "gsi-shelter/emergency-172103.json": (47, 17, 0),
    "gsi-shelter/emergency-172120.json": (10, 17, 0),
    "gsi-shelter/emergency-173614.json": (12, 17, 0),
    "gsi-shelter/emergency-173657.json": (36, 17, 0),
    "gsi-shelter/evacuation-172014.json": (215, 11, 0),
    "gsi-shelter/evacuation-172090.json": (17, 11, 0),
    "gsi-shelter/evacuation-172103.json": (98, 11, 0),
    "gsi-shelter/evacuation-172120.json": (25, 11, 0),
    "gsi-shelter/evacuation-173614.json": (20, 11, 0),
    "gsi-shelter/evacuation-173657.json": (38, 11, 0),
    "ishikawa-pref/170003_open_data_list.csv": (115, 42, 1),
    "ishikawa-pref/170003_public_facility.csv": (83, 56, 1),
    "ishikawa-pref/170003_public_wireless_lan.csv": (9, 28, 1),
    "oyama/public_toilet.csv": (100, 32, 1),
    "takamatsu/events.xlsx": (51, 16, 1),
    "takamatsu/number_of_people_moving_in_and_out_2024.xlsx": (12, 14, 7),
    "takamatsu/public_toilet.csv": (169, 33, 1),
    "takamatsu/school_lunch_202607.xlsx": (677, 5, 1),
    "wakayama-pref/aridashi.csv": (142, 28, 1),
    "yaizu/222127_aed.csv": (82, 22, 1),
    "yaizu/222127_evacuation_space.csv": (31, 26, 1),
    "yaizu/222127_nouen.csv": (9, 7, 1),
    "yaizu/222127_preschool.csv": (60, 28, 1),
    "yaizu/222127_public_toilet.csv": (112, 39, 1),
    "yaizu/cultural_property.geojson": (157, 13, 0),
}


@pytest.mark.parametrize("name", FILES)
def test_real_table_has_the_rows_and_columns_counted_by_hand(name: str, real_data: Path):
    (table,) = open_tables(real_data / name)
    assert (len(rows_of(table)), table.width, table.header_row) == FILES[name]


def test_every_real_file_is_read_or_named(real_data: Path):
    others = [
        path
        for folder in ("catalog", "gtfs", "images")
        for path in (real_data / folder).iterdir()
        if not path.name.startswith(("LICENSE", "tokyo"))
    ]
    assert len(others) == 6
    for path in others:
        with pytest.raises(NotATableError) as caught:
            open_tables(path)
        assert path.name in caught.value.text("ja")
        assert isinstance(caught.value, FileError)


class TestNoted:
    def test_empty_rows_at_the_end(self, real_data: Path):
        (table,) = open_tables(real_data / "ishikawa-pref/170003_public_facility.csv")
        assert codes_of(table) == ["empty-rows"]
        assert table.late_findings()[0].params["count"] == 4

    def test_encoding(self, real_data: Path):
        (table,) = open_tables(real_data / "yaizu/222127_nouen.csv")
        assert table.origin.encoding == "cp932"
        assert rows_of(table)[0][3] == "やまとファミリー農園（策牛）"

    def test_rows_around_the_headings_of_a_statistics_sheet(self, real_data: Path):
        name = "takamatsu/number_of_people_moving_in_and_out_2024.xlsx"
        (table,) = open_tables(real_data / name)
        assert codes_of(table) == ["title-rows", "marker-row", "marker-row"]
        assert rows_of(table)[0][:4] == (10, "1", "1", "114")

    def test_times_and_dates_of_a_workbook(self, real_data: Path):
        (table,) = open_tables(real_data / "takamatsu/events.xlsx")
        assert rows_of(table)[0][4] == "09:00"
