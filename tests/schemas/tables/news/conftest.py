"""Tables with errors, as if they had been examined."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any

import ckan.model as model
import pytest

from ckanext.kanazawa.schemas.model.edition import Edition
from tests.factories import Dataset


@pytest.fixture
def faulty() -> Callable[..., Edition]:
    """Return a function that makes a dataset with one examined table that has errors."""

    def call(owner: str, title: str, errors: int = 3, **values: Any) -> Edition:
        fields = {name: values.pop(name) for name in ("private",) if name in values}
        resource = {"url": "https://example.jp/a.csv"}
        found = Dataset(owner_org=owner, title=title, resources=[resource], **fields)
        totals = {
            "severity": {"error": errors, "warning": 1, "hint": 0},
            "code": {"time-format": errors},
        }
        facts = {"state": "examined", "totals": totals, "source_url": resource["url"]}
        examined = {"examined_at": datetime.now(timezone.utc)}
        owner_id = found["resources"][0]["id"]
        given = {"label": title, "name": "a.csv", **facts, **examined, **values}
        edition = Edition(owner_id=owner_id, **given)
        model.Session.add(edition)
        model.Session.commit()
        return edition

    return call
