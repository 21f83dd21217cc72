"""What may be wrong with any cell, whatever its kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

import polars as pl

from ckanext.kanazawa.lib.tables.formats.model import Field
from ckanext.kanazawa.lib.tables.kinds.base import Diagnosis, Kind, Setting
from ckanext.kanazawa.lib.tables.kinds.damage import (
    damaged,
    lost_character,
    placeholder,
    signs_of_loss,
)
from ckanext.kanazawa.lib.tables.kinds.house_numbers import (
    DAY,
    SPOILT,
    holds_house_numbers,
    spoilt_house_number,
)
from ckanext.kanazawa.lib.tables.kinds.personal import may_name_persons, persons
from ckanext.kanazawa.lib.text import garble
from ckanext.kanazawa.lib.text.characters import (
    character_class,
    has_other_form,
    is_private,
    named,
    odd_characters,
    portable,
    without_invisible,
)
from ckanext.kanazawa.lib.text.formulas import would_run
from ckanext.kanazawa.lib.text.mentions import MENTIONS
from ckanext.kanazawa.lib.text.notes import is_working_note
from ckanext.kanazawa.lib.text.people import has_individual_number, private_mails
from ckanext.kanazawa.lib.text.phones import has_mobile
from ckanext.kanazawa.lib.text.width import composed, full_width_kana, is_half_width_kana

# Kinds whose cells hold words of a writer, not a code of fixed form.
FREE = frozenset(("text", "multiline", "kana", "latin", "address", "municipality-name", "licence"))
# The most one cell of a workbook holds.
LONGEST = 32_767
# Columns in which a writer may well speak to the reader.
_IS_REMARK = re.compile(
    "備考|特記|説明|概要|概略|補足|注意|案内|方法|note|remark|description", re.I
)
# Around values; without a no-break space, which may be the last byte of mojibake.
_SPACES = " \t\r\n\u3000"
# What keeps a spreadsheet from computing with a value; '98年 is a year, '12' a quotation.
_APOSTROPHE = re.compile("^['‘’＇](?=[0-9０-９=+-])(?![0-9０-９]{2}年)(?!.*['‘’＇])")
_HTML = re.compile(
    r"</?(?:br|p|a|b|i|u|div|span|table|tr|t[dh]|font|img|strong|em|ul|ol|li|h[1-6])\b[^<>]*>"
    r"|&(?:amp|nbsp|lt|gt|quot|#[0-9]+|#x[0-9a-f]+);",
    re.IGNORECASE,
)


# What makes a cell worth a closer look besides odd characters; the same to Python and Rust.
_AT_START = "|".join(
    (
        r"[\s=+@＝＋＠'‘’＇\-‐-―−－ー─━*＊…?？~〜～]",
        r"[0-9.]+[eE]\+?[0-9]+$",
        "[(（【★※]*(?:仮|メモ|TODO|後で|あとで)",
        "(?i:なし|無し|ナシ|該当なし|特になし|不明|未定|未設定|空欄|n/a|[(]null[)]|null|none|nan|nil|undefined|#.+)$",
    )
)
# The digits are those of 070, 080 and 090 numbers and of My Numbers, however parted.
_ANYWHERE = "|".join(
    (
        "[0０][789７８９][0０][-‐－ー 　()（）]{0,2}[0-9０-９]{4}[-‐－ー 　]?[0-9０-９]{4}",
        "[@＠<]|&[a-zA-Z#]",
        "[0-9０-９]{12}|[0-9０-９]{4}[ 　‐－-][0-9０-９]{4}[ 　‐－-][0-9０-９]{4}",
        "要?確認|要修正|調査中",
    )
)
# One of these signs begins each of them: Python finds a sign much faster than a choice.
_BEGINS = re.compile("[0-9０-９@＠<&要確調]")
_STARTS, _HOLDS = re.compile(_AT_START), re.compile(_ANYWHERE)


@cache
def _safe() -> frozenset[str]:
    """Return the characters that are no reason for a closer look."""
    return portable() - set(garble.SIGNS)


@cache
def _doubtful(lines: str, *, persons: bool) -> str:
    """Return the pattern of cells that want a closer look; one pass over a column.

    Args:
        lines: the line breaks that are no reason to look, inside a cell.
        persons: what may name a private person is one.
    """
    doubtful = rf"[^{character_class(_safe())}{lines}]|^(?:{_AT_START})|{_ANYWHERE}|\s$"
    return f"{doubtful}|{MENTIONS}" if persons else doubtful


def is_plain(value: str) -> bool:
    """Say whether a value of one line holds nothing doubtful."""
    if not _safe().issuperset(value) or value[-1:].isspace():
        return False
    if _STARTS.match(value):
        return False
    begin = _BEGINS.search(value)
    return begin is None or not _HOLDS.search(value, begin.start())


class AnyCell(Kind):
    """Spaces, odd characters, placeholders, formulas, mojibake, personal data."""

    name = "any"

    def is_right(self, cells: pl.Expr, field: Field) -> pl.Expr:
        """Look for anything doubtful, in one pass."""
        lines = r"\r\n" if field.kind == "multiline" else ""
        doubtful = _doubtful(lines, persons=may_name_persons(field))
        right = ~cells.str.contains(doubtful) & (cells.str.len_bytes() <= LONGEST)
        if holds_house_numbers(field):
            right &= ~cells.str.contains(SPOILT)
        if signs_of_loss(field):
            right &= ~cells.str.contains("?", literal=True)
        return right

    def diagnose(self, value: str, field: Field, setting: Setting) -> tuple[Diagnosis, ...]:
        """Clean a cell, then name what only a person can mend.

        Returns:
            Either one diagnosis of `FINAL`, after which no closer look at the value makes
            sense, or the others.
        """
        if len(value) > LONGEST:
            return (Diagnosis("cell-over-limit", params={"length": len(value)}),)
        if is_plain(value):
            return _seen_in(value, field)
        found, text = _cleaned(value, field)
        if not text:
            return tuple(found)
        if found and text == value.strip() and is_plain(text):
            return (*found, *_seen_in(text, field))
        # Half-width kana are a trace of mojibake, and needed to bring it back.
        final = placeholder(text, field) or damaged(value.strip(_SPACES), field)
        if final is not None:
            return (final,)
        return (*found, *_seen_in(text, field), *_warned(text, field))


_Look = Callable[[str, Field], tuple[Diagnosis, ...]]
# Kind and heading → what is looked for there; most columns ask for nothing.
_LOOKS: dict[tuple[str, str], tuple[_Look, ...]] = {}


def _seen_in(text: str, field: Field) -> tuple[Diagnosis, ...]:
    """Find what only cells of some columns can hold, whatever their characters are."""
    found: tuple[Diagnosis, ...] = ()
    key = field.kind, field.name
    looks = _LOOKS.get(key)
    if looks is None:
        looks = _LOOKS[key] = tuple(_looks_at(field))
    for look in looks:
        found += look(text, field)
    return found


def _looks_at(field: Field) -> Iterator[_Look]:
    if holds_house_numbers(field):
        yield spoilt_house_number
    if signs_of_loss(field):
        yield lost_character
    if may_name_persons(field):
        yield persons


# Codes after which the value is no value of its kind any more.
FINAL = frozenset(
    (
        "placeholder-for-empty",
        "word-for-empty",
        "spreadsheet-error",
        "mojibake",
        "scientific-notation",
        DAY,
        "cell-over-limit",
        "formula",
    )
)


def _cleaned(value: str, field: Field) -> tuple[list[Diagnosis], str]:
    """Return what was cleaned, step by step, and the clean text."""
    found: list[Diagnosis] = []
    text = value
    for code, repair, step in _steps(field.kind):
        clean = step(text)
        if clean != text:
            found.append(Diagnosis(code, clean, repair, {"repaired": clean}))
            text = clean
    return found, text


@cache
def _steps(kind: str) -> tuple[tuple[str, str, Callable[[str], str]], ...]:
    """Return code, repair and function of each step of cleaning."""
    every = (
        ("control-characters", "remove-invisible", without_invisible),
        ("surrounding-spaces", "trim", str.strip),
        ("apostrophe-before-value", "drop-apostrophe", _without_apostrophe),
    )
    if kind not in FREE:
        return every
    words = (
        ("tab-in-cell", "tab", _tabs_as_spaces),
        ("decomposed-characters", "compose", composed),
    )
    # A reading has a step of its own for them.
    kana = () if kind == "kana" else (("half-width-kana", "wide-kana", full_width_kana),)
    return (*every, *words, *kana)


def _without_apostrophe(text: str) -> str:
    return text[1:] if _APOSTROPHE.match(text) else text


def _tabs_as_spaces(text: str) -> str:
    return text.replace("\t", " ")


def _warned(text: str, field: Field) -> list[Diagnosis]:
    """Return what a person has to look at."""
    found: list[Diagnosis] = []
    free = field.kind in FREE
    if would_run(text):
        found.append(Diagnosis("formula"))
    if (free or field.kind == "phone") and has_mobile(text):
        found.append(Diagnosis("mobile-number"))
    if not free:
        return found
    if ("\n" in text or "\r" in text) and field.kind != "multiline":
        found.append(Diagnosis("line-break-in-cell"))
    if ("<" in text or "&" in text) and _HTML.search(text):
        found.append(Diagnosis("html-tags"))
    mails = private_mails(text) if "@" in text or "＠" in text else ()
    if mails:
        found.append(Diagnosis("mail-address-in-text", params={"mails": ", ".join(mails)}))
    if has_individual_number(text):
        found.append(Diagnosis("individual-number"))
    if is_working_note(text) and not _IS_REMARK.search(field.name):
        found.append(Diagnosis("working-note"))
    return found if field.kind == "latin" else found + _odd(text, field)


def _odd(text: str, field: Field) -> list[Diagnosis]:
    groups: dict[str, list[str]] = {}
    for sign in odd_characters(text):
        if field.kind == "kana" and is_half_width_kana(sign):
            continue  # The kind itself widens it.
        if is_private(sign):
            code = "private-use-characters"
        elif has_other_form(sign):
            code = "compatibility-characters"
        else:
            code = "unportable-characters"
        groups.setdefault(code, []).append(sign)
    return [Diagnosis(code, params={"signs": named(signs)}) for code, signs in groups.items()]
