"""Figures in tables of no known format that programs take for words."""

from __future__ import annotations

import polars as pl

from ckanext.kanazawa.lib.tables.check.collect import Fault
from ckanext.kanazawa.lib.tables.check.context import Context
from ckanext.kanazawa.lib.tables.check.rules.base import TableRule, raw
from ckanext.kanazawa.lib.tables.figures import (
    PLAIN,
    UNIT,
    FigureColumns,
    Figures,
    heading_with,
    odd_figures,
    plain_figure,
)
from ckanext.kanazawa.lib.tables.table import ROW


class WrittenFigures(TableRule):
    """Columns of nothing but figures are written in half width, without separators and units."""

    is_wide = True

    def __init__(self, context: Context, number: int):
        super().__init__(context, number)
        self._columns = FigureColumns(context.table.headings, context.recognition)
        self._first: dict[int, list[tuple[int, str]]] = {i: [] for i in self._columns.candidates}

    def see(self, frame: pl.DataFrame) -> None:
        """Remember the first cells to tell of, while their column may be one of figures."""
        self._columns.see(frame)
        for index in self._columns.candidates:
            room = self.context.collector.cap - len(self._first[index])
            if room > 0:
                odd = frame.filter(odd_figures(frame.select(raw(index)).to_series()))
                self._first[index] += odd.select(ROW, raw(index)).head(room).rows()

    def finish(self) -> None:
        """Report the cells of such columns, and columns whose units differ once."""
        for index, figures in self._columns.found().items():
            unit = figures.unit
            if unit is None:
                self._differ(index, figures)
            elif not unit:
                self._cells(index, figures, "figure-as-text", PLAIN)
            elif heading_with(unit, index, self.context.table.headings) is None:
                self._cells(index, figures, "figure-with-unit", None, unit)
            else:
                self._cells(index, figures, "figure-with-unit", UNIT, unit)

    def _differ(self, index: int, figures: Figures) -> None:
        named = [unit for unit, _ in figures.units.most_common() if unit]
        bare = "" in figures.units
        some = {
            "ja": "、".join([*named, "単位なし"] if bare else named),
            "en": ", ".join([*named, "none"] if bare else named),
        }
        row, value = self._first[index][0]
        self.context.add("figures-units-differ", index=index, row=row, value=value, units=some)

    def _cells(
        self, index: int, figures: Figures, code: str, repair: str | None, unit: str = ""
    ) -> None:
        collector = self.context.collector
        for row, value in self._first[index]:
            plain = plain_figure(value)
            params = {"repaired": plain, "unit": unit}
            mended = plain if repair else None
            fault = Fault(code, None, repair, mended, params)
            collector.add(fault, index=index, row=row, value=value)
        rest = figures.odd - len(self._first[index])
        if rest > 0:
            collector.count(Fault(code, None, repair), index, rest)
