"""CSV and TSV."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from typing import BinaryIO

import polars as pl

from ckanext.kanazawa.lib.tables.errors import WriteError
from ckanext.kanazawa.lib.tables.messages import catalogue
from ckanext.kanazawa.lib.tables.read.encoding import KNOWN
from ckanext.kanazawa.lib.tables.table import ROW
from ckanext.kanazawa.lib.tables.write.encodable import Changes, described, is_encodable, replaced
from ckanext.kanazawa.lib.tables.write.formulas import defused
from ckanext.kanazawa.lib.tables.write.job import Form, Job

# Name → what encodes, and the mark at the beginning of the file.
ENCODINGS = {
    "utf-8-sig": ("utf-8", codecs.BOM_UTF8),
    "utf-8": ("utf-8", b""),
    "cp932": ("cp932", b""),
    "utf-16": ("utf-16-le", codecs.BOM_UTF16_LE),
}
# Nobody chooses these anew; a file that is in one may be written back as it was.
FOUND = {
    "utf-16-le": ("utf-16-le", b""),
    "utf-16-be": ("utf-16-be", b""),
    "utf-32": ("utf-32-le", codecs.BOM_UTF32_LE),
    **{name: (name, b"") for name in KNOWN if name.startswith(("euc_", "iso2022_", "shift_jis"))},
    **{name: (name, b"") for name in ("ascii", "iso8859-1", "cp1252", "gb18030", "big5", "cp949")},
}
ALIASES = {
    "utf8": "utf-8",
    "shift_jis": "cp932",
    "sjis": "cp932",
    "ms932": "cp932",
    "windows-31j": "cp932",
}
NEWLINE = "\r\n"


class Delimited(Form):
    """Text with one line a row, quoted as RFC 4180 says."""

    delimiter: str

    def write(self, job: Job, out: BinaryIO) -> None:
        """Write headings and rows, replacing what the encoding lacks where that is wanted."""
        encoding, mark = _encoding(job.options.encoding)
        out.write(mark)
        out.write(self._bytes(job, job.heading_frame(), encoding))
        for frame in job.frames():
            out.write(self._bytes(job, frame, encoding))

    def _bytes(self, job: Job, frame: pl.DataFrame, encoding: str) -> bytes:
        if job.options.defuse:
            frame = defused(job, frame)
        text = self._text(frame)
        if encoding == "utf-8":
            return text.encode()
        if not is_encodable(text, encoding):
            text = self._text(_encodable(job, frame, encoding))
        return text.encode(encoding)

    def _text(self, frame: pl.DataFrame) -> str:
        return frame.drop(ROW).write_csv(
            include_header=False, separator=self.delimiter, line_terminator=NEWLINE
        )


class Csv(Delimited):
    """Comma-separated values."""

    name = "csv"
    suffix = ".csv"
    media_type = "text/csv"
    delimiter = ","


class Tsv(Delimited):
    """Tab-separated values."""

    name = "tsv"
    suffix = ".tsv"
    media_type = "text/tab-separated-values"
    delimiter = "\t"


def _encoding(name: str) -> tuple[str, bytes]:
    known = name.lower()
    known = ALIASES.get(known, known)
    found = ENCODINGS.get(known) or FOUND.get(known)
    if found is None:
        raise WriteError("unknown-encoding", encoding=name, encodings=", ".join(ENCODINGS))
    return found


def _encodable(job: Job, frame: pl.DataFrame, encoding: str) -> pl.DataFrame:
    """Replace what the encoding cannot hold, cell by cell, and list it."""
    for index, name in enumerate(job.cells):
        values: list[str] = frame[name].drop_nulls().unique().to_list()
        if is_encodable("\n".join(values), encoding):
            continue
        wrong = {
            text: replaced(text, encoding) for text in values if not is_encodable(text, encoding)
        }
        _note(job, frame, index, {text: changes for text, (_, changes) in wrong.items()})
        instead = pl.col(name).replace({text: after for text, (after, _) in wrong.items()})
        frame = frame.with_columns(instead)
    return frame


def _note(job: Job, frame: pl.DataFrame, index: int, wrong: Mapping[str, Changes]) -> None:
    """List each character of each cell, or refuse the first."""
    code, name = "character-not-in-encoding", job.cells[index]
    hits = frame.filter(pl.col(name).is_in(list(wrong))).select(ROW, name)
    for row, value in hits.iter_rows():
        if not job.findings.room(code):
            job.findings.count(code, catalogue()[code]["severity"], len(wrong[value]))
            continue
        for character, instead in wrong[value]:
            params = {"character": described(character), "instead": instead}
            finding = job.finding(code, row, index, value, **params, encoding=job.options.encoding)
            if job.options.unencodable == "refuse":
                place = {"row": row, "column": finding.column, "letter": finding.letter}
                raise WriteError("not-encodable", **finding.params, **place)
            job.findings.add(finding)
