"""Find single rows whose values stand beside their headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import compress

import polars as pl

from ckanext.kanazawa.lib.tables.recognise.likely import likely_rows, mark
from ckanext.kanazawa.lib.tables.recognise.model import Recognition, Shift, Usual
from ckanext.kanazawa.lib.tables.recognise.shapes import NOTHING, fits
from ckanext.kanazawa.lib.tables.recognise.shifts import FAR, best_shift, pairs_of
from ckanext.kanazawa.lib.tables.recognise.signs import (
    GOOD,
    Signs,
    is_sharp_kind,
    kinds_of,
    texts_of,
)
from ckanext.kanazawa.lib.tables.table import ROW, column_name
from ckanext.kanazawa.lib.text.characters import INVISIBLE

# From this share of filled cells on an empty one in a column is a sign.
MOSTLY = 0.95
# Kinds one value of which is enough to tell that it stands under its own heading.
_PLAIN = frozenset(
    (
        *("corporate-number", "phone", "email", "url", "date"),
        *("latitude", "longitude", "prefecture", "school-code"),
    )
)
# Whether it is always filled must be surer where a value's place follows from it.
ALWAYS, NEVER = 0.98, 0.02
# Values of a column filled less often say little about it.
SELDOM = 0.25
# Cells of a row that must be wrong, or empty where hardly any is, before it is looked at.
LEAST_WRONG = 2
# Patterns of rows that are remembered; rows shifted by the same slip look alike.
REMEMBERED = 20_000


@dataclass(frozen=True)
class RowShift:
    """A row whose values stand beside their headings.

    Attributes:
        row: as the spreadsheet counts, from 1.
        shift: which columns, how far, and where it began.
    """

    row: int
    shift: Shift


# What a row shows from afar: which cells are filled, and (column, kind) → whether they fit.
_Filled = tuple[bool, ...]
_Fits = Mapping[tuple[int, str], bool | None]


def told_by(found: Recognition) -> Mapping[int, tuple[bool, ...]]:
    """Return what is taken from how usual cells are; the same, and the same rows are found."""
    return {
        col: (
            usual.filled >= MOSTLY,
            usual.filled >= ALWAYS,
            usual.filled <= NEVER,
            _is_telling(usual),
        )
        for col, usual in found.usual.items()
    }


def _is_telling(usual: Usual) -> bool:
    # The few values of a column otherwise empty may be just those of shifted rows.
    return usual.fitting is None or usual.fitting >= GOOD or usual.filled < SELDOM


class RowShifts:
    """Looks for shifted rows in a table that is not shifted as a whole.

    A column most of whose values are no such as its heading asks for tells nothing.
    """

    def __init__(self, found: Recognition):
        known = kinds_of(found.columns) if found.shift is None else {}
        self._usual = found.usual
        self._kinds = {col: kind for col, kind in known.items() if self._is_usable(col)}
        self._texts = texts_of(found.columns)
        self._memo: dict[tuple[bool | None, ...], Shift | None] = {}

    def _is_usable(self, column: int) -> bool:
        usual = self._usual.get(column)
        return usual is None or _is_telling(usual)

    def _doubtful(self, frame: pl.DataFrame, suspicious: pl.DataFrame) -> pl.Series:
        """Return the places of rows worth a look, when it is known which cells are suspicious."""
        numbers = pl.int_range(frame.height, dtype=pl.UInt32, eager=True)
        places = [self._wrong_places(frame, suspicious, numbers)]
        for col in self._kinds:
            cells = frame[column_name(col)]
            if self._is_rarely_empty(col) and cells.null_count():
                places.append(numbers.filter(cells.is_null()))
        counts = pl.concat(places).to_frame("place").group_by("place").len()
        return counts.filter(pl.col("len") >= LEAST_WRONG)["place"].sort()

    def _wrong_places(
        self, frame: pl.DataFrame, suspicious: pl.DataFrame, numbers: pl.Series
    ) -> pl.Series:
        """Return the row of each suspicious cell that does not look like its kind, from 0.

        The cells of all columns of a kind are looked at together, which is much faster.
        """
        places: list[pl.Series] = [pl.Series(dtype=pl.UInt32)]
        cells: list[pl.Series] = [pl.Series(dtype=pl.String)]
        sizes: dict[str, int] = {}
        for col, kind in sorted(self._kinds.items(), key=lambda item: item[1]):
            mask = suspicious[column_name(col)]
            if found := int(mask.sum() or 0):
                sizes[kind] = sizes.get(kind, 0) + found
                places.append(numbers.filter(mask))
                cells.append(frame[column_name(col)].filter(mask))
        cell = pl.col("cell")
        trimmed = pl.concat(cells).to_frame("cell").select(_trimmed(cell))
        wrong: list[pl.Series] = [pl.Series(dtype=pl.Boolean)]
        begin = 0
        for kind, size in sizes.items():
            wrong.append(trimmed.slice(begin, size).select(~fits(cell, kind)).to_series())
            begin += size
        return pl.concat(places).filter(pl.concat(wrong))

    def find(self, frame: pl.DataFrame) -> list[RowShift]:
        """Return the shifted rows of a block of the table's width, in their order."""
        if len(self._kinds) < LEAST_WRONG or not frame.height:
            return []
        trimmed = frame.with_columns(_trimmed(pl.exclude(ROW)))
        doubtful = trimmed.select(self._is_doubtful(frame.width - 1)).to_series()
        return self._among(frame.filter(doubtful).with_columns(_seen(pl.exclude(ROW))))

    def find_where(self, frame: pl.DataFrame, suspicious: pl.DataFrame) -> list[RowShift]:
        """Return the shifted rows of a block when it is known which of its cells may be wrong.

        Args:
            frame: of the table's width.
            suspicious: per column whether a cell may be wrong; a cell that is, is marked.
        """
        if len(self._kinds) < LEAST_WRONG or not frame.height:
            return []
        places = self._doubtful(frame, suspicious)
        return self._among(_seen_where(frame[places], suspicious[places])) if len(places) else []

    def _among(self, seen: pl.DataFrame) -> list[RowShift]:
        """Look closely at rows, given as a reader sees them.

        Repairing takes away what nobody sees: compared or counted with it, a row would look
        otherwise the next time.
        """
        if not seen.height:
            return []
        width = seen.width - 1
        pairs = self._wanted(width)
        telling = seen.with_columns(pl.exclude(ROW).replace(NOTHING, None))
        fitting = telling.select(_comparison(*pair) for pair in pairs)
        told = likely_rows(fitting, set(pairs), self._kinds, self._texts)
        likely = told.select(pl.any_horizontal(pl.all())).to_series()
        rows = seen.filter(likely)
        patterns = zip(
            rows.select(pl.exclude(ROW).is_not_null()).iter_rows(),
            fitting.filter(likely).iter_rows(),
            told.filter(likely).iter_rows(),
            strict=True,
        )
        found = [
            self._looked_at((*there, *fit), pairs, width, tuple(compress(FAR, far)))
            for there, fit, far in patterns
        ]
        return [
            RowShift(row, shifted)
            for row, shifted in zip(rows[ROW], found, strict=True)
            if shifted is not None
        ]

    def _is_doubtful(self, width: int) -> pl.Expr:
        """Return what is true where cells are wrong, or empty though others hardly are."""
        wrong: list[pl.Expr] = []
        for col, kind in self._kinds.items():
            if col < width:
                missing = self._is_rarely_empty(col)
                wrong.append((~fits(_cell(col), kind)).fill_null(value=missing))
        return pl.sum_horizontal(wrong) >= LEAST_WRONG

    def _is_rarely_empty(self, column: int) -> bool:
        usual = self._usual.get(column)
        return usual is not None and usual.filled >= MOSTLY

    def _wanted(self, width: int) -> list[tuple[int, str]]:
        """Return which cells are compared with which kinds."""
        pairs = [
            pair
            for by in (0, *FAR)
            for wanted in pairs_of(self._kinds, by)
            for pair in wanted.values()
            if pair[1] and 0 <= pair[0] < width
        ]
        positions = [
            (col, "figures")
            for col, kind in self._kinds.items()
            if kind in ("latitude", "longitude") and col < width
        ]
        return list(dict.fromkeys([*pairs, *positions]))

    def _looked_at(
        self,
        pattern: tuple[bool | None, ...],
        pairs: Sequence[tuple[int, str]],
        width: int,
        likely: Sequence[int],
    ) -> Shift | None:
        if pattern not in self._memo:
            if len(self._memo) >= REMEMBERED:
                self._memo.clear()
            filled = tuple(map(bool, pattern[:width]))
            known = dict(zip(pairs, pattern[width:], strict=True))
            self._memo[pattern] = self._shift(filled, known, likely)
        return self._memo[pattern]

    def _shift(self, filled: _Filled, known: _Fits, likely: Sequence[int]) -> Shift | None:
        kinds = self._without_own_faults(filled, known)
        # Without its positions, a row may show signs of other shifts.
        far = likely if kinds is self._kinds else FAR
        signs = {by: self._signs(kinds, known, by) for by in far}
        shift = best_shift(signs.values(), len(filled) - 1)
        if shift is None:
            return None
        if shift.last != len(filled) - 1 or not self._all_fit(shift, known):
            return shift
        before = [col for col in signs[shift.by].kinds if col < shift.first]
        sure = [
            col for col in before if self._kinds[col] in _PLAIN and signs[shift.by].is_fixed(col)
        ]
        within = replace(shift, earliest=max(sure, default=-1) + 1)
        return replace(shift, begin=self._begin(within, filled))

    def _without_own_faults(self, filled: _Filled, known: _Fits) -> Mapping[int, str]:
        """Leave out positions that look exchanged, even if one of the two is spoilt besides."""
        by_kind = {kind: col for col, kind in self._kinds.items()}
        both = by_kind.get("latitude"), by_kind.get("longitude")
        if None in both or not all(filled[col] for col in both if col is not None):
            return self._kinds
        latitude, longitude = both
        pairs = ((latitude, "longitude"), (longitude, "latitude"))
        figures = all(known.get((col or 0, "figures")) for col in both)
        if not figures or not any(known.get((col or 0, kind)) for col, kind in pairs):
            return self._kinds
        return {col: kind for col, kind in self._kinds.items() if col not in both}

    def _signs(self, kinds: Mapping[int, str], known: _Fits, by: int) -> Signs:
        def fitting(pairs: Mapping[int, tuple[int, str]]) -> dict[int, float]:
            return {col: float(known.get(pair) or 0.0) for col, pair in pairs.items()}

        there, explained, back = map(fitting, pairs_of(kinds, by))
        own = {col: known.get((col, kind)) for col, kind in kinds.items()}
        here = {col: None if fit is None else float(fit) for col, fit in own.items()}
        return Signs(by, kinds, here, there, explained, back, self._texts)

    def _begin(self, shift: Shift, filled: _Filled) -> int | None:
        """Return where the shift began, if no other beginning leads to a likely row.

        Texts do not show where they belong. What tells is which columns are always filled in
        this table, and which never are.
        """
        likely: dict[_Row, int | None] = {}
        for begin in _beginnings(shift, len(filled)):
            row = _moved(filled, begin, shift.by)
            # Where the value is missing, or was pushed over the edge, nothing can be expected.
            missing = (
                range(begin + shift.by, begin)
                if shift.by < 0
                else range(len(row) - shift.by, len(row))
            )
            if self._is_likely(row, shift, missing):
                likely[row] = begin if sum(filled) == len(row) - row.count(None) else None
        return likely.popitem()[1] if len(likely) == 1 else None

    def _all_fit(self, shift: Shift, known: _Fits) -> bool:
        """Say whether all values that betray their kind fit once they are moved."""
        kinds = {
            col: kind
            for col, kind in self._kinds.items()
            if shift.first <= col <= shift.last and is_sharp_kind(kind)
        }
        return all(known.get((col + shift.by, kind)) is not False for col, kind in kinds.items())

    def _is_likely(self, row: _Row, shift: Shift, missing: range) -> bool:
        columns = range(shift.earliest, shift.last + 1)
        known = {col: self._usual[col] for col in columns if col in self._usual}
        return not any(
            usual.filled <= NEVER
            if row[col] is not None
            else usual.filled >= ALWAYS and col not in missing
            for col, usual in known.items()
        )


