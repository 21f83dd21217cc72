"""All that the templates of a view need, read in one go."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from ckanext.kanazawa.schemas.tables.preview.cells import Cell, cell_of
from ckanext.kanazawa.schemas.tables.preview.chart import Chart, chart_of
from ckanext.kanazawa.schemas.tables.preview.chart.roles import has_chart
from ckanext.kanazawa.schemas.tables.preview.columns import Column, Layout
from ckanext.kanazawa.schemas.tables.preview.conditions import is_understood
from ckanext.kanazawa.schemas.tables.preview.counts import Total, choices_of, total_of
from ckanext.kanazawa.schemas.tables.preview.maps import has_map
from ckanext.kanazawa.schemas.tables.preview.places import has_places
from ckanext.kanazawa.schemas.tables.preview.rows import page_of
from ckanext.kanazawa.schemas.tables.preview.state import SIZES, TESTS, Filter, State
from ckanext.kanazawa.schemas.tables.preview.store import TooSlowError, reading
from ckanext.kanazawa.schemas.tables.preview.subject import Subject
from ckanext.kanazawa.schemas.tables.row_numbers import id_of, row_of

# For how long rows are counted; without an answer the page does without.
COUNT_MS = 2_000


@dataclass(frozen=True)
class Row:
    """A row as it is shown.

    Attributes:
        id: `_id`.
        row: of the file, as a spreadsheet counts it; None where that is not known.
    """

    id: int
    row: int | None
    cells: list[Cell]


@dataclass(frozen=True)
class Control:
    """What sets the filter of a column.

    Attributes:
        choices: value and number of rows; None where the column is compared otherwise.
    """

    column: Column
    choices: list[tuple[str, int]] | None


@dataclass(frozen=True)
class Table:
    """A page of the table.

    Attributes:
        columns: those shown.
        marked: `_id` of the row that was asked for; `missing`: it was asked for and is
            not there.
        in_headings: what was asked for is the row of the headings.
        first, last: `_id` at both ends, for the links to other pages.
    """

    columns: list[Column]
    rows: list[Row]
    has_earlier: bool
    has_later: bool
    marked: int | None
    missing: bool
    in_headings: bool = False

    @property
    def first(self) -> int | None:
        """Return where the page before ends."""
        return self.rows[0].id if self.rows else None

    @property
    def last(self) -> int | None:
        """Return what the next page follows."""
        return self.rows[-1].id if self.rows else None


@dataclass(frozen=True)
class View:
    """A table as a visitor asked for it.

    Attributes:
        total: rows that fulfil the conditions; None where counting took too long.
        controls: of the columns that are filtered, and of the one being set.
        misunderstood: filters that say nothing about their column ("from: many").
        too_slow: the rows themselves could not be found in time.
    """

    subject: Subject
    layout: Layout
    state: State
    total: Total | None
    controls: list[Control]
    misunderstood: list[Filter]
    table: Table | None
    chart: Chart | None = None
    too_slow: bool = False

    @property
    def views(self) -> list[str]:
        """Return the ways to see the data that it allows."""
        return views_of(self.layout)

    @property
    def sizes(self) -> tuple[int, ...]:
        """Return the lengths a page can have."""
        return SIZES

    @property
    def set_here(self) -> list[str]:
        """Return the parameters that the form of conditions sets itself."""
        return [f"{test}.{control.column.id}" for control in self.controls for test in TESTS]


def views_of(layout: Layout) -> list[str]:
    """Return "table", and "map" and "chart" where there is something to draw."""
    maps = ["map"] if has_places(layout) and has_map() else []
    return ["table", *maps, *(["chart"] if has_chart(layout) else [])]


def view_of(subject: Subject, layout: Layout, state: State) -> View:
    """Read what a state asks for.

    Raises:
        TableChangedError: the table is another one now.
    """
    state = state if state.view in views_of(layout) else replace(state, view="table")
    view = View(
        subject=subject,
        layout=layout,
        state=state,
        total=None,
        controls=[],
        misunderstood=[each for each in state.filters if not is_understood(layout, each)],
        table=None,
    )
    # Each in a question of its own: rows are shown even where counting them takes too long.
    try:
        with reading() as connection:
            view = replace(view, controls=_controls(connection, layout, state))
            if state.view == "table":
                view = replace(view, table=_table(connection, view, _sought(subject, state)))
            elif state.view == "chart":
                view = replace(view, chart=chart_of(connection, layout, state))
    except TooSlowError:
        return replace(view, too_slow=True)
    try:
        with reading(COUNT_MS) as connection:
            return replace(view, total=total_of(connection, layout, state, subject.loaded_rows))
    except TooSlowError:
        return view


def _sought(subject: Subject, state: State) -> int | None:
    """Return the `_id` of the row an address asks for."""
    if state.row_id is not None or state.row is None:
        return state.row_id
    if subject.row_runs is None:
        return state.row
    return id_of(subject.row_runs, state.row, subject.loaded_rows)


def _table(connection: sa.Connection, view: View, sought: int | None) -> Table:
    state, layout = view.state, view.layout
    columns = [c for c in layout.columns if not state.columns or c.id in state.columns]
    page = page_of(connection, layout, replace(state, row_id=sought), columns)
    rows = [
        Row(
            id=number,
            row=row_of(view.subject.row_runs, number),
            cells=[cell_of(value, column) for value, column in zip(cells, columns, strict=True)],
        )
        for number, *cells in page.rows
    ]
    was_asked = state.row is not None or state.row_id is not None
    edition = view.subject.edition
    in_headings = edition is not None and state.row is not None and state.row == edition.header_row
    missing = was_asked and page.marked is None and not in_headings
    around = (page.has_earlier, page.has_later, page.marked)
    return Table(columns, rows, *around, missing, in_headings)


def _controls(connection: sa.Connection, layout: Layout, state: State) -> list[Control]:
    names = dict.fromkeys([each.column for each in state.filters])
    if state.opened:
        names[state.opened] = None
    columns = [column for name in names if (column := layout.column(name))]
    return [Control(column, choices_of(connection, layout, state, column)) for column in columns]


def record_of(
    connection: sa.Connection, layout: Layout, row_id: int
) -> list[tuple[Column, Cell]] | None:
    """Return all filled cells of one row; None where it is gone."""
    columns = list(layout.columns)
    page = page_of(connection, layout, State(row_id=row_id, size=1), columns)
    if page.marked is None:
        return None
    row: dict[str, Any] = dict(zip((c.id for c in columns), page.rows[0][1:], strict=True))
    cells = [(column, cell_of(row[column.id], column)) for column in columns]
    return [(column, cell) for column, cell in cells if cell.text]
