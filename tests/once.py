"""What the tests of a class share, where they also share a database (`class_db`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pytest

Made = TypeVar("Made")


def once(request: pytest.FixtureRequest, name: str, make: Callable[[], Made]) -> Made:
    """Make something for the first test of a class that asks for it; the others get the same.

    Args:
        request: of a fixture; of a test outside of classes, it gets one of its own.
        name: of what is made.
        make: makes it.
    """
    if request.cls is None:
        return make()
    kept = request.cls.__dict__.get("_made_once")
    if kept is None:
        kept = request.cls._made_once = {}
    if name not in kept:
        kept[name] = make()
    return kept[name]
