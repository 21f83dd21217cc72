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


def sharing(text: str, rows: int) -> bytes:
    """Return an XLSX of one column whose cells share one string."""
    with zipfile.ZipFile(io.BytesIO(xlsx_of([["x"]]))) as given:
        members = {name: given.read(name) for name in given.namelist()}
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    cells = "".join(
        f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, rows + 1)
    )
    sheet = f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>'
    strings = f'<sst xmlns="{main}"><si><t>{text}</t></si></sst>'
    related = f'<Relationship Id="rId99" Type="{kind}" Target="sharedStrings.xml"/></Relationships>'
    members["xl/worksheets/sheet1.xml"] = sheet.encode()
    members["xl/sharedStrings.xml"] = strings.encode()
    name = "xl/_rels/workbook.xml.rels"
    members[name] = members[name].replace(b"</Relationships>", related.encode())
    return zipped(members)


def zipped(members: dict[str, bytes]) -> bytes:
    """Return a ZIP of these members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return stream.getvalue()


def ods(content: str, *, styles: str = "", name: str = "Sheet1", table: str = "") -> bytes:
    """Return an OpenDocument spreadsheet of rows written as XML."""
    spaces = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"'
        for prefix in ("office", "table", "text", "style", "draw")
    )
    return zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": (
                f'<office:document-content {spaces} xmlns:calcext="urn:org:documentfoundation">'
                f"<office:automatic-styles>{styles}</office:automatic-styles>"
                "<office:body><office:spreadsheet>"
                f'<table:table table:name="{name}" {table}>{content}</table:table>'
                "</office:spreadsheet></office:body></office:document-content>"
            ).encode(),
        }
    )


def ods_row(*cells: str, more: str = "") -> str:
    """Return a row of cells, each plain text or XML already."""
    made = "".join(cell if cell.startswith("<") else ods_cell(text=cell) for cell in cells)
    return f"<table:table-row {more}>{made}</table:table-row>"


def ods_cell(kind: str = "string", text: str = "", **values: str) -> str:
    """Return a cell; names of attributes have "_" for "-"."""
    given = " ".join(
        f'office:{key.replace("_", "-")}="{value}"'
        if not key.startswith("number")
        else f'table:{key.replace("_", "-")}="{value}"'
        for key, value in values.items()
    )
    paragraphs = "".join(f"<text:p>{line}</text:p>" for line in text.split("\n")) if text else ""
    return f'<table:table-cell office:value-type="{kind}" {given}>{paragraphs}</table:table-cell>'
