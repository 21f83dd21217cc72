"""Plugin "kanazawa_search"."""

from __future__ import annotations

import ckan.plugins as p


class KanazawaSearchPlugin(p.SingletonPlugin):
    """Japanese full text search."""
