"""What can go wrong with a link."""

from __future__ import annotations

from ckanext.kanazawa.lib.tables.errors import FileError


class LinkError(FileError):
    """A linked file could not be fetched; texts in `schemas/tables/messages/links.yaml`."""
