"""The numbers of a chart: added up along a column, for one or several lines."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from ckanext.kanazawa.schemas.tables.preview.cells import text_of
from ckanext.kanazawa.schemas.tables.preview.chart.periods import Period, month_of, period_of
from ckanext.kanazawa.schemas.tables.preview.chart.roles import Roles
from ckanext.kanazawa.schemas.tables.preview.columns import Column, Layout
from ckanext.kanazawa.schemas.tables.preview.conditions import (
    as_text,
    column_of,
    conditions,
    table_of,
)
from ckanext.kanazawa.schemas.tables.preview.state import State

MOST_LINES = 6
MOST_BARS = 20
# More months than this are shown as years, unless months are asked for.
MOST_MONTHS = 60
# More periods than this from the first to the last are not filled up with zeros.
MOST_BETWEEN = 240
# Groups the database hands over; more are no chart.
MOST_GROUPS = 5_000
Sums = dict[str, dict[str, float]]


@dataclass(frozen=True)
class Series:
    """What is drawn, and stands in the table beside it.

    Attributes:
        x: column along which it goes.
        measures: columns that are added up; [] counts rows.
        by: column whose values are the lines, or None.
        is_line: periods as lines; categories as bars.
        step: "month", "year" or "" for categories.
        labels: along x; "" is an empty cell.
        places: of the labels along x, in steps, where these are periods; else [].
        lines: name and one number for each label, None where there is none.
        left_out: labels that are not shown for want of room.
    """

    x: Column
    measures: list[Column]
    by: Column | None
    is_line: bool
    step: str
    labels: list[str]
    lines: list[tuple[str, list[float | None]]]
    left_out: int = 0
    places: list[int] = field(default_factory=list)


def series_of(
    connection: sa.Connection, layout: Layout, state: State, roles: Roles
) -> Series | None:
    """Return the numbers a state asks for; None where there is nothing to chart."""
    x = next((c for c in roles.along if c.id == state.x), None)
    x = x or next(iter(roles.along), None)
    if x is None:
        return None
    measures = [c for c in roles.measures if c.id in state.y][:MOST_LINES]
    if not measures and not state.counts_rows:
        measures = roles.first_measures
    by = layout.column(state.by) if len(measures) < 2 and x in roles.periods else None
    by = by if by in roles.kinds else None
    groups = _grouped(connection, layout, state, x, measures, by)
    if x in roles.periods:
        first = roles.months.get(x.id, 0)
        dated = [
            (period, line, values)
            for text, line, values in groups
            if (period := month_of(text, first) if first else period_of(text))
        ]
        return _over_time(dated, "month" if first else state.step, x, measures, by)
    return _by_category(groups, x, measures)


def _grouped(
    connection: sa.Connection,
    layout: Layout,
    state: State,
    x: Column,
    measures: list[Column],
    by: Column | None,
) -> list[tuple[str, str, list[float | None]]]:
    """Return (text of x, line, sums) for each group."""
    along: Any = as_text(x)
    if x.sort_of_value == "date":
        along = sa.func.to_char(column_of(x), "YYYY-MM")
    names = [along, as_text(by) if by else sa.literal("")]
    sums: list[Any] = [sa.cast(sa.func.sum(column_of(c)), sa.Double) for c in measures]
    query = (
        sa.select(*names, *(sums or [sa.func.count()]))
        .select_from(table_of(layout))
        .where(*conditions(layout, state))
        .group_by(*(names if by else names[:1]))
        .limit(MOST_GROUPS)
    )
    return [(text_of(a), text_of(b), list(v)) for a, b, *v in connection.execute(query)]


def _over_time(
    dated: list[tuple[Period, str, list[float | None]]],
    step: str,
    x: Column,
    measures: list[Column],
    by: Column | None,
) -> Series:
    months = {period for period, _, _ in dated if period.month}
    by_year = step == "year" or (step != "month" and _are_many(months, counted=not measures))
    sums: dict[str, dict[Period, float]] = defaultdict(dict)
    for period, line, values in dated:
        place = period.of_year() if by_year else period
        for name, value in zip(_names(measures, line), values, strict=True):
            if value is not None:
                sums[name][place] = sums[name].get(place, 0) + value
    periods = sorted({place for line in sums.values() for place in line})
    if not measures:
        periods = _with_those_between(periods)
    lines = sorted(sums.items(), key=lambda line: -sum(line[1].values()))
    if not by:
        lines = list(sums.items())
    return Series(
        x=x,
        measures=measures,
        by=by,
        is_line=True,
        step=("year" if by_year or not months else "month"),
        labels=[period.label for period in periods],
        lines=[
            (name, [line.get(period, None if measures else 0) for period in periods])
            for name, line in lines[:MOST_LINES]
        ],
        left_out=max(0, len(lines) - MOST_LINES),
        places=[] if _are_mixed(periods) else [period.ordinal for period in periods],
    )


def _are_many(months: set[Period], *, counted: bool) -> bool:
    """Say whether months are too many for a chart; where rows are counted, all in between are."""
    if counted and months:
        return max(months).ordinal - min(months).ordinal >= MOST_MONTHS
    return len(months) > MOST_MONTHS


def _are_mixed(periods: list[Period]) -> bool:
    """Say whether there are years beside months, which have no common measure."""
    return len({bool(period.month) for period in periods}) > 1


def _with_those_between(periods: list[Period]) -> list[Period]:
    """Return periods with those in between, of which there are no rows; not where it is far."""
    if not periods or _are_mixed(periods):
        return periods
    steps = range(periods[0].ordinal, periods[-1].ordinal + 1)
    if len(steps) > MOST_BETWEEN:
        return periods
    return [Period.at(step, is_month=bool(periods[0].month)) for step in steps]


def _by_category(
    groups: list[tuple[str, str, list[float | None]]], x: Column, measures: list[Column]
) -> Series:
    groups = sorted(groups, key=lambda group: -(group[2][0] or 0))
    shown = groups[:MOST_BARS]
    lines = [
        (name, [values[place] for _, _, values in shown])
        for place, name in enumerate(_names(measures, ""))
    ]
    labels = [text for text, _, _ in shown]
    return Series(x, measures, None, False, "", labels, lines, len(groups) - len(shown))


def _names(measures: list[Column], line: str) -> list[str]:
    """Return the names of the lines of a group: ids of columns, or a value of `by`."""
    if len(measures) > 1:
        return [column.id for column in measures]
    return [line]
