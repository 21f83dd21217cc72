"""Columns of figures in tables of no known format: how they are written, and their unit.

No format says there what a column holds. Only a column of nothing but figures is one of
numbers for sure, so that a whole table must be looked through before a cell of it is mended.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import polars as pl

from ckanext.kanazawa.lib.tables.recognise.model import Recognition
from ckanext.kanazawa.lib.tables.table import Table, column_name
from ckanext.kanazawa.lib.text.numbers import plain_number
from ckanext.kanazawa.lib.text.width import half_width

# Names of the repairs (`schemas/tables/messages/repairs.yaml`).
PLAIN, UNIT = "figures", "figures-unit"
# Headings of codes and numbers nobody reckons with.
CODE_HEADING = re.compile(
    "コード|番号|電話|郵便|ＩＤ|code|phone|zip|(?<![a-z])(?:id|no|tel|fax)(?![a-z])", re.IGNORECASE
)
# What is measured or counted. Years, months, storeys, ages and the like are no amounts, but
# names of rows.
_UNITS = (
    *("人", "名", "世帯", "戸", "棟", "件", "台", "個", "本", "冊", "枚", "回", "基", "床", "室"),
    *("席", "頭", "羽", "匹", "隻", "校", "園", "学級", "票", "泊", "団体", "店舗", "事業所"),
    *("箇所", "か所", "カ所", "ヶ所", "ヵ所", "区画", "点", "人日", "人泊"),
    *("円", "千円", "万円", "百万円", "億円", "千人", "万人", "ドル"),
    *("%", "％", "パーセント", "ポイント", "‰"),
    *("m", "km", "cm", "mm", "㎞", "㎝", "㎜", "メートル", "キロメートル"),
    *("㎡", "m2", "m²", "k㎡", "㎢", "km2", "km²", "平方メートル", "平方キロメートル"),
    *("ha", "㏊", "ヘクタール", "m3", "m³", "㎥", "立方メートル"),
    *(
        "kg",
        "㎏",
        "g",
        "t",
        "トン",
        "千t",
        "千トン",
        "L",
        "ℓ",
        "リットル",
        "kL",
        "kWh",
        "kW",
        "MWh",
    ),
    *("℃", "度", "倍"),
)
_WIDE = {sign: sign + 0xFEE0 for sign in range(0x21, 0x7F)}
_UNIT = "|".join(
    re.escape(unit)
    for unit in sorted({*_UNITS, *(unit.translate(_WIDE) for unit in _UNITS)}, key=len)[::-1]
)
_DIGIT = "[0-9０-９]"
# A figure that begins with 0 is a code. What stands around it, cells are cleaned of anyway.
_NUMBER = (
    rf"[-－−–△▲+＋]?(?:[1-9１-９]{_DIGIT}{{0,2}}(?:[,，]{_DIGIT}{{3}})+"
    rf"|[1-9１-９]{_DIGIT}{{0,14}}|[0０])(?:[.．]{_DIGIT}{{1,12}})?"
)
_AROUND = " \u3000\t\r\n\u00a0\u200b\ufeff'‘’＇"
_FIGURE = rf"^({_NUMBER})[ 　]?({_UNIT})?$"
_FIGURES = re.compile(_FIGURE)
_PLAIN = r"^-?(?:[1-9][0-9]{0,14}|0)(?:\.[0-9]{1,12})?$"
# What stands for nothing beside figures.
_NOTHING = ("", *"-－―ー−–…*＊", "***", "-.-", "--", "‐", "...")
# A column whose first figures are all plain is left alone: nobody looks through a long table
# for the one that is not.
FIRST_ROWS = 2_000
# Fewer figures prove nothing.
LEAST = 3


@dataclass
class Figures:
    """What the rows of a column of figures showed so far.

    Attributes:
        units: unit, half-width → number of figures that carry it; "" for none.
        odd: cells that are written otherwise than programs expect.
    """

    units: Counter[str] = field(default_factory=Counter)
    odd: int = 0

    @property
    def unit(self) -> str | None:
        """Return the unit of all the figures, "" for none; None where they differ."""
        return next(iter(self.units)) if len(self.units) == 1 else None

    def see(self, cells: pl.Series) -> bool:
        """Look at more cells; return False where one of them is no figure."""
        filled = stripped(cells.drop_nulls())
        filled = filled.filter(~filled.is_in(_NOTHING))
        odd = filled.filter(~filled.str.contains(_PLAIN))
        self.units[""] += filled.len() - odd.len()
        if not odd.str.contains(_FIGURE).all():
            return False
        self.odd += odd.len()
        units = odd.str.extract(_FIGURE, 2).fill_null("").value_counts(name="number")
        for unit, number in units.iter_rows():
            self.units[half_width(unit)] += number
        self.units = +self.units
        return True


class FigureColumns:
    """Finds the columns of figures that are not written plainly, block by block."""

    def __init__(self, headings: Sequence[str], recognition: Recognition):
        self._rows = 0
        open_ = range(len(headings)) if recognition.format is None else ()
        self._columns = {i: Figures() for i in open_ if not CODE_HEADING.search(headings[i])}

    @property
    def candidates(self) -> Iterable[int]:
        """Return the 0-based columns that may still be such columns."""
        return self._columns.keys()

    def see(self, frame: pl.DataFrame) -> None:
        """Look at a block: columns c0, c1, ... as written."""
        first = frame.head(max(FIRST_ROWS - self._rows, 0))
        rest = frame.slice(first.height)
        self._see(first)
        self._rows += first.height
        if self._rows >= FIRST_ROWS:
            self._columns = {i: one for i, one in self._columns.items() if one.odd}
            self._see(rest)

    def _see(self, frame: pl.DataFrame) -> None:
        if not frame.height:
            return
        for index, figures in list(self._columns.items()):
            cells = frame[column_name(index)]
            # A column of words shows itself at once.
            if not (figures.see(cells.head(20)) and figures.see(cells.slice(20))):
                del self._columns[index]

    def found(self) -> dict[int, Figures]:
        """Return the columns of figures of which some are not written plainly."""
        return {
            index: figures
            for index, figures in self._columns.items()
            if figures.odd and figures.units.total() >= LEAST
        }


def figure_columns(table: Table, recognition: Recognition) -> dict[int, Figures]:
    """Look a table through for columns of figures that are not written plainly.

    Only its first rows are read where none of them is.

    Raises:
        FileError: the file turns out damaged or over a limit.
    """
    columns = FigureColumns(table.headings, recognition)
    if not columns.candidates:
        return {}
    for block in table.blocks():
        columns.see(block.frame)
        if not columns.candidates:
            break
    return columns.found()


def stripped(cells: pl.Series) -> pl.Series:
    """Return cells without what stands around figures."""
    return cells.str.strip_chars(_AROUND)


def odd_figures(cells: pl.Series) -> pl.Series:
    """Return true where a cell of a column of figures is not written plainly; never null."""
    clean = stripped(cells)
    return (~clean.str.contains(_PLAIN) & clean.str.contains(_FIGURE)).fill_null(value=False)


def plain_figure(value: str) -> str:
    """Return the number of a cell of a column of figures, without separators and unit."""
    match = _FIGURES.fullmatch(value.strip(_AROUND))
    plain = plain_number(match[1]) if match else None
    if plain is None:
        raise ValueError("cells of such columns are figures")
    return plain


def heading_with(unit: str, index: int, headings: Sequence[str]) -> str | None:
    """Return a column's heading with the unit of its figures: 総数 → 総数（人）.

    Returns:
        The heading as it is where it names the unit already; None where there is none, or
        where another column has the one it would get.
    """
    heading = headings[index]
    if not heading.strip():
        return None
    if re.search(rf"[(（\[［、・/／]\s*{re.escape(unit)}\s*(?:[)）\]］]|$)", heading):
        return heading
    named = f"{heading}（{unit}）"
    return None if named in headings else named
