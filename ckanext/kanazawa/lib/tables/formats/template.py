"""Make empty templates of a format: CSV, and XLSX with typed cells, drop-downs and notes."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ckanext.kanazawa.lib.choices import load_choices
from ckanext.kanazawa.lib.tables.errors import FormatError
from ckanext.kanazawa.lib.tables.formats import validations
from ckanext.kanazawa.lib.tables.formats.dictionary import (
    Language,
    cell_form,
    dictionary,
    standing,
)
from ckanext.kanazawa.lib.tables.formats.model import Field, Format
from ckanext.kanazawa.lib.tables.messages import message

# Headings by level: fill and letters, at least 7:1 in contrast.
_COLOURS = {
    "required": ("1A3E6E", "FFFFFF"),
    "recommended": ("C9D9EC", "000000"),
    "optional": ("EEF3F9", "000000"),
}
# A sheet's name holds 31 characters at most, and none of these.
_NOT_IN_SHEET_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", "_"))


def template_name(found: Format, ending: str, code: str | None = None) -> str:
    """Return a file name: 172014_public_toilet.csv; unverified formats say 未確認 in it."""
    stem = found.slug if code is None else f"{code}_{found.slug}"
    mark = "" if found.status == "verified" else "_未確認"
    return f"{stem}{mark}.{ending}"


def csv_template(found: Format) -> bytes:
    """Return the headings as CSV, UTF-8 with BOM and CRLF, as the standard's own templates.

    Raises:
        FormatError: the columns are not known yet.
    """
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow(field.name for field in _fields(found))
    return text.getvalue().encode("utf-8-sig")


def xlsx_template(found: Format, target: Path | BinaryIO, language: Language = "ja") -> None:
    """Write a workbook to fill in; its first sheet can be uploaded as it is.

    The sheets: the empty table (headings in row 1, notes on them, cells typed, drop-downs),
    the same with an example row, and the data dictionary. Columns of text are formatted as
    text, so that a spreadsheet keeps leading zeros and turns no house number into a date.

    Args:
        found: the format.
        target: where to write.
        language: of notes and explanations; headings stay as the standard has them.

    Raises:
        FormatError: the columns are not known yet.
    """
    fields = _fields(found)
    book = Workbook()
    book.properties.title = found.title[language]
    book.properties.description = standing(found, language)
    empty = book.active
    assert isinstance(empty, Worksheet)
    mark = "" if found.status == "verified" else "-unverified"
    empty.title = _sheet_name(f"template-data-sheet{mark}", language, title=found.title)
    example = book.create_sheet(_sheet_name("template-example-sheet", language))
    for sheet in (empty, example):
        _head(sheet, found, language)
        validations.add(sheet, fields, language)
    for index, field in enumerate(fields, start=1):
        cell = example.cell(2, index, validations.typed(field))
        cell.number_format = validations.number_format(field)
    _explain(book.create_sheet(_sheet_name("template-columns-sheet", language)), found, language)
    book.save(target)


def _fields(found: Format) -> tuple[Field, ...]:
    if not found.current.fields:
        raise FormatError("format-without-columns", title=found.title)
    return found.current.fields


def _sheet_name(code: str, language: str, **params: object) -> str:
    return message(code, language, params).translate(_NOT_IN_SHEET_NAMES)[:31]


def _head(sheet: Worksheet, found: Format, language: str) -> None:
    """Write the headings with their notes, and type the columns under them."""
    for index, field in enumerate(found.current.fields, start=1):
        letter = get_column_letter(index)
        cell = sheet.cell(1, index, field.name)
        fill, ink = _COLOURS[field.level]
        cell.fill = PatternFill("solid", start_color=fill)
        cell.font = Font(bold=True, color=ink)
        cell.number_format = "@"
        cell.comment = _note(field, found.title[language], language)
        sheet.column_dimensions[letter].width = min(max(2 * len(field.name) + 2, 10), 40)
        sheet.column_dimensions[letter].number_format = validations.number_format(field)
    sheet.freeze_panes = "A2"


def _note(field: Field, author: str, language: str) -> Comment:
    level = load_choices("column_levels")[field.level].text(language)
    parts = {
        "name": field.name,
        "english": field.title["en"],
        "level": level,
        "description": field.description[language],
        "form": cell_form(field, language),
    }
    lines = [message("template-note", language, parts)]
    if field.example:
        lines.append(message("template-note-example", language, {"example": field.example}))
    if not field.verified:
        lines.append(message("template-note-unverified", language, {}))
    return Comment("\n".join(lines), author, height=160, width=320)


def _explain(sheet: Worksheet, found: Format, language: Language) -> None:
    """Write the data dictionary under a sentence on what the columns rest on."""
    sheet.append([standing(found, language)])
    sheet.append([message("template-legend", language, {})])
    sheet.append([])
    headings, *rows = dictionary(found, language)
    sheet.append(headings)
    for row in rows:
        sheet.append(row)
    for cell in (*sheet[1], *sheet[4]):
        cell.font = Font(bold=True)
    for row in sheet.iter_rows(min_row=5):
        for cell in row:
            cell.number_format = "@"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for index, heading in enumerate(headings, start=1):
        longest = max([len(heading), *(len(row[index - 1]) for row in rows)])
        sheet.column_dimensions[get_column_letter(index)].width = min(2 * longest + 2, 45)
    sheet.freeze_panes = "C5"
