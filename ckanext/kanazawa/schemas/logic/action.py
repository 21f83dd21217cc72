"""Actions: CKAN's own, with our preparation before them."""

from __future__ import annotations

from typing import Any

import ckan.logic as logic
import ckan.model as model
import ckan.plugins.toolkit as tk
from ckan.types import Action, Context, DataDict

from ckanext.kanazawa.schemas import naming, open_data_list
from ckanext.kanazawa.schemas.files.uploader import receive_all
from ckanext.kanazawa.schemas.intake import prepare
from ckanext.kanazawa.schemas.model.former_name import FormerName


@tk.chained_action
def package_create(next_: Action, context: Context, data_dict: DataDict) -> Any:
    """Create a dataset: refuse wrong kinds of values, fill in what a machine knows.

    Try: `ckanapi action package_create title=… notes=… owner_org=kanazawa-city …`
    """
    dataset_type = data_dict.get("type") or "dataset"
    if not isinstance(dataset_type, str):
        raise tk.ValidationError({"type": [tk._("Text is expected here.")]})
    schema = prepare.dataset_schema(dataset_type)
    if schema is None:
        return next_(context, data_dict)
    prepare.check_shape(data_dict, schema["dataset_fields"], schema["resource_fields"])
    tk.check_access("package_create", context, data_dict)
    prepared = prepare.prepared_dataset(data_dict, schema, {})
    receive_all(context, prepared.get("resources") or [])
    return next_(context, prepared)


@tk.chained_action
def package_update(next_: Action, context: Context, data_dict: DataDict) -> Any:
    """Update a dataset: as `package_create`, knowing what is stored.

    Try: `ckanapi action package_patch id=172014_public_facility title=…`
    """
    reference = data_dict.get("id") or data_dict.get("name")
    package = model.Package.get(reference) if isinstance(reference, str) else None
    schema = prepare.dataset_schema(package.type) if package else None
    if package is None or schema is None:
        if reference is not None and not isinstance(reference, str):
            raise tk.ValidationError({"id": [tk._("Text is expected here.")]})
        return next_(context, data_dict)
    prepare.check_shape(data_dict, schema["dataset_fields"], schema["resource_fields"])
    context["package"] = package
    tk.check_access("package_update", context, {**data_dict, "id": package.id})
    naming.note_name(context, package)
    stored = _stored(context, package.id)
    context["original_package"] = stored
    return next_(context, prepare.prepared_dataset(data_dict, schema, stored))


def _stored(context: Context, dataset_id: str) -> dict[str, Any]:
    original = context.get("original_package")
    if original and original.get("id") == dataset_id:
        return original
    reader = logic.fresh_context(context, ignore_auth=True)
    return tk.get_action("package_show")(reader, {"id": dataset_id})


@tk.side_effect_free
@tk.chained_action
def package_show(next_: Action, context: Context, data_dict: DataDict) -> Any:
    """Show a dataset, also under a name it had before it was renamed.

    Try: `ckanapi action package_show id=172014_old_name`
    """
    try:
        return next_(context, data_dict)
    except tk.ObjectNotFound:
        reference = data_dict.get("id") or data_dict.get("name_or_id")
        current = FormerName.current(reference) if isinstance(reference, str) else None
        if current is None:
            raise
        return next_(context, {**data_dict, "id": current.id})


@tk.chained_action
def organization_create(next_: Action, context: Context, data_dict: DataDict) -> Any:
    """Create an organisation; plain and translated texts agree afterwards.

    Try: `ckanapi action organization_create name=… title=… kanazawa_provider_kind=company`
    """
    prepare.check_shape(data_dict, prepare.organization_schema()["fields"], [])
    return next_(context, prepare.prepared_organization(data_dict, {}))


@tk.chained_action
def organization_update(next_: Action, context: Context, data_dict: DataDict) -> Any:
    """Update an organisation; plain and translated texts agree afterwards.

    Try: `ckanapi action organization_patch id=kanazawa-city title=…`
    """
    prepare.check_shape(data_dict, prepare.organization_schema()["fields"], [])
    tk.check_access("organization_update", context, data_dict)
    reference = data_dict.get("id") or data_dict.get("name")
    stored: dict[str, Any] = {}
    if reference and model.Group.get(reference):
        reader = logic.fresh_context(context, ignore_auth=True)
        stored = tk.get_action("organization_show")(
            reader, {"id": reference, "include_datasets": False, "include_users": False}
        )
    return next_(context, prepare.prepared_organization(data_dict, stored))


@tk.side_effect_free
def kanazawa_schemas_open_data_list(context: Context, data_dict: DataDict) -> dict[str, Any]:
    """Return the national オープンデータ一覧 of the public datasets, one row a resource.

    Args:
        context: nobody needs to be logged in.
        data_dict: `organization` (id or name, optional): only that organisation's.

    Returns:
        {"file_name": ..., "columns": [45 headings], "rows": [[cell, ...], ...]}.

    Raises:
        tk.ObjectNotFound: no such organisation.

    Try: `ckanapi action kanazawa_schemas_open_data_list organization=kanazawa-city`
    """
    tk.check_access("kanazawa_schemas_open_data_list", context, data_dict)
    reference = data_dict.get("organization")
    organization = model.Group.get(reference) if isinstance(reference, str) else None
    is_usable = organization and organization.is_organization and organization.state == "active"
    if reference and not is_usable:
        raise tk.ObjectNotFound(tk._("Organization not found"))
    datasets = open_data_list.public_datasets(organization.name if organization else None)
    return {
        "file_name": open_data_list.file_name(organization),
        "columns": open_data_list.column_names(),
        "rows": list(open_data_list.rows(datasets)),
    }
