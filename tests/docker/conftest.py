"""The scripts of the containers, as modules."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

import pytest

SCRIPTS = Path(__file__).resolve().parents[2] / "docker" / "portal"


@pytest.fixture
def configure(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return the script that writes the configuration."""
    monkeypatch.syspath_prepend(SCRIPTS)
    return importlib.import_module("configure")


@pytest.fixture
def timetable(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return the script that runs commands again and again."""
    monkeypatch.syspath_prepend(SCRIPTS)
    return importlib.import_module("timetable")
