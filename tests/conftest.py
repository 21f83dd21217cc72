"""Fixtures every feature uses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

# Plugins with tables of their own; CKAN's `clean_db` knows only the core's.
MIGRATED_PLUGINS = ("activity", "tracking", "kanazawa_schemas")
SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Return the folder of real municipal files; skip, saying so, where it is absent."""
    folder = SHARED / "data" / "real"
    if not folder.is_dir():
        pytest.skip(f"real municipal files are not at hand: {folder}")
    return folder


@pytest.fixture
def clean_db(reset_db: Callable[[], None], migrate_db_for: Callable[[str], None]) -> None:
    """Empty the database and make the tables of our plugins."""
    reset_db()
    for plugin in MIGRATED_PLUGINS:
        migrate_db_for(plugin)
