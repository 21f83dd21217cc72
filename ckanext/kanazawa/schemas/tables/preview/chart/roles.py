"""Which columns of a table can be charted: what along, what up, and for which kinds."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from ckanext.kanazawa.schemas.tables.preview.cells import text_of
from ckanext.kanazawa.schemas.tables.preview.chart.periods import month_of, period_of
from ckanext.kanazawa.schemas.tables.preview.columns import Column, Layout
from ckanext.kanazawa.schemas.tables.preview.conditions import ROW_ID, column_of, table_of

# Rows that are looked at to find out what columns hold.
SAMPLE = 300
# More different values than this are names, not categories.
MOST_KINDS = 30
# Up to as many values nobody can say whether most come again.
FEW = 10
LONGEST_KIND = 30
# Numbers that count nothing: codes, positions, heights, years, numbers of rows; and those that
# were divided by something, whose sum says nothing.
_NO_MEASURE = re.compile(
    r"コード|番号|通番|連番|電話|郵便|緯度|経度|標高|海抜|年月|西暦|年度?$|^項番$|^ID$|_ID$"
    r"|^(No|Ｎｏ|ＮＯ|№|#)[.．]?$|^#property$|code|phone|lat|lon|elevation|year|month"
    r"|(割合|[率比]|[%％])[(（]?[%％]?[)）]?$|平均|単価|気温",
    re.IGNORECASE,
)
# Not 前月 or 4月, which head numbers of a month.
_MONTH = re.compile(r"^(month|(対象|調査|開催|実施|発生)?月)$", re.IGNORECASE)
_NO_KIND = re.compile(
    r"コード|番号|電話|URL|メール|住所|所在地|ID|緯度|経度|備考|説明", re.IGNORECASE
)


@dataclass(frozen=True)
class Roles:
    """What columns are good for.

    Attributes:
        periods: hold dates, months or years, several of them; those that tell the year first.
        kinds: hold few values.
        names: hold a name for each row.
        measures: hold numbers that can be added up.
        months: ids of columns that hold months of no year → the first one of the table.
        sparse: ids of columns that most rows leave empty; a chart begins with others.
    """

    periods: list[Column]
    kinds: list[Column]
    names: list[Column]
    measures: list[Column]
    months: dict[str, int] = field(default_factory=dict)
    sparse: set[str] = field(default_factory=set)

    @property
    def along(self) -> list[Column]:
        """Return the columns a chart can go along, best first."""
        named = self.names if self.measures else []
        return self._full_first([*self.periods, *self.kinds, *named])

    @property
    def first_measures(self) -> list[Column]:
        """Return the column that is added up unless another is asked for, or none."""
        return self._full_first(self.measures)[:1]

    def _full_first(self, columns: list[Column]) -> list[Column]:
        return sorted(columns, key=lambda column: column.id in self.sparse)

    @property
    def steps(self) -> bool:
        """Say whether a column can be shown by month as well as by year."""
        return any(column.id not in self.months for column in self.periods)


def measures_of(layout: Layout) -> list[Column]:
    """Return the columns whose numbers can be added up."""
    return [
        column
        for column in layout.columns
        if column.sort_of_value == "number"
        and not (_NO_MEASURE.search(column.id) or _MONTH.search(column.id))
    ]


def has_chart(layout: Layout) -> bool:
    """Say whether a table looks as if it could be charted, without reading it."""
    return bool(measures_of(layout)) or any(column.kind == "choice" for column in layout.columns)


def roles_of(connection: sa.Connection, layout: Layout) -> Roles:
    """Look at the first rows of a table."""
    query = (
        sa.select(*(column_of(column) for column in layout.columns))
        .select_from(table_of(layout))
        .order_by(ROW_ID)
        .limit(SAMPLE)
    )
    rows = connection.execute(query).all()
    roles = Roles([], [], [], measures_of(layout))
    for index, column in enumerate(layout.columns):
        values = [text for row in rows if (text := text_of(row[index]))]
        if not values and column in roles.measures and len(rows) < SAMPLE:
            roles.measures.remove(column)  # empty throughout: there is nothing to draw
        if 2 * len(values) < len(rows):
            roles.sparse.add(column.id)
        _note(roles, column, values)
    roles.periods.sort(key=lambda column: column.id in roles.months)
    return roles


def _note(roles: Roles, column: Column, values: list[Any]) -> None:
    different = set(values)
    if len(different) < 2 or column.sort_of_value == "shape" or column in roles.measures:
        return
    if column.sort_of_value == "date" or _are_periods(different):
        roles.periods.append(column)
    elif first := _first_month(column, values):
        roles.months[column.id] = first
        roles.periods.append(column)
    elif column.sort_of_value != "text" or _NO_KIND.search(column.id):
        return
    elif max(map(len, different)) <= LONGEST_KIND:
        (roles.kinds if _are_kinds(different, values) else roles.names).append(column)


def _are_kinds(different: set[str], values: list[str]) -> bool:
    """Say whether values tell kinds of rows; in all but short tables most then come again."""
    repeated = 2 * len(different) if len(values) > FEW else len(different) + 1
    return len(different) <= MOST_KINDS and repeated <= len(values)


def _are_periods(texts: set[str]) -> bool:
    read = sum(period_of(text) is not None for text in texts)
    return read >= 2 and read >= 0.9 * len(texts)


def _first_month(column: Column, texts: list[str]) -> int:
    """Return the first of the months a column holds, without their year; 0 where it holds none.

    Numbers are months only below a heading that says so.
    """
    months = [month_of(text) for text in texts]
    told = _MONTH.search(column.id) or all("月" in text for text in texts)
    return months[0].month if told and months[0] and all(months) else 0
