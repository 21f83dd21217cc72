"""Addresses of the forms: `/tables/<resource>/latest.csv`, `/tables/<resource>/<date>.csv`."""

from __future__ import annotations

from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
from ckan.types import Response
from flask import Blueprint

from ckanext.kanazawa.lib.tables.errors import TableError
from ckanext.kanazawa.lib.tables.messages import message
from ckanext.kanazawa.schemas.files.download import send_file
from ckanext.kanazawa.schemas.model.edition import Edition
from ckanext.kanazawa.schemas.tables.forms import losses as loss
from ckanext.kanazawa.schemas.tables.forms.answer import NoSuchForm, answer
from ckanext.kanazawa.schemas.tables.forms.build import Busy
from ckanext.kanazawa.schemas.tables.forms.kinds import ENDINGS, FormKind, find_kind
from ckanext.kanazawa.schemas.tables.forms.which import (
    StillExamined,
    edition_of,
    resource_of,
    table_of,
)

kanazawa_schemas_forms = Blueprint("kanazawa_schemas_forms", __name__)
RETRY_AFTER_S = 5
ENDING = f"<any({','.join(ENDINGS)}):ending>"


@kanazawa_schemas_forms.route(f"/tables/<resource_id>/<label>.{ENDING}")
def download(resource_id: str, label: str, ending: str) -> Response:
    """Send the published table of an edition in one form."""
    kind = _kind(ending)
    try:
        resource, edition = _found(resource_id, label)
        return answer(resource, edition, kind)
    except StillExamined:
        return _later(tk._("This file is being examined. Please try again in a moment."))
    except Busy:
        return _later(tk._("Many files are being written just now. Please try again in a moment."))
    except NoSuchForm as refused:
        return tk.abort(404, _refused(refused))
    except TableError as error:
        return tk.abort(404, error.text(tk.h.kanazawa_language()))


@kanazawa_schemas_forms.route(f"/tables/<resource_id>/<label>.{ENDING}/losses")
def losses(resource_id: str, label: str, ending: str) -> Any:
    """Show what a form could not carry: characters replaced, rows without a position."""
    kind = _kind(ending)
    try:
        resource, edition = _found(resource_id, label)
        known = loss.losses_of(edition, kind)
    except (StillExamined, Busy):
        return _later(tk._("This file is being examined. Please try again in a moment."))
    except TableError as error:
        return tk.abort(404, error.text(tk.h.kanazawa_language()))
    return tk.render(
        "kanazawa_schemas/forms/losses.html",
        {"res": resource, "edition": edition, "kind": kind, "losses": known},
    )


@kanazawa_schemas_forms.route("/tables/<resource_id>/<label>/original")
def original_download(resource_id: str, label: str) -> Response:
    """Send the file of an edition, byte for byte as it came in."""
    try:
        resource = resource_of(resource_id)
        edition = edition_of(resource, label)
    except tk.ObjectNotFound as error:
        return tk.abort(404, str(error.message))
    file = model.Session.get(model.File, edition.file_id) if edition.file_id else None
    if file is None:
        return tk.abort(404, tk._("No download is available"))
    is_public = edition.release == "released" and _is_public(resource)
    return send_file(file, resource, is_public=is_public)


def _kind(ending: str) -> FormKind:
    encoding = tk.request.args.get("encoding", "")
    kind = find_kind(ending, encoding)
    if kind is None:
        return tk.abort(
            404,
            tk._("{form} is not offered in this encoding. CSV comes in UTF-8 and cp932.").format(
                form=ending
            ),
        )
    return kind


def _found(resource_id: str, label: str) -> tuple[model.Resource, Edition]:
    try:
        resource = resource_of(resource_id)
        return resource, table_of(resource, label)
    except tk.ObjectNotFound as error:
        return tk.abort(404, str(error.message))


def _is_public(resource: model.Resource) -> bool:
    return not resource.package.private and resource.package.state == model.State.ACTIVE


def _refused(refused: NoSuchForm) -> str:
    if refused.code == "no-position-columns":
        return tk._(
            "This table holds no positions (latitude and longitude) and no shapes, so that there "
            "is no GeoJSON of it. The other forms are on the page of the file."
        )
    return message(refused.code, tk.h.kanazawa_language(), refused.params)


def _later(text: str) -> Any:
    """Ask to come back; an address that will answer is not missing."""
    page = {"code": 503, "content": text, "name": "", "show_login_redirect_link": False}
    return (
        tk.render("error_document_template.html", page),
        503,
        {"Retry-After": str(RETRY_AFTER_S)},
    )
