"""Plugin "kanazawa_theme"."""

from __future__ import annotations

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.common import CKANConfig

from ckanext.kanazawa.theme.pages import kanazawa_pages


@tk.blanket.blueprints([kanazawa_pages])
class KanazawaThemePlugin(p.SingletonPlugin):
    """look of the site."""

    p.implements(p.IConfigurer)

    def update_config(self, config: CKANConfig) -> None:
        """Offer the templates of this room."""
        tk.add_template_directory(config, "templates")
