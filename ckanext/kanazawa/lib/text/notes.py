"""Notes that people who keep a table leave in it for themselves."""

from __future__ import annotations

import re

# A short cell that is nothing but the note: 要確認, 緯度経度を確認, 調査中, メモ：….
_NOTE = re.compile(
    "[(（【★※]*(?:"
    "[^、。,]{0,12}(?:要確認|を確認|確認中|確認する(?:こと)?|確認済み?|要修正|調査中)"
    "|(?:メモ|TODO)(?:[:：].*)?"
    "|(?:後で|あとで)[^、。]{0,10}"
    "|仮"
    ")[)）】★]*"
)
# One of these words is in every note; looking for them is much faster.
_WORDS = ("確認", "修正", "調査", "メモ", "TODO", "後で", "あとで", "仮")
# What sends the reader somewhere is written for the reader.
_FOR_READERS = re.compile(
    "HP|ＨＰ|ホームページ|サイト|URL|電話|窓口|受付|問|事前|当日|直接|各自|予約"
)


def is_working_note(text: str) -> bool:
    """Say whether a cell holds a note of its writer instead of a value."""
    if not any(word in text for word in _WORDS):
        return False
    return bool(_NOTE.fullmatch(text)) and not _FOR_READERS.search(text)
