"""Mojibake is seen, brought back where nothing was lost, and not seen where there is none."""

from __future__ import annotations

import pytest

from ckanext.kanazawa.lib.text.garble import is_garbled, ungarbled

TEXTS = ("金沢21世紀美術館", "石川県金沢市広坂1-2-1", "ケンロクエン", "ひがし茶屋街")


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "cp932"])
def test_text_read_in_a_wrong_encoding(text: str, encoding: str):
    try:
        garbled = text.encode().decode(encoding)
    except UnicodeDecodeError:
        garbled = text.encode().decode(encoding, errors="replace")
    assert is_garbled(garbled)
    assert ungarbled(garbled) == (None if "\ufffd" in garbled else text)


def westerned(text: str, encoding: str, *, passed: bool) -> str:
    """Return Japanese text as it looks read in Windows-1252.

    Args:
        text: as it was meant.
        encoding: it was written in.
        passed: bytes that Windows-1252 does not know come through as controls, or get lost.
    """
    signs = []
    for byte in text.encode(encoding):
        try:
            signs.append(bytes((byte,)).decode("cp1252"))
        except UnicodeDecodeError:
            signs.append(chr(byte) if passed else "\ufffd")
    return "".join(signs)


LONG = (
    "金沢市",
    "野々市市",
    "トイレ",
    "毎週月曜日",
    "石川県金沢市広坂１丁目",
    "JR金沢駅 West Gate",
)


@pytest.mark.parametrize("text", [*TEXTS, *LONG])
@pytest.mark.parametrize("encoding", ["cp932", "euc_jp"])
def test_japanese_text_taken_for_western(text: str, encoding: str):
    for garbled in (
        westerned(text, encoding, passed=True),
        text.encode(encoding).decode("latin-1"),
    ):
        assert is_garbled(garbled)
        assert ungarbled(garbled) == text


def test_two_kanji_taken_for_western():
    assert ungarbled(westerned("住所", "cp932", passed=True)) == "住所"


@pytest.mark.parametrize("text", ["毎週月曜日", "スーパーマーケット", "電話番号"])
def test_japanese_text_taken_for_western_that_lost_bytes(text: str):
    garbled = westerned(text, "cp932", passed=False)
    for lost in ("\ufffd", "?", ""):
        assert is_garbled(garbled.replace("\ufffd", lost))
        assert ungarbled(garbled.replace("\ufffd", lost)) is None


WESTERN = [
    "It’s",
    "dog’s life",
    "‘n’t",
    "“Hello”",
    "rock ‘n’ roll",
    "Žižkov",
    "Škoda",
    "Šášek",
    "café",
    "Orléans",
    "Señorita Ñandú",
    "Œuvre d’art",
    "Crêpe",
    "não é",
    "été",
    "——",
    "••••",
    "““””",
    "‰‰",
    "†‡",
    "½½",
    "±½°",
    "ÄÖÜäöü",
    "L’été à Paris – c’est beau",
    "ÀÉÈÇ",
    "Kenrokuen’s garden – “best”",
    "©2024 Kanazawa",
    "20°C",
    "Köln–Bonn",
    "100 €",
    "ƒ/2.8",
    "L’Œil",
    "Á Â Ã Ä Å",
    "Fußgängerübergänge",
    "ÆØÅ æøå",
    "Þórður",
    "¿Qué? ¡Sí!",
    "«été»",
    "Ž’Š",
]


@pytest.mark.parametrize(
    "text",
    WESTERN,
)
def test_western_text(text: str):
    assert not is_garbled(text.strip())


@pytest.mark.parametrize(
    "garbled", ["譁ｽ險ｭ諠蝣ｱAPI ID", "遏ｳ蟾晉恁驥第ｲ｢蟶", "蠎蝮ゆｸ荳∫岼", "縺ゅ＞縺・"]
)
def test_text_that_lost_bytes_on_its_way(garbled: str):
    assert is_garbled(garbled)
    assert ungarbled(garbled) is None


@pytest.mark.parametrize(
    "text",
    [
        *TEXTS,
        "麒麟ﾋﾞｰﾙ",
        "躑躅ヶ丘",
        "薔薇のﾊﾞﾗ園",
        "Café Zürich",
        "ﾎｰﾙ",
        "南竜ヶ馬場ﾋﾞｼﾞﾀｰｾﾝﾀｰ",
        "㈱金沢",
        "São Paulo",
        "",
        "a@b.jp",
    ],
)
def test_ordinary_text(text: str):
    assert not is_garbled(text)
