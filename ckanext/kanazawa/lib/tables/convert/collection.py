"""Collection days: a row per area in 5374's area_days.csv, per area and category nationally."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import polars as pl

from ckanext.kanazawa.lib.tables.convert.engine import converted_table, unique_headings
from ckanext.kanazawa.lib.tables.convert.model import NOT_CARRIED, Converted, Loss, Losses
from ckanext.kanazawa.lib.tables.formats.loader import load_format
from ckanext.kanazawa.lib.tables.passes import Pass
from ckanext.kanazawa.lib.tables.recognise.model import Recognition
from ckanext.kanazawa.lib.tables.table import ROW, Block, Table, column_name, table_of

_PREFIX = "ゴミ集積場所_"
_CODE, _CATEGORY, _AREA, _DAYS = (
    _PREFIX + name for name in ("全国地方公共団体コード", "ゴミ種類", "地区名", "ゴミ収集日")
)
# Columns of area_days.csv that hold no days.
_NO_DAYS = ("センター", "center", "管理センター")
_AREA_HEADINGS = ("地区", "センター")
_SHORT = re.compile("([月火水木金土日])([1-5]?)")
_LONG = re.compile("(毎週|第([1-5]))([月火水木金土日])曜日")
_BETWEEN = "、"


def days_in_words(days: str) -> str:
    """Write 5374's days so that anybody can read them: 月 水4 → 毎週月曜日、第4水曜日.

    What holds anything else (a remark's number) stays as it is.
    """
    matches = [_SHORT.fullmatch(part) for part in days.split()]
    if not matches or not all(matches):
        return days
    return _BETWEEN.join(
        f"第{found[2]}{found[1]}曜日" if found[2] else f"毎週{found[1]}曜日"
        for found in matches
        if found
    )


def days_in_short(words: str) -> str | None:
    """Undo `days_in_words`; None for days written in another way."""
    matches = [_LONG.fullmatch(part) for part in words.split(_BETWEEN)]
    if not matches or not all(matches):
        return None
    return " ".join(f"{found[3]}{found[2] or ''}" for found in matches if found)


@dataclass
class _Rows(Losses):
    """Losses, and the number of the next row."""

    next: int = 2

    def __post_init__(self) -> None:
        super().__init__()

    def numbered(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return rows with the numbers that follow."""
        numbers = pl.Series(ROW, range(self.next, self.next + frame.height), dtype=pl.UInt32)
        self.next += frame.height
        return frame.insert_column(0, numbers)


def stations_of_areas(table: Table, municipality: str | None) -> Converted:
    """Make one national row of every area and category with days.

    Args:
        table: area_days.csv: the area first, then perhaps its centre, then the categories.
        municipality: six-digit code of the publisher, or None.
    """
    headings = [found.name for found in load_format("garbage-station").current.fields]
    names = unique_headings(table.headings)
    others = [name for name in names if name.strip().lower() in _NO_DAYS]
    categories = [name for name in names[1:] if name not in others]

    def change(frame: pl.DataFrame, rows: _Rows) -> pl.DataFrame:
        source = frame.rename({column_name(index): name for index, name in enumerate(names)})
        for name in others:
            rows.note(NOT_CARRIED, source, name)
        long = _by_category(source, names[0], categories)
        made = long.with_columns(pl.lit(municipality, dtype=pl.String).alias(_CODE))
        empty = pl.lit(None, dtype=pl.String)
        cells = (
            (pl.col(name) if name in made.columns else empty).alias(column_name(index))
            for index, name in enumerate(headings)
        )
        return rows.numbered(made.select(cells))

    run = Pass(table, _Rows, change)
    filled = {_AREA, _CATEGORY, _DAYS, *([_CODE] if municipality else [])}
    unfilled = tuple(name for name in headings if name not in filled)
    made = converted_table(table, headings, run.blocks)
    return Converted(made, unfilled, lambda: run.noted().listed())


def _by_category(source: pl.DataFrame, area: str, categories: list[str]) -> pl.DataFrame:
    """Return a row per area and category with days, in the order of the source."""
    long = source.unpivot(categories, index=[ROW, area], variable_name=_CATEGORY, value_name=_DAYS)
    told = long.drop_nulls(_DAYS).sort(ROW, maintain_order=True)
    words = {text: days_in_words(text) for text in told[_DAYS].unique()}
    return told.select(
        pl.col(area).alias(_AREA), pl.col(_CATEGORY), pl.col(_DAYS).replace(words).alias(_DAYS)
    )


@dataclass
class _Areas:
    """Days of every area and category, as the rows tell them.

    Attributes:
        days: area → category → days.
        differing: area and category of which rows tell different days.
    """

    days: dict[str, dict[str, str]] = field(default_factory=dict)
    differing: set[tuple[str, str]] = field(default_factory=set)
    losses: Losses = field(default_factory=Losses)


def areas_of_stations(table: Table, recognition: Recognition) -> Converted:
    """Make one row per area, with a column of days for every category.

    The categories are the columns, so the table is read at once; only areas and their days
    are kept in memory. Where rows of an area and category differ, the cell stays empty and
    the rows are listed.
    """
    areas = _Areas()
    for frame in _named_blocks(table, recognition):
        _collect(frame, areas)
    categories = list(dict.fromkeys(name for days in areas.days.values() for name in days))
    rows = [
        [area, None, *(days.get(category) for category in categories)]
        for area, days in areas.days.items()
    ]
    made = table_of([*_AREA_HEADINGS, *categories], rows, name=table.origin.name)
    listed: tuple[Loss, ...] = areas.losses.listed()
    return Converted(made, (_AREA_HEADINGS[1],), lambda: listed)


def _named_blocks(table: Table, recognition: Recognition) -> Iterator[pl.DataFrame]:
    """Yield the blocks with their columns named, the four that matter always there."""
    official = {index: found.name for index, found in recognition.columns.items()}
    names = unique_headings([official.get(i, name) for i, name in enumerate(table.headings)])
    for block in table.blocks():
        yield _named(block, names)


def _named(block: Block, names: list[str]) -> pl.DataFrame:
    frame = block.frame.rename({column_name(i): name for i, name in enumerate(names)})
    lacking = [name for name in (_AREA, _CATEGORY, _DAYS) if name not in frame.columns]
    return frame.with_columns(pl.lit(None, dtype=pl.String).alias(name) for name in lacking)


def _collect(frame: pl.DataFrame, areas: _Areas) -> None:
    for name in frame.columns:
        if name not in (ROW, _AREA, _CATEGORY, _DAYS):
            areas.losses.note(NOT_CARRIED, frame, name)
    placed = pl.col(_AREA).is_not_null() & pl.col(_CATEGORY).is_not_null()
    areas.losses.note("days-without-area", frame, _DAYS, ~placed)
    told = frame.filter(placed & pl.col(_DAYS).is_not_null())
    for area, category, words in (
        told.select(_AREA, _CATEGORY, _DAYS).unique(maintain_order=True).iter_rows()
    ):
        _tell(areas, area, category, days_in_short(words) or words)
    for area, category in areas.differing:
        here = (pl.col(_AREA) == area) & (pl.col(_CATEGORY) == category)
        areas.losses.note("days-differ", told, _DAYS, here, category)


def _tell(areas: _Areas, area: str, category: str, days: str) -> None:
    known = areas.days.setdefault(area, {})
    if (area, category) in areas.differing:
        return
    if known.setdefault(category, days) != days:
        areas.differing.add((area, category))
        known[category] = ""
