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
    "岩崎|木下|松尾|野口|菊地|菊池|野村|新井|浜田|西田|西川|越田|北村|東野|菅原|久保田|佐野|大西|"
    "岩田|小島|桜井|荒木|吉川|吉村|飯田|五十嵐|秋山|服部|水野|樋口|土屋|熊谷|永井|早川|内藤|望月|"
    "松下|山内|本田|関口|田口|大橋|安田|渡部|川上|片山|星野|黒田|平井|岩本|成田|栗原|矢野|広瀬|"
    "小池|浅野|永田|松村|荒井|古川|奥村|西山|山岸|北川|東出|宮下|杉本|吉岡|須藤|尾崎|浅井|片岡"
)
_SHORT = "林|森|原|南|北|西|辻|東|谷|岸|関|堀"
# As alternations: those that are seldom anything else, and all.
LONG_SURNAMES = _LONG
SURNAMES = f"{_LONG}|{_SHORT}"
_GIVEN = "[々ぁ-んァ-ヺー一-鿿]"
_PERSON = re.compile(
    rf"(?:{_LONG}|{_SHORT})[ 　]{_GIVEN}{{1,4}}|(?:{_LONG})(?![のがヶケ]){_GIVEN}{{2,3}}"
)
# Given names: of one letter, of several that end as names do, and in hiragana.
_ONE = "誠隆実勇修茂進豊清勝健剛武正弘博浩宏洋明昭聡亮翔学薫忍恵愛葵凛蓮樹稔守均昇潔功登徹淳純恒"
_LAST = (
    "郎朗夫雄男助介輔彦也哉之樹司治志史徳斗翔蔵吾悟吉弘博浩宏洋隆修茂勝久義二三孝昭亮聡"
    "子美恵代江枝香奈菜花乃里紀穂絵織沙希音結"
)
_KANA = (
    "さくら|あかり|ひかり|みどり|かおり|ゆかり|はな|はなこ|ゆい|めぐみ|あゆみ|まゆみ|さやか|のぞみ|"
    "ともこ|けいこ|ようこ|ゆうこ|えり|まり|あい|ひろし|たろう|はなえ|あきら|たかし|みゆき|ちひろ"
)
# Ends that only some names have, and names without a usual end.
_PAIRS = (
    "[健浩誠正純修雄真慎信洋裕隆賢幸公恵英憲孝義喜栄良伸研謙俊光祐圭啓敬宏弘博]一|"
    "[健翔雄康優裕]太|[哲恭周亮修浩航翔良]平|[直健勇隼正真和明隆]人|[正博隆弘秀]行|"
    "[由麻芽結]衣|[大勇光]輝|拓海|七海|美咲|明日香|真央|優花"
)
_KANJI = "[々一-鿿]"
# 石川県子, 中野区一: of places, not of persons.
_NO_PLACE = "(?!.{0,2}[市区町村県部課])"
_FIRST = rf"(?:{_KANJI}{{1,2}}[{_LAST}]|{_PAIRS}|{_KANA})"


def _full_name(first: str) -> str:
    return rf"(?:(?:{_LONG})(?:[ 　]?{first}|[ 　][{_ONE}])|(?:{_SHORT})[ 　](?:{first}|[{_ONE}]))"


# A whole name: what stands behind a surname must be a given name beyond doubt.
FULL_NAME = _full_name(_NO_PLACE + _FIRST)
# The same for Rust, which cannot look ahead; it finds some more.
FULL_NAME_PERHAPS = _full_name(_FIRST)
# With spaces, a title and what stands in brackets.
_LONGEST_NAME = 20
_FULL_NAME = re.compile(FULL_NAME)
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


def is_person(text: str) -> bool:
    """Say whether a cell is the name of a person beyond much doubt, and nothing else.

    Unlike `looks_like_person` it is worth a word about a single cell: 山本電機 and 山口大学
    begin with surnames, too, and end with no given name.
    """
    if len(text) > _LONGEST_NAME:
        return False
    return _FULL_NAME.fullmatch(_TITLE.sub("", text.strip())) is not None


def _begins_with_day(digits: str) -> bool:
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return False
    return 1900 <= day.year < 2100
