"""Which facets the dataset list shows, and in which order."""

from __future__ import annotations

from collections import OrderedDict

import ckan.plugins.toolkit as tk


def dataset_facets() -> OrderedDict[str, str]:
    """Return index field → title in the reader's language, in the order shown."""
    return OrderedDict(
        [
            ("vocab_kanazawa_theme", tk._("Theme")),
            ("organization", tk._("Provider")),
            ("res_format", tk._("File format")),
            ("vocab_kanazawa_area", tk._("Area covered")),
            ("license_id", tk._("Licence")),
            ("frequency", tk._("Update frequency")),
            ("kanazawa_standard", tk._("Standard followed")),
            ("kanazawa_provider_kind", tk._("Kind of provider")),
            ("kanazawa_verification", tk._("Checked by the municipality")),
            ("tags", tk._("Tags")),
        ]
    )


def organization_facets() -> OrderedDict[str, str]:
    """Return the same without those that are equal for all datasets of one organisation."""
    facets = dataset_facets()
    for name in ("organization", "kanazawa_provider_kind", "kanazawa_verification"):
        del facets[name]
    return facets
