"""Plugin "kanazawa_theme"."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.common import CKANConfig
from flask import Blueprint

from ckanext.kanazawa.theme import facets, order, pages, views

CORE_FAVICON = "/base/images/ckan.ico"


@tk.blanket.helpers
@tk.blanket.config_declarations
class KanazawaThemePlugin(p.SingletonPlugin):
    """Look of the site: layout, home page, catalogue pages, accessibility."""

    p.implements(p.IConfigurer)
    p.implements(p.IBlueprint)
    p.implements(p.IFacets, inherit=True)

    def update_config(self, config: CKANConfig) -> None:
        """Add templates, public files and assets; separate parts of a title by a bar."""
        tk.add_template_directory(config, "templates")
        tk.add_public_directory(config, "public")
        tk.add_resource("assets", "kanazawa_theme")
        config["ckan.template_title_delimiter"] = "|"
        if config.get("ckan.favicon") in (None, CORE_FAVICON):
            config["ckan.favicon"] = "/kanazawa_theme/favicon.svg"

    def get_blueprint(self) -> list[Blueprint]:
        """Return the pages of the theme."""
        return [views.kanazawa_theme, pages.kanazawa_pages, order.kanazawa_order]

    def dataset_facets(
        self, facets_dict: OrderedDict[str, Any], package_type: str
    ) -> OrderedDict[str, Any]:
        """Choose the facets of the dataset list, in the order they are shown."""
        return facets.dataset_facets()

    def organization_facets(
        self, facets_dict: OrderedDict[str, Any], organization_type: str, package_type: str | None
    ) -> OrderedDict[str, Any]:
        """Choose the facets of an organisation's page: all but the organisation itself."""
        return facets.organization_facets()
