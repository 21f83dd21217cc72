"""What examining a file found out, ready to be written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from ckanext.kanazawa.lib.tables.errors import NotATableError, TableError
from ckanext.kanazawa.schemas.tables.queue.storable import storable

# Endings that promise a table: what turns out to be none is a fault worth telling.
TABLES = frozenset(
    (".csv", ".tsv", ".tab", ".xlsx", ".xlsm", ".xls", ".ods", ".geojson", ".jsonl", ".ndjson")
)
# Of a ZIP: there is no table in it, or nobody can say which of its files is meant.
NO_TABLE_IN_ZIP = ("empty-file", "zip-many-tables")


@dataclass(frozen=True)
class Outcome:
    """What an examination found.

    Attributes:
        values: column of `Edition` → value.
        findings: columns of `FindingRow` without edition and number, in order.
        is_table: there is a table that can be published (a bus feed is none).
    """

    values: Mapping[str, Any]
    findings: list[dict[str, Any]] = field(default_factory=list)
    is_table: bool = False


def failed(name: str, error: TableError) -> Outcome:
    """Return the outcome of a file that cannot be read: at fault, or plainly no table.

    Args:
        name: of the file.
        error: why.
    """
    problem = {"code": error.code, "params": storable(dict(error.params))}
    state = "no-table" if _is_no_table(name, error) else "failed"
    return Outcome({"state": state, "error": problem})


def _is_no_table(name: str, error: TableError) -> bool:
    ending = PurePosixPath(name.lower()).suffix
    if ending in TABLES:
        return False
    if ending == ".zip" and error.code in NO_TABLE_IN_ZIP:
        return not any(word in str(error.params.get("members", "")).lower() for word in TABLES)
    return isinstance(error, NotATableError)
