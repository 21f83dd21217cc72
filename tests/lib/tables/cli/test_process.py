"""What only a process of its own shows: pipes that close, signals, the terminal's encoding."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-m", "ckanext.kanazawa.lib.tables.cli"]


def test_reader_that_goes_away_is_no_error():
    with subprocess.Popen(
        [*COMMAND, "formats", "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout and process.stderr
        process.stdout.close()
        said = process.stderr.read()
    assert (process.returncode, said) == (141, b"")


@pytest.fixture
def _interruptible() -> Iterator[None]:
    """Let processes be interrupted although the tests may run in a background that cannot be."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("_interruptible")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_conversion_leaves_nothing(sent: signal.Signals, tmp_path: Path):
    source = tmp_path / "a.csv"
    rows = "".join(f"{number},見本公園{number},36.5,136.6,備考\n" for number in range(200_000))
    source.write_text(f"ID,名称,緯度,経度,備考\n{rows}", encoding="utf-8")
    arguments = ["convert", str(source), "--to", "xlsx", "--lang", "en"]
    with subprocess.Popen([*COMMAND, *arguments], stderr=subprocess.PIPE, text=True) as process:
        for _ in range(600):
            if list(tmp_path.glob("*.part")) + list(tmp_path.glob(".*.part")):
                break
            time.sleep(0.05)
        process.send_signal(sent)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert os.listdir(tmp_path) == ["a.csv"]
    assert "Nothing half-written is left" in said and "Traceback" not in said


def test_terminal_of_another_encoding_is_spoken_to(tmp_path: Path):
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    run = subprocess.run(
        [*COMMAND, "check", str(tmp_path / "無い.csv"), "--lang", "ja"],
        capture_output=True,
        env=environment,
        check=False,
    )
    assert run.returncode == 3 and b"Traceback" not in run.stderr
