"""`/datastore/dump/<id>`: one snapshot of a table, at CKAN's address and in CKAN's forms.

What was asked for is read into a temporary file first, so that a slow client holds no lock.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import IO, Any

import ckan.lib.navl.dictization_functions as navl
import ckan.plugins.toolkit as tk
import psycopg2
from ckan.types import Response
from flask import Flask
from flask import Response as FlaskResponse
from sqlalchemy.exc import DBAPIError

from ckanext.datastore import blueprint as core  # pyright: ignore[reportMissingImports]
from ckanext.datastore.backend import DatastoreBackend  # pyright: ignore[reportMissingImports]
from ckanext.kanazawa.schemas.tables.load.snapshot import FORMS, write_snapshot

ENDPOINT = "datastore.dump"
IN_MEMORY_BYTES = 4 << 20
_CHUNK_BYTES = 1 << 18
_SEARCH = ("filters", "q", "distinct", "plain", "language", "fields", "sort", "limit", "offset")
_TOO_LONG = "57014"
_NO_TABLE = "42P01"


def dump(resource_id: str) -> Response:
    """Send the rows that were asked for.

    Args:
        resource_id: of a resource, or an alias of its table.
    """
    asked = tk.request.args.to_dict()
    # CKAN's own check of this one fails with an error of the server.
    form = asked.pop("format", "csv")
    data, errors = navl.validate(asked, core.dump_schema())
    if errors or form not in FORMS:
        return _refused(errors or {"format": []})
    table = _table(resource_id)
    search = {key: data[key] for key in _SEARCH if key in data}
    for name in ("limit", "offset"):
        if (search.get(name) or 0) < 0:
            return _refused({name: []})
    out = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115
    try:
        return _answer({**search, "resource_id": table}, form, out, bom=data["bom"])
    except Exception:
        out.close()
        raise


def _answer(search: dict[str, Any], form: str, out: IO[bytes], *, bom: bool) -> Response:
    try:
        write_snapshot(search, FORMS[form], out, bom=bom)
    except tk.ValidationError as error:
        return _refused(error.error_dict)
    except (DBAPIError, psycopg2.Error) as error:
        code = getattr(getattr(error, "orig", error), "pgcode", None)
        if code == _NO_TABLE:
            return _missing()
        if code == _TOO_LONG:
            return tk.abort(503, tk._("Reading this much takes too long. Ask for less."))
        return _refused({"query": []})
    response = FlaskResponse(_chunks(out), content_type=FORMS[form].media_type)
    response.content_length = out.tell()
    name = f"{search['resource_id']}.{form}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.call_on_close(out.close)
    return response  # pyright: ignore[reportReturnType]


def _table(resource_id: str) -> str:
    """Return the table of a resource or an alias, if the visitor may read it."""
    if resource_id not in tk.config["ckan.datastore.public_table_search"]:
        exists, real_id = DatastoreBackend.get_active_backend().resource_id_from_alias(resource_id)
        if not exists:
            _missing()
        resource_id = real_id or resource_id
    try:
        tk.check_access("datastore_search", {}, {"resource_id": resource_id})
    except (tk.NotAuthorized, tk.ObjectNotFound):
        _missing()
    return resource_id


def _missing() -> Any:
    return tk.abort(404, tk._("DataStore resource not found"))


def _refused(errors: Any) -> Any:
    names = ", ".join(sorted(str(name) for name in errors))
    return tk.abort(400, tk._("These parameters cannot be used: {names}").format(names=names))


def _chunks(out: IO[bytes]) -> Iterator[bytes]:
    out.seek(0)
    yield from iter(lambda: out.read(_CHUNK_BYTES), b"")


def serve_dumps(app: Flask) -> None:
    """Take over CKAN's address, where there is a DataStore."""
    if ENDPOINT in app.view_functions:
        app.endpoint(ENDPOINT)(dump)
