"""Background jobs of the search."""

from __future__ import annotations

from collections.abc import Sequence

import ckan.lib.search as search
import ckan.model as model


def index_datasets(dataset_ids: Sequence[str]) -> None:
    """Index datasets again; those that are gone by now are left out.

    Args:
        dataset_ids: ids of datasets.
    """
    existing = model.Session.query(model.Package.id).filter(model.Package.id.in_(dataset_ids))
    for (dataset_id,) in existing.all():
        search.rebuild(dataset_id)
