"""Template helpers of the catalogue metadata."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.kanazawa.lib.choices import Choice, load_choices
from ckanext.kanazawa.schemas import forms, organizations, presentation
from ckanext.kanazawa.schemas.choices import areas, choices_of
from ckanext.kanazawa.schemas.files.config import max_upload_bytes
from ckanext.kanazawa.schemas.files.size import size_text

FACET_LISTS = {
    "vocab_kanazawa_theme": "themes",
    "kanazawa_provider_kind": "provider_kinds",
    "kanazawa_verification": "verifications",
    "kanazawa_standard": "standards",
    "frequency": "frequencies",
    "license_id": "licences",
}
AREA_FACETS = ("vocab_kanazawa_area", "kanazawa_municipality")


def kanazawa_schemas_field_choices(field: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the choices of a scheming field the way ckanext-scheming wants them."""
    return [{"value": c.value, "label": dict(c.label)} for c in choices_of(field).values()]


def kanazawa_schemas_facet_label(facet: str, value: str) -> str:
    """Return the readable label of a facet's value; the value itself where we know none."""
    choice = _facet_choice(facet, value)
    return choice.text(tk.h.kanazawa_language()) if choice else value


def _facet_choice(facet: str, value: str) -> Choice | None:
    if facet in AREA_FACETS:
        return areas().get(value)
    name = FACET_LISTS.get(facet)
    return load_choices(name).get(value) if name else None


def kanazawa_schemas_rows(field: Mapping[str, Any], data: Mapping[str, Any]) -> list[Any]:
    """Return the rows of sub-fields a form shows, at least an empty one."""
    return forms.record_rows(field, data)


def kanazawa_schemas_providers() -> list[dict[str, str]]:
    """Return the organisations the reader may publish for, as a form offers them."""
    available = tk.h.organizations_available("create_dataset")
    return organizations.offered([found["id"] for found in available], tk.h.kanazawa_language())


def kanazawa_schemas_tag_messages(errors: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with the tags."""
    return forms.tag_messages(errors)


def kanazawa_schemas_problems(
    errors: Mapping[str, Any], fields: list[Mapping[str, Any]]
) -> list[forms.Problem]:
    """Return what is wrong in a form, each with the anchor of its field."""
    return forms.problems(errors, fields)


def kanazawa_schemas_upload_limit() -> str:
    """Return how large a file may be, readable."""
    return size_text(max_upload_bytes())


def kanazawa_schemas_upload_limit_bytes() -> int:
    """Return how large a file may be, in bytes, for the check in the browser."""
    return max_upload_bytes()


def kanazawa_schemas_credit(dataset: Mapping[str, Any], language: str = "") -> str:
    """Return the credit line of a dataset: its own, else made from the licence's template."""
    return presentation.credit_line(dataset, language or tk.h.kanazawa_language())
