"""Check a dataset as CKAN would when it is written, and write nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.lib.plugins as lib_plugins
import ckan.model as model
import ckan.plugins.toolkit as tk

from ckanext.kanazawa.schemas.files.uploader import ResourceUploader
from ckanext.kanazawa.schemas.intake import prepare
from ckanext.kanazawa.schemas.speech import Said, both, speaking
from ckanext.kanazawa.schemas.tables.bulk.columns import columns

TYPE = "dataset"


def check(user: str, values: dict[str, Any], stored: dict[str, Any] | None) -> str:
    """Check a dataset.

    Args:
        user: who would write it.
        values: as `package_create` takes them, files included; with `stored` as an update.
        stored: the dataset as it is; None for a new one.

    Returns:
        The name it would have.

    Raises:
        tk.ValidationError, tk.NotAuthorized: as writing would.
    """
    action = "package_update" if stored else "package_create"
    schema = prepare.dataset_schema(TYPE) or {}
    prepare.check_shape(values, schema["dataset_fields"], schema["resource_fields"])
    context: Any = {"user": user, "auth_user_obj": model.User.get(user)}
    if stored:
        context.update(package=model.Package.get(stored["id"]), original_package=stored)
    tk.check_access(action, context, values)
    prepared = {"type": TYPE, **prepare.prepared_dataset(values, schema, stored or {})}
    for resource in prepared.get("resources") or []:
        if "upload" in resource:
            ResourceUploader(resource)
    plugin = lib_plugins.lookup_package_plugin(TYPE)
    rules = plugin.update_package_schema() if stored else plugin.create_package_schema()
    data, errors = lib_plugins.plugin_validate(plugin, context, prepared, rules, action)
    if errors:
        raise tk.ValidationError(errors)
    # A draft is called as its id, which a new one does not have yet.
    return "" if data.get("name") == data.get("id") else str(data.get("name") or "")


def told_twice(
    user: str, values: dict[str, Any], stored: dict[str, Any] | None, errors: Mapping[str, Any]
) -> Said:
    """Say in both languages what is wrong with a dataset.

    Args:
        user, values, stored: as of `check`.
        errors: `error_dict` of what was raised where the language was Japanese.
    """
    with speaking("en"):
        try:
            check(user, values, stored)
        except tk.ValidationError as error:
            return {"ja": told(errors, "ja"), "en": told(error.error_dict, "en")}
    return both(lambda: tk._("It could not be saved. Please try again later."))


def told(errors: Mapping[str, Any], language: str) -> str:
    """Return CKAN's errors as one text, by the headings of the sheet."""
    headings = {column.field: column.heading(language) for column in reversed(columns())}
    lines = []
    for name, found in errors.items():
        heading = headings.get(name, "" if name in ("resources", "upload") else name)
        texts = list(dict.fromkeys(_texts(found, headings)))
        lines.append(": ".join(filter(None, (heading, " ".join(texts)))))
    return " / ".join(lines)


def _texts(found: Any, headings: Mapping[str, str]) -> list[str]:
    if isinstance(found, str):
        return [found]
    if isinstance(found, Mapping):
        return [
            ": ".join(filter(None, (headings.get(name, ""), text)))
            for name, part in found.items()
            for text in _texts(part, headings)
        ]
    return [text for part in found or [] for text in _texts(part, headings)]
