"""The first rows of an edition's table, kept for a while: pages ask for them again and again."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from typing import Any

import polars as pl
from ckan.lib.redis import connect_to_redis
from redis.exceptions import RedisError

from ckanext.kanazawa.lib.tables.table import ROW, Block, Origin, Table, column_name
from ckanext.kanazawa.schemas.model.edition import Edition
from ckanext.kanazawa.schemas.tables.contents import original_tables, shown_table

log = logging.getLogger(__name__)
ROWS = 200
KEPT_S = 1800
LARGEST_CHARS = 4_000_000


def sample_table(edition: Edition) -> Table:
    """Return the edition's table with its first rows only, as it came.

    Raises:
        FileError: it cannot be read as a table.
    """
    key = f"kanazawa-schemas-sample:{edition.id}:{_reading(edition)}"
    kept = _kept(key)
    if kept is not None:
        return _table(kept)
    with original_tables(edition) as tables:
        document = _document(shown_table(edition, tables))
    _keep(key, document)
    return _table(document)


def head(table: Table, rows: int) -> Table:
    """Return a table with its first rows only."""

    def read() -> Any:
        for block in table.blocks():
            yield Block(block.frame.head(rows))
            return

    return replace(table, read=read)


def _reading(edition: Edition) -> str:
    return json.dumps([edition.sheet, edition.choices.get("read")], sort_keys=True)


def _document(table: Table) -> dict[str, Any]:
    frame = next((block.frame for block in table.blocks()), None)
    rows = [] if frame is None else [list(row) for row in frame.head(ROWS).iter_rows()]
    origin = {"name": table.origin.name, "kind": table.origin.kind, "sheet": table.origin.sheet}
    return {
        "origin": origin,
        "headings": list(table.headings),
        "header_row": table.header_row,
        "rows": rows,
    }


def _table(document: dict[str, Any]) -> Table:
    headings, rows = document["headings"], document["rows"]
    names = [column_name(index) for index in range(len(headings))]
    schema: dict[str, Any] = {ROW: pl.UInt32, **dict.fromkeys(names, pl.String)}
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    origin = Origin(**document["origin"])
    return Table(origin, tuple(headings), document["header_row"], lambda: iter([Block(frame)]))


def _kept(key: str) -> dict[str, Any] | None:
    try:
        found = connect_to_redis().get(key)
    except RedisError:
        return None
    return json.loads(found) if found else None  # type: ignore[arg-type]


def _keep(key: str, document: dict[str, Any]) -> None:
    text = json.dumps(document, ensure_ascii=False)
    if len(text) > LARGEST_CHARS:
        return
    try:
        connect_to_redis().set(key, text, ex=KEPT_S)
    except RedisError:
        log.warning("Could not keep the first rows of a table for its next page")
