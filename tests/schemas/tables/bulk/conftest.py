"""Folders with a sheet, and what becomes of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ckan.model as model
import pytest

from ckanext.kanazawa.schemas.tables.bulk.entry import entries
from ckanext.kanazawa.schemas.tables.bulk.files import FolderFiles
from ckanext.kanazawa.schemas.tables.bulk.run import Result, results
from ckanext.kanazawa.schemas.tables.bulk.sheet import read_sheet
from ckanext.kanazawa.schemas.tables.bulk.steward import Steward
from tests.schemas.files.conftest import stored_files

__all__ = ["stored_files"]
BASIS = {
    "提供者": "金沢市",
    "データセット_概要": "試験のための見本です。",
    "データセット_分類": "行財政",
}


def row(key: str, file: str, **cells: str) -> dict[str, str]:
    """Return a row with what every dataset needs."""
    named = {"データセット_ID": key, "データセット_タイトル": key, "ファイル名": file}
    return {**BASIS, **named, **cells}


def sheet_bytes(rows: list[dict[str, str]], encoding: str = "utf-8-sig") -> bytes:
    """Return rows as a sheet."""
    headings = list(dict.fromkeys(name for one in rows for name in one))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, headings)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def write_sheet(path: Path, rows: list[dict[str, str]], encoding: str = "utf-8-sig") -> None:
    """Write rows as a sheet."""
    path.write_bytes(sheet_bytes(rows, encoding))


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory, storage_folder: Path, city: Any) -> Path:
    """Return an empty folder, apart from that of stored files."""
    return tmp_path_factory.mktemp("folder")


@pytest.fixture
def take_in(folder: Path, editor: dict[str, Any]) -> Callable[..., list[Result]]:
    """Return a function that takes in the folder as rows say, as an editor of the city."""

    def call(rows: list[dict[str, str]], *, dry_run: bool = False, user: str = "") -> list[Result]:
        # Read from memory: several that take in at once must not write over each other's sheet.
        sheet = read_sheet(sheet_bytes(rows), "datasets.csv")
        sink, files = Steward(user or editor["name"]), FolderFiles(folder)
        found = results(entries(sheet.rows), files, sink, dry_run=dry_run)
        return [result for of_entry in found for result in of_entry]

    return call


def datasets() -> list[model.Package]:
    """Return all datasets that are there."""
    model.Session.rollback()
    model.Session.expire_all()
    return model.Session.query(model.Package).filter(model.Package.state != "deleted").all()


def statuses(found: list[Result]) -> list[str]:
    """Return what became of each row."""
    return [result.status for result in found]
