"""Tell EUC-JP from CP932 where the same bytes are valid in both.

Bytes of EUC-JP read as CP932 turn into half-width katakana and rare signs. Ordinary kanji of
CP932 are never valid in EUC-JP, so that only files of half-width katakana, or without any
kanji of the first level, come as far as this question.
"""

from __future__ import annotations

import codecs

from ckanext.kanazawa.lib.tables.read.source import Source

# Signs of headings, addresses and everyday municipal words.
COMMON = frozenset(
    "名称住所在地番号電話郵便緯経度年月日時間曜施設団体備考有無市町村県都道府区郡金沢石川白山"
    "野々内灘津幡大小中上下東西南北本田学校公園館会館図書病院医療保育所防災避難場所駅前通丁目"
    "人口数計男女合総料金円平成令和昭種別分類区分対象者利用可能開始終了説明事業課部局長新"
    "、。・ー「」（）　"
)
SAMPLE_CHARS = 50_000
# Share of everyday signs from which a text is taken for Japanese.
ENOUGH = 0.3


def is_rather_euc(source: Source, codec: str) -> bool:
    """Say whether the bytes, valid in both, read better as EUC-JP than as CP932."""
    euc, cp932 = _foreign(source, codec), _foreign(source, "cp932")
    everyday = _everyday(euc)
    return everyday >= ENOUGH and everyday > _everyday(cp932)


def _foreign(source: Source, codec: str) -> str:
    """Return the first characters beyond ASCII."""
    decoder = codecs.getincrementaldecoder(codec)()
    found: list[str] = []
    total = 0
    for chunk in source.chunks(1 << 18):
        signs = "".join(sign for sign in decoder.decode(chunk) if sign > "\x7f")
        found.append(signs)
        total += len(signs)
        if total > SAMPLE_CHARS:
            break
    return "".join(found)[:SAMPLE_CHARS]


def _everyday(text: str) -> float:
    """Return the share of kana and of common signs."""
    if not text:
        return 0.0
    known = sum("ぁ" <= sign <= "ん" or "ァ" <= sign <= "ヶ" or sign in COMMON for sign in text)
    return known / len(text)
