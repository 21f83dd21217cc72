"""Where the lines and bars of a chart lie. Templates write them as SVG."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from ckanext.kanazawa.schemas.tables.preview.chart.series import Series

TOP, BOTTOM = 16, 44
BAR, GAP = 22, 12


@dataclass(frozen=True)
class Paper:
    """What a chart is drawn on; all in units of the drawing.

    Attributes:
        left, right: room beside lines, for numbers and half of the last label.
        labels: room for labels beside bars; most_letters: that fit into it.
        numbers: room for numbers behind bars.
        most_x_labels: labels below lines.
    """

    width: int
    height: int
    left: int
    right: int
    labels: int
    most_letters: int
    numbers: int
    most_x_labels: int


WIDE = Paper(760, 380, 84, 30, labels=200, most_letters=14, numbers=90, most_x_labels=12)
# A telephone's: nothing of it has to be scrolled into view.
NARROW = Paper(344, 260, 72, 28, labels=108, most_letters=7, numbers=84, most_x_labels=4)


@dataclass(frozen=True)
class Tick:
    """A line across the chart, with its number or label."""

    at: float
    text: str


@dataclass(frozen=True)
class Line:
    """A line: pieces where there are numbers, and a mark at each number."""

    name: str
    pieces: list[str]
    marks: list[tuple[float, float]]


@dataclass(frozen=True)
class Bar:
    """A bar with its label and number."""

    label: str
    y: float
    x: float
    width: float
    height: float
    text: str
    text_at: float
    line: int


@dataclass(frozen=True)
class Drawing:
    """A chart in a box of `width` × `height`.

    Attributes:
        left, right: where lines across begin and end; labels: where labels of bars end.
        zero: the axis of numbers begins at zero.
    """

    width: int
    height: int
    left: int
    right: int
    labels: int
    x_ticks: list[Tick]
    y_ticks: list[Tick]
    lines: list[Line]
    bars: list[Bar]
    zero: bool


def drawing_of(series: Series, paper: Paper = WIDE) -> Drawing:
    """Return where everything of a chart lies."""
    return _lines(series, paper) if series.is_line else _bars(series, paper)


def _drawing(paper: Paper, height: int, **drawn: Any) -> Drawing:
    parts: dict[str, Any] = {"x_ticks": [], "y_ticks": [], "lines": [], "bars": [], "zero": True}
    right = paper.width - paper.right
    return Drawing(paper.width, height, paper.left, right, paper.labels - 8, **{**parts, **drawn})


def written(number: float | None) -> str:
    """Return a number with separators, and no more decimals than it needs."""
    if number is None:
        return ""
    return f"{number:,.0f}" if number == int(number) else f"{number:,.2f}".rstrip("0").rstrip(".")


def _steps(low: float, high: float) -> list[float]:
    """Return about five round numbers from at most low to at least high."""
    span = (high - low) or abs(high) or 1
    raw = span / 5
    power = 10 ** math.floor(math.log10(raw))
    step = next(each * power for each in (1, 2, 2.5, 5, 10) if each * power >= raw)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [round(number * step, 10) for number in range(first, max(last, first + 1) + 1)]


def _lines(series: Series, paper: Paper) -> Drawing:
    numbers = [value for _, line in series.lines for value in line if value is not None] or [0]
    low, high = min(numbers), max(numbers)
    # What changes little would be a flat line; the page says where it does not begin at zero.
    zero = low <= high / 2
    steps = _steps(min(0.0, low) if zero else low, high)
    width, height = paper.width - paper.left - paper.right, paper.height - TOP - BOTTOM
    xs = [round(paper.left + width * share, 1) for share in _shares(series)]

    def y_of(number: float) -> float:
        return round(TOP + height * (1 - (number - steps[0]) / (steps[-1] - steps[0])), 1)

    def places_of(values: list[float | None]) -> list[tuple[float, float] | None]:
        return [None if v is None else (x, y_of(v)) for x, v in zip(xs, values, strict=True)]

    return _drawing(
        paper,
        paper.height,
        x_ticks=_apart(list(map(Tick, xs, series.labels)), width / (paper.most_x_labels - 1)),
        y_ticks=[Tick(y_of(number), written(number)) for number in steps],
        lines=[
            _line(
                name, [None if v is None else (x, y_of(v)) for x, v in zip(xs, values, strict=True)]
            )
            for name, values in series.lines
        ],
        zero=steps[0] <= 0,
    )


def _shares(series: Series) -> list[float]:
    """Return where labels stand between the first (0) and the last (1): periods as in time."""
    places = series.places
    if not places:
        places = list(range(len(series.labels)))
    if len(places) < 2:
        return [0.5] * len(places)
    return [(place - places[0]) / (places[-1] - places[0]) for place in places]


def _apart(ticks: list[Tick], room: float) -> list[Tick]:
    """Return those ticks whose labels do not touch each other; the first is one of them."""
    kept: list[Tick] = []
    for tick in ticks:
        if not kept or tick.at - kept[-1].at > room - 1:
            kept.append(tick)
    return kept


def _line(name: str, places: list[tuple[float, float] | None]) -> Line:
    """Return a line that stops where a number is missing, and goes on after it."""
    pieces: list[list[str]] = [[]]
    for place in places:
        if place is None:
            pieces.append([])
        else:
            pieces[-1].append(f"{place[0]},{place[1]}")
    drawn = [" ".join(piece) for piece in pieces if len(piece) > 1]
    return Line(name, drawn, [place for place in places if place is not None])


def _bars(series: Series, paper: Paper) -> Drawing:
    numbers = [value for _, line in series.lines for value in line if value is not None] or [0]
    low, high = min(0.0, min(numbers)), max(0.0, max(numbers))
    span = (high - low) or 1
    # The numbers stand behind the bars.
    width = paper.width - paper.labels - paper.numbers
    group = BAR * len(series.lines) + GAP
    bars = []
    for place, label in enumerate(series.labels):
        for row, (_, values) in enumerate(series.lines):
            value = values[place] or 0
            left = paper.labels + width * (min(value, 0) - low) / span
            long = width * abs(value) / span
            bars.append(
                Bar(
                    label=_shortened(label, paper.most_letters) if row == 0 else "",
                    y=TOP + place * group + row * BAR,
                    x=round(left, 1),
                    width=round(max(long, 0.5), 1),
                    height=BAR - 2,
                    text=written(values[place]),
                    text_at=round(left + long + 6, 1),
                    line=row,
                )
            )
    height = int(TOP + group * len(series.labels) + TOP)
    return _drawing(paper, height, bars=bars)


def _shortened(label: str, most: int) -> str:
    return label if len(label) <= most else f"{label[: most - 1]}…"
