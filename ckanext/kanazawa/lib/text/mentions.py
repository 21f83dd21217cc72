"""Private persons that a text mentions beside other things: by name, by birthday."""

from __future__ import annotations

import re

from ckanext.kanazawa.lib.text.folding import fold_width
from ckanext.kanazawa.lib.text.people import (
    FULL_NAME,
    FULL_NAME_PERHAPS,
    LONG_SURNAMES,
    SURNAMES,
    is_person,
)

# What private persons are called that look after things, or have them. Heads of public
# offices (市長, 館長, 校長) and artists (講師, 出演) act in public and are left out.
_ROLES = (
    "担当者|担当|管理人|管理者|責任者|世話人|世話役|代表者|世帯主|家主|大家|地主|所有者|持ち主|"
    "区長|町会長|自治会長|町内会長|班長|組長|会長|民生委員|児童委員|保護者|申請者|届出者|相談員|"
    "連絡先|連絡者|居住者|住人|本人|氏名|名前"
)
_BETWEEN = "(?:は|の)?[ 　]*[:：・／/（(【]?[ 　]*"
_APART = "(?:[ 　]*[:：／/（(【][ 　]*|[ 　]+)"
_TITLE = "(?:様|氏|さん|殿)"
_BEHIND = (
    rf"(?:{_TITLE}|[ 　、。，．,.・／/()（）【】\[\]\n\r0-9０-９]|電|携|TEL|です|まで|へ|が|に|$)"
)
_NAMED = (
    # 区長：鈴木一郎
    rf"(?:{_ROLES}){_BETWEEN}{FULL_NAME}(?={_BEHIND})",
    # 担当：佐藤, 管理人 佐藤
    rf"(?:{_ROLES}){_APART}(?:{LONG_SURNAMES})(?={_BEHIND})",
    # 管理人 能登谷様: any name with a title behind a role
    rf"(?:{_ROLES}){_APART}[々一-鿿]{{1,6}}{_TITLE}(?![々一-鿿])",
    # 山田太郎様, but not お客様
    rf"{FULL_NAME}(?:様|殿)(?![々一-鿿])",
    # 能登谷様方, but not 患者様宅
    r"[々一-鿿]{0,5}[々一-鿿](?<![者客員皆々方親主])(?:様[方宅]|氏[宅方]|さん宅)",
)
_MENTION = re.compile("|".join(_NAMED))
# Faster to find: the last sign of a role with what may be a name behind it, or a title.
_MAYBE = re.compile(
    rf"[者人役主家長員先名前当](?:は|の)?(?:[ 　]*[:：・／/（(【 　][ 　]*[々一-鿿]|(?:{SURNAMES}))"
    "|[様殿氏]|さん宅"
)
# A day of the time people live in, and that somebody was born on it. What says who may come
# (4月2日から翌年4月1日生まれの児童) is about nobody.
_DAY = (
    r"(?:(?:大正|昭和|平成|令和|[TSHR])\.?(?:[0-9]{1,2}|元)|19[1-9][0-9]|20[0-2][0-9])"
    r"[年./-][0-9]{1,2}[月./-][0-9]{1,2}日?"
)
_BORN = re.compile(
    rf"(?<![0-9~〜～–—らり-]){_DAY}[ 　]*(?:生まれ|生れ|生)(?![0-9々一-鿿ぁ-ん])"
    rf"|(?:生年月日|誕生日)[ 　]*[:：は]?[ 　]*{_DAY}(?![0-9日]|[ 　]*(?:[~〜～–—-]|から|以[降前]))"
)
# Cells that want the close look; they may turn out right. The same to Python and to Rust.
MENTIONS = (
    rf"(?:{_ROLES})(?:は|の)?[ 　]*[:：・／/（(【 　][ 　]*[々一-鿿]"
    rf"|(?:{_ROLES})(?:は|の)?(?:{SURNAMES})"
    "|様[方宅]|氏[宅方]|さん宅|[様殿](?:[ 　、。，．,.・／/()（）【】\n\r]|$|[^々一-鿿])"
    "|日[ 　]*生|[0-9０-９][ 　]*生|生年月日|誕生日"
    rf"|^[ 　]*{FULL_NAME_PERHAPS}(?:[ 　]*(?:様|さん|氏|殿|先生|[(（].*))?[ 　]*$"
)


def mentioned_person(text: str) -> str | None:
    """Return where a text seems to name a private person: 区長：鈴木一郎; None where not."""
    if is_person(text):
        return text.strip()
    found = _MENTION.search(text) if _MAYBE.search(text) else None
    return found[0] if found else None


def birthday(text: str) -> str | None:
    """Return where a text tells the day somebody was born: 昭和50年1月1日生."""
    found = _BORN.search(fold_width(text)) if "生" in text or "誕" in text else None
    return found[0] if found else None
