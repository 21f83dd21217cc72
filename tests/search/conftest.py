"""Fixtures of the search tests: datasets as CKAN's own schema makes them.

Only `kanazawa_search` is loaded, so that these tests say nothing about metadata.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from ckan.tests import factories
from ckan.tests.helpers import call_action


@pytest.fixture
def found() -> Callable[..., set[str]]:
    """Return a function that searches and gives the names of what it found."""

    def search(**params: Any) -> set[str]:
        answer = call_action("package_search", rows=100, **params)
        return {dataset["name"] for dataset in answer["results"]}

    return search


@pytest.fixture
def dataset() -> Callable[..., dict[str, Any]]:
    """Return a function that makes a dataset; the name is short where it does not matter."""
    return factories.Dataset
