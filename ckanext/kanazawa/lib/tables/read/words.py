"""What kind of thing a cell of the first rows holds: a number, a unit, a word of a heading."""

from __future__ import annotations

import re
import unicodedata

NUMBER = re.compile(r"[-+(（△▲]?[\d,]*\.?\d+(?:[eE][-+]?\d+)?[%)）]?")
# What stands in data and hardly ever in a heading.
VALUE = re.compile(
    r"\d{1,4}[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?)?(?:[ T]\d{1,2}:\d{2}.*)?"
    r"|\d{1,2}:\d{2}(?::\d{2})?"
    r"|\(?0\d{1,4}[-)]\d{1,4}-\d{3,4}"
    r"|https?://\S+"
    r"|[\w.+-]+@[\w-]+\.[\w.-]+"
    r"|[A-Za-z]{0,2}\d[\d-]{2,}"
    r"|[有無可否○×◯✕]"
)
_UNITS = """
    人 名 件 円 千円 百万円 億円 % 割 歳 才 年 月 日 時間 分 秒 回 台 戸 棟 世帯 箇所 か所
    ヶ所 ヵ所 カ所 個 枚 冊 点 本 校 園 室 床 席 組 学級 店 社 団体 施設 区画 km m cm mm km2
    m2 m3 ha a kg g mg t トン ℓ l ml kl kwh kw mw 度 ℃ メートル キロメートル 平方メートル
    平方キロメートル ヘクタール キロ 倍 ポイント ‰ 人/km2 円/月 kcal db hpa
"""
UNITS = frozenset(_UNITS.split())
_LEVELS = """
    必須 推奨 任意 条件付き必須 ◎ ○ △ - 文字列 数値 整数 小数 日付 時刻 半角 全角
    半角英数 半角英数字 半角数字 string integer number boolean date time float text
"""
LEVELS = frozenset(_LEVELS.split())
NOTE = re.compile(
    r"[\s　]*(?:※|＊|\*|[(（【\[]?注[記意釈]?\d*[)）】\]:：.．\s　]"
    r"|備考[:：]|資料[:：]|出典[:：]|出所[:：]|Source:|Note:)"
)
YEAR = re.compile(r"(?:19|20)\d\d年?度?|(?:平成|令和|昭和|[HRS])\s*\d{1,2}年?度?")
BRACKETS = re.compile(r"^[(（\[［【〔]+|[)）\]］】〕]+$")
# A heading longer than this is a sentence.
HEADING_CHARS = 60


def is_value(cell: str) -> bool:
    """Say whether a cell looks like data: a number, a date, a telephone, an address."""
    plain = unicodedata.normalize("NFKC", cell).strip()
    if YEAR.fullmatch(plain):
        return False
    return bool(NUMBER.fullmatch(plain) or VALUE.fullmatch(plain))


def is_number(cell: str) -> bool:
    """Say whether a cell is a number."""
    return bool(NUMBER.fullmatch(unicodedata.normalize("NFKC", cell).strip()))


def unit_of(cell: str) -> str | None:
    """Return the unit a cell names, brackets taken off; None where it names none."""
    plain = unicodedata.normalize("NFKC", cell).strip()
    plain = BRACKETS.sub("", plain).removeprefix("単位:").strip()
    return BRACKETS.sub("", cell.strip()) if plain.lower() in UNITS else None


def is_level(cell: str) -> bool:
    """Say whether a cell of a template tells how its column is to be filled."""
    return BRACKETS.sub("", cell.strip()).lower() in LEVELS


def is_note(cell: str) -> bool:
    """Say whether a cell begins like a note under a table."""
    return bool(NOTE.match(cell))
