"""The linter, the formatter and the type checker find nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Settings are in pyproject.toml. The type checker is told which Python to look into, so
# that it sees the packages of this environment and not those of the first `python` in PATH.
TOOLS = {
    "lint": ["ruff", "check", "."],
    "format": ["ruff", "format", "--check", "--diff", "."],
    "types": ["basedpyright", "--pythonpath", sys.executable],
}


@pytest.mark.parametrize("tool", TOOLS)
def test_code_is_clean(tool: str):
    command = [sys.executable, "-m", *TOOLS[tool]]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert run.returncode == 0, f"{' '.join(command[2:])}\n{run.stdout}\n{run.stderr}"
