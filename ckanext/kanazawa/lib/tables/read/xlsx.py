"""What the reader of XLSX does not tell: number formats, errors, how far a sheet reaches."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ckanext.kanazawa.lib.tables.errors import DamagedError
from ckanext.kanazawa.lib.tables.read.numberformat import BUILT_IN, NumberFormat, number_format
from ckanext.kanazawa.lib.tables.read.package import Package
from ckanext.kanazawa.lib.tables.read.reach import column_number, reach
from ckanext.kanazawa.lib.tables.read.xml import attribute, parse_xml

REFERENCE = re.compile(rb'[ \n]r="([A-Z]{1,3})([0-9]{1,7})"')
ANY_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*)>")
ERROR_CELL = re.compile(
    rb'<c r="([A-Z]+)([0-9]+)"(?: s="[0-9]+")? t="e"[^>]*>'
    rb"(?:<f\b[^>]*?(?:/>|>[^<]*</f>))?<v>([^<]*)"
)
UNSOLVED = re.compile(rb"(?:</f>|<f\b[^<>]*/>)\s*(?:</c>|<v\s*>\s*</v>|<v\s*/>)")
SHARED_STRING = re.compile(rb't="s"[^>]*><v>([0-9]+)')


@dataclass
class Sheet:
    """What the XML of one sheet tells.

    Attributes:
        rows, columns: how far its cells reach at most.
        formats: (row, column), 0-based → format that shows more than the plain number.
        errors: (row, column) → "#N/A".
        unsolved: formulas without a value.
        text_bytes: of the strings its cells share, each counted as often as it is shown;
            0 where it is no matter.
    """

    rows: int = 0
    columns: int = 0
    formats: dict[tuple[int, int], NumberFormat] = field(default_factory=dict)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    unsolved: int = 0
    text_bytes: int = 0


class XlsxParts:
    """The parts of an XLSX, read beside the workbook's reader.

    What could be understood in two ways is refused: the reader must not open another part
    than the one that was looked at here.

    Raises:
        XmlError: a part is no XML.
        DamagedError: a part is missing or broken.
    """

    def __init__(self, package: Package, label: object):
        self._package = package
        self._names = {name.lower().lstrip("/"): name for name in package.names}
        self._label = label
        root = self._root()
        self._folder = posixpath.dirname(root)
        related = self._related(root)
        self._paths = self._sheets(root, related)
        styles = next((path for path in related.values() if path.endswith("styles.xml")), "")
        self._styles = self._special_styles(styles)
        self._strings = next(
            (path for path in related.values() if path.endswith("sharedstrings.xml")), ""
        )

    def sheet(self, name: str) -> Sheet:
        """Look at the XML of a sheet."""
        path = self._paths.get(name)
        if path is None:
            raise DamagedError("workbook-damaged", file=self._label)
        data = self._read(path)
        found = Sheet()
        found.rows, found.columns = reach(data)
        found.text_bytes = self._text_bytes(data)
        found.formats = self._formats(data)
        if b't="e"' in data:
            found.errors = {
                _place(letters, digits): text.decode("utf-8", "ignore")
                for letters, digits, text in ERROR_CELL.findall(data)
            }
        found.unsolved = len(UNSOLVED.findall(data)) if b"<f" in data else 0
        return found

    def _text_bytes(self, data: bytes) -> int:
        """Return how many bytes of text the cells hold that share their strings.

        A short file may have one long string in each of a million cells.
        """
        shared = data.count(b't="s"')
        if not shared or self._strings not in self._names:
            return 0
        lengths = [len(part) for part in self._read(self._strings).split(b"</si>")]
        if max(lengths) * shared < 1 << 28:
            return 0
        known = len(lengths)
        return sum(
            lengths[int(number)]
            for number in SHARED_STRING.findall(data)
            if len(number) < 10 and int(number) < known
        )

    def _read(self, path: str) -> bytes:
        if path not in self._names:
            raise DamagedError("workbook-damaged", file=self._label)
        return self._package.read(self._names[path])

    def _root(self) -> str:
        found = [path for path in self._names if path.endswith("/workbook.xml")]
        if len(found) != 1:
            raise DamagedError("workbook-damaged", file=self._label)
        return found[0]

    def _related(self, root: str) -> dict[str, str]:
        """Return relation id → path in lower case."""
        folder, file = posixpath.split(root)
        found: dict[str, str] = {}

        def start(name: str, attributes: dict[str, str]) -> None:
            if name == "Relationship" and attributes.get("TargetMode") != "External":
                target = attributes.get("Target", "").lower()
                path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                self._once(found, attributes.get("Id", ""), path)

        parse_xml(self._read(f"{folder}/_rels/{file}.rels"), start)
        return found

    def _sheets(self, root: str, related: dict[str, str]) -> dict[str, str]:
        """Return name of the sheet → path."""
        found: dict[str, str] = {}

        def start(name: str, attributes: dict[str, str]) -> None:
            if name == "sheet":
                for key, value in attributes.items():
                    if key.endswith(":id") and value in related:
                        self._once(found, attributes.get("name", ""), related[value])

        parse_xml(self._read(root), start)
        return found

    def _once(self, found: dict[str, str], key: str, path: str) -> None:
        if key in found:
            raise DamagedError("workbook-damaged", file=self._label)
        found[key] = path

    def _special_styles(self, path: str) -> dict[int, NumberFormat]:
        """Return style number → format, of the styles whose format shows more."""
        if path not in self._names:
            return {}
        codes: dict[int, str] = dict(BUILT_IN)
        styles: list[int] = []
        inside: list[str] = []

        def start(name: str, attributes: dict[str, str]) -> None:
            inside.append(name)
            number = attribute(attributes, "numFmtId")
            if not (number or "").isdigit():
                return
            if name == "numFmt":
                codes[int(number or 0)] = attributes.get("formatCode", "")
            elif name == "xf" and "cellXfs" in inside:
                styles.append(int(number or 0))

        def end(_: str) -> None:
            inside.pop()

        parse_xml(self._read(path), start, end)
        found = {place: number_format(codes.get(code, "")) for place, code in enumerate(styles)}
        return {place: form for place, form in found.items() if form}

    def _formats(self, data: bytes) -> dict[tuple[int, int], NumberFormat]:
        if not self._styles:
            return {}
        first = ANY_CELL.search(data)
        if first is None:
            return {}
        if first[1].startswith(b' r="') and b"<c r=" in data:
            numbers = "|".join(map(str, self._styles))
            pattern = re.compile(f'<c r="([A-Z]+)([0-9]+)" s="({numbers})"'.encode())
            found: Sequence[tuple[bytes, bytes, bytes]] = pattern.findall(data)
        else:
            found = _slowly(data)
        return {
            _place(letters, digits): self._styles[int(style)]
            for letters, digits, style in found
            if int(style) in self._styles
        }


def _slowly(data: bytes) -> list[tuple[bytes, bytes, bytes]]:
    """Find cells with a style whatever the order of their attributes."""
    found: list[tuple[bytes, bytes, bytes]] = []
    for cell in ANY_CELL.finditer(data):
        place = REFERENCE.search(cell[1])
        style = re.search(rb'[ \n]s="([0-9]{1,6})"', cell[1])
        if place and style:
            found.append((place[1], place[2], style[1]))
    return found


def _place(letters: bytes, digits: bytes) -> tuple[int, int]:
    return int(digits) - 1, column_number(letters.decode())
