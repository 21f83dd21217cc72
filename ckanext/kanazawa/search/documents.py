"""Texts a search should find that CKAN does not send to the index by itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import ckan.model as model

from ckanext.kanazawa.search.analysis import plain_texts

# Texts of a resource besides its name and description, which CKAN sends.
_RESOURCE_TEXTS = ("name_translated", "description_translated", "kanazawa_filename")
_TRANSLATIONS = ("title_translated", "kanazawa_title_kana")


def with_more_text(document: dict[str, Any]) -> dict[str, Any]:
    """Add texts to the field `text`, which both engines search without naming a field.

    Args:
        document: what CKAN is about to index, `data_dict` (JSON) in it.
    """
    dataset = json.loads(document.get("data_dict") or "{}")
    texts = [
        *_group_texts([dataset.get("organization") or {}, *(dataset.get("groups") or [])]),
        *_resource_texts(dataset.get("resources") or []),
    ]
    return {**document, "text": [*(document.get("text") or []), *dict.fromkeys(texts)]}


def _group_texts(groups: list[dict[str, Any]]) -> list[str]:
    ids = [group["id"] for group in groups if group.get("id")]
    titles = [text for group in groups for text in plain_texts(group.get("title"))]
    return titles + _translated_titles(ids)


def _translated_titles(group_ids: list[str]) -> list[str]:
    """Return the titles in other languages and readings, which CKAN keeps as extras."""
    if not group_ids:
        return []
    groups = model.Session.query(model.Group).filter(model.Group.id.in_(group_ids))
    return [
        text
        for group in groups.order_by(model.Group.name)
        for name in _TRANSLATIONS
        for text in plain_texts(_extras(group).get(name))
    ]


def _extras(group: model.Group) -> Mapping[str, str]:
    # Mapped, but not among the attributes CKAN declares.
    return getattr(group, "extras", None) or {}


def _resource_texts(resources: list[dict[str, Any]]) -> list[str]:
    return [
        text
        for resource in resources
        for name in _RESOURCE_TEXTS
        for text in plain_texts(resource.get(name))
    ]
