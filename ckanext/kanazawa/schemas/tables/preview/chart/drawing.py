"""Where the lines and bars of a chart lie. Templates write them as SVG."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ckanext.kanazawa.schemas.tables.preview.chart.series import Series

WIDTH, HEIGHT = 760, 380
LEFT, RIGHT, TOP, BOTTOM = 84, 16, 16, 44
BAR, GAP, LABELS = 22, 12, 200
MOST_X_LABELS = 12
# Characters of a label beside a bar.
LABEL_LENGTH = 14


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
        zero: the axis of numbers begins at zero.
    """

    width: int
    height: int
    x_ticks: list[Tick]
    y_ticks: list[Tick]
    lines: list[Line]
    bars: list[Bar]
    zero: bool


def drawing_of(series: Series) -> Drawing:
    """Return where everything of a chart lies."""
    return _lines(series) if series.is_line else _bars(series)


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


def _lines(series: Series) -> Drawing:
    numbers = [value for _, line in series.lines for value in line if value is not None] or [0]
    low, high = min(numbers), max(numbers)
    # What changes little would be a flat line; the page says where it does not begin at zero.
    zero = low <= high / 2
    steps = _steps(min(0.0, low) if zero else low, high)
    width, height = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
    count = len(series.labels)

    def x_of(place: int) -> float:
        return round(LEFT + (width * place / (count - 1) if count > 1 else width / 2), 1)

    def y_of(number: float) -> float:
        return round(TOP + height * (1 - (number - steps[0]) / (steps[-1] - steps[0])), 1)

    every = max(1, math.ceil(count / MOST_X_LABELS))
    return Drawing(
        WIDTH,
        HEIGHT,
        [Tick(x_of(i), label) for i, label in enumerate(series.labels) if i % every == 0],
        [Tick(y_of(number), written(number)) for number in steps],
        [
            _line(name, [None if v is None else (x_of(i), y_of(v)) for i, v in enumerate(values)])
            for name, values in series.lines
        ],
        [],
        steps[0] <= 0,
    )


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


def _bars(series: Series) -> Drawing:
    numbers = [value for _, line in series.lines for value in line if value is not None] or [0]
    low, high = min(0.0, min(numbers)), max(0.0, max(numbers))
    span = (high - low) or 1
    # The numbers stand behind the bars.
    width = WIDTH - LABELS - 90
    group = BAR * len(series.lines) + GAP
    bars = []
    for place, label in enumerate(series.labels):
        for row, (_, values) in enumerate(series.lines):
            value = values[place] or 0
            left = LABELS + width * (min(value, 0) - low) / span
            long = width * abs(value) / span
            bars.append(
                Bar(
                    label=label if row == 0 else "",
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
    return Drawing(WIDTH, height, [], [], [], bars, True)


def shortened(label: str) -> str:
    """Return a label that fits beside its bar."""
    return label if len(label) <= LABEL_LENGTH else f"{label[: LABEL_LENGTH - 1]}…"
