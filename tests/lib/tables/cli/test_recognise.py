from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from ckanext.kanazawa.lib.tables.cli import main

Output = pytest.CaptureFixture[str]


def test_tells_format_version_and_columns(clean: Path, capsys: Output):
    assert main(["recognise", str(clean), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["format"], found["version"]) == ("public-toilet", "current")
    assert found["columns"][0] == {
        "letter": "A",
        "column": "全国地方公共団体コード",
        "field": "全国地方公共団体コード",
        "how": "name",
    }


def test_csv_has_a_row_for_each_column(clean: Path, capsys: Output):
    assert main(["recognise", str(clean), "--csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert len(rows) == 39 and rows[3]["field"] == "名称"


@pytest.mark.parametrize(("language", "word"), [("ja", "見出しのとおり"), ("en", "its heading")])
def test_says_how_each_column_is_known(language: str, word: str, clean: Path, capsys: Output):
    assert main(["recognise", str(clean), "--lang", language]) == 0
    assert word in capsys.readouterr().out


def test_unknown_layout_has_status_1(tmp_path: Path, capsys: Output):
    path = tmp_path / "a.csv"
    path.write_text("花,色,本数\nばら,赤,3\nゆり,白,2\n", encoding="utf-8")
    assert main(["recognise", str(path), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["format"] is None


def test_user_overrules(clean: Path, capsys: Output):
    assert main(["recognise", str(clean), "--format", "aed", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["format"], found["format_chosen"]) == ("aed", True)
    assert found["confidence"] < 1


def test_format_without_columns_cannot_be_chosen(clean: Path, capsys: Output):
    for arguments in (["check", "--format"], ["convert", "--as"]):
        assert main([*arguments, "boring-log", str(clean), "--lang", "ja"]) == 2
        assert "ボーリング柱状図等" in capsys.readouterr().err


def test_sheet_of_a_file_without_sheets(clean: Path, capsys: Output):
    assert main(["recognise", str(clean), "--sheet", "Sheet1", "--lang", "ja"]) == 3
    assert "シートがない" in capsys.readouterr().err


def test_feed_of_timetables_is_known_as_such(real_data: Path, capsys: Output):
    path = str(real_data / "gtfs" / "kanazawa-flatbus.zip")
    assert main(["recognise", path, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["format"] == "gtfs-jp"
    assert main(["recognise", path, "--lang", "en"]) == 0
    assert "GTFS-JP" in capsys.readouterr().out
    assert main(["recognise", path, "--csv"]) == 0
    assert "gtfs-jp" in capsys.readouterr().out.splitlines()[1]
