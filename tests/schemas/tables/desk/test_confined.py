"""What a library taken over by a hostile file could do in the child: next to nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ckanext.kanazawa.schemas.tables.desk.process import landlock

INTRUDER = Path(__file__).with_name("intruder.py")
ALLOWED = {"own file", "own note", "thread", "signal to itself", "polars"}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return what became of each attempt, and see that the folder outside is as it was."""
    if not landlock.version():
        pytest.skip("this kernel has no Landlock: files are closed by their owner's rights only")
    folder, outside = (tmp_path_factory.mktemp(name) for name in ("own", "outside"))
    (outside / "secret").write_text("kept")
    with subprocess.Popen(["sleep", "60"]) as victim:
        done = subprocess.run(
            [sys.executable, "-I", str(INTRUDER), str(folder), str(outside), str(victim.pid)],
            capture_output=True,
            text=True,
            check=False,
            cwd=folder,
        )
        victim.kill()
    assert done.returncode == 0, done.stderr
    assert [path.name for path in outside.iterdir()] == ["secret"]
    assert (outside / "secret").read_text() == "kept"
    return json.loads(done.stdout)


def test_it_reaches_its_own_folder_and_nothing_else(told: dict[str, str]):
    assert {name for name, outcome in told.items() if outcome == "done"} == ALLOWED
    assert len(told) > 25


def test_nothing_of_the_server_is_handed_over(tmp_path: Path):
    """Passwords often stand in variables: the process that works gets none of them."""
    from ckanext.kanazawa.schemas.tables.desk.start import _environment

    assert set(_environment(tmp_path)) == {
        "PATH",
        "HOME",
        "TMPDIR",
        "LANG",
        "POLARS_MAX_THREADS",
        "MALLOC_ARENA_MAX",
    }
