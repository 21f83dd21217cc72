"""Columns in which one thing is written in several ways."""

from __future__ import annotations

from collections import Counter

import polars as pl

from ckanext.kanazawa.lib.tables.check.cells import Column
from ckanext.kanazawa.lib.tables.check.context import Context
from ckanext.kanazawa.lib.tables.check.rules.base import TableRule, raw

# Pairs of words for yes and no; a column keeps to one pair. △ and - stand beside any.
FAMILIES = (
    ("有", "無"),
    ("あり", "なし"),
    ("○", "×"),
    ("〇", "✕"),
    ("◯", "☓"),
    ("可", "不可"),
    ("可", "否"),
    ("1", "0"),
    ("はい", "いいえ"),
    ("有り", "無し"),
    ("TRUE", "FALSE"),
    ("true", "false"),
    ("yes", "no"),
    ("Yes", "No"),
    ("Y", "N"),
)
# Shapes of dates, named as readers know them.
_ERA = "^(?:明治|大正|昭和|平成|令和|[MTSHR])[0-9元]{1,2}[年./][0-9]{1,2}[月./][0-9]{1,2}日?$"
_SHAPES = (
    ("YYYY-MM-DD", r"^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}$"),
    ("YYYY/MM/DD", r"^[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}$"),
    ("YYYY.MM.DD", r"^[0-9]{4}\.[0-9]{1,2}\.[0-9]{1,2}$"),
    ("YYYY年M月D日", r"^[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日$"),
    (
        "元号",
        r"^(?:明治|大正|昭和|平成|令和|[MTSHR])[0-9元]{1,2}[年./][0-9]{1,2}[月./][0-9]{1,2}日?$",
    ),
    ("YYYYMMDD", r"^(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])$"),
)
_WORDS = sorted({word for family in FAMILIES for word in family})
# A column is one of yes and no, or of dates, where nearly all its cells are.
_SHARE = 0.8
_KINDS = frozenset(("presence", "date", "text", "multiline", "choice"))


class MixedWriting(TableRule):
    """A column of yes and no, or of dates, keeps to one way of writing."""

    def __init__(self, context: Context, number: int):
        super().__init__(context, number)
        self._columns = [column for column in context.columns if column.field.kind in _KINDS]
        self._filled: Counter[int] = Counter()
        self._words: dict[int, Counter[str]] = {}
        self._shapes: dict[int, Counter[str]] = {}

    def see(self, frame: pl.DataFrame) -> None:
        """Count the words and the shapes of each column that may be one of the two."""
        chosen = [column for column in self._columns if self._may_be(frame, column)]
        if not chosen:
            return
        for column in chosen:
            cells = frame.select(raw(column.index)).to_series().drop_nulls()
            self._filled[column.index] += cells.len()
            self._count_words(column.index, cells)
            self._count_shapes(column.index, cells)

    def _may_be(self, frame: pl.DataFrame, column: Column) -> bool:
        """Look at the first cells; free text is told at once."""
        cells = frame.select(raw(column.index)).to_series().drop_nulls().head(200)
        if not cells.len():
            return False
        fits = cells.is_in(_WORDS) | cells.str.contains("|".join(shape for _, shape in _SHAPES))
        return cells.filter(fits).len() >= _SHARE * cells.len()

    def _count_words(self, index: int, cells: pl.Series) -> None:
        found = self._words.setdefault(index, Counter())
        counts = cells.filter(cells.is_in(_WORDS)).value_counts()
        found.update(dict(counts.iter_rows()))

    def _count_shapes(self, index: int, cells: pl.Series) -> None:
        found = self._shapes.setdefault(index, Counter())
        for name, shape in _SHAPES:
            found[name] += cells.filter(cells.str.contains(shape)).len()

    def finish(self) -> None:
        """Report columns that mix, with the ways found and how often."""
        for index in self._words:
            words = self._words[index]
            families = _families(words)
            if len(families) > 1 and words.total() >= _SHARE * self._filled[index]:
                self._report(index, {word: words[word] for word in words})
            shapes = +self._shapes[index]
            if len(shapes) > 1 and shapes.total() >= _SHARE * self._filled[index]:
                self._report(index, shapes)

    def _report(self, index: int, ways: dict[str, int]) -> None:
        ranked = sorted(ways.items(), key=lambda item: -item[1])[:6]
        found = {
            "ja": "、".join(f"「{way}」{number:,}件" for way, number in ranked),
            "en": ", ".join(f'"{way}" {number:,} times' for way, number in ranked),
        }
        self.context.add("mixed-writing", index=index, ways=found)


def _families(words: Counter[str]) -> list[tuple[str, ...]]:
    """Return the fewest pairs that hold all the words found, in the order of the list."""
    for family in FAMILIES:
        if all(word in family for word in words):
            return [family]
    return [family for family in FAMILIES if any(word in family for word in words)]
