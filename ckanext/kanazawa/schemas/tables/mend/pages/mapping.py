"""The page of a column mapping: choose a format, match columns, see the first rows, keep it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk
from flask import Blueprint, Response, request
from flask.views import MethodView

from ckanext.kanazawa.lib.tables.convert.mapping import Mapping as ColumnMapping
from ckanext.kanazawa.lib.tables.convert.mapping import guess
from ckanext.kanazawa.lib.tables.errors import FormatError, MappingError, TableError
from ckanext.kanazawa.lib.tables.formats.loader import load_format
from ckanext.kanazawa.lib.tables.formats.model import Version
from ckanext.kanazawa.lib.tables.table import Table
from ckanext.kanazawa.schemas.files.download import disposition
from ckanext.kanazawa.schemas.tables.contents import setting_of
from ckanext.kanazawa.schemas.tables.mend.columns import form_of, mapping_from
from ckanext.kanazawa.schemas.tables.mend.formats import offered_formats
from ckanext.kanazawa.schemas.tables.mend.pages import (
    back_to_resource,
    first_messages,
    mend_page,
)
from ckanext.kanazawa.schemas.tables.mend.preview import preview
from ckanext.kanazawa.schemas.tables.mend.sample import sample_table

LARGEST_FILE_BYTES = 1 << 20
MEDIA_TYPES = {"yaml": "application/yaml; charset=utf-8", "json": "application/json"}


def add_mapping(blueprint: Blueprint) -> None:
    """Add the page, the part that shows the first rows, and the file."""
    blueprint.add_url_rule("/mapping", view_func=MappingView.as_view("mapping"))
    blueprint.add_url_rule("/mapping/preview", "mapping_preview", mapping_preview, methods=["POST"])
    blueprint.add_url_rule("/mapping/file", "mapping_file", mapping_file, methods=["POST"])
    blueprint.add_url_rule("/mapping/upload", "mapping_upload", mapping_upload, methods=["POST"])


def _version(format: str, version: str) -> Version:
    known = load_format(format)
    found = known.version(version) if version else known.current
    if found is None or known.status == "placeholder":
        raise FormatError("format-unknown", name=format, known="")
    return found


def _sample(page: Mapping[str, Any]) -> Table:
    try:
        return sample_table(page["edition"])
    except TableError:
        tk.abort(404, tk._("The file is not examined yet, or holds no table."))


def _sent(table: Table) -> ColumnMapping:
    """Return the mapping the form holds.

    Raises:
        TableError: the form is not one of ours.
    """
    format = request.form.get("format", "")
    version = _version(format, request.form.get("version", ""))
    return mapping_from(request.form, table, version, format)


def _form_page(
    page: Mapping[str, Any],
    table: Table,
    mapping: ColumnMapping,
    how: Mapping[str, str] | None = None,
    messages: list[str] | None = None,
) -> str:
    language = tk.h.kanazawa_language()
    version = _version(mapping.format, mapping.version)
    more = {
        "format": load_format(mapping.format),
        "version": version,
        "form": form_of(table, mapping, version, language, how or {}),
        "shown": preview(table, mapping, language, setting_of(page["edition"])),
        "saved": bool(page["edition"].choices.get("mapping")),
        "messages": messages or [],
        "lang": language,
    }
    return tk.render("kanazawa_schemas/mend/mapping.html", {**page, **more})


def _choose_page(page: Mapping[str, Any], messages: list[str] | None = None) -> str:
    query = request.args.get("q", "").strip()
    language = tk.h.kanazawa_language()
    more = {
        "offered": offered_formats(page["edition"], query, language),
        "query": query,
        "messages": messages or [],
        "lang": language,
    }
    return tk.render("kanazawa_schemas/mend/choose.html", {**page, **more})


class MappingView(MethodView):
    """The page: without a format the list of formats, else the form."""

    def get(self, id: str, resource_id: str) -> str:
        """Show the saved mapping, or a guess for the format that was chosen."""
        page = mend_page(id, resource_id)
        saved, format = page["edition"].choices.get("mapping"), request.args.get("format")
        if not format and (not saved or "q" in request.args or "choose" in request.args):
            return _choose_page(page)
        table = _sample(page)
        try:
            if not format or (saved and saved["format"] == format and "guess" not in request.args):
                return _form_page(page, table, ColumnMapping.of(saved))
            guessed = guess(table, format, request.args.get("version") or "current")
            return _form_page(page, table, guessed.mapping, guessed.how)
        except TableError as error:
            return _choose_page(page, [error.text(tk.h.kanazawa_language())])

    def post(self, id: str, resource_id: str) -> Any:
        """Keep the mapping, remove it, or show again what it would do."""
        page = mend_page(id, resource_id)
        if request.form.get("do") == "remove":
            tk.get_action("kanazawa_schemas_mapping_save")({}, {"resource_id": resource_id})
            tk.h.flash_success(tk._("The matching of columns is removed."))
            return back_to_resource(page)
        table = _sample(page)
        try:
            mapping = _sent(table)
        except TableError as error:
            return _choose_page(page, [error.text(tk.h.kanazawa_language())])
        if request.form.get("do") != "save":
            return _form_page(page, table, mapping)
        try:
            wanted = {"resource_id": resource_id, "mapping": mapping.dump("json")}
            tk.get_action("kanazawa_schemas_mapping_save")({}, wanted)
        except tk.ValidationError as error:
            return _form_page(page, table, mapping, messages=first_messages(error))
        tk.h.flash_success(tk._("The columns are matched, for this edition and the next ones."))
        return back_to_resource(page)


def mapping_preview(id: str, resource_id: str) -> Any:
    """Answer with the first rows as the form would publish them, and what is wrong with it."""
    page = mend_page(id, resource_id)
    table, language = _sample(page), tk.h.kanazawa_language()
    try:
        mapping = _sent(table)
        version = _version(mapping.format, mapping.version)
    except TableError:
        return tk.abort(400, tk._("This form is not complete. Please open it again."))
    more = {
        "shown": preview(table, mapping, language, setting_of(page["edition"])),
        "form": form_of(table, mapping, version, language, {}),
        "lang": language,
        "is_part": True,
    }
    return tk.render("kanazawa_schemas/mend/rows.html", {**page, **more})


def mapping_file(id: str, resource_id: str) -> Any:
    """Send the mapping of the form as a file for `kanazawa-table` and for other resources."""
    page = mend_page(id, resource_id)
    form = request.form.get("file")
    if form not in MEDIA_TYPES:
        tk.abort(400, tk._("This form is not complete. Please open it again."))
    try:
        text = _sent(_sample(page)).dump(form)
    except TableError:
        tk.abort(400, tk._("This form is not complete. Please open it again."))
    response = Response(text, content_type=MEDIA_TYPES[form])
    name = f"{page['pkg']['name']}-mapping.{form}"
    response.headers["Content-Disposition"] = disposition(name, page["pkg"]["name"])
    tk.request.environ["__no_cache__"] = True
    return response


def mapping_upload(id: str, resource_id: str) -> str:
    """Fill the form from a mapping file; nothing is kept before it is saved."""
    page = mend_page(id, resource_id)
    table, language = _sample(page), tk.h.kanazawa_language()
    given = request.files.get("mapping")
    content = given.read(LARGEST_FILE_BYTES + 1) if given else b""
    if not content or len(content) > LARGEST_FILE_BYTES:
        return _choose_page(page, [tk._("Please choose a mapping file of up to 1 MB.")])
    try:
        mapping = ColumnMapping.load(content)
        return _form_page(page, table, mapping)
    except (FormatError, MappingError) as error:
        return _choose_page(page, [error.text(language)])
