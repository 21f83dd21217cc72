"""An empty sheet to fill in, or one that lists the files of a folder already."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import PurePosixPath

import ckan.plugins.toolkit as tk
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from ckanext.kanazawa.schemas.speech import both, speaking
from ckanext.kanazawa.schemas.tables.bulk.columns import Column, column_of, columns

# Needed columns and the others: fill and letters, at least 7:1 in contrast.
_NEEDED, _OTHER = ("1A3E6E", "FFFFFF"), ("EEF3F9", "000000")
# Excel takes lists up to 255 characters.
_LONGEST_LIST = 255
_ROWS = 2_000


def template(
    form: str, files: Sequence[str] = (), offered: Sequence[Column] | None = None
) -> bytes:
    """Return a sheet with the headings, one row for each file.

    Args:
        form: "csv" (UTF-8 with BOM) or "xlsx", with notes, drop-downs, and sheets that hold
            an example and the words that may be chosen.
        files: names in the folder.
        offered: columns; all by default.
    """
    offered = columns() if offered is None else offered
    rows = [[_prefilled(column, name) for column in offered] for name in files]
    return _workbook(rows, offered) if form == "xlsx" else _csv(rows, offered)


def _prefilled(column: Column, file: str) -> str:
    if column.how == "path":
        return file
    return PurePosixPath(file).stem if column.how == "key" else ""


def _csv(rows: list[list[str]], offered: Sequence[Column]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(column.name for column in offered)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _workbook(rows: list[list[str]], offered: Sequence[Column]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    with speaking("ja"):
        sheet.title = tk._("Datasets of the folder")
        _head(sheet, offered)
        for number, row in enumerate(rows, start=2):
            for place, text in enumerate(row, start=1):
                if text:
                    _write(sheet, number, place, text)
        _explain(book.create_sheet(tk._("Columns of the sheet")), offered)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _write(sheet: Worksheet, row: int, column: int, text: str) -> None:
    cell = sheet.cell(row, column, text)
    # A name such as =1+1.csv is no formula.
    cell.data_type = "s"
    cell.number_format = "@"


def _head(sheet: Worksheet, offered: Sequence[Column]) -> None:
    for place, column in enumerate(offered, start=1):
        fill, ink = _NEEDED if column.needed or column is column_of("path") else _OTHER
        cell = sheet.cell(1, place, column.name)
        cell.fill = PatternFill("solid", start_color=fill)
        cell.font = Font(bold=True, color=ink)
        note = f"{column.note['ja']}\n{column.note['en']}\n{column.example}"
        cell.comment = Comment(note, column.name_en, height=160, width=320)
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = min(max(2 * len(column.name) + 2, 12), 40)
        sheet.column_dimensions[letter].number_format = "@"
        _offer(sheet, column, letter)
    sheet.freeze_panes = "A2"


def _offer(sheet: Worksheet, column: Column, letter: str) -> None:
    """Offer the words of a column that takes one of them."""
    words = ["公開", "非公開"] if column.how == "visibility" else _words(column)
    listed = ",".join(words)
    if column.how == "choices" or not words or len(listed) > _LONGEST_LIST:
        return
    rule = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True)
    rule.add(f"{letter}2:{letter}{_ROWS}")
    sheet.add_data_validation(rule)


def _words(column: Column) -> list[str]:
    """Return the words of a column, those of the national list where it has some."""
    found = [
        choice.extra.get("list_text") or choice.label["ja"] for choice in column.words().values()
    ]
    return [word for word in found if "," not in word]


def _explain(sheet: Worksheet, offered: Sequence[Column]) -> None:
    sheet.append(
        [
            tk._("Column heading"),
            "English",
            tk._("Needed"),
            "説明",
            "Note",
            tk._("Example"),
            tk._("Words"),
        ]
    )
    needed = both(lambda: tk._("Needed"))["ja"]
    for column in offered:
        words = "、".join(_words(column))
        mark = needed if column.needed else ""
        notes = (column.note["ja"], column.note["en"])
        sheet.append([column.name, column.name_en, mark, *notes, column.example, words])
    for place, width in enumerate((30, 24, 8, 50, 50, 30, 60), start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
