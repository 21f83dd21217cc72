"""Plugin "kanazawa_theme"."""

from __future__ import annotations

import ckan.plugins as p


class KanazawaThemePlugin(p.SingletonPlugin):
    """look of the site."""
