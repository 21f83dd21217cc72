"""Template helpers of the preview."""

from __future__ import annotations

import datetime
from typing import Any
from urllib.parse import urlencode

import ckan.plugins.toolkit as tk
from markupsafe import escape

from ckanext.kanazawa.schemas.model.edition import Edition
from ckanext.kanazawa.schemas.tables.preview.chart.drawing import written
from ckanext.kanazawa.schemas.tables.preview.columns import Column
from ckanext.kanazawa.schemas.tables.preview.feed import is_feed
from ckanext.kanazawa.schemas.tables.preview.maps import Drawing, drawing, has_map
from ckanext.kanazawa.schemas.tables.preview.state import State
from ckanext.kanazawa.schemas.tables.preview.store import is_available


def kanazawa_schemas_has_table(resource: dict[str, Any]) -> bool:
    """Say whether the rows of a resource can be seen, or the stops and routes of a timetable."""
    if not is_available():
        return False
    return bool(resource.get("datastore_active")) or (
        has_map() and is_feed(Edition.shown(resource["id"]))
    )


def kanazawa_schemas_table_url(
    package: dict[str, Any],
    resource: dict[str, Any],
    state: State | None = None,
    part: str = "show",
    external: bool = False,
    **changes: Any,
) -> str:
    """Return the address of a view.

    Args:
        state: what it shows; None for the beginning of the table.
        part: "show" or "embed", or another view of the preview.
        external: with the name of the site.
        changes: what is different in that view from the state.
    """
    address = tk.h.url_for(
        f"kanazawa_schemas_preview.{part}",
        id=package["name"],
        resource_id=resource["id"],
        _external=external,
    )
    shown = state or State()
    # The row or page stays only in an address of exactly this view.
    parameters = (shown if external else shown.changed(**changes)).parameters()
    return f"{address}?{urlencode(parameters)}" if parameters else address


def kanazawa_schemas_column_label(column: Column, unit: bool = True) -> str:
    """Return the heading of a column in the language of the page."""
    language = tk.h.kanazawa_language()
    label = column.label[language]
    measure = column.unit.get(language) if unit else None
    if not measure or measure in label:
        return label
    return f"{label}（{measure}）" if language == "ja" else f"{label} ({measure})"


def kanazawa_schemas_number(number: int) -> str:
    """Return a number of rows with separators."""
    return f"{number:,}"


def kanazawa_schemas_drawing() -> Drawing:
    """Return what maps are drawn with."""
    return drawing()


def kanazawa_schemas_chart_number(number: float | None) -> str:
    """Return a number of a chart."""
    return written(number)


def kanazawa_schemas_now() -> datetime.datetime:
    """Return the time a page was made, for what is printed of it."""
    return datetime.datetime.now(datetime.timezone.utc)


def kanazawa_schemas_embed_code(address: str, title: str) -> str:
    """Return the HTML that puts a view into another page, as text to copy."""
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" '
        'width="100%" height="600" loading="lazy"></iframe>'
    )
