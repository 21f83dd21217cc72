"""Yes and no: 有 or 無, and flags that are "1" or empty."""

from __future__ import annotations

from ckanext.kanazawa.lib.tables.formats.model import Field
from ckanext.kanazawa.lib.tables.kinds.base import Diagnosis, Setting
from ckanext.kanazawa.lib.tables.kinds.shaped import Shaped
from ckanext.kanazawa.lib.text.folding import fold

# Compared folded (`fold`): half width, lower case. △ and - mean something else to everybody
# and stand in neither.
_YES = (
    "有 有り 有る あり ある アリ 可 可能 ○ ◯ 〇 ◎ ● o yes y true t 1 はい 対応 対応可 対応あり "
    "該当 設置 設置あり 設置済 済 利用可 ✓ ✔ ☑ レ on"
)
_NO = (
    "無 無し 無い なし ない ナシ 不可 不可能 否 × ✕ ✖ ✗ ☓ x no n false f 0 いいえ 非対応 対応なし "
    "対応不可 未対応 非該当 未設置 設置なし 利用不可 off"
)
YES = frozenset(fold(word) for word in _YES.split())
NO = frozenset(fold(word) for word in _NO.split())
# A column that asks the other way round (外部利用不可): 可 and ○ may mean either there.
_REVERSED = ("不可", "禁止")
_PLAIN = frozenset(fold(word) for word in ("有", "有り", "あり", "無", "無し", "なし"))


class Presence(Shaped):
    """有 or 無.

    Source: 自治体標準オープンデータセット, 共通ルール; 有無は「有」「無」.
    """

    name = "presence"
    pattern = "[有無]"

    def look(self, text: str, field: Field, setting: Setting) -> tuple[Diagnosis, ...]:
        """Translate the usual words for yes and no; a sentence is left to a person."""
        word = fold(text)
        if field.name.endswith(_REVERSED) and word not in _PLAIN:
            return (Diagnosis("presence-unclear"),)
        repaired = "有" if word in YES else "無" if word in NO else None
        if repaired is None:
            return (Diagnosis("presence-unclear"),)
        return (Diagnosis("presence-word", repaired, "presence", {"repaired": repaired}),)


class Flag(Shaped):
    """ "1" where it applies, empty where it does not.

    Source: 自治体標準オープンデータセット 03, 災害種別_*: 該当は「1」、非該当は空欄.
    """

    name = "flag"
    pattern = "1"

    def look(self, text: str, field: Field, setting: Setting) -> tuple[Diagnosis, ...]:
        """Translate the usual words and signs."""
        word = fold(text)
        if word in YES:
            if word == "1":
                return (Diagnosis("full-width-characters", "1", "half-width", {"repaired": "1"}),)
            return (Diagnosis("flag-word", "1", "flag", {"repaired": "1"}),)
        if word in NO:
            return (Diagnosis("flag-word", "", "flag", {"repaired": ""}),)
        return (Diagnosis("flag-unclear"),)
