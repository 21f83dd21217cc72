"""What the reader of XLSX does not tell: number formats, errors, how far a sheet reaches."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from typing import TypeVar

from ckanext.kanazawa.lib.tables.errors import DamagedError
from ckanext.kanazawa.lib.tables.read.numberformat import (
    BUILT_IN,
    NumberFormat,
    date_kind,
    early_text,
    number_format,
)
from ckanext.kanazawa.lib.tables.read.package import Package
from ckanext.kanazawa.lib.tables.read.sheetxml import SheetXml, read_sheet_xml
from ckanext.kanazawa.lib.tables.read.xml import attribute, parse_xml

# Where one string of those that cells share ends.
STRING_END = re.compile(rb"</(?:[^<>/]*:)?si\s*>")
Related = dict[str, tuple[str, str]]
Value = TypeVar("Value")


@dataclass
class Sheet:
    """What the XML of one sheet tells.

    Attributes:
        rows, columns: how far its cells reach at most.
        formats: (row, column), 0-based → format that shows more than the plain number.
        errors: (row, column) → "#N/A".
        unsolved: formulas without a value.
        early: (row, column) → what is shown where a date lies at the beginning of the
            calendar or before.
        text_bytes: of the strings its cells share, each counted as often as it is shown;
            0 where it is no matter.
    """

    rows: int = 0
    columns: int = 0
    formats: dict[tuple[int, int], NumberFormat] = field(default_factory=dict)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    unsolved: int = 0
    early: dict[tuple[int, int], str] = field(default_factory=dict)
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
        codes = self._style_codes(_of_kind(related, "styles"))
        special = {style: number_format(code) for style, code in codes.items()}
        self._styles = {style: form for style, form in special.items() if form}
        # In a workbook whose days begin in 1904, all of them are ordinary days.
        self._dates = (
            {}
            if self._from_1904
            else {style: code for style, code in codes.items() if date_kind(code) == "date"}
        )
        self._strings = _of_kind(related, "sharedstrings")

    def sheet(self, name: str) -> Sheet:
        """Look at the XML of a sheet."""
        path = self._paths.get(name)
        if path is None:
            raise DamagedError("workbook-damaged", file=self._label)
        seen = read_sheet_xml(self._read(path), tuple(self._styles), tuple(self._dates))
        return Sheet(
            rows=seen.rows,
            columns=seen.columns,
            formats={cell: self._styles[style] for cell, style in seen.styled.items()},
            errors=seen.errors,
            unsolved=seen.unsolved,
            early={
                cell: text
                for cell, (style, number) in seen.early.items()
                if (text := early_text(number, self._dates[style])) is not None
            },
            text_bytes=self._text_bytes(seen),
        )

    def _text_bytes(self, seen: SheetXml) -> int:
        """Return how many bytes of text the cells hold that share their strings.

        A short file may have one long string in each of a million cells.
        """
        if not seen.shared or self._strings not in self._names:
            return 0
        lengths = list(map(len, STRING_END.split(self._read(self._strings))))
        if max(lengths) * seen.shared < 1 << 28:
            return 0
        known = len(lengths)
        return sum(lengths[number] * cells for number, cells in seen.strings() if number < known)

    def _read(self, path: str) -> bytes:
        if path not in self._names:
            raise DamagedError("workbook-damaged", file=self._label)
        return self._package.read(self._names[path])

    def _root(self) -> str:
        found = [path for path in self._names if path.endswith("/workbook.xml")]
        if len(found) != 1:
            raise DamagedError("workbook-damaged", file=self._label)
        return found[0]

    def _related(self, root: str) -> Related:
        """Return relation id → kind and path, both in lower case."""
        folder, file = posixpath.split(root)
        found: Related = {}

        def start(name: str, attributes: dict[str, str]) -> None:
            if name == "Relationship" and attributes.get("TargetMode") != "External":
                target = attributes.get("Target", "").lower()
                path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                kind = posixpath.basename(attributes.get("Type", "").lower())
                self._once(found, attributes.get("Id", ""), (kind, path))

        parse_xml(self._read(f"{folder}/_rels/{file}.rels"), start)
        return found

    def _sheets(self, root: str, related: Related) -> dict[str, str]:
        """Return name of the sheet → path."""
        found: dict[str, str] = {}
        self._from_1904 = False

        def start(name: str, attributes: dict[str, str]) -> None:
            if name == "workbookPr":
                self._from_1904 = attributes.get("date1904", "0") in ("1", "true")
            elif name == "sheet":
                for key, value in attributes.items():
                    if key.endswith(":id") and value in related:
                        self._once(found, attributes.get("name", ""), related[value][1])

        parse_xml(self._read(root), start)
        return found

    def _once(self, found: dict[str, Value], key: str, value: Value) -> None:
        if key in found:
            raise DamagedError("workbook-damaged", file=self._label)
        found[key] = value

    def _style_codes(self, path: str) -> dict[int, str]:
        """Return style number → code of its format."""
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
        return {place: codes.get(code, "") for place, code in enumerate(styles)}


def _of_kind(related: Related, kind: str) -> str:
    """Return the path of the part of a kind, "" where there is none."""
    return next((path for its, path in related.values() if its == kind), "")
