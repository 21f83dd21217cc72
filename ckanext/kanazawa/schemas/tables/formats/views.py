"""Pages and files of the table formats: `/tables/formats`, `/tables/codes`."""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import quote

import ckan.plugins.toolkit as tk
from flask import Blueprint, Response, request

from ckanext.kanazawa.responses import keep_for
from ckanext.kanazawa.schemas.tables.formats import describe, files, known, used

kanazawa_tables_formats = Blueprint("kanazawa_tables_formats", __name__)
# Definitions change with the program; caches ask again with the ETag.
MAX_AGE_S = 3600
TEMPLATES = "kanazawa_schemas/formats"


@kanazawa_tables_formats.route("/tables/formats", endpoint="index")
def index() -> str:
    """Show all formats by family."""
    counts = used.counts()
    families = [
        (family, [describe.entry(found, counts[found.id]) for found in formats])
        for family, formats in known.families()
    ]
    return tk.render(f"{TEMPLATES}/index.html", {"families": families})


@kanazawa_tables_formats.route("/tables/formats/<name>", endpoint="show")
def show(name: str) -> str:
    """Show one format."""
    try:
        found = tk.get_action("kanazawa_schemas_format_show")(
            {}, {"id": name, "version": request.args.get("version")}
        )
    except tk.ObjectNotFound:
        return _unknown()
    definition = known.require_format(name)
    return tk.render(
        f"{TEMPLATES}/show.html",
        {
            "format": found,
            "definition": definition,
            "version": definition.version(found["version"]),
            "codelists": sorted({one["choices"] for one in found["fields"] if one["choices"]}),
        },
    )


@kanazawa_tables_formats.route("/tables/formats/<name>/<file>", endpoint="file")
def file(name: str, file: str) -> Response:
    """Send a template, the Table Schema or the dictionary of a format."""
    try:
        found = known.require_format(name)
        version = known.require_version(found, request.args.get("version"))
    except tk.ObjectNotFound:
        return _unknown()
    if file not in describe.FILES or not version.fields:
        tk.abort(404, tk._("There is no such file of this table format."))
    language = "en" if tk.h.kanazawa_language() == "en" else "ja"
    return _answer(
        files.content(found.id, version.id, file, language),
        files.etag(found, version, file, language),
        describe.FILES[file],
        files.file_name(found, version, file),
    )


@kanazawa_tables_formats.route("/tables/codes/<name>", endpoint="codelist")
def codelist(name: str) -> str | Response:
    """Show a code list, or send it where the name ends in .csv or .json."""
    stem, _, ending = name.partition(".")
    if stem not in known.codelists() or ending not in ("", "csv", "json"):
        tk.abort(404, tk._("There is no such code list."))
    if not ending:
        values: dict[str, Any] = {"name": stem, "title": known.codelist_title(stem)}
        values["rows"] = files.codelist_rows(stem)
        values["formats"] = known.codelists()[stem]
        return tk.render(f"{TEMPLATES}/codelist.html", values)
    make, kind = {
        "csv": (files.codelist_csv, "text/csv"),
        "json": (files.codelist_json, "application/json"),
    }[ending]
    content = make(stem)
    return _answer(content, hashlib.sha256(content).hexdigest()[:32], kind, name)


def _unknown() -> Any:
    return tk.abort(404, tk._("There is no such table format."))


def _answer(content: bytes, etag: str, kind: str, name: str) -> Response:
    response = Response(content, mimetype=kind)
    plain = name.encode("ascii", "ignore").decode().replace("_.", ".")
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    )
    response.set_etag(etag)
    keep_for(MAX_AGE_S)
    response.make_conditional(request)
    return response
