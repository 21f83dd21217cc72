"""Fixtures of the search tests.

Most of them load `kanazawa_search` alone: what they say holds without our metadata.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from ckan.tests.helpers import call_action


@pytest.fixture
def found() -> Callable[..., set[str]]:
    """Return a function that searches and gives the names of what it found."""

    def search(**params: Any) -> set[str]:
        answer = call_action("package_search", rows=100, **params)
        return {dataset["name"] for dataset in answer["results"]}

    return search
