"""Forms in which headings are compared: as written, without variants of writing, loosely."""

from __future__ import annotations

import re
from functools import lru_cache

from ckanext.kanazawa.lib.text.folding import fold

# Hyphens, dashes, minus signs and the long vowel mark, which people mistake for one another
# (コ―ド with U+2015 for コード), and the wave dashes of ranges.
_DASHES = re.compile("[-\u2010-\u2015\u2212\u30fc\u2500\u2501\u02d7~\u301c\uff5e]")
_BRACKETS = str.maketrans("[{<〔【「『〈《]}>〕】」』〉》", "(((((((((" + ")))))))))")
_COMMAS = re.compile("[、,，・･/／;；]")
_SPACES = re.compile(r"[\s\u200b-\u200d\ufeff]+")
_NUMBER = re.compile(
    r"^\s*(?:[(（]?[0-9０-９]{1,3}(?:[)）.．、:：_＿]+|\s+)|[①-⑳㉑-㉟]|No\.?\s?[0-9]{1,3}[.:\s])\s*",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"[\s_()・:.!?*※◎○●□■\"'`-]")
# What stands in brackets behind a heading and belongs to no heading's name. (Long vowel marks
# are hyphens by then.)
_HINT = re.compile(
    r"\((?:単位:?)?(?:m|mm|cm|km|km2|m2|ha|g|kg|mg|μg|ug|kcal|円|千円|人|名|台|棟|戸|世帯|箇所|か所|"
    r"個|件|基|室|席|歳|才|%|度|分|秒|時間|メ-トル|平米|平方メ-トル|年月日|西暦|"
    r"必須|任意|推奨|必須項目|任意項目|半角|全角|半角英数字?|半角数字|全角カナ|カンマ区切り|セミコロン区切り|"
    r"10進数?|10進法|10進度|世界測地系|世界測地系10進法|jgd2011|wgs84|"
    r"yyyy.?mm.?dd|hh.?mm|\d+桁|有.?無|1か空欄)\)$"
)
_MARKS = re.compile(r"^[*※◎○●★]+|[*※◎○●★]+$|^\((?:必須|任意|推奨)\)")
_HIRAGANA = {katakana: katakana - 0x60 for katakana in range(ord("ァ"), ord("ヶ") + 1)}
_SAME_WORDS = (("標記", "表記"), ("及び", "・"), ("および", "・"), ("又は", "・"), ("または", "・"))
# A heading that says nothing: what programs write where there was none.
_NAMELESS = re.compile(
    r"(?:unnamed.*|(?:列|項目|フィールド|カラム|column|col|field|f|c|var|v|_)[ _:#]*\d+|\d+"
    r"|#ref!|#n/a|null|nan)?",
    re.IGNORECASE,
)


@lru_cache(maxsize=8192)
def variant_key(heading: str) -> str:
    """Return the form in which writing variants of one heading are equal.

    Width, case, dashes, brackets, commas, spaces, a number before it, and a mark or a unit
    behind it are evened out.
    """
    bare = _NUMBER.sub("", heading, count=1) or heading
    folded = _SPACES.sub("", fold(bare)).translate(_BRACKETS)
    key = _COMMAS.sub("・", _DASHES.sub("-", folded))
    bare_key = _MARKS.sub("", _HINT.sub("", _MARKS.sub("", key)))
    return bare_key or key


@lru_cache(maxsize=8192)
def loose_key(heading: str) -> str:
    """Return the form in which a heading is found without its signs: 名称カナ, name_kana, nameKana.

    Katakana and hiragana are one here (ゴミ, ごみ), and so are a few words that are mixed up.
    """
    key = variant_key(heading)
    for word, same in _SAME_WORDS:
        key = key.replace(word, same)
    return _SIGNS.sub("", key).translate(_HIRAGANA) or key


@lru_cache(maxsize=8192)
def is_nameless(heading: str) -> bool:
    """Say whether a heading is empty, or only the number a program gave the column."""
    return _NAMELESS.fullmatch(fold(heading).strip()) is not None


def distance(one: str, other: str, most: int) -> int:
    """Return how many letters differ (put in, left out, exchanged, two swapped).

    Args:
        one: text.
        other: text.
        most: give up above this many; then `most + 1` is returned.

    Source: optimal string alignment distance (restricted Damerau-Levenshtein).
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        now = [row]
        for column, against in enumerate(other, start=1):
            cost = min(last[column] + 1, now[-1] + 1, last[column - 1] + (letter != against))
            if before and column > 1 and letter == other[column - 2] and one[row - 2] == against:
                cost = min(cost, before[column - 2] + 1)
            now.append(cost)
        if min(now) > most:
            return most + 1
        before, last = last, now
    return min(last[-1], most + 1)


# Pairs of letters that make another meaning, so that a heading with the one is no misspelling
# of a heading with the other.
_OPPOSITES = tuple(
    frozenset(pair)
    for pair in (
        "緯経",
        "男女",
        "始終",
        "和洋",
        "有無",
        "開閉",
        "年月",
        "月日",
        "大小",
        "上下",
        "内外",
        "新旧",
    )
)
_WORDS = (
    *(
        ("開始", "終了"),
        ("開館", "閉館"),
        ("公開", "更新"),
        ("登録", "廃止"),
        ("許可", "満了"),
        ("都道府県", "市区町村"),
    ),
    *(
        ("タイトル", "サブタイトル"),
        ("かな", "英字"),
        ("かな", "英語"),
        ("申込", "申請"),
        ("男性", "女性"),
        ("入所", "通所"),
    ),
)


def may_be_misspelt(heading: str, name: str) -> bool:
    """Say whether a heading can be a slip for a name: the same figures, no opposite word.

    Args:
        heading: loose key of the heading.
        name: loose key of the official heading.
    """
    if re.sub(r"\D", "", heading) != re.sub(r"\D", "", name):
        return False
    only = set(heading) - set(name), set(name) - set(heading)
    for pair in _OPPOSITES:
        if only[0] & pair and only[1] & pair:
            return False
    return not any(
        (one in heading and other in name) or (other in heading and one in name)
        for one, other in _WORDS
        if (one in heading) != (one in name)
    )
