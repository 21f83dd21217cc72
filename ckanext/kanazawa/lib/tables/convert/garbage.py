"""Convert between the files of 5374 apps and the national forms for waste.

    target.csv      items and their category   ⇄ 28 ゴミの分別方法一覧
    area_days.csv   days per area and category ⇄ 30 ゴミ集積場所一覧 (one row per area and category)
    center.csv, description.csv, remarks.csv   no counterpart: listed as not carried

Source: the data of 5374.jp as the cities publish it; Kanazawa writes `type` for `label`, and
校下・地区 over the areas.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import polars as pl

from ckanext.kanazawa.lib.tables.convert.collection import areas_of_stations, stations_of_areas
from ckanext.kanazawa.lib.tables.convert.engine import Rule, convert_by_rules
from ckanext.kanazawa.lib.tables.convert.model import NOT_CARRIED, Converted, Loss, Losses
from ckanext.kanazawa.lib.tables.convert.rules.columns import Constant, Copied
from ckanext.kanazawa.lib.tables.convert.rules.readings import FirstKana
from ckanext.kanazawa.lib.tables.errors import FormatError
from ckanext.kanazawa.lib.tables.formats.loader import load_format
from ckanext.kanazawa.lib.tables.recognise.model import Recognition
from ckanext.kanazawa.lib.tables.table import ROW, Table, column_name

Kind = Literal["target", "area_days", "center", "description", "remarks"]
SEPARATION = "garbage-separation"
STATIONS = "garbage-station"
_CODE = "ごみの分別方法_全国地方公共団体コード"
# Heading of a target.csv → heading of the national form.
_ITEMS = {
    "label": "ごみの分別方法_分別区分",
    "name": "ごみの分別方法_品目",
    "notice": "ごみの分別方法_注意点",
}
_READING = "furigana"
# Headings that tell a file; those of area_days are the categories of each city.
_HEADINGS: Mapping[Kind, tuple[str, ...]] = {
    "target": ("name", "notice", _READING),
    "description": ("label", "sublabel", "description"),
    "center": ("名称", "休止開始日", "休止終了日"),
    "remarks": ("ID", "注意事項"),
}
# 地名 is 5374's own word for it.
_AREAS = ("地名", "地区", "校下", "町名", "エリア", "area")


@dataclass(frozen=True)
class Garbage:
    """What a set of 5374 files became.

    Attributes:
        separation: ゴミの分別方法一覧, None where there was no target.csv.
        stations: ゴミ集積場所一覧, None where there was no area_days.csv.
        not_carried: what the files without a counterpart hold.
    """

    separation: Converted | None
    stations: Converted | None
    not_carried: tuple[Loss, ...]


def kind_of(table: Table) -> Kind | None:
    """Return which file of a 5374 app a table is, by its headings."""
    headings = [heading.strip().lower() for heading in table.headings]
    for kind, known in _HEADINGS.items():
        if all(name.lower() in headings for name in known):
            return kind
    first = headings[0] if headings else ""
    if len(headings) > 2 and any(word in first for word in _AREAS):
        return "area_days"
    return None


def to_national(tables: Iterable[Table], *, municipality: str | None = None) -> Garbage:
    """Convert the files of a 5374 app to the national forms.

    Args:
        tables: any of the five files; one of each.
        municipality: six-digit code of the publisher, which the files do not hold.

    Raises:
        FormatError: a table is none of the five files.
    """
    separation = stations = None
    left: list[Loss] = []
    for table in tables:
        kind = kind_of(table)
        if kind is None:
            raise FormatError("garbage-file-unknown", file=table.origin.name)
        if kind == "target":
            separation = _separation(table, municipality)
        elif kind == "area_days":
            stations = stations_of_areas(table, municipality)
        else:
            left += _not_carried(table)
    return Garbage(separation, stations, tuple(left))


def to_app(table: Table, recognition: Recognition) -> Converted:
    """Convert a national form for waste to the 5374 file that is its counterpart.

    Args:
        table: ゴミの分別方法一覧 or ゴミ集積場所一覧.
        recognition: its format and columns.

    Raises:
        FormatError: the table is of another format.
    """
    form = recognition.format.id if recognition.format else None
    if form == SEPARATION:
        return _target(table, recognition)
    if form == STATIONS:
        return areas_of_stations(table, recognition)
    raise FormatError("garbage-form-unknown", format=form or "-")


def _separation(table: Table, municipality: str | None) -> Converted:
    columns = {heading.strip().lower(): index for index, heading in enumerate(table.headings)}
    if "type" in columns:
        columns.setdefault("label", columns["type"])
    rules: list[Rule] = [Copied(own, official) for own, official in _ITEMS.items()]
    if municipality:
        rules.append(Constant(municipality, _CODE))
    headings = [field.name for field in load_format(SEPARATION).current.fields]
    return convert_by_rules(table, columns, headings, rules)


def _target(table: Table, recognition: Recognition) -> Converted:
    rules: list[Rule] = [Copied(official, own) for own, official in _ITEMS.items()]
    rules.append(FirstKana(_ITEMS["name"], _READING))
    return convert_by_rules(table, recognition.indexes, [*_ITEMS, _READING], rules)


def _not_carried(table: Table) -> tuple[Loss, ...]:
    """List every filled cell of a file without a counterpart."""
    losses = Losses()
    for block in table.blocks():
        for index, heading in enumerate(table.headings):
            cells = pl.col(column_name(index)).alias(heading)
            losses.note(NOT_CARRIED, block.frame.select(ROW, cells), heading)
    return losses.listed()
