"""Traces of private persons in a cell: names, numbers, addresses of mail."""

from __future__ import annotations

import re
from datetime import date

from ckanext.kanazawa.lib.text.check_digits import is_individual_number
from ckanext.kanazawa.lib.text.folding import fold_width
from ckanext.kanazawa.lib.text.width import hyphens

_MAIL = re.compile(r"[A-Za-z0-9._%+-]+@([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,})")
# Offices' own addresses: local and national government, schools.
_OFFICIAL = re.compile(
    r"(?:^|\.)(?:lg|go|ed|ac)\.jp$|(?:^|\.)(?:city|town|vill|pref)\.[a-z.-]+\.jp$"
)
# Faster to find: what may be worth the look at what stands around it and between.
_MAYBE_TWELVE = re.compile("[0-9][0-9]{3}.?[0-9]{4}.?[0-9]{4}", re.DOTALL)
_TWELVE = re.compile(
    r"(?<![0-9A-Za-z.-])(?:[0-9]{12}|[0-9]{4} [0-9]{4} [0-9]{4}|[0-9]{4}-[0-9]{4}-[0-9]{4})"
    r"(?![0-9A-Za-z-])"
)
# Usual surnames; those of one letter only count with a space behind them.
_LONG = (
    "佐藤|鈴木|高橋|髙橋|田中|伊藤|渡辺|渡邊|渡邉|山本|中村|小林|加藤|吉田|山田|佐々木|山口|松本|井上|"
    "木村|斎藤|斉藤|齋藤|齊藤|清水|山崎|山﨑|阿部|池田|橋本|山下|石川|中島|前田|藤田|後藤|小川|岡田|"
    "長谷川|村上|近藤|石井|坂本|遠藤|青木|藤井|西村|福田|太田|三浦|藤原|松田|岡本|中川|中野|原田|"
    "小野|田村|竹内|金子|和田|中山|石田|上田|森田|柴田|酒井|工藤|横山|宮崎|宮本|内田|高木|安藤|"
    "島田|谷口|大野|高田|丸山|今井|河野|藤本|村田|武田|上野|杉山|増田|平野|大塚|千葉|久保|松井|"
    "岩崎|木下|松尾|野口|菊地|菊池|野村|新井|浜田|西田|西川|越田|北村|東野"
)
_SHORT = "林|森|原|南|北|西|辻|東|谷|岸|関|堀"
_GIVEN = "[々ぁ-んァ-ヺー一-鿿]"
_PERSON = re.compile(
    rf"(?:{_LONG}|{_SHORT})[ 　]{_GIVEN}{{1,4}}|(?:{_LONG})(?![のがヶケ]){_GIVEN}{{2,3}}"
)
_TITLE = re.compile(r"\s*(?:様|さん|氏|殿|先生|\(.*\))$")
_PLACE_ENDINGS = tuple("課係部室局所店会社館園校院寺町市区村線駅橋川山組舗場地内里")


def private_mails(text: str) -> tuple[str, ...]:
    """Return the mail addresses in a text that are no office's own."""
    found = _MAIL.finditer(fold_width(text))
    return tuple(match[0] for match in found if not _OFFICIAL.search(match[1].lower()))


def has_individual_number(text: str) -> bool:
    """Say whether a text holds twelve digits that could be somebody's My Number.

    One in eleven figures of twelve digits passes by chance; figures that begin with a day
    (202501011230) are left out.
    """
    folded = fold_width(text)
    if not _MAYBE_TWELVE.search(folded):
        return False
    for match in _TWELVE.finditer(hyphens(folded)):
        digits = re.sub("[ -]", "", match[0])
        if is_individual_number(digits) and not _begins_with_day(digits):
            return True
    return False


def looks_like_person(text: str) -> bool:
    """Say whether a cell seems to hold the name of a person and nothing else.

    A usual surname and one to four letters: so short a look is only worth a question, and
    only in a column that is about persons (氏名, 担当者).
    """
    name = _TITLE.sub("", text.strip())
    if not _PERSON.fullmatch(name):
        return False
    return not name.endswith(_PLACE_ENDINGS)


def _begins_with_day(digits: str) -> bool:
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return 1900 <= day.year < 2100
