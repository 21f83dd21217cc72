from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path

import jsonschema
import pytest

from ckanext.kanazawa.lib.tables.cli import main
from ckanext.kanazawa.lib.tables.cli.layout import width
from tests.lib.tables.cli.conftest import toilets

Output = pytest.CaptureFixture[str]
SCHEMA = json.loads(
    (Path(__file__).parents[4] / "schemas" / "tables" / "check-result.schema.json").read_text(
        encoding="utf-8"
    )
)


def checked(output: str) -> dict:
    """Return the JSON of a check, which follows its schema."""
    found = json.loads(output)
    jsonschema.Draft202012Validator(SCHEMA).validate(found)
    return found


class TestForPrograms:
    def test_keys_are_those_of_the_schema(self, faulty: Path, capsys: Output):
        assert main(["check", str(faulty), "--json"]) == 1
        found = checked(capsys.readouterr().out)
        assert (found["format"], found["version"]) == ("public-toilet", "current")
        assert (found["encoding"], found["rows"], found["columns"]) == ("cp932", 3, 39)
        assert found["totals"]["severity"]["error"] >= 1
        (finding,) = [one for one in found["findings"] if one["column"] == "名称_カナ"]
        assert (finding["row"], finding["letter"], finding["value"]) == (3, "E", "ﾐﾎﾝｺｳｴﾝﾄｲﾚ")
        assert finding["repairable"] is True

    def test_clean_file_has_status_0(self, clean: Path, capsys: Output):
        assert main(["check", str(clean), "--json"]) == 0
        assert checked(capsys.readouterr().out)["totals"]["severity"]["error"] == 0

    def test_several_files_are_an_array_and_the_unreadable_one_has_an_error(
        self, faulty: Path, clean: Path, tmp_path: Path, capsys: Output
    ):
        (tmp_path / "leer.csv").write_bytes(b"")
        missing = str(tmp_path / "missing.csv")
        arguments = ["check", str(faulty), str(tmp_path / "leer.csv"), missing, str(clean)]
        assert main([*arguments, "--json", "--lang", "en"]) == 3
        output = capsys.readouterr()
        found = checked(output.out)
        assert [one.get("error", {}).get("code") for one in found] == [
            None,
            "empty-file",
            "not-found",
            None,
        ]
        assert "missing.csv is not there" in output.err

    def test_csv_has_a_row_for_each_finding(self, faulty: Path, capsys: Output):
        assert main(["check", str(faulty), "--csv", "--lang", "ja"]) == 1
        rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
        (row,) = [row for row in rows if row["column"] == "名称_カナ"]
        assert (row["row"], row["letter"], row["repairable"]) == ("3", "E", "true")
        assert row["message"] and row["file"].endswith("トイレ.csv")

    def test_csv_runs_nothing_in_a_spreadsheet(self, tmp_path: Path, capsys: Output):
        (tmp_path / "f.csv").write_bytes(toilets(3, {"名称": "=HYPERLINK(1)"}))
        main(["check", str(tmp_path / "f.csv"), "--csv"])
        rows = csv.DictReader(io.StringIO(capsys.readouterr().out))
        assert "'=HYPERLINK(1)" in [row["value"] for row in rows]

    def test_limit_shortens_the_list_and_not_the_totals(self, tmp_path: Path, capsys: Output):
        text = toilets(3, {}).decode("utf-8-sig").replace(",09:00,", ",9:00,")
        (tmp_path / "f.csv").write_text(text, encoding="utf-8")
        main(["check", str(tmp_path / "f.csv"), "--json", "--limit", "1"])
        found = checked(capsys.readouterr().out)
        codes = [one["code"] for one in found["findings"] if one["column"] == "利用開始時間"]
        assert len(codes) == 1 and found["totals"]["code"][codes[0]] == 3

    def test_folder_of_one_file_is_an_object(self, clean: Path, capsys: Output):
        (clean.parent / "note.pdf").write_bytes(b"%PDF-1.7")
        assert main(["check", str(clean.parent), "--json", "--lang", "en"]) == 0
        output = capsys.readouterr()
        assert checked(output.out)["file"] == str(clean)
        assert "note.pdf" in output.err

    def test_report_goes_into_a_file(self, faulty: Path, tmp_path: Path, capsys: Output):
        target = tmp_path / "report.json"
        assert main(["check", str(faulty), "--json", "-o", str(target)]) == 1
        assert checked(target.read_text(encoding="utf-8"))["format"] == "public-toilet"
        assert capsys.readouterr().out == ""


