"""One transaction for a step: committed as a whole, or nothing of it stays."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import ckan.model as model


@contextmanager
def committed() -> Iterator[None]:
    """Commit what is done inside; take it back where that fails, and release what is locked."""
    try:
        yield
        model.Session.commit()
    except Exception:
        model.Session.rollback()
        raise
