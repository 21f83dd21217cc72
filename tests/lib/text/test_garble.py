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
