"""Workbooks made in the tests."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

from openpyxl import Workbook


def xlsx(fill: Callable[[Workbook, Any], None]) -> bytes:
    """Return the bytes of a workbook whose first sheet a function fills."""
    book = Workbook()
    fill(book, book.active)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def xlsx_of(rows: list[list[Any]]) -> bytes:
    """Return the bytes of a workbook with these rows."""

    def fill(_: Workbook, sheet: Any) -> None:
        for row in rows:
            sheet.append(row)

    return xlsx(fill)


def replaced(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """Return a ZIP with some bytes of one part replaced."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as given,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for name in given.namelist():
            content = given.read(name)
            if name == part:
                assert old in content
                content = content.replace(old, new)
            made.writestr(name, content)
    return stream.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    """Return a ZIP of these members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return stream.getvalue()
