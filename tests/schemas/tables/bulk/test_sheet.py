from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import pytest
from ckan.cli.cli import ckan

from ckanext.kanazawa.schemas.tables.bulk.columns import columns, matched
from ckanext.kanazawa.schemas.tables.bulk.entry import entries
from ckanext.kanazawa.schemas.tables.bulk.refusal import Refusal
from ckanext.kanazawa.schemas.tables.bulk.report import report
from ckanext.kanazawa.schemas.tables.bulk.run import Result
from ckanext.kanazawa.schemas.tables.bulk.sheet import read_sheet
from ckanext.kanazawa.schemas.tables.bulk.template import template
from ckanext.kanazawa.schemas.tables.bulk.values import READERS
from tests.schemas.tables.bulk.conftest import datasets, row, write_sheet
from tests.schemas.tables.conftest import toilets

pytestmark = pytest.mark.usefixtures("with_plugins")
OTHERS = ("key", "path", "file-key", "organization")


class TestColumns:
    def test_each_is_read_by_something(self):
        assert {column.how for column in columns()} <= {*READERS, *OTHERS}

    def test_headings_are_known_in_both_languages_and_other_spellings(self):
        for column in columns():
            names = [column.name, column.name_en, *column.also_called]
            assert matched(names) == [column] * len(names)
        assert [c and c.name for c in matched(["ﾃﾞｰﾀｾｯﾄ タイトル", "Dataset ID", "なに"])] == [
            *("データセット_タイトル", "データセット_ID"),
            None,
        ]

    def test_their_examples_make_a_dataset(self):
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(column.name_en for column in columns())
        writer.writerow(column.example for column in columns())
        sheet = read_sheet(text.getvalue().encode(), "datasets.csv")
        (entry,) = entries(sheet.rows)
        assert not entry.refused and entry.key == "toilets" and entry.organization == "金沢市"
        assert entry.values["kanazawa_theme"] == ["safety-environment"]
        assert entry.values["license_id"] == "CC-BY-4.0"
        assert entry.values["language"][0].endswith("JPN")
        assert "kanazawa_license_url" not in entry.values
        assert entry.files[0].path == "toilet/172014_public_toilet.csv"


class TestTemplate:
    def test_workbook_lists_the_files_of_a_folder(self):
        content = template("xlsx", ["下/一覧.csv", "=1+1.csv"])
        book = openpyxl.load_workbook(io.BytesIO(content))
        assert len(book.sheetnames) == 2 and book.active["A1"].comment
        sheet = read_sheet(content, "datasets.xlsx")
        found = entries(sheet.rows)
        assert [(one.key, one.files[0].path) for one in found] == [
            ("一覧", "下/一覧.csv"),
            ("=1+1", "=1+1.csv"),
        ]

    def test_empty_one_says_so(self):
        with pytest.raises(Refusal) as caught:
            read_sheet(template("csv"), "datasets.csv")
        assert "no rows" in caught.value.said["en"] and "行がありません" in caught.value.said["ja"]


class TestSheet:
    @pytest.mark.parametrize("content", [b"", b"%PDF-1.4", b"a,b\n1,2\n", b"PK\x03\x04broken"])
    def test_what_is_no_sheet_is_refused(self, content):
        with pytest.raises(Refusal) as caught:
            read_sheet(content, "datasets.csv")
        assert caught.value.said["ja"] != caught.value.said["en"]

    def test_cp932_and_what_means_nothing(self, tmp_path: Path):
        write_sheet(tmp_path / "a.csv", [row("一", "あ.csv", 色="赤")], "cp932")
        sheet = read_sheet(tmp_path / "a.csv", "a.csv")
        assert sheet.unused == ["色"] and sheet.rows[0].number == 2

    def test_results_cannot_run_in_a_spreadsheet(self):
        said = {"ja": "理由", "en": "why"}
        result = Result(2, "=1+1", "title", "a.csv", "refused", said=said)
        text = report([result], "csv").decode("utf-8-sig")
        assert ",=1+1" not in text and "理由" in text and "why" in text
        assert "受け付けず / refused" in text


@pytest.mark.usefixtures("with_plugins", "class_db")
class TestCommand:
    def test_folder_with_a_refused_row(self, cli, folder: Path, city):
        (folder / "a.csv").write_bytes(toilets())
        (folder / "extra.csv").write_bytes(toilets())
        write_sheet(folder / "datasets.csv", [row("ok", "a.csv"), row("no", "none.csv")])
        number = len(datasets())
        again = ["kanazawa-schemas", "import", str(folder)]
        dry = cli.invoke(ckan, [*again, "--dry-run"])
        assert dry.exit_code == 1 and "Dry run" in dry.output and len(datasets()) == number
        found = cli.invoke(ckan, again)
        assert found.exit_code == 1 and "[1/2] ok: made" in found.output
        assert "extra.csv" in found.output and "none.csv" in found.output
        text = (folder / "datasets.result.csv").read_text(encoding="utf-8-sig")
        assert "作成 / made" in text and "受け付けず / refused" in text
        (folder / "none.csv").write_bytes(toilets(3))
        found = cli.invoke(ckan, again)
        assert found.exit_code == 0 and "made: 1, changed: 0, unchanged: 1" in found.output

    def test_template_and_missing_sheets(self, cli, folder: Path, city):
        (folder / "a.csv").write_bytes(toilets())
        command = ["kanazawa-schemas", "import"]
        assert cli.invoke(ckan, command).exit_code == 2
        assert "no sheet" in cli.invoke(ckan, [*command, str(folder)]).output
        wanted = [*command, str(folder), "--template", str(folder / "datasets.xlsx")]
        assert "1 files" in cli.invoke(ckan, wanted).output
        assert "--force" in cli.invoke(ckan, wanted).output
        found = cli.invoke(ckan, [*command, str(folder), "--organization", "kanazawa-city"])
        assert found.exit_code == 1 and "データセット_タイトル" in found.output
