"""Which fields a proposal may set, and in which shape versions are compared."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.kanazawa.contribute.publication.merge import Version

Values = dict[str, Any]
# In forms, but for the portal to fill in: whose it is, its address, how it asks to be named.
CLOSED = ("name", "owner_org", "tag_string", "kanazawa_section_translated", "kanazawa_credit")
# By which other catalogues recognise official data.
OFFICIAL_TAGS = ("自治体標準ODS",)


def open_fields() -> frozenset[str]:
    """Return the names of the fields that people fill in at a form, without those closed."""
    schema = tk.h.scheming_get_dataset_schema("dataset") or {"dataset_fields": []}
    names = {
        field["field_name"]
        for field in schema["dataset_fields"]
        if field.get("form_snippet", "") is not None
    }
    return frozenset(names - {*CLOSED}) | {"tags"}


def proposable(fields: Mapping[str, Any]) -> Values:
    """Return what of a proposal is open to proposals; tags as a list of their names."""
    known = open_fields()
    found = {name: value for name, value in fields.items() if name in known and name != "tags"}
    tags = _tags(fields)
    if tags is not None:
        found["tags"] = [tag for tag in tags if tag not in OFFICIAL_TAGS]
    return found


def _tags(fields: Mapping[str, Any]) -> list[str] | None:
    typed, listed = fields.get("tag_string"), fields.get("tags")
    if isinstance(typed, str) and typed:
        parts = typed.replace("、", ",").replace("，", ",").split(",")
        return [part.strip() for part in parts if part.strip()]
    if isinstance(listed, list):
        return [tag["name"] if isinstance(tag, Mapping) else str(tag) for tag in listed]
    return None


def as_written(fields: Mapping[str, Any]) -> Values:
    """Return compared fields as CKAN's actions take them."""
    written = dict(fields)
    if "tags" in written:
        written["tags"] = [{"name": name} for name in written["tags"]]
    return written


def live_version(dataset: Mapping[str, Any]) -> Version:
    """Return a dataset as `package_show` gives it, to be compared."""
    hashes = {r["id"]: r.get("hash") or "" for r in dataset.get("resources") or []}
    return Version(proposable(dataset), hashes)


def base_version(base: Mapping[str, Any] | None) -> Version:
    """Return the version that a revision (or an approval) was made from."""
    known = base or {}
    return Version(proposable(known.get("fields") or {}), known.get("resources") or {})


def digest(version: Version) -> str:
    """Return the SHA-256 of a version as canonical JSON, for the record."""
    text = json.dumps(
        {"fields": version.fields, "resources": version.resources},
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(text.encode()).hexdigest()
