"""Cells that hold no value any more: placeholders, spreadsheet damage, mojibake."""

from __future__ import annotations

import re
from functools import cache

from ckanext.kanazawa.lib.choices import load_choices
from ckanext.kanazawa.lib.tables.formats.model import Field
from ckanext.kanazawa.lib.tables.kinds.base import Diagnosis
from ckanext.kanazawa.lib.text.folding import fold
from ckanext.kanazawa.lib.text.garble import is_garbled, ungarbled
from ckanext.kanazawa.lib.text.numbers import from_scientific, is_scientific
from ckanext.kanazawa.lib.text.width import DASHES

_DASHES = re.compile(f"[-{DASHES}~〜～]{{1,5}}|[*＊]{{1,5}}|…{{1,2}}")
# As programs write them; Nan and NA may be words.
_NULLS = frozenset(
    ("null", "NULL", "(null)", "N/A", "n/a", "<NA>", "nan", "NaN", "None", "nil", "undefined")
)
_WORDS = frozenset(
    fold(word)
    for word in (
        "なし",
        "無し",
        "ナシ",
        "該当なし",
        "特になし",
        "不明",
        "未定",
        "未設定",
        "空欄",
        "?",
    )
)
# None of these is longer; a spreadsheet's errors and the largest number begin with these signs.
_SHORT, _LONG_BEGIN = 12, ("#", "+", "-", "1")
# The largest number of a computer, which programs write where there is none.
_LARGEST = re.compile(r"[+-]?1\.79769313486231\d*[Ee]\+?308")
_ERRORS = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!)|#{3,}")
# Kinds in which a dash or a word for nothing may be a value: no in 有無, naught in statistics.
_DASH_MEANS_SOMETHING = ("presence", "integer", "number")
# Values of lists that say so, too.
_NO = frozenset(("無", "否"))
_WORD_MEANS_SOMETHING = ("presence", "flag", "text", "multiline")
_OWN_SCIENTIFIC = ("integer", "number", "corporate-number")


def is_spreadsheet_error(text: str) -> bool:
    """Say whether a cell holds what a spreadsheet shows instead of a value: #N/A."""
    return _ERRORS.fullmatch(text) is not None


@cache
def _folded_words(choices: str) -> frozenset[str]:
    """Return what people write for the values of a list."""
    return frozenset(fold(word) for one in load_choices(choices).values() for word in one.words)


def _may_say_no(field: Field) -> bool:
    return bool(field.choices) and not _NO.isdisjoint(load_choices(field.choices))


def placeholder(text: str, field: Field) -> Diagnosis | None:
    """Find a sign or word that stands for an empty cell, or a spreadsheet's error.

    A dash is taken away without asking, except where it may mean no or naught; words, and
    errors that hide a value once computed, only where somebody agreed.
    """
    if len(text) > _SHORT and not text.startswith(_LONG_BEGIN):
        return None
    if field.choices and fold(text) in _folded_words(field.choices):
        return None
    if _DASHES.fullmatch(text) or text in _NULLS:
        sure = field.kind not in _DASH_MEANS_SOMETHING and not _may_say_no(field)
        return _emptied("placeholder-for-empty", "empty-placeholder" if sure else "empty-word")
    if _LARGEST.fullmatch(text):
        return _emptied("placeholder-for-empty", "empty-word")
    if is_spreadsheet_error(text):
        return _emptied("spreadsheet-error", "empty-spreadsheet-error")
    if fold(text) in _WORDS and field.kind not in _WORD_MEANS_SOMETHING:
        return _emptied("word-for-empty", "empty-word")
    return None


def damaged(text: str, field: Field) -> Diagnosis | None:
    """Find a number a spreadsheet shortened, or text read in a wrong encoding."""
    if field.kind not in _OWN_SCIENTIFIC and is_scientific(text):
        exact = from_scientific(text)
        params = {"repaired": exact}
        return Diagnosis("scientific-notation", exact, "number" if exact else None, params)
    if is_garbled(text):
        meant = ungarbled(text)
        repair = None if meant is None else "restore-mojibake"
        return Diagnosis("mojibake", meant, repair, {"repaired": meant})
    return None


# Where a ? stands for a sign that an encoding lacked: in addresses wherever it touches other
# signs, in names before them, twice or at the beginning, since names may ask something; in
# notes on days and hours between two of them (12月29日?1月3日); in any text where a unit was
# (像高77?。 for 77㎝).
_WRITTEN = r"[ぁ-んァ-ヺー一-鿿々〇0-9０-９]"
LOST_IN_ADDRESS = rf"{_WRITTEN}\?|\?{_WRITTEN}"
LOST_IN_NAME = rf"^\?{_WRITTEN}|\?\?{_WRITTEN}"
LOST_UNIT = r"[0-9０-９]\?[。、の]"
LOST_IN_HOURS = rf"[年月日時分]\?[0-9０-９]|{LOST_UNIT}"
# Characters before and after it that tell where it is in a long text.
_AROUND = 12
_PLACES = ("所在地", "住所", "町字", "番地", "方書", "市区町村", "都道府県")
_HOURS = ("時間", "日時", "期間", "曜日")
_NAMES = ("名称", "施設名", "団体名", "設置者", "氏名", "学校名", "会館名")


@cache
def _signs_of_loss(kind: str, heading: str) -> str | None:
    if kind in ("address", "prefecture", "municipality-name"):
        return LOST_IN_ADDRESS
    if kind not in ("text", "multiline", "kana"):
        return None
    if any(word in heading for word in _PLACES):
        return LOST_IN_ADDRESS
    if any(word in heading for word in _NAMES):
        return LOST_IN_NAME
    if kind == "kana":
        return None
    return LOST_IN_HOURS if any(word in heading for word in _HOURS) else LOST_UNIT


def signs_of_loss(field: Field) -> str | None:
    """Return the pattern of cells whose ? was another sign; None where it may be a question."""
    return _signs_of_loss(field.kind, field.name)


def lost_character(text: str, field: Field) -> tuple[Diagnosis, ...]:
    """Find a ? that a program wrote for a sign its encoding lacked."""
    signs = signs_of_loss(field) if "?" in text else None
    found = re.search(signs, text) if signs else None
    if found is None:
        return ()
    near = text[max(0, found.start() - _AROUND) : found.end() + _AROUND]
    return (Diagnosis("lost-character", params={"near": near}),)


def _emptied(code: str, repair: str) -> Diagnosis:
    return Diagnosis(code, "", repair, {"repaired": ""})
