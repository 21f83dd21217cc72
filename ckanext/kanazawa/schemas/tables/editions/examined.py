"""Tell other features that a table came in."""

from __future__ import annotations

import ckan.plugins as p

from ckanext.kanazawa.schemas.interfaces import IEditions
from ckanext.kanazawa.schemas.model.edition import RESOURCE, Edition


def tell_examined(edition: Edition) -> None:
    """Tell of an examined edition of a resource, in the open transaction.

    Args:
        edition: examined; one of a submission, or without a table, is told of to nobody.
    """
    if edition.owner_type == RESOURCE and edition.state == "examined":
        for plugin in p.PluginImplementations(IEditions):
            plugin.kanazawa_edition_examined(edition)
