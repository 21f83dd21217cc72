"""What the columns of a DataStore table are called: as the published headings, where possible."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from ckanext.kanazawa.lib.tables.table import column_letter, column_name
from ckanext.kanazawa.schemas.tables.load.errors import LoadError

# PostgreSQL: 1,600 columns a table, of which CKAN takes `_id` and `_full_text`; 63 bytes a name.
MOST_COLUMNS = 1598
LONGEST_NAME = 63
# CKAN passes names through SQLAlchemy's text(), which takes these for parameters.
_LIKE_PARAMETER = re.compile(r"(?<![:\w]):(?=\w)|\\(?=:)")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Column:
    """A column on its way into the DataStore.

    Attributes:
        index: 0-based column of the table.
        heading: as published.
        id: name of the column in the DataStore.
    """

    index: int
    heading: str
    id: str

    @property
    def cell(self) -> str:
        """Return the column's name in a block's frame."""
        return column_name(self.index)


def columns_of(headings: Sequence[str]) -> list[Column]:
    """Return the columns that are loaded.

    A column `_id` is left out: it counts rows of an earlier export, and CKAN's own has the name.

    Raises:
        LoadError: there are none, or more than PostgreSQL can hold.
    """
    kept = [(index, text) for index, text in enumerate(headings) if text.strip() != "_id"]
    if not kept:
        raise LoadError("load-no-columns")
    if len(kept) > MOST_COLUMNS:
        raise LoadError("load-too-many-columns", columns=len(kept), limit=MOST_COLUMNS)
    wanted = [_allowed(text) or f"列{column_letter(index)}" for index, text in kept]
    taken = {name for name in wanted if len(name.encode()) <= LONGEST_NAME}
    seen: set[str] = set()
    columns: list[Column] = []
    for (index, heading), name in zip(kept, wanted, strict=True):
        if name in seen or len(name.encode()) > LONGEST_NAME:
            name = _free(name, taken)
        seen.add(name)
        columns.append(Column(index, heading, name))
    return columns


def _allowed(heading: str) -> str:
    """Leave out what CKAN forbids in a name: control signs, quotes, edges, a leading `_`."""
    spaced = _SPACES.sub(" ", heading)
    plain = "".join(sign for sign in spaced if not unicodedata.category(sign).startswith("C"))
    plain = _LIKE_PARAMETER.sub("：", plain.replace('"', "″"))
    return plain.strip().lstrip("_").strip()


def _free(wanted: str, taken: set[str]) -> str:
    """Return a name nobody has, short enough."""
    name, number = _shortened(wanted, LONGEST_NAME), 2
    while name in taken:
        ending = f"_{number}"
        name, number = _shortened(wanted, LONGEST_NAME - len(ending)) + ending, number + 1
    taken.add(name)
    return name


def _shortened(text: str, limit: int) -> str:
    """Cut a text to a number of bytes, between characters."""
    return text.encode()[:limit].decode(errors="ignore").rstrip()
