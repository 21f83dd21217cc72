"""The XML of one sheet: how far it reaches, which cells have a style, errors, formulas.

Workbooks write cells all alike, which a few regular expressions read fast. Any other way of
writing the same XML (quotes, order, prefixes, cells without a place) is parsed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass, field

from ckanext.kanazawa.lib.tables.read.reach import column_number, glance, place
from ckanext.kanazawa.lib.tables.read.xml import parse_xml

Place = tuple[int, int]
# Anything but `<c r="A1" s="2" t="s">`, the style and the type left out or not.
UNUSUAL = (
    re.compile(rb'<c(?! r="[A-Z]{1,3}[0-9]{1,7}"(?: s="[0-9]{1,6}")?(?: t="[A-Za-z]+")?/?>)[\s/>]'),
    re.compile(rb":c[\s>/]"),
    re.compile(rb"<!(?:--|\[CDATA\[)"),
)
ERROR_CELL = re.compile(
    rb'<c r="([A-Z]+)([0-9]+)"(?: s="[0-9]+")? t="e"[^>]*>'
    rb"(?:<f\b[^>]*?(?:/>|>[^<]*</f>))?<v>([^<]*)"
)
# A number below 61 in a cell of one of some styles.
EARLY_CELL = (
    rb'<c r="([A-Z]+)([0-9]+)" s="(%s)"(?: t="n")?>'
    rb"(?:<f\b[^>]*?(?:/>|>[^<]*</f>))?"
    rb"<v>(-[0-9]+(?:\.[0-9]+)?|(?:[0-5]?[0-9]|60)(?:\.[0-9]+)?|[0-9.]{1,20}[eE]-[0-9]{1,3})</v>"
)
EARLY_NUMBER = re.compile(r"-?[0-9.]{1,24}(?:[eE]-?[0-9]{1,3})?")
# A formula whose value is the empty text (t="str") has a value.
UNSOLVED = re.compile(
    rb'<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")?(?: t="(?!str")[A-Za-z]+")?>'
    rb"(?:<f\b[^<>]*/>|<f\b[^<>]*>[^<]*</f>)\s*(?:</c>|<v\s*>\s*</v>|<v\s*/>)"
)
SHARED_STRING = re.compile(rb't="s"[^>]*><v>([0-9]+)')


@dataclass
class SheetXml:
    """What the XML of a sheet tells.

    Attributes:
        rows, columns: how far its cells reach at most.
        styled: (row, column), 0-based → number of the style, of the styles asked for.
        errors: (row, column) → "#N/A".
        unsolved: formulas without a value.
        early: (row, column) → (style, number), where a style of dates is over a number below
            61.
        shared: number of cells that share their strings.
    """

    rows: int = 0
    columns: int = 0
    styled: dict[Place, int] = field(default_factory=dict)
    errors: dict[Place, str] = field(default_factory=dict)
    unsolved: int = 0
    early: dict[Place, tuple[int, float]] = field(default_factory=dict)
    shared: int = 0
    _strings: Counter[int] | None = None
    _data: bytes = b""

    def strings(self) -> Iterable[tuple[int, int]]:
        """Return (number of a shared string, cells that show it)."""
        if self._strings is None:
            found = SHARED_STRING.findall(self._data)
            self._strings = Counter(int(number) for number in found if len(number) < 10)
        return self._strings.items()


def read_sheet_xml(data: bytes, styles: Collection[int], dates: Collection[int]) -> SheetXml:
    """Look at the XML of a sheet.

    Args:
        data: the XML.
        styles: numbers of the styles that matter.
        dates: numbers of the styles of dates and times.

    Raises:
        XmlError: it is no XML.
    """
    wide = b"\0" in data[:4]
    if wide or any(pattern.search(data) for pattern in UNUSUAL):
        return _Parsed(styles, dates).read(data)
    rows, columns = glance(data)
    found = SheetXml(rows, columns, shared=data.count(b't="s"'), _data=data)
    if styles:
        numbers = "|".join(map(str, styles))
        cells = re.findall(f'<c r="([A-Z]+)([0-9]+)" s="({numbers})"'.encode(), data)
        found.styled = {_place(letters, digits): int(style) for letters, digits, style in cells}
    if dates:
        cells = re.findall(EARLY_CELL % "|".join(map(str, dates)).encode(), data)
        found.early = {
            _place(letters, digits): (int(style), float(number))
            for letters, digits, style, number in cells
        }
    if b't="e"' in data:
        found.errors = {
            _place(letters, digits): text.decode("utf-8", "ignore")
            for letters, digits, text in ERROR_CELL.findall(data)
        }
    found.unsolved = len(UNSOLVED.findall(data)) if b"<f" in data else 0
    return found


class _Parsed:
    """Reads the XML element by element, whatever way it is written."""

    def __init__(self, styles: Collection[int], dates: Collection[int]):
        self._styles, self._dates = frozenset(styles), frozenset(dates)
        self._style = -1
        self._found = SheetXml(_strings=Counter())
        self._row = self._column = -1
        self._kind: str | None = None
        self._formula = self._filled = self._inside = False
        self._value: list[str] = []

    def read(self, data: bytes) -> SheetXml:
        parse_xml(data, self._start, self._end, self._text)
        return self._found

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._cell(attributes)
        elif name == "row":
            number = attributes.get("r", "")
            self._row = int(number[:8]) - 1 if number.isdigit() else self._row + 1
            self._column = -1
        elif name == "f":
            self._formula = True
        elif name in ("v", "t"):
            self._inside = self._filled = True

    def _cell(self, attributes: dict[str, str]) -> None:
        found = place(attributes.get("r", ""))
        self._row, self._column = found or (self._row, self._column + 1)
        style = attributes.get("s", "").strip()
        self._style = int(style[:8]) if style.isdecimal() else -1
        if self._style in self._styles:
            self._found.styled[self._row, self._column] = self._style
        self._kind = attributes.get("t", "").strip()
        self._formula = self._filled = False
        self._value = []

    def _end(self, name: str) -> None:
        if name in ("v", "t"):
            self._inside = False
        if name != "c":
            return
        value = "".join(self._value).strip()
        if self._filled:
            # The reader makes no room for cells that have nothing but a style.
            self._found.rows = max(self._found.rows, self._row + 1)
            self._found.columns = max(self._found.columns, self._column + 1)
        if self._kind == "e":
            self._found.errors[self._row, self._column] = value
        elif self._kind == "s":
            self._found.shared += 1
            if value.isdecimal() and len(value) < 10 and self._found._strings is not None:
                self._found._strings[int(value)] += 1
        elif self._style in self._dates and self._kind in ("", "n"):
            self._early(value)
        if self._formula and not value and self._kind != "str":
            self._found.unsolved += 1

    def _early(self, value: str) -> None:
        with suppress(ValueError):
            if EARLY_NUMBER.fullmatch(value) and float(value) < 61:
                self._found.early[self._row, self._column] = (self._style, float(value))

    def _text(self, text: str) -> None:
        if self._inside:
            self._value.append(text)


def _place(letters: bytes, digits: bytes) -> Place:
    return int(digits) - 1, column_number(letters.decode())
