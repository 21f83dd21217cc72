"""A folder for the checks of one test, and what sends files to the desk."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from ckan.lib.redis import connect_to_redis

from ckanext.kanazawa.schemas.tables.desk import folder as folders
from ckanext.kanazawa.schemas.tables.desk.process.notes import ORIGINAL, TASK, write_note
from ckanext.kanazawa.schemas.tables.desk.process.work import work
from ckanext.kanazawa.schemas.tables.desk.task import task_of

Send = Callable[..., Any]


@pytest.fixture(scope="session")
def desk_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for the checks of all tests: each has a name of its own."""
    folder = tmp_path_factory.mktemp("desk")
    folder.chmod(0o700)
    return folder


@pytest.fixture(autouse=True)
def place(desk_folder: Path, ckan_config: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the desk's folder; visits are counted from none."""
    monkeypatch.setitem(ckan_config, "ckanext.kanazawa.schemas.desk_folder", str(desk_folder))
    redis = connect_to_redis()
    for key in redis.keys("ckan:*:kanazawa-desk:*"):
        redis.delete(key)
    return desk_folder


@pytest.fixture
def send(app: Any) -> Send:
    """Return what sends a file to the page, and follows to its result."""

    def call(content: bytes, name: str = "表.csv", prefix: str = "", **fields: Any) -> Any:
        address = f"{prefix}/tables/check"
        answer = app.post(
            address,
            data={"upload": (io.BytesIO(content), name), **fields},
            follow_redirects=False,
        )
        while answer.status_code == 302 or 'hx-trigger="every 1s"' in answer.body:
            address = answer.headers.get("Location") or address
            answer = app.get(address, follow_redirects=False, status=None)
            time.sleep(0.2)
        return answer

    return call


def text_of(answer: Any) -> str:
    """Return the text of a page."""
    return BeautifulSoup(answer.body, "html.parser").get_text(" ", strip=True)


def worked(content: bytes, name: str = "表.csv", **asked: Any) -> str:
    """Have the child's work done in this process, where its limits are no matter.

    Starting Python takes most of the time of a check.

    Returns:
        The token of the check.
    """
    folder = folders.create()
    (folder / ORIGINAL).write_bytes(content)
    task = task_of(asked, name)
    write_note(folder, TASK, {**task, "started": time.time()})
    work(folder, task)
    return folder.name
