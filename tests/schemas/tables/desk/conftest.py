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

Send = Callable[..., Any]


@pytest.fixture(autouse=True)
def place(tmp_path: Path, ckan_config: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the desk's folder, of this test alone; visits are counted from none."""
    folder = tmp_path / "desk"
    folder.mkdir(mode=0o700)
    monkeypatch.setitem(ckan_config, "ckanext.kanazawa.schemas.desk_folder", str(folder))
    redis = connect_to_redis()
    for key in redis.keys("ckan:*:kanazawa-desk:*"):
        redis.delete(key)
    return folder


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
