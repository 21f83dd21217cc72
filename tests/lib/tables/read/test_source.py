"""Files that can be opened again and again, whatever they were given as."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import BinaryIO, cast

import pytest

from ckanext.kanazawa.lib.tables.errors import LimitError
from ckanext.kanazawa.lib.tables.read import open_tables
from ckanext.kanazawa.lib.tables.read.limits import Limits
from ckanext.kanazawa.lib.tables.read.source import KEPT_BYTES, source_of

ROW = "金沢駅,石川県金沢市木ノ新保町1番1号\n".encode()
ROWS = KEPT_BYTES // len(ROW) + 1
CSV = "名称,所在地\n".encode() + ROW * ROWS


class _Once(io.RawIOBase):
    """A stream that can be read once only, like standard input."""

    def __init__(self, data: bytes):
        self._data = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return self._data.read(size)


def once() -> BinaryIO:
    return cast("BinaryIO", _Once(CSV))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder for temporary files of this test."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


class TestLongStream:
    def test_readings_do_not_disturb_each_other(self, folder: Path):
        source = source_of(once(), "a.csv", Limits())
        assert source.size_bytes == len(CSV)
        with source.open() as one, source.open() as other:
            assert one.read(10) == CSV[:10]
            other.seek(-5, os.SEEK_END)
            assert other.read() == CSV[-5:]
            assert one.read(10) == CSV[10:20]
        assert b"".join(source.chunks()) == CSV

    def test_the_table_outlives_what_it_was_read_from(self, folder: Path):
        (table,) = open_tables(once(), "a.csv")
        assert sum(block.frame.height for block in table.blocks()) == ROWS
        assert sum(block.frame.height for block in table.blocks()) == ROWS

    def test_no_name_is_left_on_disk(self, folder: Path):
        source = source_of(once(), "a.csv", Limits())
        assert source.head(3) == CSV[:3]
        assert not list(folder.iterdir())

    def test_one_over_the_limit_is_refused(self, folder: Path):
        with pytest.raises(LimitError):
            source_of(once(), "a.csv", Limits(file_bytes=KEPT_BYTES + 2))
        assert not list(folder.iterdir())


# Reads the stream, says that it has, and waits to be killed.
_READING = """
import sys
from ckanext.kanazawa.lib.tables.read.limits import Limits
from ckanext.kanazawa.lib.tables.read.source import source_of
source = source_of(sys.stdin.buffer, "a.csv", Limits())
print(source.size_bytes, flush=True)
sys.stdin.buffer.close()
import time
time.sleep(600)
"""


def test_a_killed_process_leaves_nothing(tmp_path: Path):
    process = subprocess.Popen(
        [sys.executable, "-c", _READING],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )
    assert process.stdin and process.stdout
    try:
        process.stdin.write(CSV)
        process.stdin.close()
        assert int(process.stdout.readline()) == len(CSV)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
    assert not list(tmp_path.iterdir())
