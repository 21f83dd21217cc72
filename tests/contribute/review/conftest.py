"""Submissions that wait, and stewards who decide."""

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
from tests.contribute.trust.conftest import body, correction, own

__all__ = [
    "approved",
    "body",
    "city",
    "correction",
    "dataset",
    "editor",
    "editor_headers",
    "own",
    "propose",
    "storage_folder",
    "upload",
    "work",
]
