"""One file of a feed, from bytes to a frame of text cells."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

import polars as pl

from ckanext.kanazawa.lib.tables.findings import Finding
from ckanext.kanazawa.lib.tables.table import ROW

BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True)
class FeedFile:
    """One file of a feed.

    Attributes:
        name: "stops.txt".
        member: its path in the ZIP.
        encoding: "utf-8", "utf-8-sig", or "cp932" where it is not what GTFS asks for.
        headings: as written.
        frame: `row` (as a spreadsheet counts, the headings being row 1), then one column of
            text per different heading; an empty cell is null; no spaces around cells.
        findings: what reading noticed.
    """

    name: str
    member: str
    encoding: str
    headings: tuple[str, ...]
    frame: pl.DataFrame
    findings: tuple[Finding, ...] = ()

    def has(self, *columns: str) -> bool:
        """Say whether the file has all of these columns."""
        return set(columns) <= set(self.frame.columns)

    @property
    def rows(self) -> int:
        """Return the number of rows, empty ones left out."""
        return self.frame.height

    def index(self, column: str) -> int:
        """Return the 0-based position of a column."""
        return [heading.strip(" \u3000") for heading in self.headings].index(column)


def feed_file(name: str, member: str, data: bytes) -> FeedFile:
    """Read one file of a feed."""
    text, encoding, found = _decoded(name, data)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    headings, lines = _headings(text)
    names = tuple(heading.strip(" \u3000") for heading in headings)
    findings = [*found, *_doubled(name, names)]
    frame, broken = _frame(name, text, names, lines)
    findings += broken or _ragged(name, text, len(names))
    frame = frame.filter(pl.any_horizontal(pl.exclude(ROW).is_not_null())) if names else frame
    frame, spaces = _stripped(name, frame, names)
    return FeedFile(name, member, encoding, headings, frame, (*findings, *spaces))


def _decoded(name: str, data: bytes) -> tuple[str, str, list[Finding]]:
    """Decode as GTFS asks (UTF-8, with or without mark), else as Japanese Excel writes."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        try:
            found = Finding("gtfs-encoding", sheet=name, value="CP932")
            return data.decode("cp932"), "cp932", [found]
        except UnicodeDecodeError:
            return "", "unknown", [Finding("gtfs-undecodable", sheet=name)]
    if text.startswith(BYTE_ORDER_MARK):
        return text[1:], "utf-8-sig", []
    return text, "utf-8", []


def _headings(text: str) -> tuple[tuple[str, ...], int]:
    """Return the headings and the number of lines they take."""
    reader = csv.reader(io.StringIO(text[: 1 << 16]))
    headings = tuple(next(reader, ()))
    return headings, reader.line_num


def _doubled(name: str, names: tuple[str, ...]) -> list[Finding]:
    return [
        Finding("gtfs-column-doubled", sheet=name, row=1, column=heading, index=index)
        for index, heading in enumerate(names)
        if heading and heading in names[:index]
    ]


def _frame(
    name: str, text: str, names: tuple[str, ...], skipped: int
) -> tuple[pl.DataFrame, list[Finding]]:
    """Read the rows; a column whose heading is empty or stands twice is left out."""
    unique = [
        heading if heading and heading not in names[:index] else f"\x00{index}"
        for index, heading in enumerate(names)
    ]
    schema = dict.fromkeys(unique, pl.String)
    empty = pl.DataFrame(schema={ROW: pl.UInt32, **schema})
    wanted = [ROW, *(heading for heading in unique if not heading.startswith("\x00"))]
    if not names:
        return empty, []
    try:
        # Behind an empty line, no text is taken for packed bytes by what it begins with.
        frame = pl.read_csv(
            b"\n" + text.encode(),
            has_header=False,
            skip_lines=skipped + 1,
            schema=schema,
            infer_schema=False,
            truncate_ragged_lines=True,
            raise_if_empty=False,
        )
    except pl.exceptions.PolarsError:
        return empty.select(wanted), [Finding("gtfs-quotes", sheet=name)]
    numbered = frame.with_row_index(ROW, offset=2)
    return numbered.select(wanted), []


def _ragged(name: str, text: str, width: int) -> list[Finding]:
    """Say how many rows have more or fewer cells than there are headings, and which is first."""
    if '"' in text:
        lengths = pl.Series(map(len, csv.reader(io.StringIO(text))), dtype=pl.UInt32)
    else:
        lines = pl.Series(text.split("\n"), dtype=pl.String)
        lengths = pl.select(
            pl.when(lines == "").then(0).otherwise(lines.str.count_matches(",", literal=True) + 1)
        ).to_series()
    cells = lengths.alias("cells").to_frame().with_row_index(ROW, offset=1)
    wrong = cells.filter((pl.col("cells") != width) & (pl.col("cells") > 0) & (pl.col(ROW) > 1))
    if not wrong.height:
        return []
    row, found = wrong.row(0)
    params = {"cells": found, "columns": width, "count": wrong.height}
    return [Finding("gtfs-ragged", sheet=name, row=row, params=params)]


def _stripped(
    name: str, frame: pl.DataFrame, names: tuple[str, ...]
) -> tuple[pl.DataFrame, list[Finding]]:
    """Take away spaces around cells, saying in which columns there were some."""
    findings: list[Finding] = []
    for column in frame.columns[1:]:
        bare = pl.col(column).str.strip_chars()
        spaced = frame.filter(bare != pl.col(column))
        if spaced.height:
            row, value = spaced.select(ROW, column).row(0)
            finding = Finding(
                "gtfs-spaces",
                sheet=name,
                row=row,
                column=column,
                index=names.index(column),
                value=value,
                params={"count": spaced.height},
            )
            findings.append(finding)
            emptied = pl.when(bare == "").then(None).otherwise(bare)
            frame = frame.with_columns(emptied.alias(column))
    return frame, findings
