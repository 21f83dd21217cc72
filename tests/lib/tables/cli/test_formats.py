from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from ckanext.kanazawa.lib.tables.cli import main
from ckanext.kanazawa.lib.tables.formats.loader import load_formats

Output = pytest.CaptureFixture[str]


class TestList:
    @pytest.mark.parametrize("language", ["ja", "en"])
    def test_names_every_format(self, language: str, capsys: Output):
        assert main(["formats", "--lang", language]) == 0
        said = capsys.readouterr().out
        assert [name for name in load_formats() if f" {name} " not in said] == []

    def test_family_narrows_it(self, capsys: Output):
        assert main(["formats", "--family", "ishikawa", "--json"]) == 0
        assert {row["family"] for row in json.loads(capsys.readouterr().out)} == {"ishikawa"}

    def test_csv_has_a_row_for_each(self, capsys: Output):
        assert main(["formats", "--csv"]) == 0
        rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
        assert [row["id"] for row in rows] == list(load_formats())
        assert rows[0]["title_ja"] == "公共施設一覧"


class TestOne:
    @pytest.mark.parametrize(
        ("language", "said"), [("ja", "ZIP のまま"), ("en", "A ZIP of several")]
    )
    def test_feed_is_a_zip_and_not_in_preparation(self, language: str, said: str, capsys: Output):
        assert main(["formats", "gtfs-jp", "--lang", language]) == 0
        shown = capsys.readouterr().out
        assert said in shown and "gtfs_jp.zip" in shown and "準備中" not in shown
        assert main(["formats", "--lang", language]) == 0
        (line,) = [one for one in capsys.readouterr().out.splitlines() if " gtfs-jp " in one]
        assert "ZIP" in line

    def test_shows_columns_levels_and_versions(self, capsys: Output):
        assert main(["formats", "public-toilet", "--lang", "ja"]) == 0
        said = capsys.readouterr().out
        assert "公衆トイレ一覧 / Public toilets (public-toilet)" in said
        assert "2019" in said and "名称_カナ" in said and "必須" in said

    def test_older_version_has_its_own_columns(self, capsys: Output):
        assert main(["formats", "public-toilet", "--version", "2019", "--json"]) == 0
        found = json.loads(capsys.readouterr().out)
        assert (found["version"], len(found["fields"])) == ("2019", 32)

    @pytest.mark.parametrize("name", ["public_toilet", "公衆トイレ一覧"])
    def test_other_names_of_it_do_too(self, name: str, capsys: Output):
        assert main(["formats", name, "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["id"] == "public-toilet"

    def test_unverified_formats_say_so(self, capsys: Output):
        assert main(["formats", "polling-place", "--lang", "ja"]) == 0
        assert "未確認" in capsys.readouterr().out

    def test_goes_into_a_file_that_excel_reads(self, tmp_path: Path, capsys: Output):
        target = tmp_path / "columns.csv"
        arguments = ["formats", "aed", "--csv", "-o", str(target), "--lang", "en"]
        assert main(arguments) == 0
        assert target.read_bytes().startswith(b"\xef\xbb\xbfname,")
        output = capsys.readouterr()
        assert output.out == "" and "columns.csv written" in output.err
        assert main(arguments) == 4
        assert "--force" in capsys.readouterr().err
        assert main([*arguments, "--force"]) == 0

    def test_schema_is_a_table_schema(self, capsys: Output):
        assert main(["formats", "aed", "--schema"]) == 0
        schema = json.loads(capsys.readouterr().out)
        assert {"fields", "missingValues"} <= set(schema)
        assert schema["fields"][0]["name"] == "全国地方公共団体コード"

    @pytest.mark.parametrize("language", ["ja", "en"])
    def test_dictionary_has_a_row_for_each_column(self, language: str, capsys: Output):
        columns = len(load_formats()["aed"].current.fields)
        assert main(["formats", "aed", "--dictionary", "--csv", "--lang", language]) == 0
        assert len(list(csv.reader(io.StringIO(capsys.readouterr().out)))) == columns + 1
        assert main(["formats", "aed", "--dictionary", "--lang", language]) == 0
        assert capsys.readouterr().out.count("\n| ") == columns + 2

    def test_dictionary_is_json_on_request(self, capsys: Output):
        assert main(["formats", "aed", "--dictionary", "--json", "--lang", "en"]) == 0
        rows = json.loads(capsys.readouterr().out)
        assert rows[0]["Column"] == "全国地方公共団体コード"
        assert len(rows) == len(load_formats()["aed"].current.fields)

    @pytest.mark.parametrize(
        "options",
        [
            ["aed", "--schema", "--dictionary"],
            ["aed", "--schema", "--csv"],
            ["aed", "--json", "--csv"],
            ["aed", "--family", "national"],
        ],
    )
    def test_options_that_would_hide_one_another_are_refused(
        self, options: list[str], capsys: Output
    ):
        assert main(["formats", *options]) == 2
        assert options[-1].replace("national", "--family") in capsys.readouterr().err

    def test_differences_between_versions_are_told(self, capsys: Output):
        assert main(["formats", "aed", "--lang", "en"]) == 0
        assert "What changed since version 2019" in capsys.readouterr().out
