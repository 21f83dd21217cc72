"""Storages of a test's own, in the place of those of the settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ckan.lib import files


@contextmanager
def storages(settings: Mapping[str, Mapping[str, Any]]) -> Iterator[None]:
    """Let CKAN know the storages of these names and settings, and no others, meanwhile."""
    before = files.storages.collector
    files.storages.collector = lambda: {  # type: ignore[method-assign]
        name: files.make_storage(name, dict(given)) for name, given in settings.items()
    }
    files.storages.reset()
    files.storages.collect()
    try:
        yield
    finally:
        files.storages.collector = before  # type: ignore[method-assign]
        files.storages.reset()
        files.storages.collect()


def in_folder(folder: Path) -> dict[str, Any]:
    """Return the settings of a storage in a folder, which is made where it is missing."""
    return {"type": "ckan:fs", "path": str(folder), "initialize": True}
