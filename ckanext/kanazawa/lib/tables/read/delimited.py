"""Delimited text as a table: CSV, TSV, and what calls itself so."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from ckanext.kanazawa.lib.tables.errors import (
    EmptyFileError,
    FileError,
    LimitError,
    NotATableError,
)
from ckanext.kanazawa.lib.tables.findings import Finding
from ckanext.kanazawa.lib.tables.read.ahead import Ahead, Cut
from ckanext.kanazawa.lib.tables.read.encoding import find_text
from ckanext.kanazawa.lib.tables.read.kind import NAMES
from ckanext.kanazawa.lib.tables.read.layout import SEARCHED_ROWS, Layout, find_layout
from ckanext.kanazawa.lib.tables.read.limits import Limits
from ckanext.kanazawa.lib.tables.read.pieces import Cutter
from ckanext.kanazawa.lib.tables.read.prose import prose_kind
from ckanext.kanazawa.lib.tables.read.records import Record, records
from ckanext.kanazawa.lib.tables.read.rows import Piece, Reading, table_from
from ckanext.kanazawa.lib.tables.read.source import Source
from ckanext.kanazawa.lib.tables.table import Origin, Table

DELIMITERS = (",", "\t", ";", "|")
SAMPLE_CHARS = 1_000_000
SAMPLE_RECORDS = 200
LINE_END = re.compile(r"\r\n|\n|\r")
QUOTED = re.compile(r'"[^"]*"')
UTF8 = ("utf-8", "utf-8-sig")


@dataclass(frozen=True)
class Wish:
    """What the user says about a file, None where they leave it to us."""

    encoding: str | None = None
    delimiter: str | None = None
    header_row: int | None = None
    sheet: str | int | None = None


def open_delimited(source: Source, wish: Wish, limits: Limits) -> Table:
    """Open delimited text as a table.

    Raises:
        UndecodableError: its bytes are text of no encoding we know.
        EmptyFileError: there are no rows.
        NotATableError: it is a text without columns.
        LimitError: too many columns.
    """
    # Where it is large, rows are parsed before the whole is decoded.
    top_in = cache(lambda codec: _open_top(source, codec, wish, limits))
    text = find_text(source, wish.encoding, lambda codec: Ahead(codec, lambda it: top_in(it).cut))
    top = top_in(text.encoding)
    origin = Origin(
        name=source.name,
        kind="tsv" if top.delimiter == "\t" else "csv",
        size_bytes=source.size_bytes,
        encoding=text.encoding,
        delimiter=top.delimiter,
        newline=top.newline,
        member=source.member,
    )

    def pieces() -> Iterator[Piece]:
        if text.kept is None:
            yield from top.cut(text.decoded())
            return
        yield from text.kept.pieces(top.cut)
        # The blocks made of them are kept by now.
        text.kept = None

    layout = top.layout
    reading = Reading(
        *(pieces, layout.data_row, len(layout.headings), limits, source.label),
        size_bytes=source.size_bytes,
    )
    return table_from(reading, origin, _with_text_findings(layout, origin))


@dataclass(frozen=True)
class _Top:
    """What the beginning of a text tells about the whole.

    Attributes:
        layout: headings and what stands above.
        delimiter, newline: as in `Origin`.
        cut: makes the rows below of the text.
    """

    layout: Layout
    delimiter: str
    newline: str
    cut: Cut


def _open_top(source: Source, codec: str, wish: Wish, limits: Limits) -> _Top:
    sample, complete, newline = _sample(source, codec)
    if not sample.strip():
        raise EmptyFileError("empty-file", file=source.label)
    delimiter = _asked(wish, source) or find_delimiter(sample, complete, limits)
    found = _records(sample, delimiter, complete, limits)
    _refuse_prose(source, wish, found)
    layout, start = _top(found, wish, limits, source)
    if layout is None:
        _narrow_enough(sample.count(delimiter) + 1, limits, source)
        raise LimitError("record-too-long", file=source.label, limit=f"{SAMPLE_CHARS:,}")
    cutter = Cutter(delimiter.encode(), len(layout.headings), limits, source.label)
    above = len(sample[:start].encode())

    def cut(chunks: Iterable[bytes]) -> Iterator[Piece]:
        return cutter.pieces(_skipped(chunks, above))

    return _Top(layout, delimiter, newline, cut)


def _refuse_prose(source: Source, wish: Wish, found: list[Record]) -> None:
    """Refuse a licence or a README, unless the user says where its columns are.

    Raises:
        NotATableError: it is such a text.
    """
    if wish.delimiter is not None or wish.header_row is not None:
        return
    kind = prose_kind(source.member or source.name, [record.cells for record in found])
    if kind is not None:
        raise NotATableError("not-a-table", file=source.label, kind=NAMES[kind])


def _top(
    found: list[Record], wish: Wish, limits: Limits, source: Source
) -> tuple[Layout | None, int]:
    """Return the layout of the first records and where the data begins in the text."""
    if not found:
        return None, 0
    heading_row_there(wish.header_row, len(found), source)
    searched = max(SEARCHED_ROWS, (wish.header_row or 0) + 1)
    rows = [record.cells for record in found[:searched]]
    layout = _wide_enough(find_layout(rows, asked=wish.header_row), found, limits, source)
    above = found[: layout.data_row - 1]
    stray = tuple(
        Finding("stray-quote", row=number)
        for number, record in enumerate(above, start=1)
        if record.stray
    )
    layout = replace(layout, findings=(*layout.findings, *stray))
    return layout, above[-1].end if above else 0


def heading_row_there(asked: int | None, rows: int, source: Source) -> None:
    """Refuse a heading row that is not among the first rows.

    Raises:
        FileError: it is not.
    """
    if asked is not None and not 0 <= asked <= rows:
        raise FileError("heading-row-unknown", file=source.label, row=asked, rows=rows)


def _asked(wish: Wish, source: Source) -> str | None:
    sign = wish.delimiter
    if sign and (len(sign) != 1 or not sign.isascii() or sign in '"\r\n\0'):
        raise FileError("delimiter-unknown", file=source.label, value=sign)
    return sign


def find_delimiter(sample: str, complete: bool, limits: Limits) -> str:
    """Return the sign that parts most rows into the same number of cells, more than one."""
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS:
        if delimiter not in sample:
            continue
        found = _records(sample, delimiter, complete, limits)
        widths = [len(record.cells) for record in found if any(record.cells)]
        if not widths:
            continue
        usual = max(set(widths), key=lambda width: (widths.count(width), width))
        if usual < 2:
            continue
        score = widths.count(usual) / len(widths) * (1 - 1 / usual)
        if score > best_score * 1.05:
            best, best_score = delimiter, score
    return best


def _sample(source: Source, encoding: str) -> tuple[str, bool, str]:
    """Return the first text, whether that is all, and the line ends it has."""
    decoder = codecs.getincrementaldecoder(encoding)(errors="strict")
    read, text = 0, ""
    for chunk in source.chunks(SAMPLE_CHARS):
        read += len(chunk)
        text += decoder.decode(chunk, final=read >= source.size_bytes)
        if len(text) >= SAMPLE_CHARS:
            break
    complete = len(text) <= SAMPLE_CHARS and read >= source.size_bytes
    text = text[:SAMPLE_CHARS]
    plain = io.IncrementalNewlineDecoder(None, translate=True).decode(text, final=complete)
    return plain, complete, _line_ends(text)


def _line_ends(text: str) -> str:
    """Return the kind of line end between rows. Those inside of cells are another matter."""
    text = QUOTED.sub("", text) if '"' in text else text
    found = {end for end in LINE_END.findall(text[:-1] if text.endswith("\r") else text)}
    if len(found) > 1:
        return "mixed"
    return found.pop() if found else "\r" if text.endswith("\r") else "\n"


def _records(sample: str, delimiter: str, complete: bool, limits: Limits) -> list[Record]:
    found: list[Record] = []
    for record in records(sample, delimiter, complete=complete, cell_chars=limits.cell_chars):
        found.append(record)
        if len(found) == SAMPLE_RECORDS:
            break
    return found


def _wide_enough(layout: Layout, found: list[Record], limits: Limits, source: Source) -> Layout:
    """Give headings to the columns that most rows of data have beyond the heading row."""
    widths = [len(record.cells) for record in found[layout.data_row - 1 :] if any(record.cells)]
    usual = max(set(widths), key=widths.count) if widths else 0
    missing = usual - len(layout.headings)
    _narrow_enough(max(usual, len(layout.headings)), limits, source)
    return replace(layout, headings=layout.headings + ("",) * missing) if missing > 0 else layout


def _narrow_enough(columns: int, limits: Limits, source: Source) -> None:
    if columns > limits.columns:
        raise LimitError(
            "table-too-wide",
            file=source.label,
            columns=f"{columns:,}",
            limit=f"{limits.columns:,}",
        )


def _skipped(chunks: Iterable[bytes], start: int) -> Iterator[bytes]:
    """Leave out the first bytes, which hold the headings and what stands above."""
    for chunk in chunks:
        if start >= len(chunk):
            start -= len(chunk)
            continue
        yield chunk[start:]
        start = 0


def _with_text_findings(layout: Layout, origin: Origin) -> Layout:
    findings = list(layout.findings)
    if origin.encoding not in UTF8:
        findings.insert(0, Finding("encoding-not-utf-8", value=origin.encoding))
    if origin.newline == "mixed":
        findings.append(Finding("mixed-line-ends"))
    if origin.kind == "tsv" and origin.name.lower().endswith(".csv"):
        findings.append(Finding("tabs-for-commas"))
    elif origin.kind == "csv" and origin.delimiter != ",":
        findings.append(Finding("other-delimiter", value=origin.delimiter))
    return replace(layout, findings=tuple(findings))