class TestForPeople:
    @pytest.mark.parametrize(("language", "said"), [("ja", "指定された"), ("en", "as you chose")])
    def test_format_that_was_chosen_is_not_found_out(
        self, language: str, said: str, faulty: Path, capsys: Output
    ):
        main(["check", str(faulty), "--format", "event", "--lang", language])
        # Lines are as long as the screen is wide.
        follows = " ".join(capsys.readouterr().out.split())
        assert said in follows and "100%" not in follows

    def test_table_of_no_format_is_no_error(self, tmp_path: Path, capsys: Output):
        path = tmp_path / "own.csv"
        path.write_text("a,b\n1,2\n", encoding="utf-8")
        assert main(["check", str(path), "--lang", "ja"]) == 0
        assert "--format" in capsys.readouterr().out
        assert main(["recognise", str(path)]) == 1

    @pytest.mark.parametrize("language", ["ja", "en"])
    def test_names_format_problems_and_the_command_to_type(
        self, language: str, faulty: Path, capsys: Output
    ):
        assert main(["check", str(faulty), "--lang", language]) == 1
        said = capsys.readouterr().out
        for word in ("public-toilet", "ﾐﾎﾝｺｳｴﾝﾄｲﾚ", "ミホンコウエントイレ", "見本"):
            assert word in said
        assert f"kanazawa-table repair {faulty!s}".split("/")[0] in said
        assert max(map(width, said.splitlines())) <= 120

    def test_command_to_type_keeps_what_was_overruled(self, faulty: Path, capsys: Output):
        options = ["--format", "public-toilet", "--source-encoding", "sjis"]
        main(["check", str(faulty), *options, "--lang", "ja"])
        said = capsys.readouterr().out
        assert "--format public-toilet" in said and "--source-encoding sjis" in said

    def test_text_on_a_terminal_hides_nothing(self, tmp_path: Path, capsys: Output):
        path = tmp_path / "二行\nの\x1b[31m名前.csv"
        path.write_bytes(toilets(2, {"名称": "赤\x1b[31m"}))
        main(["check", str(path)])
        said = capsys.readouterr().out
        assert "\x1b" not in said and "二行\\nの\\x1b[31m名前.csv" in said

    @pytest.mark.parametrize("language", ["ja", "en"])
    def test_blank_cell_is_not_said_to_become_an_empty_quotation(
        self, language: str, tmp_path: Path, capsys: Output
    ):
        (tmp_path / "f.csv").write_bytes(toilets(2, {"名称_英語": "  "}))
        main(["check", str(tmp_path / "f.csv"), "--lang", language])
        said = capsys.readouterr().out
        assert '""' not in said and "「」" not in said


class TestInput:
    def test_standard_input(self, faulty: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch):
        stdin = io.TextIOWrapper(io.BytesIO(faulty.read_bytes()))
        monkeypatch.setattr(sys, "stdin", stdin)
        assert main(["check", "-", "--name", "t.csv", "--json"]) == 1
        assert checked(capsys.readouterr().out)["file"] == "t.csv"

    @pytest.mark.parametrize(
        ("options", "status"),
        [
            (["--delimiter", "tab"], None),
            (["--delimiter", ",,"], 2),
            (["--source-encoding", "latin9"], 2),
            (["--source-encoding", "utf-8"], 3),
            (["--format", "public-toiret"], 2),
            (["--version", "2019"], 2),
            (["--municipality", "1720"], 2),
            (["--municipality", "123456"], 2),
            (["--municipality", "990001"], 2),
            (["--municipality", "17201"], None),
            (["--municipality", "１７２０１４"], None),
            (["--format", "public-toilet", "--family", "national"], 2),
            (["--header-row", "2"], None),
        ],
    )
    def test_overruled(self, options: list[str], status: int | None, faulty: Path, capsys: Output):
        result = main(["check", str(faulty), *options])
        assert result == status if status else result in (0, 1)
        assert status is None or capsys.readouterr().err

    def test_wrong_check_digit_is_told_with_the_right_one(self, faulty: Path, capsys: Output):
        assert main(["check", str(faulty), "--municipality", "172015", "--lang", "ja"]) == 2
        assert "172014" in capsys.readouterr().err

    def test_progress_is_shown_where_it_is_asked_for(self, faulty: Path, capsys: Output):
        main(["check", str(faulty), "--progress", "--lang", "en"])
        assert "rows done" in capsys.readouterr().err
        main(["check", str(faulty)])
        assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    "name",
    [
        *("yaizu/222127_public_toilet.csv", "yaizu/222127_nouen.csv", "takamatsu/events.xlsx"),
        *("gtfs/kanazawa-flatbus.zip", "gsi-shelter/evacuation-172014.json"),
        "5374-kanazawa",
    ],
)
def test_output_for_real_files_follows_the_schema(name: str, real_data: Path, capsys: Output):
    assert main(["check", str(real_data / name), "--json", "--limit", "5"]) in (0, 1)
    assert checked(capsys.readouterr().out)


def test_long_cells_are_cut_and_odd_signs_are_named(tmp_path: Path, capsys: Output):
    path = tmp_path / "一覧.csv"
    path.write_text(f"名称,備考\n公園,{'あ' * 300}55㎏ﾒﾓ\n広場,\n", encoding="utf-8")
    main(["check", str(path), "--lang", "ja"])
    shown = capsys.readouterr().out
    assert "あ" * 60 not in shown.replace("\n", "").replace(" ", "")
    assert "㎏ (U+338F)" in shown


def test_repair_that_needs_a_yes_alone_is_typed_with_it(tmp_path: Path, capsys: Output):
    path = tmp_path / "文化財.csv"
    path.write_text("名称,緯度\n像,-1.79769313486231571E+308\n", encoding="utf-8")
    main(["check", str(path), "--lang", "en"])
    assert "--lang en --agree empty-word" in capsys.readouterr().out


def test_long_cell_shows_where_a_character_was_lost(tmp_path: Path, capsys: Output):
    path = tmp_path / "文化財.csv"
    path.write_text(f"名称,説明\n像,{'由来。' * 40}像高77?。{'伝承。' * 9}\n", encoding="utf-8")
    main(["check", str(path), "--lang", "ja"])
    assert "像高77?。" in capsys.readouterr().out
