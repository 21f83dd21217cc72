"""What the search index learns about a dataset beyond CKAN's own fields."""

from __future__ import annotations

import json
from typing import Any

import ckan.model as model

from ckanext.kanazawa.lib.choices import load_choices
from ckanext.kanazawa.schemas.intake.machine import as_list
from ckanext.kanazawa.schemas.intake.translations import read_translations
from ckanext.kanazawa.schemas.organizations import organization_extra
from ckanext.kanazawa.schemas.presentation import verification_of

Document = dict[str, Any]
# Names in the index of lists: `vocab_*` is multi-valued in CKAN's Solr schema.
LISTS = {"kanazawa_theme": "vocab_kanazawa_theme", "kanazawa_area": "vocab_kanazawa_area"}
# Records and prose that no query asks for by field, and that could outgrow a string field.
NOT_FIELDS = (
    *("contact", "spatial_coverage", "temporal_coverage", "kanazawa_related"),
    *("title_translated", "notes_translated", "kanazawa_section_translated"),
    *("kanazawa_remarks_translated", "provenance", "kanazawa_auto_tags", "theme", "language"),
    *("conforms_to", "documentation", "kanazawa_creators", "kanazawa_citation"),
)


def index_document(document: Document) -> Document:
    """Add our facets and the words people search by; take out what only swells the index.

    Args:
        document: the flat document CKAN made; extras stand under their names and under
            "extras_<name>".

    Returns:
        The same document: `vocab_kanazawa_theme`, `vocab_kanazawa_area`,
        `kanazawa_provider_kind`, `kanazawa_verification` and `text` (a list of searchable
        texts) added.
    """
    dataset = json.loads(document["validated_data_dict"])
    for field, name in LISTS.items():
        values = as_list(dataset.get(field))
        document.pop(field, None)
        document.pop(f"extras_{field}", None)
        if values:
            document[name] = values
    for field in NOT_FIELDS:
        document.pop(field, None)
        document.pop(f"extras_{field}", None)
    organization = model.Group.get(dataset.get("owner_org") or "")
    kind = organization_extra(organization, "kanazawa_provider_kind")
    if kind:
        document["kanazawa_provider_kind"] = kind
    if organization:
        document["kanazawa_verification"] = verification_of(dataset, organization)
    document["text"] = searchable_texts(dataset, organization)
    return document


def searchable_texts(dataset: Document, organization: model.Group | None) -> list[str]:
    """Return every text a search should find a dataset by, each once."""
    texts: list[Any] = [dataset.get("kanazawa_title_kana")]
    for field in ("title", "notes", "kanazawa_section", "kanazawa_remarks"):
        texts += (dataset.get(f"{field}_translated") or {}).values()
    texts += _labels(dataset)
    texts += [contact.get("name") for contact in dataset.get("contact") or []]
    texts += [creator.get("name") for creator in dataset.get("kanazawa_creators") or []]
    texts.append(dataset.get("kanazawa_doi"))
    if organization:
        texts += [organization.title, organization_extra(organization, "kanazawa_title_kana")]
        stored = organization_extra(organization, "title_translated")
        texts += read_translations(stored).values() if stored else []
    for resource in dataset.get("resources") or []:
        texts.append(resource.get("kanazawa_filename"))
        for field in ("name", "description", "kanazawa_columns"):
            texts += (resource.get(f"{field}_translated") or {}).values()
    return list(dict.fromkeys(text for text in texts if isinstance(text, str) and text))


def _labels(dataset: Document) -> list[str]:
    """Return the names, in both languages, of themes and of the standard."""
    themes = load_choices("themes")
    standard = load_choices("standards").get(dataset.get("kanazawa_standard") or "")
    found = [themes[t] for t in as_list(dataset.get("kanazawa_theme")) if t in themes]
    return [text for c in [*found, *([standard] if standard else [])] for text in c.label.values()]