# Per column the one whose value comes to stand there, None where it is empty.
_Row = tuple[int | None, ...]


def _beginnings(shift: Shift, width: int) -> range:
    """Return the columns where a shift may have begun."""
    return range(shift.beginnings.start, min(shift.first, width - 1) + 1)


def _moved(filled: _Filled, begin: int, by: int) -> _Row:
    """Return which value each column holds once those from a heading on are moved back."""
    row = [col if there else None for col, there in enumerate(filled)]
    empty: list[int | None] = [None] * abs(by)
    if by > 0:
        return (*row[:begin], *row[begin + by :], *empty)
    return (*row[: begin + by], *empty, *row[begin + by : by])


def _trimmed(cells: pl.Expr) -> pl.Expr:
    """Return cells without spaces around, those that say nothing empty."""
    return cells.str.strip_chars().replace(NOTHING, None)


def _seen(cells: pl.Expr) -> pl.Expr:
    """Return what a reader sees of cells, those without anything empty."""
    return cells.str.replace_all(INVISIBLE, "").str.strip_chars().replace("", None)


def _seen_where(frame: pl.DataFrame, suspicious: pl.DataFrame) -> pl.DataFrame:
    """Return the cells of some rows as a reader sees them.

    What nobody sees stands in suspicious cells only; those of all columns are looked at
    together, which is much faster.
    """
    numbers = pl.int_range(frame.height, dtype=pl.UInt32, eager=True)
    marked = [(frame[name], suspicious[name]) for name in frame.columns if name != ROW]
    cells = pl.concat([cells.filter(marks).alias("cell") for cells, marks in marked])
    seen = cells.to_frame().select(_seen(pl.col("cell"))).to_series()
    changed: list[pl.Series] = []
    begin = 0
    for cells, marks in marked:
        places = numbers.filter(marks)
        if places.len():
            changed.append(cells.clone().scatter(places, seen.slice(begin, places.len())))
            begin += places.len()
    return frame.with_columns(changed)


@lru_cache(maxsize=10_000)
def _comparison(column: int, kind: str) -> pl.Expr:
    """Return what compares a cell with a kind; making hundreds of them takes its time."""
    return fits(_cell(column), kind).alias(mark((column, kind)))


def _cell(column: int) -> pl.Expr:
    return pl.col(column_name(column))
