"""What a form could not carry, in the reader's words."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.kanazawa.lib.tables.messages import message
from ckanext.kanazawa.schemas.model.edition import Edition
from ckanext.kanazawa.schemas.tables.forms import store
from ckanext.kanazawa.schemas.tables.forms.build import Busy, build
from ckanext.kanazawa.schemas.tables.forms.kinds import FormKind

WRITING_S = 60.0


def losses_of(edition: Edition, kind: FormKind) -> list[dict[str, Any]]:
    """Return what a form could not carry, writing the form where nobody has yet.

    Returns:
        For each kind of loss {"title", "number", "rows"}, a row being {"row", "column",
        "text"}; of many losses of a kind only the first are listed.

    Raises:
        Busy: the form is not written yet, and cannot be just now.
        TableError: the table has no such form.
    """
    form = store.stored_form(edition, kind)
    if form is None:
        if not build(edition, kind).file.wait_for_end(WRITING_S):
            raise Busy(kind.name)
        form = store.stored_form(edition, kind)
    losses = form.losses if form else {}
    language = tk.h.kanazawa_language()
    return [
        {
            "title": message(code, language, {}, "title"),
            "number": number,
            "rows": [
                _row(found, language) for found in losses["findings"] if found["code"] == code
            ],
        }
        for code, number in losses.get("totals", {}).items()
    ]


def _row(found: dict[str, Any], language: str) -> dict[str, Any]:
    known = {"value": found["value"], "column": found["column"], "row": found["row"]}
    return {
        "row": found["row"],
        "column": found["column"],
        "text": message(found["code"], language, {**known, **found["params"]}),
    }
