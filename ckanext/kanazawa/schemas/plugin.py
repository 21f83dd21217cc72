"""Plugin "kanazawa_schemas"."""

from __future__ import annotations

import ckan.plugins as p

from .files.hooks import FilesHooks


class KanazawaSchemasPlugin(FilesHooks, p.SingletonPlugin):
    """catalogue metadata."""
