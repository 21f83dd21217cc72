from __future__ import annotations

import os
from pathlib import Path

import pytest

from ckanext.kanazawa.lib.tables.cli.failures import Usage
from ckanext.kanazawa.lib.tables.cli.files import Skipped, gather, require_names


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    names = ["b.csv", "a.XLSX", "note.pdf", ".hidden.csv", "~$a.XLSX", "b.repaired.csv"]
    for name in [*names, "sub/c.geojson", "sub/d.py", ".git/e.csv"]:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x", encoding="utf-8")
    return tmp_path


def names(folder: Path, **options: bool) -> list[str]:
    found = gather([str(folder)], Skipped(), **options)
    return [os.path.relpath(given.path, folder) for given in found]


def test_folder_gives_its_table_files_in_order(folder: Path):
    assert names(folder) == ["a.XLSX", "b.csv", "b.repaired.csv", "sub/c.geojson"]


def test_what_repair_wrote_can_be_passed_over(folder: Path):
    assert "b.repaired.csv" not in names(folder, repaired=False)


def test_what_is_skipped_is_known(folder: Path):
    skipped = Skipped()
    list(gather([str(folder)], skipped))
    assert [Path(name).name for name in skipped.names] == ["note.pdf", "d.py"]


def test_file_named_itself_may_end_in_anything(folder: Path):
    (given,) = gather([str(folder / "note.pdf")], Skipped())
    assert given.problem is None and given.name == "note.pdf"


@pytest.mark.parametrize(
    ("name", "key"), [("missing.csv", "not_found"), ("a\0b", "not_found"), ("fifo", "not_a_file")]
)
def test_what_cannot_be_opened_is_a_problem_and_no_error(name: str, key: str, tmp_path: Path):
    if name == "fifo":
        os.mkfifo(tmp_path / name)
    (given,) = gather([str(tmp_path / name)], Skipped())
    assert given.problem is not None and given.problem.key == key


def test_empty_folder_is_told(tmp_path: Path):
    (given,) = gather([str(tmp_path)], Skipped())
    assert given.problem is not None and ".csv" in given.problem.text("ja")


def test_links_in_circles_end(folder: Path):
    (folder / "sub" / "up").symlink_to(folder)
    assert len(names(folder)) == 4


@pytest.mark.parametrize(("words", "name"), [(["-", "-"], None), (["a.csv"], "b.csv")])
def test_standard_input_is_named_once_and_alone_has_a_name(words: list[str], name: str | None):
    with pytest.raises(Usage):
        require_names(words, name)
