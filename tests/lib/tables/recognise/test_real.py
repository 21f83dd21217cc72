"""Real municipal files are recognised as what they are, as looked up by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from ckanext.kanazawa.lib.tables.read import open_tables
from ckanext.kanazawa.lib.tables.recognise import Recognition, recognise

# File → format, version, least confidence, columns that are fields.
KNOWN = {
    "ishikawa-pref/170003_public_facility.csv": ("public-facility", "current", 0.95, 56),
    "ishikawa-pref/170003_public_wireless_lan.csv": ("public-wireless-lan", "current", 0.95, 28),
    "ishikawa-pref/170003_open_data_list.csv": ("open-data-list", "current", 0.95, 42),
    "yaizu/222127_aed.csv": ("aed", "2019", 0.95, 22),
    "yaizu/222127_public_toilet.csv": ("public-toilet", "current", 0.95, 39),
    "yaizu/222127_evacuation_space.csv": ("evacuation-space", "2019", 0.95, 26),
    "yaizu/222127_preschool.csv": ("preschool", "2019", 0.95, 28),
    "oyama/public_toilet.csv": ("public-toilet", "2019", 0.95, 32),
    "takamatsu/public_toilet.csv": ("public-toilet", "2019", 0.95, 32),
    "5374-kanazawa/area_days.csv": ("5374-area-days", "current", 0.95, 6),
    "5374-kanazawa/center.csv": ("5374-center", "current", 0.95, 3),
    "5374-kanazawa/description.csv": ("5374-description", "current", 0.95, 5),
    "5374-kanazawa/remarks.csv": ("5374-remarks", "current", 0.8, 2),
    "5374-kanazawa/target.csv": ("5374-target", "current", 0.95, 4),
    # Layout of its own, of the same subject: 洪水 for 災害種別_洪水, 施設・場所名 for 名称.
    "gsi-shelter/emergency-172014.json": ("evacuation-space", "2019", 0.5, 14),
}
# Layouts of their own, and the format that is nearest to them where one is near.
OWN = {
    "yaizu/222127_nouen.csv": None,
    "yaizu/cultural_property.geojson": None,
    "takamatsu/events.xlsx": "event",
    "takamatsu/school_lunch_202607.xlsx": None,
    "takamatsu/number_of_people_moving_in_and_out_2024.xlsx": None,
    "wakayama-pref/aridashi.csv": None,
    "gsi-shelter/evacuation-172014.json": None,
}
# What stands over columns that are told from the file's values or headings as a whole.
COLUMN_FAULTS = {
    "columns-shifted",
    "positions-swapped",
    "positions-without-point",
    "columns-exchanged",
    "column-scientific",
    "column-zeros-lost",
    "column-house-dates",
    "heading-by-content",
    "heading-mojibake",
    "heading-split",
}


def _recognised(real_data: Path, name: str) -> Recognition:
    (table,) = open_tables(real_data / name)
    return recognise(table)


@pytest.mark.parametrize("name", KNOWN)
def test_format_version_and_columns(real_data: Path, name: str):
    form, version, confidence, columns = KNOWN[name]
    found = _recognised(real_data, name)
    assert found.format and found.format.id == form
    assert found.version and found.version.id == version
    assert found.confidence >= confidence
    assert len(found.columns) == columns
    assert not COLUMN_FAULTS & {finding.code for finding in found.findings}


@pytest.mark.parametrize("name", OWN)
def test_own_layout_is_called_nothing(real_data: Path, name: str):
    found = _recognised(real_data, name)
    assert found.format is None
    assert found.confidence < 0.5
    (finding,) = [one for one in found.findings if one.code.startswith("format-un")]
    near = OWN[name]
    assert finding.code == ("format-unclear" if near else "format-unrecognised")
    if near:
        assert found.candidates[0].format.id == near


def test_english_names_of_takamatsu(real_data: Path):
    found = _recognised(real_data, "takamatsu/public_toilet.csv")
    assert found.indexes["名称_カナ"] == 8
    assert found.indexes["男女共用トイレ数（洋式）"] == 22
    assert 0 not in found.columns


def test_long_vowel_mark_of_yaizu(real_data: Path):
    found = _recognised(real_data, "yaizu/222127_preschool.csv")
    assert found.how[0] == "variant"
    assert found.findings[1].code == "heading-variant"
    assert found.findings[1].repaired == "都道府県コード又は市区町村コード"


def test_own_layout_with_a_format_the_user_names(real_data: Path):
    (table,) = open_tables(real_data / "wakayama-pref/aridashi.csv")
    found = recognise(
        table, format="evacuation-space", columns={0: "名称", 24: "住所"}, version="2019"
    )
    assert found.indexes["緯度"] == 16
    assert found.indexes["経度"] == 15
    assert found.indexes["名称"] == 0
