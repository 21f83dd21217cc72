"""A table that was examined."""

from __future__ import annotations

from tests.schemas.tables.findings.conftest import examined

__all__ = ["examined"]
