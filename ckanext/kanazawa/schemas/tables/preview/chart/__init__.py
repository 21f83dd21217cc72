"""Charts of a table: by month or year, by category; drawn here, without a library."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from ckanext.kanazawa.schemas.tables.preview.chart.drawing import NARROW, Drawing, drawing_of
from ckanext.kanazawa.schemas.tables.preview.chart.roles import Roles, roles_of
from ckanext.kanazawa.schemas.tables.preview.chart.series import Series, series_of
from ckanext.kanazawa.schemas.tables.preview.columns import Layout
from ckanext.kanazawa.schemas.tables.preview.state import State


@dataclass(frozen=True)
class Chart:
    """A chart, and what else could be charted.

    Attributes:
        series, drawing: None where the rows give nothing to draw.
        narrow: the same for narrow screens.
    """

    roles: Roles
    series: Series | None
    drawing: Drawing | None
    narrow: Drawing | None = None


def chart_of(connection: sa.Connection, layout: Layout, state: State) -> Chart:
    """Return the chart a state asks for."""
    roles = roles_of(connection, layout)
    series = series_of(connection, layout, state, roles)
    if series is None or not series.labels:
        return Chart(roles, series, None)
    return Chart(roles, series, drawing_of(series), drawing_of(series, NARROW))
