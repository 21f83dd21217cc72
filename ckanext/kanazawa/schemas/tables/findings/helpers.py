"""Template helpers: what was found in tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.kanazawa.schemas.tables.findings.badge import Badge, badge_of
from ckanext.kanazawa.schemas.tables.findings.summary import Summary, summary_of
from ckanext.kanazawa.schemas.tables.findings.told import code_title


def kanazawa_schemas_badge(resources: Iterable[Mapping[str, Any]]) -> Badge | None:
    """Return one word about the tables of a dataset, or of one resource."""
    return badge_of(resources)


def kanazawa_schemas_summary(resource: Mapping[str, Any]) -> Summary | None:
    """Return what was found in the table of a resource, None where nothing was looked at."""
    is_editor = tk.h.check_access("resource_update", {"id": resource["id"]})
    return summary_of(resource["id"], tk.h.kanazawa_language(), is_editor=is_editor)


def kanazawa_schemas_code_title(code: str) -> str:
    """Return what a kind of finding is called, in the reader's language."""
    return code_title(code, tk.h.kanazawa_language())
