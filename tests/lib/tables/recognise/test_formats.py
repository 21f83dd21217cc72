"""Every format is recognised by its own headings; what all formats share is none."""

from __future__ import annotations

import pytest

from ckanext.kanazawa.lib.tables.errors import FormatError
from ckanext.kanazawa.lib.tables.formats.loader import load_formats
from ckanext.kanazawa.lib.tables.formats.model import Format, Version
from ckanext.kanazawa.lib.tables.recognise import recognise
from ckanext.kanazawa.lib.tables.table import table_of

VERSIONS = [
    pytest.param(found, version, id=f"{found.id}-{version.id}")
    for found in load_formats().values()
    for version in found.versions
    if version.fields
]


@pytest.mark.parametrize(("found", "version"), VERSIONS)
class TestOwnHeadings:
    def test_header_alone_is_recognised(self, found: Format, version: Version):
        names = [field.name for field in version.fields]
        recognition = recognise(table_of(names, []))
        assert (recognition.format, recognition.version) == (found, version)
        assert recognition.confidence >= (0.95 if found.family != "garbage5374" else 0.8)
        assert [field.name for field in recognition.columns.values()] == names
        assert set(recognition.how.values()) == {"name"}
        assert {finding.code for finding in recognition.findings} <= {"older-version"}

    def test_example_row_raises_no_fault(self, found: Format, version: Version):
        names = [field.name for field in version.fields]
        rows = [[field.example for field in version.fields]] * 4
        recognition = recognise(table_of(names, rows))
        assert (recognition.format, recognition.version) == (found, version)
        assert {finding.code for finding in recognition.findings} <= {"older-version"}


class TestOwnLayouts:
    @pytest.mark.parametrize(
        "headings",
        [
            ["名称", "住所", "緯度", "経度"],
            ["名称", "所在地_連結表記", "緯度", "経度", "備考"],
            ["ID", "名称", "名称_カナ", "住所", "電話番号", "URL", "備考"],
            ["都道府県コード又は市区町村コード", "NO", "都道府県名", "市区町村名", "名称", "住所"],
            ["年度", "件数", "前年比"],
            ["name", "address", "latitude", "longitude"],
            ["a", "b"],
        ],
    )
    def test_what_all_formats_share_is_none(self, headings: list[str]):
        rows: list[list[str | None]] = [["金沢市役所"] * len(headings)] * 3
        recognition = recognise(table_of(headings, rows))
        assert recognition.format is None
        assert recognition.confidence < 0.5
        assert not recognition.columns

    @pytest.mark.parametrize(
        ("where", "expected"),
        [
            ({"name": "172014_public_toilet.csv"}, "public-toilet"),
            ({"name": "172014_aed.csv"}, "aed"),
            ({"name": "公衆トイレ一覧/data.csv"}, "public-toilet"),
            ({"name": "data.xlsx", "sheet": "ＡＥＤ設置箇所"}, "aed"),
        ],
    )
    def test_name_of_file_or_sheet_decides_a_tie_but_is_no_proof(
        self, where: dict[str, str], expected: str
    ):
        headings = ["名称", "住所", "設置位置", "緯度", "経度"]
        recognition = recognise(table_of(headings, [], **where))
        assert recognition.format is None
        assert recognition.candidates[0].format.id == expected

    def test_table_without_columns(self):
        assert recognise(table_of([], [])).format is None


class TestOverruling:
    HEADINGS = ("名称", "住所", "緯度", "経度", "外観")

    def test_format_the_user_names_is_taken(self):
        recognition = recognise(table_of([*self.HEADINGS], []), format="public-toilet")
        assert recognition.format and recognition.format.id == "public-toilet"
        assert recognition.chosen and recognition.confidence < 1
        assert not [one for one in recognition.findings if one.code.startswith("format-uns")]
        assert set(recognition.indexes) >= {"名称", "緯度", "経度"}

    def test_version_the_user_names_is_taken(self):
        table = table_of([*self.HEADINGS], [])
        recognition = recognise(table, format="public-toilet", version="2019")
        assert recognition.version and recognition.version.id == "2019"
        assert recognition.indexes["住所"] == 1

    def test_column_the_user_names_is_taken(self):
        table = table_of([*self.HEADINGS], [])
        recognition = recognise(table, format="public-toilet", columns={4: "画像", 0: ""})
        assert recognition.indexes["画像"] == 4
        assert recognition.how[4] == "user"
        assert 0 not in recognition.columns

    def test_column_taken_away_from_another_heading(self):
        table = table_of([*self.HEADINGS], [])
        recognition = recognise(table, format="public-toilet", columns={4: "名称"})
        assert recognition.indexes["名称"] == 4
        assert 0 not in recognition.columns

    def test_family_leaves_only_its_formats(self):
        names = [field.name for field in load_formats()["aed"].current.fields]
        recognition = recognise(table_of(names, []), family="ishikawa")
        assert {one.format.family for one in recognition.candidates} <= {"ishikawa"}

    def test_placeholder_has_no_columns(self):
        recognition = recognise(table_of(["名称"], []), format="public-parking")
        assert recognition.format and recognition.format.id == "public-parking"
        assert not recognition.columns

    @pytest.mark.parametrize(
        ("chosen", "told"),
        [
            ({"family": "prefecture"}, "ishikawa"),
            ({"format": "toilet"}, "public-toilet"),
            ({"format": "public-toilet", "version": "2018"}, "2019"),
            ({"format": "public-toilet", "columns": {0: "氏名"}}, "名称_カナ"),
            ({"format": "public-toilet", "columns": {9: "名称"}}, "5"),
            ({"columns": {0: "名称"}}, "様式"),
        ],
    )
    def test_what_does_not_exist_is_refused_with_what_does(self, chosen: dict, told: str):
        with pytest.raises(FormatError) as caught:
            recognise(table_of([*self.HEADINGS], []), **chosen)
        assert told in caught.value.text("ja")
        assert caught.value.text("en")
