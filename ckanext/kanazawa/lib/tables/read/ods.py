"""OpenDocument spreadsheets: their cells carry both the value and what a person sees."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from ckanext.kanazawa.lib.tables.errors import LimitError, ProtectedError
from ckanext.kanazawa.lib.tables.read.layout import Merged
from ckanext.kanazawa.lib.tables.read.limits import Limits
from ckanext.kanazawa.lib.tables.read.numberformat import number_text, percentage
from ckanext.kanazawa.lib.tables.read.package import Package
from ckanext.kanazawa.lib.tables.read.source import Source
from ckanext.kanazawa.lib.tables.read.workbook import SheetCells, bounded_reach
from ckanext.kanazawa.lib.tables.read.xml import local, parse_xml

PERIOD = re.compile(
    r"(-?)P(?:(\d{1,6})D)?T?(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})(?:[.,]\d*)?S)?"
)
# Numbers shown with leading zeros, or as post codes and telephones.
PADDED = re.compile(r"[0-9()\- ]+")
# Text inside a cell that is not the cell's: notes, drawings, charts.
ASIDE = ("annotation", "frame", "custom-shape", "shapes", "tracked-changes", "forms")
CELLS = ("table-cell", "covered-table-cell")
Attributes = dict[str, str]


def ods_sheets(source: Source, package: Package, limits: Limits) -> list[SheetCells]:
    """Read every sheet of an OpenDocument spreadsheet.

    Raises:
        ProtectedError: a password locks it.
        LimitError: a sheet reaches too far; repeated cells count as often as they stand.
        XmlError: its content is no XML.
    """
    if "META-INF/manifest.xml" in package.names:
        manifest = package.read("META-INF/manifest.xml")
        if b"encryption-data" in manifest:
            raise ProtectedError("workbook-protected", file=source.label)
    content = _Content(source, limits)
    parse_xml(package.read("content.xml"), content.start, content.end, content.text)
    return content.sheets


class _Content:
    """Takes the elements of content.xml and builds the sheets."""

    def __init__(self, source: Source, limits: Limits):
        self.sheets: list[SheetCells] = []
        self._source = source
        self._limits = limits
        self._hidden: set[str] = set()
        self._style = ""
        self._aside = 0
        self._row: list[Any] = []
        self._row_repeat = 1
        self._blank_rows = 0
        self._cell: Attributes | None = None
        self._paragraphs: list[str] = []
        self._in_paragraph = 0
        self._starts: dict[str, Callable[[Attributes], None]] = {
            "style": self._style_start,
            "table-properties": self._properties,
            "table": self._table,
            "table-row": self._row_start,
            "p": self._paragraph,
            "s": self._spaces,
            "tab": lambda _: self.text("\t"),
            "line-break": lambda _: self.text("\n"),
        }

    def start(self, name: str, attributes: Attributes) -> None:
        """Take the beginning of an element."""
        if name in ASIDE:
            self._aside += 1
        elif self._aside:
            return
        elif name in CELLS:
            self._cell = {local(key): value for key, value in attributes.items()}
            self._cell["error"] = str(attributes.get("calcext:value-type") == "error")
            self._cell["value-type"] = attributes.get("office:value-type", "")
            self._paragraphs = []
        elif handler := self._starts.get(name):
            handler({local(key): value for key, value in attributes.items()})

    def end(self, name: str) -> None:
        """Take the end of an element."""
        if name in ASIDE:
            self._aside -= 1
        elif self._aside:
            return
        elif name in CELLS:
            self._cell_end()
        elif name == "table-row" and self.sheets:
            self._row_end()
        elif name == "p":
            self._in_paragraph = max(0, self._in_paragraph - 1)

    def text(self, data: str) -> None:
        """Take text; only that of a cell's paragraphs is kept."""
        if self._in_paragraph and not self._aside and self._paragraphs:
            self._paragraphs[-1] += data

    def _style_start(self, attributes: Attributes) -> None:
        self._style = attributes.get("name", "")

    def _properties(self, attributes: Attributes) -> None:
        if attributes.get("display") == "false":
            self._hidden.add(self._style)

    def _table(self, attributes: Attributes) -> None:
        hidden = attributes.get("style-name", "") in self._hidden
        self.sheets.append(SheetCells(attributes.get("name", ""), [], hidden=hidden))
        self._blank_rows = 0

    def _row_start(self, attributes: Attributes) -> None:
        self._row = []
        self._row_repeat = _count(attributes, "number-rows-repeated")

    def _paragraph(self, _: Attributes) -> None:
        if self._cell is not None:
            self._paragraphs.append("")
            self._in_paragraph += 1

    def _spaces(self, attributes: Attributes) -> None:
        self.text(" " * min(_count(attributes, "c"), 1000))

    def _cell_end(self) -> None:
        cell, self._cell, self._in_paragraph = self._cell, None, 0
        if cell is None or not self.sheets:
            return
        sheet = self.sheets[-1]
        row, column = len(sheet.rows) + self._blank_rows, len(self._row)
        value = _shown(cell, "\n".join(self._paragraphs))
        repeat = _count(cell, "number-columns-repeated")
        if column + repeat > 1 << 20:
            raise LimitError(
                "table-too-wide",
                file=self._source.label,
                columns=f"{column + repeat:,}",
                limit=f"{self._limits.columns:,}",
            )
        self._row += [value] * repeat
        if cell["error"] == "True" and value:
            sheet.errors[row, column] = value
        elif not value and "formula" in cell and not cell["value-type"]:
            sheet.unsolved += 1
        down, right = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
        if down > 1 or right > 1:
            sheet.merged.append(Merged(row, column, row + down - 1, column + right - 1))

    def _row_end(self) -> None:
        sheet, row = self.sheets[-1], self._row
        while row and row[-1] == "":
            row.pop()
        if not row:
            self._blank_rows += self._row_repeat
            return
        rows = len(sheet.rows) + self._blank_rows + self._row_repeat
        width = max(len(row), len(sheet.rows[0]) if sheet.rows else 0)
        bounded_reach(self._source, self._limits, rows, width)
        sheet.rows += [[] for _ in range(self._blank_rows)]
        sheet.rows += [list(row) for _ in range(self._row_repeat)]
        self._blank_rows = 0
        if width > len(sheet.rows[0]):
            sheet.rows[0] += [""] * (width - len(sheet.rows[0]))


