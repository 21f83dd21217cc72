"""The words of whole columns at once, as `lib.text.grams` gives them for one text.

Characters are looked at as numbers, all cells of a block in one array: a hundred times
faster than cell by cell, and a cell that repeats is done once.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np
import polars as pl

from ckanext.kanazawa.lib.text.grams import JOINT, LONGEST_WORD, VARIATION, WORD, folded, grams
from ckanext.kanazawa.lib.text.tokens import CJK

# Text of one row that is searched. A tsvector may have 1 MB, a triple needs 9 bytes and more.
ROW_CHARACTERS = 60_000
CELL_CHARACTERS = 20_000
# Characters of one array, so that memory stays bounded however long the cells are.
_CHUNK = 2_000_000
_WORD, _CJK, _JOINT = 1, 2, 3
_SPACE, _NEWLINE = ord(" "), ord("\n")
_ODD = re.compile(f"[{VARIATION}\u1100-\u11ff]")
_KINDS = tuple(
    (kind, re.compile(f"[{members}]"))
    for kind, members in ((_WORD, WORD), (_CJK, CJK), (_JOINT, JOINT))
)
_LONG_WORD = re.compile(f"[^{CJK}\\s]{{{LONGEST_WORD + 1},}}")

Codes = np.ndarray[tuple[int], np.dtype[np.uint32]]


def searched_characters(columns: int) -> int:
    """Return how many characters of each cell are searched in a table of so many columns."""
    return max(30, min(CELL_CHARACTERS, ROW_CHARACTERS // max(1, columns)))


def row_lexemes(frame: pl.DataFrame, cells: Sequence[str], limit: int) -> pl.Series:
    """Return the words of each row, as PostgreSQL reads a tsvector.

    Args:
        frame: a block.
        cells: names of the columns to search.
        limit: characters of each cell.
    """
    parts = [_column(frame[cell], limit).alias(cell) for cell in cells]
    rows = pl.DataFrame(parts).select(
        pl.concat_str(pl.all(), separator=" ", ignore_nulls=True).alias("lexemes")
    )
    return rows["lexemes"]


def _column(cells: pl.Series, limit: int) -> pl.Series:
    """Return the words of each cell; those of a cell that repeats are made once."""
    unique = cells.unique().drop_nulls()
    texts = unique.str.slice(0, limit).str.replace_all("\n", " ", literal=True).to_list()
    words = [text for chunk in _chunks(texts) for text in _words(chunk)]
    known = pl.DataFrame(
        {"cell": unique, "words": words}, schema={"cell": pl.String, "words": pl.String}
    )
    return cells.to_frame("cell").join(known, on="cell", how="left", maintain_order="left")["words"]


def _chunks(texts: list[str]) -> Iterator[list[str]]:
    start = size = 0
    for end, text in enumerate(texts, 1):
        size += len(text)
        if size > _CHUNK or end == len(texts):
            yield texts[start:end]
            start, size = end, 0


def _words(texts: list[str]) -> list[str]:
    """Return the words of each text (without newlines), separated by spaces."""
    signs = _signs()
    codes = _codes(texts)
    signs.learn(codes)
    slow = set(np.cumsum(codes == _NEWLINE)[signs.odd[codes]].tolist())
    slow.update(i for i, text in enumerate(texts) if len(text) > LONGEST_WORD and _long(text))
    codes = signs.folds[codes]
    kinds = signs.kinds[codes]
    found = _cut(codes, kinds)
    for place, words in _joined(codes, kinds):
        found[place] += " " + words
    for place in slow:
        # A character that becomes several, or joins its neighbour, needs the whole text.
        found[place] = " ".join(sorted(grams(texts[place])))
    return found


def _long(text: str) -> bool:
    return _LONG_WORD.search(text) is not None


def _codes(texts: list[str]) -> Codes:
    """Return the numbers of all characters, a newline after each text."""
    joined = "\n".join(texts) + "\n"
    return np.frombuffer(joined.encode("utf-32-le"), dtype=np.uint32)


def _cut(codes: Codes, kinds: Codes) -> list[str]:
    """Write the words of each text: every Japanese character with the two that follow it."""
    japanese = np.append(kinds == _CJK, [False, False])
    following = np.append(codes, [0, 0]).astype(np.uint32)
    one, two, three = japanese[:-2], japanese[1:-1], japanese[2:]
    out = np.zeros((len(codes), 4), dtype=np.uint32)
    out[:, 0] = np.where((kinds == _WORD) | one | (codes == _NEWLINE), codes, _SPACE)
    out[:, 1] = np.where(one & two, following[1:-1], 0)
    out[:, 2] = np.where(one & two & three, following[2:], 0)
    # A space ends each triple, and a word before Japanese.
    out[:, 3] = np.where(one | two, _SPACE, 0)
    flat = out.ravel()
    return flat[flat != 0].tobytes().decode("utf-32-le").split("\n")[:-1]


def _joined(codes: Codes, kinds: Codes) -> Iterator[tuple[int, str]]:
    """Yield place and words, written together, of texts with words like 076-220-2111."""
    word = np.concatenate(([False], kinds == _WORD, [False]))
    joints = (kinds == _JOINT) & word[:-2] & word[2:]
    if not joints.any():
        return
    ends = codes == _NEWLINE
    # The number of a text's end counts for the next one: shift by one.
    place = np.concatenate(([0], np.cumsum(ends)[:-1]))
    places = np.unique(place[joints])
    chosen = np.isin(place, places) & ~joints
    words = np.where(kinds == _WORD, kinds, 0)[chosen]
    yield from zip(places.tolist(), _cut(codes[chosen], words), strict=True)


class Signs:
    """What is known of characters, learnt when they first appear: there are a million.

    Attributes:
        folds: character → its folded form.
        odd: whether that is no single character, or joins its neighbour.
        kinds: of the folded form: word, Japanese, joint or none of these.
    """

    def __init__(self) -> None:
        size = sys.maxunicode + 1
        self.folds = np.arange(size, dtype=np.uint32)
        self.odd = np.zeros(size, dtype=bool)
        self.kinds = np.zeros(size, dtype=np.uint32)
        self._known = np.zeros(size, dtype=bool)

    def learn(self, codes: Codes) -> None:
        """Look at the characters that are new."""
        new = np.flatnonzero(np.bincount(codes, minlength=len(self._known)) * ~self._known)
        for code in new.tolist():
            text = folded(chr(code))
            if len(text) == 1 and not unicodedata.combining(text) and not _ODD.match(chr(code)):
                self.folds[code] = ord(text)
                self.kinds[code] = self.kinds[ord(text)] = _kind(text)
            else:
                self.odd[code] = True
        self._known[new] = True


@cache
def _signs() -> Signs:
    return Signs()


def _kind(sign: str) -> int:
    return next((kind for kind, pattern in _KINDS if pattern.match(sign)), 0)
