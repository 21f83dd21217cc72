"""What values of a kind look like from afar: wrong writings included, other kinds shut out.

The kinds themselves (`lib/tables/kinds/`) tell right from wrong. Here the question is only
which column a value may have been meant for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

import polars as pl

from ckanext.kanazawa.lib.choices import load_choices
from ckanext.kanazawa.lib.tables.formats.model import Field
from ckanext.kanazawa.lib.tables.table import ROW, column_name

_NO_JAPANESE = r"[^\p{Han}\p{Hiragana}\p{Katakana}]*"
_ERAS = "明治|大正|昭和|平成|令和|[MTSHRＭＴＳＨＲ]"
# Kind → pattern of a whole cell. \d also stands for full-width figures.
PATTERNS: Mapping[str, str] = {
    "municipality-code": r"\d{5,6}(?:\.0)?",
    "corporate-number": r"\d{13}(?:\.0)?|\d\.\d+[Ee]\+12",
    "postal-code": r"〒?\s*\d{3}\s*[-‐－ー―−–]?\s*\d{4}",
    "phone": (
        r"(?:TEL|tel|電話)?[:：\s]*[(（]?(?:[0０]|[+＋][8８][1１])\d{0,4}[)）\s]*"
        r"[-‐－ー―−–(（・ 　]?\s*\d{1,4}[)）\s]*[-‐－ー―−–・ 　]\s*\d{3,4}(?:\D.*)?"
        r"|[0０]\d{9,10}(?:\D.*)?"
    ),
    "email": r"[^@＠\s]+[@＠][^@＠\s]+[.．][^@＠]+",
    "url": r"(?:https?|ｈｔｔｐｓ?|ftp)[:：][/／]{2}.+|(?:www|ｗｗｗ)[.．].+",
    "date": (
        rf"\d{{4}}\s*[-/.年－／．]\s*\d{{1,2}}\s*(?:[-/.月－／．].*)?|(?:19|20)\d{{6}}"
        rf"|(?:{_ERAS})\s*(?:元|\d{{1,2}})\s*[-/.年．].*|\d{{1,2}}月\d{{1,2}}日.*"
    ),
    "time": (
        r"(?:午前|午後|AM|PM)?\s*\d{1,2}\s*(?:[:：]\s*\d{2}.*|時(?:[^間].*)?)"
        r"|日の出|日没|日の入り?"
    ),
    "weekdays": r"[月火水木金土日祝曜・、,，～~\-－\s　]{1,30}|毎日|平日|土日祝日?|年中無休",
    "latitude": r"(?:北緯|[NＮ])?\s*(?:[2２3３]\d|[4４][0-5０-５])(?:[.．]\d+|[°度].+)",
    "longitude": (
        r"(?:東経|[EＥ])?\s*[1１](?:[2２][2-9２-９]|[3３4４]\d|[5５][0-3０-３])"
        r"(?:[.．]\d+|[°度].+)"
    ),
    "kana": r"[^\p{Han}]*[\p{Katakana}ｦ-ﾟ]{2}[^\p{Han}]*|[\p{Hiragana}ー・\s　]{2,}",
    "latin": rf"{_NO_JAPANESE}[A-Za-zＡ-Ｚａ-ｚ]{{2}}{_NO_JAPANESE}",
    "school-code": r"[A-ZＡ-Ｚ]\d{12}",
    "prefecture": r"(?:東京都|北海道|(?:京都|大阪)府|[\p{Han}]{2,3}県)",
    "municipality-name": r"[\p{Han}\p{Hiragana}\p{Katakana}ヶケノ]{1,12}[市区町村]",
    "presence": r"[有無可否○〇◯×✕✖◎△]|あり|なし|有り|無し|不可|はい|いいえ|TRUE|FALSE|true|false",
    "flag": r"[1１0０○〇◯×有無]",
    "licence": (
        r"(?i)cc.*|pdl.*|.*クリエイティブ.*|.*コモンズ.*|.*公共データ利用.*|.*政府標準.*|.*パブリック.*"
    ),
    "integer": r"[-－−]?\d{1,3}(?:[,，]?\d{3})*(?:\.0)?",
    "number": r"[-－−]?[\d,，]+(?:[.．]\d+)?",
    "address": r".*(?:[都道府県市区町村郡].*\d|[都道府県市区町村郡].*[町村字丁番]).*",
    # Not of a kind: what columns hold when something went wrong.
    "figures": r"[-－−]?[\d,，.．]+",
    "no-point-latitude": r"[2-4]\d{5,15}",
    "no-point-longitude": r"1[2-5]\d{5,15}",
    "scientific": r"[-+]?\d(?:\.\d+)?[Ee][+-]?\d{1,3}",
    "lost-point": r"\d{7,}",
    "month-day": (
        r"\d{1,2}月\d{1,2}日|\d{1,2}-(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
        r"|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)-\d{1,2}"
        r"|(?:19|20)\d{2}[-/]\d{1,2}[-/]\d{1,2}(?: 00:00:00| 0:00)?"
    ),
}
# Kinds whose values hardly any other kind has: a column of them betrays itself.
SHARP = frozenset(
    (
        *("municipality-code", "corporate-number", "postal-code", "phone", "email", "url"),
        *("date", "time", "weekdays", "latitude", "longitude", "kana", "latin", "school-code"),
        *("prefecture", "municipality-name", "presence", "licence"),
    )
)
# Cells that say nothing about the kind of their column.
NOTHING = ("-", "－", "ー", "―", "なし", "無し", "不明", "未定", "*", "…", "#N/A", "NULL", "null")
_VERIFIED_LIST = "choice:"


def shape_of(field: Field) -> str | None:
    """Return the shape that values of a field have, None where they may be anything."""
    if field.choices is not None:
        return f"{_VERIFIED_LIST}{field.choices}"
    return field.kind if field.kind in PATTERNS else None


def is_list(shape: str) -> bool:
    """Say whether a shape is that of a code list."""
    return shape.startswith(_VERIFIED_LIST)


def is_sharp(field: Field) -> bool:
    """Say whether a field's values betray what they are."""
    return field.kind in SHARP


