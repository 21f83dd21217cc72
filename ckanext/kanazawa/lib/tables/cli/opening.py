"""From a file on the command line to its tables, and to what each of them follows."""

from __future__ import annotations

import argparse
import codecs
import dataclasses
from collections.abc import Callable, Iterator

from ckanext.kanazawa.lib.tables.cli.failures import Usage
from ckanext.kanazawa.lib.tables.cli.files import Given
from ckanext.kanazawa.lib.tables.cli.known import (
    require_columns,
    require_format,
    require_municipality,
    require_one_of,
    require_version,
)
from ckanext.kanazawa.lib.tables.cli.mappings import read_mapping
from ckanext.kanazawa.lib.tables.kinds.base import Setting
from ckanext.kanazawa.lib.tables.read import open_tables
from ckanext.kanazawa.lib.tables.recognise import begin_shift, recognise
from ckanext.kanazawa.lib.tables.recognise.model import Recognition
from ckanext.kanazawa.lib.tables.table import Block, Table, column_number

# Names people use, by Python's name of the encoding.
ENCODINGS = ("utf-8", "utf-8-sig", "cp932", "euc_jp", "utf-16", "utf-16-le", "utf-16-be")
ALSO = {"shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "ms932": "cp932"}


def open_tables_of(given: Given, chosen: argparse.Namespace) -> list[Table]:
    """Return the tables of a file, read as the options say.

    Raises:
        FileError: it cannot be read as a table.
        Usage: an option names nothing known.
    """
    return open_tables(
        given.path,
        name=given.name,
        sheet=chosen.sheet,
        encoding=_encoding(chosen.source_encoding),
        delimiter=_delimiter(chosen.delimiter),
        header_row=chosen.header_row,
    )


def _encoding(typed: str | None) -> str | None:
    if typed is None:
        return None
    name = ALSO.get(typed.lower(), typed)
    try:
        known = codecs.lookup(name).name
    except LookupError:
        known = ""
    for encoding in ENCODINGS:
        if codecs.lookup(encoding).name == known:
            return encoding
    raise Usage("encoding", found=typed, names=", ".join(ENCODINGS))


def _delimiter(typed: str | None) -> str | None:
    if typed is None or typed.lower() in ("tab", "\\t"):
        return "\t" if typed else None
    if len(typed) != 1:
        raise Usage("delimiter", found=typed)
    return typed


def require_overruling(chosen: argparse.Namespace, language: str) -> None:
    """Make sure, before any file is opened, that what overrules names something there is.

    A --mapping is read here, once, and says format and version itself.

    Raises:
        Usage: they do not.
    """
    _shift_from(chosen)
    if getattr(chosen, "municipality", None) is not None:
        chosen.municipality = require_municipality(chosen.municipality)
    require_one_of(chosen, _EXCLUDING)
    if chosen.mapping is not None:
        chosen.mapping = read_mapping(chosen.mapping)
    if chosen.format is None:
        if chosen.version is not None:
            raise Usage("needs_format")
        return
    found = require_format(chosen.format, language)
    require_columns(found)
    chosen.format = found.id
    if chosen.version is not None:
        require_version(found, chosen.version)


# The first one says it all; the second would be passed over in silence.
_EXCLUDING = (
    *(("mapping", "format"), ("mapping", "version"), ("mapping", "family")),
    ("format", "family"),
)


def recognise_table(table: Table, chosen: argparse.Namespace) -> Recognition:
    """Return what a table follows, as found out or as the options say.

    Raises:
        MappingError: the mapping does not fit the table.
        FormatError: no columns of it are shifted, or not from that column on.
    """
    found = _recognised(table, chosen)
    begin = _shift_from(chosen)
    return found if begin is None else begin_shift(table, found, begin)


def _shift_from(chosen: argparse.Namespace) -> int | None:
    """Return the column of the letter typed, None without one."""
    typed = getattr(chosen, "shift_from", None)
    if typed is None:
        return None
    column = column_number(typed)
    if column is None:
        raise Usage("shift_from", found=typed)
    return column


def _recognised(table: Table, chosen: argparse.Namespace) -> Recognition:
    if chosen.mapping is not None:
        mapping = chosen.mapping
        return recognise(
            table,
            format=mapping.format,
            version=mapping.version,
            columns=mapping.columns_in(table),
        )
    return recognise(table, family=chosen.family, format=chosen.format, version=chosen.version)


def setting_of(chosen: argparse.Namespace) -> Setting:
    """Return what the options, once they were looked at, tell that a cell alone does not."""
    values = chosen.mapping.values if chosen.mapping is not None else {}
    return Setting(municipality=chosen.municipality, values=values)


def counted(table: Table, done: Callable[[int], None]) -> Table:
    """Return the table, which tells how many rows were read whenever a block was."""

    def read() -> Iterator[Block]:
        rows = 0
        for block in table.read():
            yield block
            rows += block.frame.height
            done(rows)

    return dataclasses.replace(table, read=read)
