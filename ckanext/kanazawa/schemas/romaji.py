"""Kana to Hepburn romaji without macrons, for names in addresses."""

from __future__ import annotations

import unicodedata

ROWS = {
    "アイウエオ": "a i u e o",
    "カキクケコ": "ka ki ku ke ko",
    "サシスセソ": "sa shi su se so",
    "タチツテト": "ta chi tsu te to",
    "ナニヌネノ": "na ni nu ne no",
    "ハヒフヘホ": "ha hi fu he ho",
    "マミムメモ": "ma mi mu me mo",
    "ヤユヨ": "ya yu yo",
    "ラリルレロ": "ra ri ru re ro",
    "ワヰヱヲン": "wa i e o n",
    "ガギグゲゴ": "ga gi gu ge go",
    "ザジズゼゾ": "za ji zu ze zo",
    "ダヂヅデド": "da ji zu de do",
    "バビブベボ": "ba bi bu be bo",
    "パピプペポ": "pa pi pu pe po",
    "ァィゥェォ": "a i u e o",
    "ャュョ": "ya yu yo",
    "ヴ": "vu",
}
SYLLABLES = {
    kana: roman
    for row, romans in ROWS.items()
    for kana, roman in zip(row, romans.split(), strict=True)
}
SMALL = "ァィゥェォャュョ"
# Sounds whose own vowel gives way to a small kana without leaving a y behind (シャ = sha).
SOFT = ("sh", "ch", "j")


def romaji(text: str) -> str:
    """Return kana as romaji; other characters stay as they are.

    Long vowels are written short (こうきょう → kokyo), as in addresses of Japanese cities.
    """
    letters: list[str] = []
    doubled = False
    for sign in _katakana(text):
        if sign == "ッ":
            doubled = True
            continue
        if sign == "ー":
            continue
        sound = SYLLABLES.get(sign, sign)
        if sign in SMALL and letters and letters[-1][-1:] in "iue":
            letters[-1] = _joined(letters[-1], sound)
            continue
        if doubled and sign in SYLLABLES:
            sound = ("t" if sound.startswith("ch") else sound[0]) + sound
        doubled = False
        letters.append(sound)
    return _shortened("".join(letters))


def _katakana(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)
    return "".join(chr(ord(sign) + 0x60) if "ぁ" <= sign <= "ゖ" else sign for sign in text)


def _joined(before: str, sound: str) -> str:
    stem = before[:-1]
    if sound.startswith("y"):
        return stem + (sound[1:] if stem.endswith(SOFT) else sound)
    return stem + sound


def _shortened(text: str) -> str:
    for long, short in (("ou", "o"), ("oo", "o"), ("uu", "u")):
        text = text.replace(long, short)
    return text
