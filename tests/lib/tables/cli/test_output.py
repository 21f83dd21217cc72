from __future__ import annotations

import os
from pathlib import Path

import pytest

from ckanext.kanazawa.lib.tables.cli.failures import Exists, Unwritable, Usage
from ckanext.kanazawa.lib.tables.cli.output import place, safe_name, written


def test_result_appears_whole_with_the_rights_of_a_new_file(tmp_path: Path):
    target = tmp_path / "結果.csv"
    with written(target, force=False) as fresh:
        fresh.write_text("a", encoding="utf-8")
        assert not target.exists()
    assert target.read_text(encoding="utf-8") == "a"
    assert os.listdir(tmp_path) == ["結果.csv"]


def test_nothing_is_overwritten_unasked(tmp_path: Path):
    target = tmp_path / "a.csv"
    target.write_text("old", encoding="utf-8")
    with pytest.raises(Exists), written(target, force=False):
        pass
    assert target.read_text(encoding="utf-8") == "old"
    with written(target, force=True) as fresh:
        fresh.write_text("new", encoding="utf-8")
    assert target.read_text(encoding="utf-8") == "new"


def test_file_made_meanwhile_is_not_overwritten(tmp_path: Path):
    target = tmp_path / "a.csv"
    with pytest.raises(Exists), written(target, force=False) as fresh:
        fresh.write_text("new", encoding="utf-8")
        target.write_text("other", encoding="utf-8")
    assert target.read_text(encoding="utf-8") == "other"
    assert os.listdir(tmp_path) == ["a.csv"]


def test_original_is_never_overwritten(tmp_path: Path):
    original = tmp_path / "a.csv"
    original.write_text("old", encoding="utf-8")
    with pytest.raises(Usage), written(original, force=True, original=original):
        pass


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError])
def test_nothing_half_written_stays(tmp_path: Path, error: type[BaseException]):
    with pytest.raises(error), written(tmp_path / "a.csv", force=False) as fresh:
        fresh.write_text("half", encoding="utf-8")
        raise error
    assert os.listdir(tmp_path) == []


def test_missing_folder_is_told(tmp_path: Path):
    target = tmp_path / "none" / "a.csv"
    with pytest.raises(Unwritable) as caught, written(target, force=False) as fresh:
        fresh.write_text("a", encoding="utf-8")
    assert "a.csv" in caught.value.text("ja")
    assert "フォルダーがありません" in caught.value.text("ja")
    assert "no such folder" in caught.value.text("en")


def test_device_is_written_to_as_it_is():
    with written(Path(os.devnull), force=False) as fresh:
        assert fresh == Path(os.devnull)


class TestPlace:
    def test_default_is_beside_the_original(self, tmp_path: Path):
        assert place(None, "b.csv", tmp_path, several=True) == tmp_path / "b.csv"

    def test_folder_is_made(self, tmp_path: Path):
        target = place(f"{tmp_path}/out/", "b.csv", tmp_path, several=True)
        assert target == tmp_path / "out" / "b.csv" and target.parent.is_dir()

    def test_several_results_do_not_go_into_one_file(self, tmp_path: Path):
        with pytest.raises(Usage):
            place("one.csv", "b.csv", tmp_path, several=True)


@pytest.mark.parametrize(
    ("sheet", "name"), [("令和6年/4月", "令和6年_4月"), ("..", "_"), ("a\nb:c", "a_b_c"), ("", "_")]
)
def test_name_of_a_sheet_makes_a_safe_file_name(sheet: str, name: str):
    assert safe_name(sheet) == name
