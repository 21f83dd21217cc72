"""Files appear whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ckanext.kanazawa.lib.tables import write
from ckanext.kanazawa.lib.tables.errors import DamagedError, WriteError
from ckanext.kanazawa.lib.tables.table import Table, table_of
from tests.lib.tables.writing.tables import facilities

FORMS = sorted(write.FORMS)


def failing() -> Table:
    """Return a table whose file turns out damaged after its first block."""
    whole = facilities()

    def read():
        yield from whole.blocks()
        raise DamagedError("empty-file", file="x")

    return Table(whole.origin, whole.headings, 1, read)


@pytest.mark.parametrize("form", FORMS)
def test_file_that_turns_out_damaged_leaves_nothing(form: str, tmp_path: Path):
    with pytest.raises(DamagedError):
        write.write(failing(), tmp_path / "out", form)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", FORMS)
def test_stream_and_file_get_the_same_rows(form: str, tmp_path: Path):
    path = tmp_path / f"施設{write.FORMS[form].suffix}"
    assert write.write(facilities(), path, form).rows == 3
    with open(tmp_path / "stream", "wb") as out:
        assert write.write(facilities(), out, form).path is None
    if form != "xlsx":  # which says when it was made
        assert path.read_bytes() == (tmp_path / "stream").read_bytes()


def test_never_overwrites_unless_told(tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_text("precious")
    with pytest.raises(WriteError) as raised:
        write.write(facilities(), path, "csv")
    assert raised.value.code == "target-exists" and path.read_text() == "precious"
    path.chmod(0o640)
    write.write(facilities(), path, "csv", overwrite=True)
    assert "兼六園" in path.read_text("utf-8-sig") and path.stat().st_mode & 0o777 == 0o640
    assert [found.name for found in tmp_path.iterdir()] == ["a.csv"]


def test_old_file_stays_when_writing_fails(tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_text("precious")
    with pytest.raises(DamagedError):
        write.write(failing(), path, "csv", overwrite=True)
    assert path.read_text() == "precious"


def test_file_that_appears_meanwhile_is_not_overwritten(tmp_path: Path):
    path = tmp_path / "a.csv"
    with pytest.raises(WriteError) as raised:
        write.write(facilities(), path, "csv", progress=lambda _: path.write_text("other"))
    assert raised.value.code == "target-exists" and path.read_text() == "other"


def test_new_file_has_the_usual_access_rights(tmp_path: Path):
    write.write(facilities(), tmp_path / "a.csv", "csv")
    (tmp_path / "b").touch()
    assert (tmp_path / "a.csv").stat().st_mode == (tmp_path / "b").stat().st_mode


def test_link_is_followed(tmp_path: Path):
    (tmp_path / "real.csv").write_text("old")
    os.symlink(tmp_path / "real.csv", tmp_path / "link.csv")
    write.write(facilities(), tmp_path / "link.csv", "csv", overwrite=True)
    assert (tmp_path / "link.csv").is_symlink() and "ID" in (tmp_path / "real.csv").read_text()


@pytest.mark.parametrize(
    ("place", "reason"),
    [("absent/a.csv", "no such folder"), ("a" * 300, "name is too long"), ("file/a", "no folder")],
)
def test_what_the_disk_refuses_is_named(tmp_path: Path, place: str, reason: str):
    (tmp_path / "file").touch()
    with pytest.raises(WriteError, match=reason) as raised:
        write.write(facilities(), tmp_path / place, "csv")
    assert raised.value.code == "target-refused"


def test_folder_in_the_way_is_named(tmp_path: Path):
    (tmp_path / "a.csv").mkdir()
    with pytest.raises(WriteError, match="a folder has that name"):
        write.write(facilities(), tmp_path / "a.csv", "csv", overwrite=True)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("form", FORMS)
def test_full_disk_is_named(form: str):
    with pytest.raises(WriteError, match="disk is full"), open("/dev/full", "wb", buffering=0) as f:
        write.write(facilities(), f, form)


def test_unknown_form_names_those_there_are(tmp_path: Path):
    with pytest.raises(WriteError, match="geojson"):
        write.write(facilities(), tmp_path / "a", "docx")


def test_table_without_columns_is_refused(tmp_path: Path):
    with pytest.raises(WriteError, match="no columns"):
        write.write(table_of([], []), tmp_path / "a", "csv")


def test_progress_counts_rows(tmp_path: Path):
    seen: list[int] = []
    table = table_of(["A"], [["1"]] * 60_000)
    write.write(table, tmp_path / "a.csv", "csv", progress=seen.append)
    assert seen == [50_000, 60_000]
