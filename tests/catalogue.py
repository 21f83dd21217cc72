"""Datasets as the tests of several features need them, through the real actions."""

from __future__ import annotations

import itertools
from typing import Any

from ckan.tests import factories, helpers

_numbers = itertools.count(1)


def admin_context() -> dict[str, Any]:
    """Return a context of a new system administrator; activities need a real user."""
    return {"user": factories.Sysadmin()["name"], "ignore_auth": True}


def new_organization(**values: Any) -> dict[str, Any]:
    """Return a new organisation of the catalogue's own type."""
    number = next(_numbers)
    facts: dict[str, Any] = {
        "name": f"mihon-{number}",
        "title_translated": {"ja": f"見本市{number}", "en": f"Sample City {number}"},
        "kanazawa_provider_kind": "city",
    }
    return helpers.call_action("organization_create", admin_context(), **facts | values)


def new_dataset(**values: Any) -> dict[str, Any]:
    """Return a new published dataset with one linked CSV."""
    number = next(_numbers)
    facts: dict[str, Any] = {
        "name": f"sample-{number}",
        "title_translated": {"ja": f"見本データ{number}", "en": f"Sample data {number}"},
        "notes_translated": {"ja": "見本です。", "en": "A sample."},
        "kanazawa_theme": ["administration"],
        "license_id": "CC-BY-4.0",
        "resources": [
            {
                "url": "https://data.example/sample.csv",
                "name_translated": {"ja": "表", "en": "Table"},
                "format": "CSV",
            }
        ],
    }
    if "owner_org" not in values:
        facts["owner_org"] = new_organization()["id"]
    return helpers.call_action("package_create", admin_context(), **facts | values)


def new_table(dataset: dict[str, Any]) -> dict[str, Any]:
    """Put two rows into the DataStore for the first resource of a dataset."""
    return helpers.call_action(
        "datastore_create",
        admin_context(),
        resource_id=dataset["resources"][0]["id"],
        fields=[{"id": "名称", "type": "text"}],
        records=[{"名称": "見本公園"}, {"名称": "見本図書館"}],
        force=True,
    )
