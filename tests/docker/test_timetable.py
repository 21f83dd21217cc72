"""What the timetable runs, and when."""

from __future__ import annotations

import os
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a `ckan` first in the path that writes down how it was called, and fails."""
    log = tmp_path / "runs"
    log.touch()
    command = tmp_path / "ckan"
    command.write_text(f'#!/bin/sh\necho "$*" >>{log}\nexit 3\n')
    command.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    return log


def test_a_task_runs_when_it_is_due_and_again_after_its_time(timetable: ModuleType, runs: Path):
    tasks = [
        timetable.Task(lambda: ["hourly"], 3600, 60),
        timetable.Task(lambda: ["daily"], 86400, 90),
    ]
    for now in (0, 60, 61, 100, 3659, 3660, 86500):
        timetable.run_due(tasks, now)
    assert runs.read_text().split() == ["hourly", "daily", "hourly", "hourly", "daily"]


def test_a_failure_is_told_and_ends_nothing(
    timetable: ModuleType, runs: Path, capsys: pytest.CaptureFixture[str]
):
    timetable.run_due([timetable.Task(lambda: ["tracking", "update"], 10, 0)], 5)
    assert "«tracking update» ended with 3" in capsys.readouterr().err
