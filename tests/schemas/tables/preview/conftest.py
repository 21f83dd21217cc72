"""A dataset with a table, as people find it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from ckan.tests import factories
from ckan.tests.helpers import call_action

from tests.factories import Dataset
from tests.once import once

FIELDS = [
    {"id": "名称", "type": "text", "info": {"label": "Name"}},
    {"id": "種別", "type": "text"},
    {"id": "収容人数", "type": "int"},
    {"id": "緯度", "type": "float"},
    {"id": "経度", "type": "float"},
    {"id": "更新日", "type": "date"},
    {"id": "URL", "type": "text"},
    {"id": "電話番号", "type": "text"},
]
PLACES = [
    (
        "見本公園",
        "公園",
        120,
        36.561,
        136.656,
        "2026-01-15",
        "https://example.jp",
        "076-000-0001",
    ),
    ("見本小学校体育館", "学校", 800, 36.580, 136.640, "2026-01-20", "", "0760000002"),
    ("見本公民館", "公民館", None, 36.590, 136.630, "2026-02-03", "javascript:alert(1)", "なし"),
    ("<b>見本</b>の森", "公園", 60, None, None, "2026-03-04", "", ""),
    ("遠い公園", "公園", 10, 0, 0, "2026-03-05", "", ""),
]
Make = Callable[..., dict[str, Any]]


def records() -> list[dict[str, Any]]:
    """Return the rows of the sample; each call gives new ones."""
    names = [field["id"] for field in FIELDS]
    return [dict(zip(names, place, strict=True)) for place in PLACES]


@pytest.fixture
def make_table(request: pytest.FixtureRequest) -> Make:
    """Return a maker of datasets with a table: make_table(fields, records, private=True)."""
    admin = once(request, "admin", lambda: factories.Sysadmin()["name"])

    def make(fields: Any = None, rows: Any = None, **about: Any) -> dict[str, Any]:
        dataset = Dataset(**about)
        table = call_action(
            "datastore_create",
            {"user": admin, "ignore_auth": True},
            resource={"package_id": dataset["id"], "name": "見本の表"},
            fields=fields or FIELDS,
            records=records() if rows is None else rows,
        )
        return {"dataset": dataset, "resource": table["resource_id"]}

    return make


@pytest.fixture
def address() -> Callable[..., str]:
    """Return the address of a part of the preview: address(table, "/embed", lang="/en")."""

    def made(table: dict[str, Any], part: str = "", lang: str = "") -> str:
        return f"{lang}/dataset/{table['dataset']['name']}/resource/{table['resource']}/table{part}"

    return made


@pytest.fixture
def see(app: Any, address: Callable[..., str]) -> Callable[..., BeautifulSoup]:
    """Return a reader of pages: see(table, {"q": "公園"}) is the page as a visitor gets it."""

    def get(table: dict[str, Any], query: Any = None, **place: str) -> BeautifulSoup:
        response = app.get(address(table, **place), query_string=query or {}, status=200)
        return BeautifulSoup(response.body, "html.parser")

    return get


def column(page: BeautifulSoup, number: int = 0) -> list[str]:
    """Return the texts of one column of the shown rows."""
    rows = page.select(".kz-preview-table tbody tr")
    return [row.select("td")[number].get_text(strip=True) for row in rows]