def _count(attributes: Attributes, name: str) -> int:
    text = attributes.get(name, "1")
    return max(1, int(text)) if text.isdigit() and len(text) < 9 else 1


def _shown(cell: Attributes, text: str) -> str:
    """Return a cell's value as the other workbooks' cells come out."""
    kind = cell["value-type"]
    if kind in ("float", "currency", "percentage"):
        return _number(cell.get("value", ""), kind, text)
    if kind == "date":
        moment = cell.get("date-value", "").replace("T", " ").partition(".")[0]
        return moment.removesuffix(":00").removesuffix(" 00:00") if " " in moment else moment
    if kind == "time":
        return _period(cell.get("time-value", "")) or text
    if kind == "boolean":
        return cell.get("boolean-value", "").upper()
    return text or cell.get("string-value", "")


def _number(value: str, kind: str, text: str) -> str:
    try:
        number = float(value)
    except ValueError:
        return text
    if kind == "percentage":
        return percentage(number, len(text.strip("%％ ").partition(".")[2]))
    plain = number_text(number)
    digits = "".join(sign for sign in text if sign.isdigit())
    if PADDED.fullmatch(text) and digits.lstrip("0") == plain and text != plain:
        return text.strip()
    return plain


def _period(text: str) -> str:
    match = PERIOD.fullmatch(text)
    if match is None:
        return ""
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    shown = f"{match[1]}{days * 24 + hours:02d}:{minutes:02d}"
    return f"{shown}:{seconds:02d}" if seconds else shown
