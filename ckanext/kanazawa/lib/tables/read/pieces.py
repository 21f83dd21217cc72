"""Cut a stream of text into pieces that end with a record, and parse them fast.

A piece whose quotes are in order goes to polars, or, where its rows have different numbers
of cells, to Python's csv module; one whose quotes are not is read record by record.

The text comes as polars wants it: UTF-8. It has one byte for each of the signs looked for,
none of which is part of another character.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, NamedTuple

import polars as pl

from ckanext.kanazawa.lib.tables.errors import LimitError
from ckanext.kanazawa.lib.tables.read.limits import Limits
from ckanext.kanazawa.lib.tables.read.records import records
from ckanext.kanazawa.lib.tables.read.rows import Piece
from ckanext.kanazawa.lib.tables.table import column_name

# Text that waits for the end of a record this long is read record by record instead.
PATIENCE_BYTES = 8_000_000
_QUOTED = '"[^"]*(?:""[^"]*)*"'
_EMPTY = b'""'
_QUOTED_BYTES = re.compile(_QUOTED.encode())
# Less than one quoted cell in so many bytes are few.
_FEW_QUOTED = 400
# What polars takes for a mark at the beginning: a U+FEFF, which inside of a file is a character
# of its cell, and signs that packed bytes begin with.
_MARKS = (codecs.BOM_UTF8, b"x\x01", b"x^")
_BLANK_LINE = re.compile(rb"(?:^|\n)(?=\n)")


@dataclass(frozen=True)
class Cutter:
    """Cuts text at record ends and parses the pieces.

    Attributes:
        delimiter: one sign, as a byte.
        width: number of columns of the table.
        limits: of the file.
        file: what messages call it.
    """

    delimiter: bytes
    width: int
    limits: Limits
    file: Any

    def pieces(self, chunks: Iterable[bytes]) -> Iterator[Piece]:
        """Yield the rows of a text that comes in chunks of whole characters.

        Raises:
            LimitError: a record is longer than the limits allow.
        """
        rest = b""
        for chunk in chunks:
            rest += chunk
            cut = last_record_end(rest)
            if cut and (piece := self._tidy(rest[:cut])) is not None:
                yield piece
                rest = rest[cut:]
            elif cut or len(rest) > PATIENCE_BYTES:
                piece, end = self._careful(rest, complete=False)
                yield piece
                rest = rest[end:]
                self._bounded(rest)
        if rest:
            piece = self._tidy(rest)
            yield self._careful(rest, complete=True)[0] if piece is None else piece

    def _bounded(self, rest: bytes) -> None:
        limit = self.limits.record_chars
        if len(rest) > limit and len(rest.decode()) > limit:
            raise LimitError("record-too-long", file=self.file, limit=f"{limit:,}")

    def _tidy(self, text: bytes) -> Piece | None:
        """Parse a piece whose quotes are in order; None where they are not."""
        quoted = Quoted()
        is_quoted = b'"' in text
        if is_quoted and (quoted := quoted_cells(text, self.delimiter)) is None:
            return None
        frame = self._parsed(text)
        if frame is not None and self._is_even(text, frame, quoted.inside, is_quoted=is_quoted):
            if quoted.may_be_empty:
                frame = frame.with_columns(pl.when(pl.all() != "").then(pl.all()))
            return Piece(frame)
        return self._by_csv(text.decode()) if is_quoted else self._ragged(text.decode())

    def _parsed(self, text: bytes) -> pl.DataFrame | None:
        """Parse with polars; None where a row has too many cells."""
        if text.startswith(_MARKS):
            return None
        schema = {column_name(index): pl.String for index in range(self.width)}
        try:
            return pl.read_csv(
                text,
                has_header=False,
                separator=self.delimiter.decode(),
                quote_char='"' if b'"' in text else None,
                schema=schema,
                missing_columns="insert",
            )
        except pl.exceptions.PolarsError:
            return None

    def _is_even(self, text: bytes, frame: pl.DataFrame, inside: int, *, is_quoted: bool) -> bool:
        """Say whether no row has too few cells, which polars fills up, unless it is blank."""
        if self.width > 1 and not frame[:, -1].null_count():
            return True
        missing = frame.height * (self.width - 1) + inside - text.count(self.delimiter)
        if not is_quoted:
            return missing == 0 or missing == _blank_lines(text) * (self.width - 1)
        # Blank lines among quoted cells of one column may be part of them.
        return missing == 0 and not (self.width == 1 and _blank_lines(text))

    def _ragged(self, text: str) -> Piece:
        """Parse a piece without quotes; only rows with another number of cells are touched."""
        delimiter = self.delimiter.decode()
        lines = text.removesuffix("\n").split("\n")
        counts = pl.Series(lines).str.count_matches(delimiter, literal=True)
        odd = (counts != self.width - 1).arg_true().to_list()
        rows = [lines[number].split(delimiter) for number in odd]
        found = self._of_rows(rows)
        for number, row in zip(odd, rows, strict=True):
            if len(row) > 1 or row[0]:
                row += [""] * (self.width - len(row))
            lines[number] = delimiter.join(row)
        frame = self._parsed(("\n".join(lines) + "\n").encode())
        if frame is None:
            return self._of_rows([line.split(delimiter) for line in lines])
        found.frame = frame
        found.short = {odd[number]: cells for number, cells in found.short.items()}
        found.long = {odd[number]: cells for number, cells in found.long.items()}
        return found

    def _by_csv(self, text: str) -> Piece | None:
        lines = io.StringIO(text, newline="")
        reader = csv.reader(lines, delimiter=self.delimiter.decode(), strict=True)
        try:
            return self._of_rows([row or [""] for row in reader])
        except csv.Error:
            return None

    def _careful(self, data: bytes, *, complete: bool) -> tuple[Piece, int]:
        """Parse record by record; return the piece and where it ends in the bytes."""
        text, sign = data.decode(), self.delimiter.decode()
        rows: list[list[str]] = []
        stray: list[int] = []
        cut_row: int | None = None
        end = 0
        found = records(text, sign, complete=complete, cell_chars=self.limits.cell_chars)
        for number, record in enumerate(found):
            rows.append(record.cells)
            end = record.end
            if record.is_cut:
                cut_row = number
            elif record.stray:
                stray.append(number)
        piece = self._of_rows(rows)
        piece.stray, piece.cut_row = stray, cut_row
        return piece, len(text[:end].encode())

    def _of_rows(self, rows: list[list[str]]) -> Piece:
        short: dict[int, int] = {}
        long: dict[int, list[str]] = {}
        width = self.width
        for number, row in enumerate(rows):
            cells = len(row)
            if cells == width:
                continue
            if cells > width:
                if any(row[width:]):
                    long[number] = row[width:]
                del row[width:]
            elif cells > 1 or row[0]:
                short[number] = cells
        return Piece(frame_of(rows, width), short, long)


def frame_of(rows: list[list[str]], width: int) -> pl.DataFrame:
    """Make the frame of rows that have at most `width` cells; empty cells become null."""
    columns = list(zip_longest(*rows, fillvalue=None))
    columns += [(None,) * len(rows)] * (width - len(columns))
    return pl.DataFrame(
        [
            pl.Series(column_name(index), [cell or None for cell in cells], dtype=pl.String)
            for index, cells in enumerate(columns)
        ]
    )


def last_record_end(text: bytes) -> int:
    """Return where the last whole record of a text ends, by the parity of its quotes."""
    end = text.rfind(b"\n") + 1
    if b'"' not in text:
        return end
    odd = text.count(b'"', 0, end) % 2
    while end and odd:
        before = text.rfind(b"\n", 0, end - 1) + 1
        odd = (odd + text.count(b'"', before, end)) % 2
        end = before
    return end


class Quoted(NamedTuple):
    """What the quoted cells of a text hold.

    Attributes:
        inside: delimiters that part no cells.
        may_be_empty: some of them hold nothing, or may do so.
    """

    inside: int = 0
    may_be_empty: bool = False


def quoted_cells(text: bytes, delimiter: bytes) -> Quoted | None:
    """Look at the quoted cells of a text; None where a quote is not as it should be.

    Every quote must open, close or be doubled. Few quoted cells are looked at one by one;
    where there are many, polars' regular expressions take them out in one pass.
    """
    few = len(text) // _FEW_QUOTED
    inside = number = 0
    may_be_empty = False
    # Finding the next quote so is many times as fast as a search by regular expression.
    start = text.find(b'"')
    while start >= 0:
        cell = _QUOTED_BYTES.match(text, start)
        if cell is None or (start and text[start - 1 : start] not in (delimiter, b"\n")):
            return None
        end = cell.end()
        if end < len(text) and text[end : end + 1] not in (delimiter, b"\n"):
            return None
        number += 1
        if number > few:
            return _many_quoted(text, delimiter)
        inside += text.count(delimiter, start, end)
        may_be_empty = may_be_empty or cell[0] == _EMPTY
        start = text.find(b'"', end)
    return Quoted(inside, may_be_empty)


def _many_quoted(text: bytes, delimiter: bytes) -> Quoted | None:
    if text.count(b'"') % 2:
        return None
    sign = re.escape(delimiter.decode())
    hole = "\x00" if b"\x00" not in text else "\x01\x02\x01"
    left = pl.Series([text]).cast(pl.String).str.replace_all(_QUOTED, hole)
    if left.str.contains(f'"|[^{sign}\n]{hole}|{hole}[^{sign}\n]').item():
        return None
    outside = left.str.count_matches(delimiter.decode(), literal=True).item()
    return Quoted(text.count(delimiter) - outside, _EMPTY in text)


def _blank_lines(text: bytes) -> int:
    if b"\n\n" not in text and not text.startswith(b"\n"):
        return 0
    return sum(1 for _ in _BLANK_LINE.finditer(text))
