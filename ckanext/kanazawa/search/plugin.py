"""Plugin "kanazawa_search"."""

from __future__ import annotations

from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.common import CKANConfig
from ckan.types import Context
from flask import has_request_context

from ckanext.kanazawa.search import changes, seam
from ckanext.kanazawa.search.documents import with_more_text
from ckanext.kanazawa.search.pasted import plain_words

# Pages with a search box. The API and the feeds say what is wrong with a query instead.
SEARCH_PAGES = ("dataset.search", "organization.read")


@tk.blanket.actions
@tk.blanket.blueprints
@tk.blanket.config_declarations
class KanazawaSearchPlugin(p.SingletonPlugin):
    """Japanese full text search: an engine inside PostgreSQL, or Solr."""

    p.implements(p.IConfigurer)
    p.implements(p.IPackageController, inherit=True)

    def update_config(self, config: CKANConfig) -> None:
        """Put the engine in its place before CKAN looks for its index."""
        seam.install()

    def before_dataset_search(self, search_params: dict[str, Any]) -> dict[str, Any]:
        """Take what was pasted for words; never count values of datasets nobody may see."""
        if has_request_context() and tk.request.endpoint in SEARCH_PAGES:
            search_params = {**search_params, "q": plain_words(search_params.get("q") or "")}
        try:
            wanted = int(search_params.get("facet.mincount", 1))
        except (TypeError, ValueError):
            return search_params  # the engine says what is wrong with it
        return {**search_params, "facet.mincount": max(1, wanted)}

    def before_dataset_index(self, pkg_dict: dict[str, Any]) -> dict[str, Any]:
        """Let a search find what CKAN leaves out: organisation titles, file names."""
        changes.note_indexed(pkg_dict["id"])
        return with_more_text(pkg_dict)

    def after_dataset_create(self, context: Context, pkg_dict: dict[str, Any]) -> None:
        """Leave a new dataset to CKAN, which indexes it before it commits."""
        if not context.get("defer_commit"):
            changes.leave_to_ckan(pkg_dict["id"])

    def after_dataset_update(self, context: Context, pkg_dict: dict[str, Any]) -> None:
        """Leave a changed dataset to CKAN, which indexes it before it commits."""
        if not context.get("defer_commit"):
            changes.leave_to_ckan(pkg_dict["id"])
