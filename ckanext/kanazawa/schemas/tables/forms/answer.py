"""The answer to a request for a form: whole, in part, unchanged, or while it is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
from ckan.lib import signals
from ckan.types import Response
from flask import Response as FlaskResponse

from ckanext.kanazawa.lib.tables.errors import WriteError
from ckanext.kanazawa.responses import ask_each_time, keep_nowhere
from ckanext.kanazawa.schemas.files.download import StoredBytes, as_asked, disposition
from ckanext.kanazawa.schemas.files.name import safe_file_name
from ckanext.kanazawa.schemas.model.edition import Edition
from ckanext.kanazawa.schemas.model.form import Form
from ckanext.kanazawa.schemas.presentation import provider_of
from ckanext.kanazawa.schemas.tables.forms import store
from ckanext.kanazawa.schemas.tables.forms.build import Build, build
from ckanext.kanazawa.schemas.tables.forms.kinds import FormKind, made_of
from ckanext.kanazawa.schemas.tables.forms.links import links_of

# Tables of no more rows are written before the answer begins, so that it has length and ranges.
AT_ONCE_ROWS = 5_000
WRITING_S = 60.0
REPLACED_HEADER = "Kanazawa-Replaced-Characters"
UNENCODABLE = "character-not-in-encoding"


class NoSuchForm(Exception):
    """The table cannot be written in this form, for good."""

    def __init__(self, code: str, params: Mapping[str, Any]):
        """Remember why: a message of the table tools, and what it names."""
        super().__init__(code)
        self.code = code
        self.params = params


def answer(resource: model.Resource, edition: Edition, kind: FormKind) -> Response:
    """Answer with a form of an edition's published table.

    Args:
        resource: which the reader may see.
        edition: which the reader may see.
        kind: the form.

    Raises:
        NoSuchForm: the table has no such form.
        Busy: it is not written yet, and too many others are being written.
        TableError: the table is damaged, or its choices do not fit.
    """
    try:
        form = _written(edition, kind)
        if form and store.is_refusal(form):
            raise NoSuchForm(form.losses["refused"], form.losses["params"])
        found = store.bytes_of(form, kind) if form else None
        response = _stored(form, *found) if form and found else _streamed(build(edition, kind))
    except WriteError as error:
        raise NoSuchForm(error.code, error.params) from error
    _describe(response, resource, edition, kind, form)
    _cache(resource, edition)
    return _conditional(response, form if found else None, resource)


def _written(edition: Edition, kind: FormKind) -> Form | None:
    """Return the stored form; a small one, and one whose losses are told, is written first."""
    form = store.stored_form(edition, kind)
    if form and (store.is_refusal(form) or store.bytes_of(form, kind)):
        return form
    if (edition.rows or 0) > AT_ONCE_ROWS and not kind.encoding:
        return None
    build(edition, kind).file.wait_for_end(WRITING_S)
    return store.stored_form(edition, kind)


def _stored(form: Form, storage: Any, data: Any) -> FlaskResponse:
    response = FlaskResponse(StoredBytes(storage, data))  # type: ignore[arg-type]
    response.content_length = form.size_bytes
    response.last_modified = form.made
    return response


def _streamed(written: Build) -> FlaskResponse:
    written.file.wait_for_bytes(WRITING_S)
    if tk.request.method == "HEAD":
        return FlaskResponse()
    # Passed through, or werkzeug would read it to the end to learn its length.
    return FlaskResponse(written.file.chunks(), direct_passthrough=True)  # type: ignore[arg-type]


def _describe(
    response: FlaskResponse,
    resource: model.Resource,
    edition: Edition,
    kind: FormKind,
    form: Form | None,
) -> None:
    headers = response.headers
    headers["Content-Type"] = kind.content_type
    headers["Content-Disposition"] = disposition(
        file_name(resource, edition, kind), resource.package.name, _stem(edition)
    )
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Kanazawa-Provider-Kind"], headers["Kanazawa-Verification"] = provider_of(resource)
    for link in links_of(resource, edition, kind):
        headers.add("Link", link)
    if form and kind.encoding:
        headers[REPLACED_HEADER] = str(form.losses.get("totals", {}).get(UNENCODABLE, 0))
    response.set_etag(made_of(edition, kind)[:40])


def file_name(resource: model.Resource, edition: Edition, kind: FormKind) -> str:
    """Return the name a form is saved under: the file's own, the edition's date, the form."""
    name = _stem(edition) or resource.package.title
    encoding = "_shift_jis" if kind.encoding else ""
    return safe_file_name(f"{name}_{edition.label}{encoding}.{kind.ending}")


def _stem(edition: Edition) -> str:
    stem, dot, _ = edition.name.rpartition(".")
    return stem if dot and stem else edition.name


def _cache(resource: model.Resource, edition: Edition) -> None:
    """Let caches keep what is public, and ask each time: what is taken back is gone at once."""
    package = resource.package
    is_public = not package.private and package.state == model.State.ACTIVE
    if is_public and edition.release == "released":
        ask_each_time()
    else:
        keep_nowhere()


def _conditional(response: FlaskResponse, form: Form | None, resource: model.Resource) -> Response:
    response = as_asked(response, form.size_bytes if form else None)
    if response.status_code == 200 and tk.request.method == "GET":
        signals.resource_download.send(resource.id)
    return response  # type: ignore[return-value]
