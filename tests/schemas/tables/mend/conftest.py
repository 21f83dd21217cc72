"""A table that was examined, and people that the tests of a class share."""

from __future__ import annotations

from typing import Any

import pytest

from tests.factories import Dataset
from tests.once import once
from tests.schemas.conftest import new_editor
from tests.schemas.tables.findings.conftest import examined

__all__ = ["examined"]


@pytest.fixture
def editor(request: pytest.FixtureRequest, city: dict[str, Any]) -> dict[str, Any]:
    """Return a member of staff of the city, one for a class."""
    return once(request, "editor", lambda: new_editor(city))


@pytest.fixture
def dataset(request: pytest.FixtureRequest, city: dict[str, Any]) -> dict[str, Any]:
    """Return a public dataset of the city, one for a class; each test adds its own file."""
    return once(request, "dataset", lambda: Dataset(owner_org=city["id"]))
