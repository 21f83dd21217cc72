"""Columns in which one thing is written in several ways."""

from __future__ import annotations

import re
from collections import Counter

import polars as pl

from ckanext.kanazawa.lib.tables.check.context import Context
from ckanext.kanazawa.lib.tables.check.rules.base import TableRule, raw
from ckanext.kanazawa.lib.tables.table import column_name

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
_WORDS = frozenset(word for family in FAMILIES for word in family)
_DATE = re.compile("|".join(shape for _, shape in _SHAPES))
# A column is one of yes and no, or of dates, where nearly all its cells are.
_SHARE = 0.8
_KINDS = frozenset(("presence", "date", "text", "multiline", "choice"))


class MixedWriting(TableRule):
    """A column of yes and no, or of dates, keeps to one way of writing."""

    is_wide = True

    def __init__(self, context: Context, number: int):
        super().__init__(context, number)
        self._undecided = {c.index for c in context.columns if c.field.kind in _KINDS}
        self._filled: Counter[int] = Counter()
        self._words: dict[int, Counter[str]] = {}
        self._shapes: dict[int, Counter[str]] = {}

    def see(self, frame: pl.DataFrame) -> None:
        """Count the words or the shapes of each column that is one of the two."""
        self._decide(frame)
        chosen = [*self._words, *self._shapes]
        if not chosen:
            return
        filled = [raw(index).count().alias(f"f{index}") for index in chosen]
        words = [_counted(raw(index)).alias(f"w{index}") for index in self._words]
        shapes = [
            raw(index).str.contains(shape).sum().alias(f"s{index}_{place}")
            for index in self._shapes
            for place, (_, shape) in enumerate(_SHAPES)
        ]
        (row,) = frame.select(*filled, *words, *shapes).rows(named=True)
        for index in chosen:
            self._filled[index] += row[f"f{index}"]
        for index, found in self._words.items():
            counts = {one["word"]: one["count"] for one in row[f"w{index}"]}
            found.update({word: counts[word] for word in _WORDS & counts.keys()})
        for index, found in self._shapes.items():
            for place, (name, _) in enumerate(_SHAPES):
                found[name] += row[f"s{index}_{place}"]

    def _decide(self, frame: pl.DataFrame) -> None:
        """Tell by the first cells of a column what it may be; free text is told at once."""
        for index in sorted(self._undecided):
            cells = frame[column_name(index)]
            if cells.null_count() == cells.len():
                continue
            self._undecided.discard(index)
            first = [cell.strip() for cell in cells.head(2000).drop_nulls().head(50)]
            enough = _SHARE * len(first)
            if sum(cell in _WORDS for cell in first) >= enough:
                self._words[index] = Counter()
            elif sum(_DATE.match(cell) is not None for cell in first) >= enough:
                self._shapes[index] = Counter()

    def finish(self) -> None:
        """Report columns that mix, with the ways found and how often."""
        for index, words in self._words.items():
            if len(_families(words)) > 1 and words.total() >= _SHARE * self._filled[index]:
                self._report(index, words)
        for index, found in self._shapes.items():
            shapes = +found
            if len(shapes) > 1 and shapes.total() >= _SHARE * self._filled[index]:
                self._report(index, shapes)

    def _report(self, index: int, ways: dict[str, int]) -> None:
        ranked = sorted(ways.items(), key=lambda item: (-item[1], item[0]))[:6]
        found = {
            "ja": "、".join(f"「{way}」{number:,}件" for way, number in ranked),
            "en": ", ".join(f'"{way}" {number:,} times' for way, number in ranked),
        }
        self.context.add("mixed-writing", index=index, ways=found)


def _counted(cells: pl.Expr) -> pl.Expr:
    """Count the values of a column, as one list; of one for yes and no they are few."""
    return cells.alias("word").value_counts().implode()


def _families(words: Counter[str]) -> list[tuple[str, ...]]:
    """Return the fewest pairs that hold all the words found, in the order of the list."""
    for family in FAMILIES:
        if all(word in family for word in words):
            return [family]
    return [family for family in FAMILIES if any(word in family for word in words)]
