"""Private persons that a text mentions are seen; offices, guests and children to come are not."""

from __future__ import annotations

import polars as pl
import pytest

from ckanext.kanazawa.lib.text.mentions import MENTIONS, birthday, mentioned_person
from ckanext.kanazawa.lib.text.people import is_person

PERSONS = [
    ("管理人 山田太郎様方", "管理人 山田太郎"),
    ("区長：鈴木一郎", "区長：鈴木一郎"),
    ("担当：佐藤", "担当：佐藤"),
    ("開館日は担当（佐藤）まで", "担当（佐藤"),
    ("担当佐藤花子", "担当佐藤花子"),
    ("会長　森 一郎", "会長　森 一郎"),
    ("連絡先：中村 076-220-0000", "連絡先：中村"),
    ("鍵は管理人：能登谷様", "管理人：能登谷様"),
    ("能登谷様方", "能登谷様方"),
    ("東氏宅前", "東氏宅"),
    ("寄贈 山田花子様", "山田花子様"),
    ("田中 実", "田中 実"),
]
NOBODY = [
    *(
        "担当課：観光課",
        "担当：山口支店",
        "管理者：石川県",
        "管理者：石川県知事",
        "皆様",
        "お客様方",
    ),
    *("所有者：前田育徳会", "患者様宅", "利用者様宅へ伺う", "管理人室あり", "連絡先は南部公民館"),
    *("館長：佐藤一郎", "講師：山田太郎氏", "出演 中村樹里さん", "多様な見どころ", "前田利家公"),
    *("石川県金沢市", "中村記念美術館", "会長の許可が要る", "", "本人確認", "氏名を記入"),
]
BORN = [
    *("昭和50年1月1日生", "１９７５年１月１日生まれ", "S50.1.1生", "生年月日：平成2年3月4日"),
    *("鈴木（昭和50年1月1日生）", "昭和 生年月日は 1950/1/1"),
]
UNBORN = [
    *("平成31年4月2日～令和2年4月1日生まれ", "平成31年4月2日から令和2年4月1日生まれ"),
    *("令和2年4月2日以降に生まれた子", "平成20年5月1日生まれのゾウ", "1873年11月4日生まれ"),
    *("毎月1日生花の市", "生年月日：平成31年4月2日から", "2020年4月1日 生活支援", "誕生日会"),
]
SEEN = [*(text for text, _ in PERSONS), *BORN]


class TestMentions:
    @pytest.mark.parametrize(("text", "name"), PERSONS)
    def test_persons(self, text: str, name: str):
        assert mentioned_person(text) == name

    @pytest.mark.parametrize("text", NOBODY)
    def test_nobody(self, text: str):
        assert mentioned_person(text) is None

    @pytest.mark.parametrize("text", BORN)
    def test_birthdays(self, text: str):
        assert birthday(text)

    @pytest.mark.parametrize("text", UNBORN)
    def test_other_days(self, text: str):
        assert birthday(text) is None

    def test_the_fast_look_passes_over_nothing(self):
        seen = pl.Series(SEEN).str.contains(MENTIONS)
        assert [text for text, hit in zip(SEEN, seen, strict=True) if not hit] == []


@pytest.mark.parametrize(
    "name", ["山田太郎", "鈴木花子", "佐藤　健一", "高橋 誠", "林 さくら", "田中太郎様"]
)
def test_whole_names(name: str):
    assert is_person(name)


@pytest.mark.parametrize(
    "name",
    [
        *("山本電機", "山口大学", "石川県庁", "中村製作", "中野区一", "小林理容", "前田育徳会"),
        *("小川町子供会", "千葉太平", "石川中央", "山口観光", "田中", "福田組", "上野平"),
    ],
)
def test_bodies_that_begin_like_persons(name: str):
    assert not is_person(name)
