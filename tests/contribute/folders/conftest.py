"""Folders as contributors send them."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from tests.contribute.submissions.conftest import DECLARED, call, pending_folder
from tests.schemas.tables.conftest import toilets, work

__all__ = ["call", "pending_folder", "work"]
NAMED = {"how": "name", "name": "見本 花子"}


def row(key: str, file: str, **cells: str) -> dict[str, str]:
    """Return a row with what every new dataset needs."""
    basis = {
        "dataset_id": key,
        "タイトル": f"{key}の一覧",
        "説明": "市民が歩いて調べた一覧です。",
        "分野": "司法・安全・環境",
        "ファイル名": file,
    }
    return {**basis, **cells}


def packed(rows: list[dict[str, str]], files: dict[str, bytes]) -> bytes:
    """Return a ZIP of files with the sheet."""
    sheet = io.StringIO(newline="")
    writer = csv.DictWriter(sheet, list(dict.fromkeys(name for one in rows for name in one)))
    writer.writeheader()
    writer.writerows(rows)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("datasets.csv", sheet.getvalue().encode("utf-8-sig"))
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def folder(*keys: str, **more: bytes) -> bytes:
    """Return a ZIP of one toilet table for each key, and further files beside them."""
    rows = [row(key, f"{key}.csv") for key in keys]
    return packed(rows, {f"{key}.csv": toilets() + b"\r\n" for key in keys} | more)


@pytest.fixture
def send(
    call: Callable[..., Any], municipality: dict[str, Any], pending_folder: object
) -> Callable[..., Any]:
    """Return what sends a folder through the API: (status, answer)."""

    def post(person: dict[str, Any], content: bytes, **fields: Any) -> tuple[int, Any]:
        given = {"credit": NAMED, "declarations": DECLARED, **fields}
        texts = {
            name: value if isinstance(value, str) else json.dumps(value)
            for name, value in given.items()
        }
        texts.setdefault("municipality", municipality["id"])
        upload = (content, "まとめ.zip")
        return call("submission_folder_create", person, upload=upload, **texts)

    return post


@pytest.fixture
def submit(
    send: Callable[..., Any], call: Callable[..., Any], work: Callable[..., Any]
) -> Callable[..., list[dict[str, Any]]]:
    """Return what sends a folder, tries it, submits it; the results of its rows."""

    def all_of_it(person: dict[str, Any], content: bytes, **fields: Any) -> list[dict[str, Any]]:
        status, found = send(person, content, **fields)
        assert status == 200, found
        work("import")
        call("submission_folder_run", person, id=found["id"])
        work("import")
        return call("submission_folder_show", person, id=found["id"])[1]["results"]

    return all_of_it
