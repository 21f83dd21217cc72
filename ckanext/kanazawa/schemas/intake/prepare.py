"""Prepare metadata as it arrives, in the order of the steps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk

from ckanext.kanazawa.schemas.forms import typed_rows
from ckanext.kanazawa.schemas.intake import machine
from ckanext.kanazawa.schemas.intake.shape import shape_problems
from ckanext.kanazawa.schemas.intake.translations import fill_translations
from ckanext.kanazawa.schemas.organizations import organization_extra
from ckanext.kanazawa.schemas.tags import split_tags

Values = dict[str, Any]
# What belongs to a file and not to the resource: never kept when the file changes.
OF_THE_FILE = ("size", "hash", "hash_algorithm", "mimetype", "kanazawa_filename")


def check_shape(values: Mapping[str, Any], fields: list[Any], resource_fields: list[Any]) -> None:
    """Refuse values of the wrong JSON kind.

    Raises:
        tk.ValidationError: names each field, of the resources too.
    """
    problems = shape_problems(values, fields)
    resources = values.get("resources")
    if "resources" not in problems and isinstance(resources, list):
        found = [shape_problems(resource, resource_fields) for resource in resources]
        if any(found):
            problems["resources"] = found
    if problems:
        raise tk.ValidationError(problems)


def dataset_schema(dataset_type: str) -> dict[str, Any] | None:
    """Return the expanded scheming schema of a dataset type; None for types that are not ours."""
    schema = tk.h.scheming_get_dataset_schema(dataset_type)
    return schema if schema and schema.get("form_groups") else None


def organization_schema() -> dict[str, Any]:
    """Return the expanded scheming schema of organisations."""
    return tk.h.scheming_get_organization_schema("organization") or {"fields": []}


def prepared_dataset(values: Mapping[str, Any], schema: Values, stored: Values) -> Values:
    """Return a dataset ready for CKAN's validation.

    Args:
        values: the dataset as it arrived, its shape already checked; not changed.
        schema: the expanded scheming schema.
        stored: the dataset as `package_show` has it; {} when it is new.
    """
    fields = schema["dataset_fields"]
    prepared = dict(values)
    _read_records(prepared, fields)
    _keep_machine_fields(prepared, fields, stored)
    if "title" not in prepared and not _has(prepared, "title_translated") and stored:
        prepared["title"] = stored.get("title")
    fill_translations(prepared, fields, stored)
    prepared["theme"] = machine.theme_iris(prepared.get("kanazawa_theme"))
    prepared["kanazawa_municipality"] = _municipality(prepared, stored)
    machine.fill_spatial_coverage(prepared, stored)
    _read_tags(prepared)
    machine.fill_standard_by(prepared, stored)
    machine.fill_standard_tags(prepared, stored)
    if isinstance(prepared.get("resources"), list):
        prepared["resources"] = _prepared_resources(prepared["resources"], schema, stored)
    machine.fill_modified(prepared, stored)
    return prepared


def prepared_organization(values: Mapping[str, Any], stored: Values) -> Values:
    """Return an organisation ready for CKAN's validation."""
    prepared = dict(values)
    fill_translations(prepared, organization_schema()["fields"], stored)
    return prepared


def _has(values: Values, field: str) -> bool:
    return field in values or any(key.startswith(f"{field}-") for key in values)


def _keep_machine_fields(values: Values, fields: list[Any], stored: Values) -> None:
    """Keep what no form asks for, unless the caller gave (or emptied) it."""
    for field in fields:
        name = field["field_name"]
        if field.get("form_snippet", "") is None and name not in values and name in stored:
            values[name] = stored[name]


def _read_records(values: Values, fields: list[Any]) -> None:
    """Collect rows of sub-fields from a submitted form; leave out those that are empty."""
    for field in fields:
        if "repeating_subfields" not in field:
            continue
        name = field["field_name"]
        if name not in values:
            typed = typed_rows(name, values)
            if not typed:
                continue
            values[name] = typed
        rows = values[name] if isinstance(values[name], list) else []
        values[name] = [row for row in rows if any(_filled(value) for value in row.values())]


def _filled(value: Any) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value is not None


def _municipality(values: Values, stored: Values) -> str:
    owner = values.get("owner_org") or stored.get("owner_org")
    organization = model.Group.get(owner) if owner else None
    return organization_extra(organization, "kanazawa_municipality_code")


def _read_tags(values: Values) -> None:
    """Prefer typed tags: the web form sends them a second time, cut at Western commas only."""
    if isinstance(values.get("tag_string"), str):
        typed = values.pop("tag_string")
        values["tags"] = [{"name": name} for name in dict.fromkeys(split_tags(typed))]


def _prepared_resources(resources: list[Values], schema: Values, stored: Values) -> list[Values]:
    fields = schema["resource_fields"]
    known = {resource["id"]: resource for resource in stored.get("resources") or []}
    return [
        _prepared_resource(resource, fields, known.get(resource.get("id"), {}))
        for resource in resources
    ]


def _prepared_resource(resource: Values, fields: list[Any], stored: Values) -> Values:
    if stored and resource == stored:
        return resource  # unchanged: CKAN then skips its validation, too
    prepared = dict(resource)
    new_file = machine.file_changed(prepared, stored)
    kept = [f for f in fields if not (new_file and f["field_name"] in OF_THE_FILE)]
    _keep_machine_fields(prepared, kept, stored)
    fill_translations(prepared, fields, stored)
    machine.follow_file_name(prepared, stored)
    machine.fill_resource_name(prepared)
    machine.fill_resource_dates(prepared, stored, new_file)
    return prepared
