"""Plugin "kanazawa_schemas"."""

from __future__ import annotations

import ckan.plugins as p


class KanazawaSchemasPlugin(p.SingletonPlugin):
    """catalogue metadata."""
