"""Template helpers: the forms a resource can be downloaded in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk

from ckanext.kanazawa.schemas.tables.forms.links import LATEST
from ckanext.kanazawa.schemas.tables.forms.offered import forms_of, note_of
from ckanext.kanazawa.schemas.tables.forms.which import StillExamined, table_of


def kanazawa_schemas_forms(resource: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the forms of a resource's latest table: form, label, url, size, note, losses_url."""
    stored = model.Session.get(model.Resource, str(resource.get("id") or ""))
    if stored is None:
        return []
    try:
        edition = table_of(stored, LATEST)
    except (tk.ObjectNotFound, StillExamined):
        return []
    return [{**form, "note": note_of(form)} for form in forms_of(edition)]
