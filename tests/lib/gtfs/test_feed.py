"""Which ZIPs are feeds, and what stops reading one."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from ckanext.kanazawa.lib.gtfs import check, feed, is_feed, open_feed
from ckanext.kanazawa.lib.tables.errors import (
    DamagedError,
    LimitError,
    NotATableError,
    ProtectedError,
)
from tests.lib.gtfs.feeds import CLEAN, TODAY, zipped


def test_feed_is_known_by_its_files(tmp_path: Path):
    path = tmp_path / "bus.zip"
    path.write_bytes(zipped(dict(CLEAN)))
    assert is_feed(path) and is_feed(path.read_bytes()) and is_feed(io.BytesIO(path.read_bytes()))
    assert open_feed(path).name == "bus.zip"


@pytest.mark.parametrize("files", [{}, {"stops.txt": "", "routes.txt": ""}, {"表.csv": "a"}])
def test_other_zips_are_no_feeds(files: dict[str, str | bytes]):
    assert not is_feed(zipped(files))
    with pytest.raises(NotATableError, match=r"stop_times\.txt"):
        open_feed(zipped(files))


def test_other_files_are_no_feeds():
    assert not is_feed(b"%PDF-1.7") and not is_feed(b"")
    with pytest.raises(NotATableError, match="no ZIP"):
        open_feed(b"%PDF-1.7")


def test_files_in_a_folder_are_read_and_that_is_mentioned():
    files = {f"金沢/{name}": text for name, text in CLEAN.items()}
    files |= {"__MACOSX/金沢/._stops.txt": "x", "金沢/.DS_Store": "x"}
    opened = open_feed(zipped(dict(files)))
    assert (opened.folder, len(opened.files)) == ("金沢", len(CLEAN))
    assert dict(check(opened, today=TODAY).findings.totals) == {"gtfs-in-folder": 1}


def test_paths_that_lead_out_are_only_names():
    files = {f"../../{name}": text for name, text in CLEAN.items()}
    assert open_feed(zipped(dict(files))).folder == "../.."


def test_damaged_zip():
    data = bytearray(zipped(dict(CLEAN)))
    with pytest.raises(DamagedError):
        open_feed(bytes(data[: len(data) // 2]))
    data[60:80] = b"\0" * 20
    with pytest.raises(DamagedError):
        open_feed(bytes(data))


def test_locked_zip():
    data = bytearray(zipped(dict(CLEAN)))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    with pytest.raises(ProtectedError):
        open_feed(bytes(data))


def test_bomb_is_stopped_while_it_unpacks(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(feed, "FEED_BYTES", 2_000_000)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in CLEAN.items():
            archive.writestr(name, text)
        archive.writestr("shapes.txt", b"\0" * 10_000_000)
    assert len(out.getvalue()) < 50_000
    with pytest.raises(LimitError):
        open_feed(out.getvalue())