def fits(column: pl.Expr, shape: str) -> pl.Expr:
    """Return an expression that is true where a trimmed cell has a shape."""
    if is_list(shape):
        return column.is_in(list(_list(shape.removeprefix(_VERIFIED_LIST))))
    return column.str.contains(f"^(?:{PATTERNS[shape]})$")


@cache
def _list(name: str) -> tuple[str, ...]:
    words: list[str] = []
    for choice in load_choices(name).values():
        words += [choice.value, *choice.label.values(), *choice.extra.get("aliases", ())]
    return tuple(dict.fromkeys(words))


class Shapes:
    """Shares of cells that have a shape, worked out once each and many at a time."""

    def __init__(self, sample: pl.DataFrame):
        self.sample = sample
        self.height = sample.height
        cells = sample.drop(ROW)
        filled = cells.select(pl.all().count()).row(0) if cells.width else ()
        self.filled: tuple[int, ...] = tuple(filled)
        self._shares: dict[tuple[int, str], float] = {}

    def prepare(self, wanted: Iterable[tuple[int, str]]) -> None:
        """Work out several shares together, which is far faster than one by one."""
        missing = [pair for pair in dict.fromkeys(wanted) if pair not in self._shares]
        missing = [(col, shape) for col, shape in missing if self._has(col)]
        if not missing:
            return
        expressions = [
            fits(pl.col(column_name(column)), shape).mean().alias(str(number))
            for number, (column, shape) in enumerate(missing)
        ]
        found = self.sample.select(expressions).row(0)
        self._shares.update(zip(missing, (share or 0.0 for share in found), strict=True))

    def share(self, column: int, shape: str) -> float | None:
        """Return the share of filled cells that have a shape; None where all are empty."""
        if not self._has(column):
            return None
        self.prepare([(column, shape)])
        return self._shares[(column, shape)]

    def distinct(self, column: int) -> int:
        """Return how many different values a column has in the sample."""
        return self.sample[column_name(column)].n_unique() if self._has(column) else 0

    def _has(self, column: int) -> bool:
        return 0 <= column < len(self.filled) and self.filled[column] > 0
