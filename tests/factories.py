"""Organisations and datasets with what our types require; everything can be overridden.

`Organization()` is a municipality of its own name; `Dataset()` is published by one, so that
most tests need name only what they are about.
"""

from __future__ import annotations

from typing import Any

import ckan.model as model
import factory
from ckan.tests import factories
from ckan.tests.helpers import call_action


class Organization(factories.Organization):
    """An organisation: a company called 見本株式会社 unless told otherwise."""

    title = factory.Sequence(lambda number: f"見本株式会社{number}")
    kanazawa_provider_kind = "company"


def kanazawa_city() -> dict[str, Any]:
    """Return 金沢市 as an organisation; made where it is not there yet."""
    if model.Group.get("kanazawa-city"):
        return call_action("organization_show", id="kanazawa-city")
    return Organization(
        name="kanazawa-city",
        title_translated={"ja": "金沢市", "en": "Kanazawa City"},
        title=None,
        kanazawa_provider_kind="city",
        kanazawa_municipality_code="172014",
        kanazawa_title_kana="カナザワシ",
    )


class Dataset(factories.Dataset):
    """A public dataset under CC BY 4.0, of an organisation of its own."""

    name = None
    title = factory.Sequence(lambda number: f"見本データ{number}")
    notes = "試験のための見本です。"
    owner_org = factory.LazyFunction(lambda: Organization()["id"])
    license_id = "CC-BY-4.0"
    kanazawa_theme = factory.LazyFunction(lambda: ["administration"])


class Resource(factories.Resource):
    """A link to a CSV file, in a dataset of its own."""

    name = "見本.csv"
    description = ""
    format = "CSV"
    url = "https://www.example.jp/data/sample.csv"
    package_id = factory.LazyFunction(lambda: Dataset()["id"])
