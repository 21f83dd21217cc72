"""What a visitor asked to see, as it stands in the address."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from werkzeug.datastructures import MultiDict

from ckanext.kanazawa.lib.tables.recognise.spelling import variant_key
from ckanext.kanazawa.schemas.tables.preview.columns import Layout

VIEWS = ("table", "map", "chart")
STEPS = ("month", "year")
SIZES = (25, 50, 100, 200)
SIZE = 50
# Parameters `<test>.<column>`: equal to one of, contains, from, to.
TESTS = ("is", "has", "min", "max")
LONGEST = 500


@dataclass(frozen=True)
class Filter:
    """A condition on one column.

    Attributes:
        test: "is" (one of the values; "" is an empty cell), "has" (contains), "min" or
            "max" (both inclusive).
    """

    column: str
    test: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class State:
    """All that the address of a view says.

    Attributes:
        sort: id of a column, with `descending`; None for the order of the table.
        columns: ids of the columns to show; () for all.
        after, before: `_id` of the row the page follows, or ends before.
        row: of the file, as a spreadsheet counts it; `row_id`: `_id`. One of them is marked.
        cell: column whose cell in that row is meant.
        opened: column whose filter is being set.
        x, y, by, step: what a chart shows: along which column, which columns added up
            (ROWS counts rows), for which kinds, and in months or years.
    """

    view: str = "table"
    q: str = ""
    filters: tuple[Filter, ...] = ()
    sort: str | None = None
    descending: bool = False
    columns: tuple[str, ...] = ()
    size: int = SIZE
    after: int | None = None
    before: int | None = None
    row: int | None = None
    row_id: int | None = None
    cell: str | None = None
    opened: str | None = None
    x: str | None = None
    y: tuple[str, ...] = ()
    by: str | None = None
    step: str = ""

    @property
    def counts_rows(self) -> bool:
        """Say whether a chart counts rows instead of adding up a column."""
        return ROWS in self.y

    def changed(self, **changes: Any) -> State:
        """Return the state with something else in it; a page or row is left behind."""
        place: dict[str, Any] = dict.fromkeys(("after", "before", "row", "row_id", "cell"))
        return replace(self, **{**place, **changes})

    def without(self, filter: Filter) -> State:
        """Return the state without one of its filters."""
        return self.changed(filters=tuple(each for each in self.filters if each != filter))

    def values(self, column: str, test: str) -> tuple[str, ...]:
        """Return what a column is compared with by a test."""
        for filter in self.filters:
            if (filter.column, filter.test) == (column, test):
                return filter.values
        return ()

    def parameters(self, *left_out: str) -> list[tuple[str, str]]:
        """Return the parameters of the address, without those of the names."""
        found = [(name, value) for name, value in self._parameters() if name not in left_out]
        return [(name, value) for name, value in found if value != ""]

    def _parameters(self) -> Iterator[tuple[str, str]]:
        yield "view", "" if self.view == "table" else self.view
        yield "q", self.q
        for filter in self.filters:
            for value in filter.values:
                # An empty cell is asked for by a value that no cell can have.
                yield f"{filter.test}.{filter.column}", value or EMPTY
        if self.sort:
            yield "sort", f"-{self.sort}" if self.descending else self.sort
        for column in self.columns:
            yield "column", column
        yield "size", "" if self.size == SIZE else str(self.size)
        for name in ("after", "before", "row"):
            yield name, _text(getattr(self, name))
        yield "_id", _text(self.row_id)
        yield "cell", self.cell or ""
        yield "filter", self.opened or ""
        yield "x", self.x or ""
        for column in self.y:
            yield "y", column
        yield "by", self.by or ""
        yield "step", self.step


# No column has such a name: ids never begin with an underscore.
ROWS = "_rows"
EMPTY = "\u2205"  # ∅


def _text(value: int | None) -> str:
    return "" if value is None else str(value)


def read_state(arguments: MultiDict[str, str], layout: Layout) -> State:
    """Read the parameters of an address; what makes no sense for the table is left out."""
    sort = arguments.get("sort", "")
    descending = sort.startswith("-") and layout.column(sort) is None
    column = layout.column(sort[1:] if descending else sort)
    size = _number(arguments.get("size"))
    view = arguments.get("view", "")
    return State(
        view=view if view in VIEWS else "table",
        q=arguments.get("q", "").strip()[:LONGEST],
        filters=tuple(_filters(arguments, layout)),
        sort=column.id if column and column.sort_of_value != "shape" else None,
        descending=descending,
        columns=_known(arguments.getlist("column"), layout),
        size=size if size in SIZES else SIZE,
        after=_number(arguments.get("after")),
        before=_number(arguments.get("before")),
        row=_number(arguments.get("row")),
        row_id=_number(arguments.get("_id")),
        cell=_meant(arguments.get("cell"), layout),
        opened=_one(arguments.get("filter"), layout),
        x=_one(arguments.get("x"), layout),
        y=tuple(id for id in arguments.getlist("y") if id == ROWS or layout.column(id)),
        by=_one(arguments.get("by"), layout),
        step=arguments.get("step", "") if arguments.get("step") in STEPS else "",
    )


def _filters(arguments: MultiDict[str, str], layout: Layout) -> Iterator[Filter]:
    for name in arguments:
        test, _, id = name.partition(".")
        column = layout.column(id)
        if test not in TESTS or column is None or column.sort_of_value == "shape":
            continue
        values = [value.strip()[:LONGEST] for value in arguments.getlist(name)]
        kept = tuple("" if value == EMPTY else value for value in values if value)
        if kept:
            yield Filter(id, test, kept if test == "is" else kept[:1])


def _known(names: list[str], layout: Layout) -> tuple[str, ...]:
    """Return the columns among the names, in the table's order; () where it is all of them."""
    found = tuple(column.id for column in layout.columns if column.id in names)
    return () if len(found) == len(layout.columns) else found


def _meant(heading: str | None, layout: Layout) -> str | None:
    """Return the column of a heading as the file has it, which may have been mended since."""
    if not heading or layout.column(heading):
        return heading or None
    key = variant_key(heading)
    alike = [column.id for column in layout.columns if variant_key(column.id) == key]
    return alike[0] if len(alike) == 1 else None


def _one(name: str | None, layout: Layout) -> str | None:
    return name if layout.column(name) else None


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 12 else None
