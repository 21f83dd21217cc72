from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
import yaml

from ckanext.kanazawa.lib.tables.cli import main

Output = pytest.CaptureFixture[str]
OWN = "行事名,開催日,会場,問い合わせ電話\n見本祭り,2026-08-01,見本公園,076-000-0000\n"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Return a table of a layout nobody knows."""
    path = tmp_path / "行事.csv"
    path.write_text(OWN, encoding="utf-8")
    return path


@pytest.fixture
def mapping(own: Path) -> Path:
    """Return a mapping from it to the list of events."""
    path = own.with_name("行事.yaml")
    columns = {"行事名": "イベント名", "開催日": "開始日", "会場": "場所名称"}
    document = {"mapping": 1, "format": "event", "columns": columns, "dropped": ["問い合わせ電話"]}
    path.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    return path


def test_guess_is_written_and_told(own: Path, capsys: Output):
    assert main(["map", str(own), "--as", "event", "--lang", "ja"]) == 0
    written = yaml.safe_load(own.with_name("行事.mapping.yaml").read_text(encoding="utf-8"))
    assert written["format"] == "event" and written["columns"]["行事名"] == "イベント名"
    said = capsys.readouterr().out
    assert "イベント名" in said and "--mapping" in said


def test_missing_mapping_is_said_in_the_readers_language(own: Path, capsys: Output):
    assert main(["check", str(own), "--mapping", "/nonexistent/m.yaml", "--lang", "ja"]) == 2
    said = capsys.readouterr().err
    assert "見つかりません" in said and "No such file" not in said


def test_json_on_request(own: Path, tmp_path: Path, capsys: Output):
    target = tmp_path / "m.json"
    assert main(["map", str(own), "--as", "event", "-o", str(target), "--json"]) == 0
    assert json.loads(target.read_text(encoding="utf-8"))["mapping"] == 1
    assert json.loads(capsys.readouterr().out)["output"] == str(target)


def test_guess_does_not_overwrite_what_was_corrected(own: Path, mapping: Path):
    before = mapping.read_bytes()
    assert main(["map", str(own), "--as", "event", "-o", str(mapping)]) == 4
    assert mapping.read_bytes() == before


def test_mapping_is_checked_against_a_file(own: Path, mapping: Path, capsys: Output):
    assert main(["map", str(own), "--check", str(mapping), "--lang", "ja"]) == 0
    assert "合っています" in capsys.readouterr().out
    own.write_text(OWN.replace("会場", "開催場所"), encoding="utf-8")
    assert main(["map", str(own), "--check", str(mapping), "--json"]) == 1
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert problem["code"] == "mapping-column-missing" and "会場" in problem["message"]["ja"]


def test_columns_the_mapping_forgets_are_named(own: Path, mapping: Path, capsys: Output):
    own.write_text(OWN.replace("問い合わせ電話", "担当課"), encoding="utf-8")
    assert main(["map", str(own), "--check", str(mapping), "--lang", "ja"]) == 0
    assert "担当課" in capsys.readouterr().out
    main(["map", str(own), "--check", str(mapping), "--json"])
    assert json.loads(capsys.readouterr().out)["open"] == ["担当課"]


def test_format_of_the_mapping_was_chosen(own: Path, mapping: Path, capsys: Output):
    main(["check", str(own), "--mapping", str(mapping), "--lang", "en"])
    said = capsys.readouterr().out
    assert "as you chose" in said and "sure" not in said.splitlines()[1]


def test_convert_follows_the_mapping(own: Path, mapping: Path, tmp_path: Path, capsys: Output):
    target = tmp_path / "out.csv"
    arguments = ["convert", str(own), "--mapping", str(mapping), "-o", str(target), "--json"]
    assert main(arguments) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["target_format"], found["losses"]) == ("event", [])
    with target.open(encoding="utf-8-sig", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert (row["イベント名"], row["開始日"]) == ("見本祭り", "2026-08-01")


def test_check_names_the_columns_of_the_file(own: Path, mapping: Path, capsys: Output):
    own.write_text(OWN.replace("2026-08-01", "8月1日ごろ"), encoding="utf-8")
    main(["check", str(own), "--mapping", str(mapping), "--json"])
    found = json.loads(capsys.readouterr().out)
    assert (found["format"], found["format_chosen"]) == ("event", True)
    assert [one["column"] for one in found["findings"] if one["value"] == "8月1日ごろ"] == [
        "開催日"
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- a\n", "mapping"),
        ("mapping: 1\nformat: event\ncolumns: {行事名: 行事の名前}\n", "行事の名前"),
        ("mapping: 1\nformat: event\ncolunms: {}\n", "colunms"),
        ("mapping: 1\nformat: evnt\n", "evnt"),
    ],
)
def test_wrong_mapping_is_refused_with_its_name(text: str, said: str, own: Path, capsys: Output):
    (own.parent / "m.yaml").write_text(text, encoding="utf-8")
    arguments = ["convert", str(own), "--mapping", str(own.parent / "m.yaml"), "--lang", "en"]
    assert main(arguments) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    "options", [["--mapping", "none.yaml"], ["--mapping", "{own}", "--as", "event"]]
)
def test_mapping_that_does_not_fit_the_options_is_refused(options: list[str], own: Path):
    assert main(["convert", str(own), *(word.format(own=own) for word in options)]) == 2


def test_near_format_is_guessed_too(faulty: Path, capsys: Output):
    assert main(["map", str(faulty), "-o", "-"]) == 0
    assert yaml.safe_load(capsys.readouterr().out)["format"] == "public-toilet"


def test_no_format_is_near(tmp_path: Path, capsys: Output):
    path = tmp_path / "a.csv"
    path.write_text("花,色\nばら,赤\n", encoding="utf-8")
    assert main(["map", str(path), "--lang", "ja"]) == 2
    assert "--as" in capsys.readouterr().err


def test_a_format_of_the_same_words_is_guessed(tmp_path: Path, capsys: Output):
    path = tmp_path / "shelters.csv"
    path.write_text(
        "避難先,避難の種別,災害の区分,津波避難場所か,収容できる人数\n小学校,一時,洪水,はい,200\n",
        encoding="utf-8",
    )
    assert main(["map", str(path), "-o", "-", "--lang", "ja"]) == 0
    assert "format: evacuation-space" in capsys.readouterr().out


def test_one_that_is_like_none_is_not_mapped_to_anything(tmp_path: Path, capsys: Output):
    path = tmp_path / "budget.csv"
    path.write_text("年度,歳入,歳出,差引\n2025,10,9,1\n", encoding="utf-8")
    assert main(["map", str(path), "--lang", "ja"]) != 0
    assert "--as" in capsys.readouterr().err
    assert not list(tmp_path.glob("*.yaml"))


@pytest.mark.parametrize(
    ("text", "said"), [("- a\n- b\n", "並び"), ("format:aed\n", "1 つの値"), ("", "何も書かれて")]
)
def test_mapping_that_holds_no_pairs_is_called_what_it_is(
    text: str, said: str, own: Path, tmp_path: Path, capsys: Output
):
    path = tmp_path / "m.yaml"
    path.write_text(text, encoding="utf-8")
    assert main(["map", str(own), "--check", str(path), "--lang", "ja"]) == 2
    assert said in capsys.readouterr().err
