from __future__ import annotations

import codecs
import csv
import io
import json
import os
import sys
from pathlib import Path

import pytest

from ckanext.kanazawa.lib.tables.cli import main
from ckanext.kanazawa.lib.tables.cli.commandline import COMMANDS
from ckanext.kanazawa.lib.tables.repair import repair_names

Output = pytest.CaptureFixture[str]


def repaired(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_writes_another_file_and_leaves_the_original(faulty: Path, capsys: Output):
    original = faulty.read_bytes()
    assert main(["repair", str(faulty), "--lang", "ja"]) == 0
    rows = repaired(faulty.with_name("トイレ.repaired.csv"))
    assert rows[1]["名称_カナ"] == "ミホンコウエントイレ"
    assert rows[1]["男性トイレ総数"] == "5"
    assert rows[1]["緯度"] == "見本"
    assert faulty.read_bytes() == original
    assert "「ﾐﾎﾝｺｳｴﾝﾄｲﾚ」 → 「ミホンコウエントイレ」" in capsys.readouterr().out


def test_changes_are_listed_for_programs(faulty: Path, capsys: Output):
    assert main(["repair", str(faulty), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["output"].endswith("トイレ.repaired.csv")
    (change,) = [one for one in found["changes"] if one["column"] == "名称_カナ"]
    assert (change["row"], change["before"]) == (3, "ﾐﾎﾝｺｳｴﾝﾄｲﾚ")
    assert sum(found["totals"].values()) >= len(found["changes"])


class TestEveryChangeIsListed:
    ROWS = 150

    @pytest.fixture
    def wrong(self, tmp_path: Path) -> Path:
        path = tmp_path / "広い.csv"
        rows = "".join(f"公園{n} ,広坂\n" for n in range(self.ROWS))
        path.write_text(f"名称,町\n{rows}", encoding="utf-8")
        return path

    def test_all_are_listed_for_programs(self, wrong: Path, capsys: Output):
        main(["repair", str(wrong), "--dry-run", "--json"])
        said = capsys.readouterr()
        found = json.loads(said.out)
        assert [one["row"] for one in found["changes"]] == list(range(2, self.ROWS + 2))
        assert (found["unlisted"], said.err) == ({}, "")
        main(["repair", str(wrong), "--dry-run", "--csv"])
        assert len(list(csv.DictReader(io.StringIO(capsys.readouterr().out)))) == self.ROWS

    @pytest.mark.parametrize("form", ["--json", "--csv"])
    def test_what_a_limit_leaves_out_is_told(self, form: str, wrong: Path, capsys: Output):
        main(["repair", str(wrong), "--dry-run", form, "--limit", "20", "--lang", "en"])
        said = capsys.readouterr()
        assert f"{wrong}: 130 more changes are not listed (" in said.err
        if form == "--csv":
            assert len(list(csv.DictReader(io.StringIO(said.out)))) == 20
            return
        found = json.loads(said.out)
        assert len(found["changes"]) == 20
        assert list(found["totals"].values()) == [self.ROWS]
        assert list(found["unlisted"].values()) == [130]

    def test_so_much_is_kept_and_no_more(
        self, wrong: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setattr("ckanext.kanazawa.lib.tables.cli.commands.repair.MOST_LISTED", 30)
        for more in ([], ["--limit", "999999999999"]):
            main(["repair", str(wrong), "--dry-run", "--json", *more])
            found = json.loads(capsys.readouterr().out)
            assert (len(found["changes"]), list(found["unlisted"].values())) == (30, [120])

    @pytest.mark.parametrize(("more", "left"), [([], 147), (["--examples", "140"], 10)])
    def test_people_see_examples_and_how_many_more(
        self, more: list[str], left: int, wrong: Path, capsys: Output
    ):
        main(["repair", str(wrong), "--dry-run", "--lang", "en", *more])
        said = capsys.readouterr()
        assert (f"and {left} more" in said.out, said.err) == (True, "")


def test_dry_run_writes_nothing(faulty: Path, capsys: Output):
    assert main(["repair", str(faulty), "--dry-run", "--csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["after"] for row in rows if row["column"] == "名称_カナ"] == [
        "ミホンコウエントイレ"
    ]
    assert os.listdir(faulty.parent) == [faulty.name]


def test_repair_can_be_left_out(faulty: Path, capsys: Output):
    main(["repair", str(faulty), "--dry-run", "--json"])
    found = json.loads(capsys.readouterr().out)
    (name,) = {one["repair"] for one in found["changes"] if one["column"] == "名称_カナ"}
    main(["repair", str(faulty), "--dry-run", "--json", "--without", name])
    again = json.loads(capsys.readouterr().out)
    assert name in found["totals"] and name not in again["totals"]


def test_examples_of_the_help_name_repairs_there_are():
    words = [word for example in COMMANDS["repair"].examples for word in example.split()]
    named = [words[at + 1] for at, word in enumerate(words) if word in ("--without", "--agree")]
    assert named and set(named) <= set(repair_names())


@pytest.mark.parametrize("option", ["--without", "--agree"])
def test_unknown_repair_is_refused_with_a_guess(option: str, faulty: Path, capsys: Output):
    name = next(iter(repair_names()))
    assert main(["repair", str(faulty), option, f"{name}x", "--lang", "en"]) == 2
    assert f"Did you mean {name}?" in capsys.readouterr().err


def test_nothing_is_overwritten_unasked(faulty: Path, capsys: Output):
    target = faulty.with_name("トイレ.repaired.csv")
    target.write_text("mine", encoding="utf-8")
    assert main(["repair", str(faulty)]) == 4
    assert target.read_text(encoding="utf-8") == "mine"
    assert main(["repair", str(faulty), "--force"]) == 0
    assert len(repaired(target)) == 3


def test_original_is_not_overwritten_even_by_force(faulty: Path):
    original = faulty.read_bytes()
    assert main(["repair", str(faulty), "-o", str(faulty), "--force"]) == 2
    assert faulty.read_bytes() == original


def test_several_results_go_into_a_folder(faulty: Path, clean: Path, tmp_path: Path):
    one = str(tmp_path / "one.csv")
    assert main(["repair", str(faulty), str(clean), "-o", one]) == 2
    assert main(["repair", str(faulty), str(clean), "-o", f"{tmp_path}/out/"]) == 0
    names = sorted(os.listdir(tmp_path / "out"))
    assert names == ["172014_public_toilet.repaired.csv", "トイレ.repaired.csv"]


def test_folder_does_not_repair_what_was_repaired(faulty: Path, capsys: Output):
    assert main(["repair", str(faulty.parent)]) == 0
    assert main(["repair", str(faulty.parent), "--force"]) == 0
    assert sorted(os.listdir(faulty.parent)) == ["トイレ.csv", "トイレ.repaired.csv"]


def test_standard_input_becomes_standard_output(
    faulty: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
):
    stdin = io.TextIOWrapper(io.BytesIO(faulty.read_bytes()))
    monkeypatch.setattr(sys, "stdin", stdin)
    assert main(["repair", "-", "--name", "t.csv"]) == 0
    output = capfdbinary.readouterr()
    assert "ミホンコウエントイレ" in output.out.decode("utf-8-sig")
    assert "t.csv" in output.err.decode()
    assert main(["repair", "-", "--json"]) == 2


def test_interrupted_repair_leaves_nothing(
    faulty: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
):
    from ckanext.kanazawa.lib.tables.cli.commands import repair as command

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "write", stop)
    assert main(["repair", str(faulty), "--lang", "en"]) == 130
    assert os.listdir(faulty.parent) == [faulty.name]
    assert "Nothing half-written" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["repair", "convert"])
def test_several_results_for_one_place_are_refused_once(
    command: str, clean: Path, faulty: Path, capsys: Output
):
    folder = str(clean.parent / "結果")
    assert main([command, str(clean), str(faulty), "-o", folder, "--lang", "ja"]) == 2
    assert capsys.readouterr().err.count("最後に / を付けて") == 1
    assert main([command, str(clean), str(faulty), "-o", f"{folder}/"]) == 0


@pytest.mark.parametrize("command", ["repair", "convert"])
def test_what_stands_beside_the_rows_is_told(command: str, tmp_path: Path, capsys: Output):
    path = tmp_path / "館.csv"
    path.write_text(
        "館の一覧\n名称,面積,備考\n,㎡,\nA館,1,234,あり\nB館,5,なし\n", encoding="utf-8"
    )
    status = main([command, str(path), "--json"])
    found = json.loads(capsys.readouterr().out)
    told = found["left_out" if command == "repair" else "findings"]
    assert {(one["code"], one["row"], one["value"]) for one in told} == {
        ("title-rows", 1, "館の一覧"),
        ("units-row", 3, "㎡"),
        ("too-many-cells", 4, "あり"),
    }
    assert status == (0 if command == "repair" else 1)
    assert main([command, str(path), "--force", "--lang", "ja"]) == status
    assert "4 行目「あり」" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("cp932", b""),
        ("utf-8", b""),
        ("utf-8-sig", codecs.BOM_UTF8),
        ("euc_jp", b""),
        ("utf-16", codecs.BOM_UTF16_LE),
        ("utf-16-be", b""),
        ("iso2022_jp", b""),
    ],
)
def test_encoding_stays_where_its_repair_is_left_out(encoding: str, mark: bytes, tmp_path: Path):
    path = tmp_path / "館.csv"
    text = "名称,住所\r\n 金沢市立玉川図書館,石川県金沢市玉川町\r\n金沢市役所,石川県金沢市広坂\r\n"
    path.write_bytes(text.encode(encoding))
    assert main(["repair", str(path), "--without", "encoding"]) == 0
    found = (tmp_path / "館.repaired.csv").read_bytes()
    assert found.startswith(mark) and found.decode(encoding) == text.replace(" 金", "金")


def test_value_the_own_encoding_lacks_is_refused(tmp_path: Path, capsys: Output):
    path = tmp_path / "館.csv"
    path.write_bytes("名称,住所\r\n譽ｮ鮃怜､冶ｨ伜ｿｵ,金沢\r\n".encode("cp932"))
    command = ["repair", str(path), "--agree", "restore-mojibake", "--lang", "en"]
    assert main([*command, "--without", "encoding"]) == 5
    assert "鷗 (U+9DD7)" in capsys.readouterr().err
    assert os.listdir(tmp_path) == ["館.csv"]
    assert main(command) == 0


def test_columns_come_back_from_where_a_person_says(shifted: Path, capsys: Output):
    assert main(["check", str(shifted), "--lang", "en"]) == 1
    told = capsys.readouterr().out
    (advice,) = [line for line in told.splitlines() if "--shift-from" in line]
    letter = advice.split()[-1]
    main(["repair", str(shifted), "--json", "--agree", "shift-columns", "--shift-from", letter])
    assert json.loads(capsys.readouterr().out)["totals"]["shift-columns"] > 0
    rows = repaired(shifted.with_name("ずれ.repaired.csv"))
    assert [row["緯度"] for row in rows] == [f"36.56{number:04}" for number in range(1, 31)]


@pytest.mark.parametrize("typed", ["3", "A"])
def test_a_column_where_nothing_can_begin_is_refused(shifted: Path, capsys: Output, typed: str):
    arguments = ["repair", str(shifted), "--shift-from", typed, "--lang", "en"]
    assert main(arguments) == 2
    told = capsys.readouterr().err
    assert ("Columns that can be named" if typed == "A" else "--shift-from takes") in told
    assert os.listdir(shifted.parent) == [shifted.name]
