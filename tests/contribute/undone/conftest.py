"""Shared with publication."""

from __future__ import annotations

from tests.contribute.publication.conftest import (
    approved,
    city,
    dataset,
    editor,
    editor_headers,
    propose,
    storage_folder,
    upload,
    work,
)

__all__ = [
    "approved",
    "city",
    "dataset",
    "editor",
    "editor_headers",
    "propose",
    "storage_folder",
    "upload",
    "work",
]
