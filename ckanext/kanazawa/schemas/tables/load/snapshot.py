"""Read what a dump wants in one statement, and write it as CKAN's own dump does.

CKAN reads page after page, each in a transaction of its own: a table that is replaced
meanwhile gives the beginning of one edition and the end of another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, Any

import ckan.plugins as plugins
import msgspec
import sqlalchemy as sa

from ckanext.datastore import writer  # pyright: ignore[reportMissingImports]
from ckanext.datastore.backend import postgres as core  # pyright: ignore[reportMissingImports]
from ckanext.datastore.helpers import get_list  # pyright: ignore[reportMissingImports]
from ckanext.datastore.interfaces import IDatastore  # pyright: ignore[reportMissingImports]

# A dump holds the table's lock while it is read into a file; nobody needs longer.
TIMEOUT_MS = 300_000
_ROWS = 1_000


@dataclass(frozen=True)
class Form:
    """A form of dumps.

    Attributes:
        media_type: as CKAN names it.
        writer: CKAN's own, made from the fields.
        records_format: what CKAN's search calls the records it writes.
    """

    media_type: str
    writer: Callable[..., Any]
    records_format: str


FORMS = {
    "csv": Form("text/csv; charset=utf-8", writer.csv_writer, "csv"),
    "tsv": Form("text/tab-separated-values; charset=utf-8", writer.tsv_writer, "tsv"),
    # CKAN's own lists of values fail for ranks and for what is distinct.
    "json": Form("application/json; charset=utf-8", writer.json_writer, "objects"),
    "xml": Form("text/xml; charset=utf-8", writer.xml_writer, "objects"),
}


def write_snapshot(search: dict[str, Any], form: Form, out: IO[bytes], *, bom: bool) -> None:
    """Write all rows that a search finds.

    Args:
        search: parameters of `datastore_search`, validated; "limit" None for all rows.
        form: how to write them.
        out: a file.
        bom: begin with a byte order mark.

    Raises:
        tk.ValidationError: a parameter means nothing for this table.
        sqlalchemy.exc.DBAPIError: PostgreSQL refused, or took too long.
    """
    engine = core.get_read_engine()
    core._cache_types(engine)
    search = {**search, "records_format": form.records_format, "include_total": False}
    with engine.connect() as plain:
        connection = plain.execution_options(isolation_level="REPEATABLE READ")
        connection.execute(sa.text(f"SET LOCAL statement_timeout TO {TIMEOUT_MS}"))
        context: Any = {"connection": connection}
        core.validate(context, search)
        types = core._get_fields_types(connection, search["resource_id"])
        query: dict[str, Any] = {"select": [], "sort": [], "where": []}
        for plugin in plugins.PluginImplementations(IDatastore):
            query = plugin.datastore_search(context, search, types, query)
        fields = core._result_fields(
            types,
            core._get_field_info(connection, search["resource_id"]),
            get_list(search.get("fields")),
        )
        with form.writer(fields, bom=bom) as written:
            statement = _statement(search, query)
            if form.records_format == "objects":
                names = [field["id"] for field in fields] if form is FORMS["json"] else None
                for rows in _decoded(connection, statement, names):
                    out.write(written.write_records(rows))
            else:
                out.write(written.write_records(""))
                _copy(connection, statement, form.records_format, out)
            out.write(written.end_file())


def _statement(search: dict[str, Any], query: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return SQL and parameters of the rows, one column a field."""
    where, values = core._where(query["where"])
    params = {name: value for chunk in values for name, value in chunk.items()}
    distinct = "DISTINCT" if query.get("distinct") else ""
    sort = query["sort"] or ([] if distinct else ['"_id" asc'])
    limit = "ALL" if search.get("limit") is None else int(search["limit"])
    window = f"LIMIT {limit} OFFSET {int(search.get('offset') or 0)}"
    order = f"ORDER BY {', '.join(sort)} {window}" if sort else window
    table = core.identifier(search["resource_id"])
    inner = f"SELECT * FROM {table} {query['ts_query']} {where} {'' if distinct else order}"
    outer = order if distinct else ""
    columns = ", ".join(query["select"])
    sql = f"WITH records_page AS ({inner}) SELECT {distinct} {columns} FROM records_page {outer}"
    return sql, params


def _copy(
    connection: sa.Connection,
    statement: tuple[str, dict[str, Any]],
    records_format: str,
    out: IO[bytes],
) -> None:
    sql, params = statement
    delimiter = " DELIMITER '\t'" if records_format == "tsv" else ""
    copy = sa.text(f"COPY ({sql}) TO STDOUT csv{delimiter}").bindparams(**params)
    # COPY takes no parameters: they are written into it, quoted.
    literal = str(copy.compile(compile_kwargs={"literal_binds": True}))
    cursor: Any = connection.connection.cursor()
    try:
        cursor.copy_expert(literal, out)
    finally:
        cursor.close()


def _decoded(
    connection: sa.Connection, statement: tuple[str, dict[str, Any]], names: list[str] | None
) -> Iterator[list[Any]]:
    """Yield rows as objects; as lists of the named values where there are names."""
    sql, params = statement
    streamed = connection.execution_options(stream_results=True, yield_per=_ROWS)
    found = streamed.execute(
        sa.text(f"SELECT row_to_json(found)::text FROM ({sql}) AS found"), params
    )
    # The writer's heading waits for the first rows, be they none.
    yield []
    for partition in found.partitions():
        rows = [msgspec.json.decode(row[0]) for row in partition]
        yield rows if names is None else [[row[name] for name in names] for row in rows]
