"""A storage of its own for each test, and people who may upload."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from ckan.lib import files
from ckan.tests import factories
from werkzeug.datastructures import FileStorage

from tests.factories import Dataset


@pytest.fixture
def storage_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return the folder in which this test's resource files lie."""

    def collect() -> dict[str, Any]:
        settings = {"type": "ckan:fs", "path": str(tmp_path)}
        return {"resources": files.make_storage("resources", settings)}

    monkeypatch.setattr(files.storages, "collector", collect)
    files.storages.reset()
    files.storages.collect()
    yield tmp_path
    monkeypatch.undo()
    files.storages.reset()
    files.storages.collect()


@pytest.fixture
def stored_files(storage_folder: Path) -> Callable[[], list[Path]]:
    """Return a function that lists what lies in the storage."""
    return lambda: sorted(path for path in storage_folder.rglob("*") if path.is_file())


@pytest.fixture
def upload() -> Callable[[bytes, str], FileStorage]:
    """Return a function that makes an upload, as a request would bring it."""
    return lambda content, name: FileStorage(BytesIO(content), name)


@pytest.fixture
def dataset() -> dict[str, Any]:
    """Return a dataset of an organisation, public."""
    return Dataset()


@pytest.fixture
def sysadmin_headers() -> dict[str, str]:
    """Return the headers of an administrator's API client."""
    return {"Authorization": factories.SysadminWithToken()["token"]}
