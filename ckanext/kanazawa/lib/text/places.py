"""Names of prefectures, and how addresses are written."""

from __future__ import annotations

import re

from ckanext.kanazawa.lib.text.width import half_width, hyphens

# In the order of their numbers 01 to 47. Source: 総務省「全国地方公共団体コード」.
PREFECTURES = (
    *("北海道", "青森県", "岩手県", "宮城県", "秋田県", "山形県", "福島県", "茨城県"),
    *("栃木県", "群馬県", "埼玉県", "千葉県", "東京都", "神奈川県", "新潟県", "富山県"),
    *("石川県", "福井県", "山梨県", "長野県", "岐阜県", "静岡県", "愛知県", "三重県"),
    *("滋賀県", "京都府", "大阪府", "兵庫県", "奈良県", "和歌山県", "鳥取県", "島根県"),
    *("岡山県", "広島県", "山口県", "徳島県", "香川県", "愛媛県", "高知県", "福岡県"),
    *("佐賀県", "長崎県", "熊本県", "大分県", "宮崎県", "鹿児島県", "沖縄県"),
)
PREFECTURE = "|".join(PREFECTURES)
_SHORT = {name if name == "北海道" else name[:-1]: name for name in PREFECTURES}
_STARTS_WITH_ONE = re.compile(PREFECTURE)
_DIGITS = "0-9０-９"
# A dash or long vowel mark between digits, or digits in full width.
_WIDE = re.compile(f"[０-９]|(?<=[{_DIGITS}])[‐‑‒–—―−－ー─━ｰ﹣](?=[{_DIGITS}])")


def prefecture_name(text: str) -> str | None:
    """Return the full name of a prefecture written in full or short: 石川 → 石川県."""
    return text if text in PREFECTURES else _SHORT.get(text)


def prefecture_of(code: str) -> str:
    """Return the prefecture a 全国地方公共団体コード begins with."""
    return PREFECTURES[int(code[:2]) - 1]


def has_prefecture(address: str) -> bool:
    """Say whether an address begins with a prefecture's name."""
    return _STARTS_WITH_ONE.match(address) is not None


def narrow_address(address: str) -> str:
    """Return an address with half-width digits, and hyphens between them: １－２ → 1-2."""
    return _WIDE.sub(lambda sign: hyphens(half_width(sign.group())), address)
