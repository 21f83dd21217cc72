from __future__ import annotations

import csv
import io

import ckan.model as model
import pytest
from ckan.cli.cli import ckan
from ckan.tests.helpers import call_action

from ckanext.kanazawa.schemas import open_data_list
from tests.factories import Dataset, Organization

pytestmark = pytest.mark.usefixtures("with_plugins", "class_db")


@pytest.fixture
def dataset(city):
    """Return a dataset of the city with everything the list can tell; made once."""
    if model.Package.get("172014_public_facility"):
        return call_action("package_show", id="172014_public_facility")
    return Dataset(
        owner_org=city["id"],
        title="公共施設一覧",
        notes="一行目、\n「二行目」",
        kanazawa_theme=["administration", "education-culture"],
        kanazawa_standard="public_facility",
        kanazawa_area=["172014"],
        frequency="http://publications.europa.eu/resource/authority/frequency/ANNUAL",
        language=["http://publications.europa.eu/resource/authority/language/JPN"],
        temporal_coverage=[{"start": "2026-04-01", "end": "2027-03-31"}],
        kanazawa_section_translated={"ja": "デジタル行政戦略課"},
        contact=[
            {"name": "デジタル行政戦略課", "email": "od@example.jp", "kanazawa_phone": "000-0000"}
        ],
        issued="2020-04-01",
        resources=[
            {"url": "https://example.jp/a.csv", "name": "施設", "format": "CSV"},
            {"url": "https://example.jp/b.xlsx", "name": "表", "format": "XLSX"},
        ],
    )


def read(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


class TestColumns:
    def test_are_the_45_official_ones_in_order(self, real_data):
        names = open_data_list.column_names()
        assert len(names) == 45
        header = (real_data / "ishikawa-pref" / "170003_open_data_list.csv").read_text("utf-8-sig")
        # The prefecture leaves three columns out and writes one heading the older way.
        published = header.splitlines()[0].replace("ファイル形式", "ファイル_形式").split(",")
        assert [name for name in names if name in published] == published

    def test_every_cell_has_a_reader(self):
        for column in open_data_list.definition()["columns"]:
            assert "from" not in column or column["how"] in open_data_list.READERS

    def test_days_are_those_of_the_reader(self):
        """What comes at seven in a Japanese morning is stored as of the evening before."""
        column = {"name": "更新日", "from": "dataset", "how": "date", "field": "modified"}
        for stored, day in (("2026-11-21T22:10:00", "2026-11-22"), ("2020-04-01", "2020-04-01")):
            row = open_data_list.Row({"modified": stored}, {})
            assert open_data_list.READERS["date"](row, row.dataset, column) == day


class TestList:
    def test_has_one_row_a_resource(self, app, dataset):
        response = app.get("/organization/kanazawa-city/open-data-list.csv")
        assert "172014_open_data_list.csv" in response.headers["Content-Disposition"]
        first, second = read(response.get_data())
        assert (first["ファイル_タイトル"], second["ファイル_タイトル"]) == ("施設", "表")
        expected = {
            "全国地方公共団体コード": "172014",
            "地方公共団体名": "石川県金沢市",
            "データセット_タイトル": "公共施設一覧",
            "データセット_概要": "一行目、\n「二行目」",
            "データセット_キーワード": "公共施設一覧;自治体標準ODS",
            "データセット_分類": "教育・文化・スポーツ・生活;行財政",
            "データセット_公開日": "2020-04-01",
            "データセット_言語": "ja",
            "データセット_更新頻度": "1年に1回",
            "データセット_準拠する標準": "自治体標準オープンデータセット",
            "データセット_対象地域": "金沢市",
            "データセット_対象期間": "2026-04-01/2027-03-31",
            "データセット_作成者": "デジタル行政戦略課",
            "データセット_連絡先電話番号": "000-0000",
            "データセット_URL": "http://test.ckan.net/dataset/172014_public_facility",
            "ファイル_形式": "CSV",
            "ファイル_ライセンス": "CC BY 4.0",
            "ファイル_API対応有無": "無",
            "データセット_サブタイトル": "",
        }
        assert {key: first[key] for key in expected} == expected

    def test_of_all_leaves_out_what_is_not_public(self, app, dataset):
        Dataset(owner_org=dataset["owner_org"], private=True)
        rows = read(app.get("/open-data-list.csv").get_data())
        assert {row["データセット_ID"] for row in rows} == {dataset["id"]}

    def test_of_one_leaves_out_the_others(self, dataset):
        other = Organization()
        found = call_action("kanazawa_schemas_open_data_list", organization=other["name"])
        assert (found["rows"], found["file_name"]) == ([], f"{other['name']}_open_data_list.csv")

    def test_of_nobody_is_not_found(self, app):
        assert app.get("/organization/nobody/open-data-list.csv").status_code == 404

    def test_command_writes_the_file(self, cli, dataset, tmp_path):
        arguments = ["open-data-list", "--organization", "kanazawa-city", "--output", str(tmp_path)]
        result = cli.invoke(ckan, ["kanazawa-schemas", *arguments])
        assert result.exit_code == 0, result.output
        assert len(read((tmp_path / "172014_open_data_list.csv").read_bytes())) == 2

    def test_command_names_an_unknown_organisation(self, cli):
        arguments = ["kanazawa-schemas", "open-data-list", "--organization", "nobody"]
        result = cli.invoke(ckan, arguments)
        assert result.exit_code != 0
        assert "nobody" in result.output


class TestPages:
    NAMES = ("a-1", "a_1", "a1", "aa", "b-2", "b2", "b_2")

    @pytest.fixture
    def many(self, city, monkeypatch):
        """Make datasets whose names a page's end falls between; two to a page."""
        monkeypatch.setattr(open_data_list, "PAGE", 2)
        for name in self.NAMES:
            Dataset(owner_org=city["id"], name=name)

    def test_each_dataset_stands_there_once_while_others_come(self, city, many):
        found = []
        for dataset in open_data_list.public_datasets(city["name"]):
            found.append(dataset["name"])
            if len(found) == 3:
                Dataset(owner_org=city["id"], name="a0-meanwhile")
        assert sorted(found) == sorted(self.NAMES)
