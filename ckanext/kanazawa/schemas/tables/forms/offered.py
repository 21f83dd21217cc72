"""The forms a page offers for download."""

from __future__ import annotations

from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
import sqlalchemy as sa

from ckanext.kanazawa.schemas.model.edition import Edition
from ckanext.kanazawa.schemas.model.form import Form
from ckanext.kanazawa.schemas.tables.forms import store
from ckanext.kanazawa.schemas.tables.forms.kinds import KINDS, FormKind, made_of
from ckanext.kanazawa.schemas.tables.forms.links import LATEST, address, losses_address
from ckanext.kanazawa.schemas.tables.forms.positions import may_have_positions


def forms_of(edition: Edition, label: str = LATEST) -> list[dict[str, Any]]:
    """Return the forms of an edition's published table.

    Args:
        edition: of a resource, with a table.
        label: of the addresses: "latest", or that of the edition.

    Returns:
        [{"form", "label", "url", "size", "losses", "losses_url"}, ...]: `size` in bytes, None
        where the form is written on demand; `losses` the number of cells that the form
        cannot carry as they are, None where nobody has counted yet.
    """
    query = sa.select(Form).where(Form.edition_id == edition.id)
    written = {form.form: form for form in model.Session.scalars(query)}
    found = []
    for kind in KINDS.values():
        form = written.get(kind.name)
        if form is not None and form.made_of != made_of(edition, kind):
            form = None
        if _is_offered(edition, kind, form):
            found.append(_described(edition, kind, form, label))
    return found


def _is_offered(edition: Edition, kind: FormKind, form: Form | None) -> bool:
    if form is not None:
        return not store.is_refusal(form)
    return kind.ending != "geojson" or may_have_positions(edition)


def _described(edition: Edition, kind: FormKind, form: Form | None, label: str) -> dict[str, Any]:
    id = edition.owner_id
    losses = sum(form.losses.get("totals", {}).values()) if form else None
    return {
        "form": kind.name,
        "label": kind.label,
        "url": address(id, kind, label, external=True),
        "size": form.size_bytes if form else None,
        "losses": losses,
        "losses_url": losses_address(id, kind, label) if losses or kind.encoding else None,
    }


def note_of(form: dict[str, Any]) -> str:
    """Return what a reader should know before downloading; "" where there is nothing."""
    if form["losses"]:
        return tk.ungettext(
            "{number} note on what it cannot carry",
            "{number} notes on what it cannot carry",
            form["losses"],
        ).format(number=tk.h.localised_number(form["losses"]))
    if form["losses"] is None and form["losses_url"]:
        return tk._("Characters that Shift_JIS lacks are replaced")
    return ""
