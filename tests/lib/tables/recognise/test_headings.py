"""Headings as files write them are understood, and each difference is told."""

from __future__ import annotations

import pytest

from ckanext.kanazawa.lib.tables.formats.loader import load_format
from ckanext.kanazawa.lib.tables.recognise import Recognition, recognise
from ckanext.kanazawa.lib.tables.table import table_of

TOILET = [field.name for field in load_format("public-toilet").current.fields]
FACILITY = [field.name for field in load_format("public-facility").current.fields]


def with_heading(official: str, written: str, names: list[str] = TOILET) -> Recognition:
    """Recognise a format's own headings, one of them written otherwise."""
    return recognise(table_of([written if name == official else name for name in names], []))


def codes(recognition: Recognition) -> list[str]:
    """Return the codes of the findings."""
    return [finding.code for finding in recognition.findings]


class TestOneHeading:
    @pytest.mark.parametrize(
        ("official", "written", "how", "code"),
        [
            ("名称_カナ", "名称_ｶﾅ", "variant", "heading-variant"),
            ("名称_カナ", "名称＿カナ", "variant", "heading-variant"),
            ("名称_カナ", "名称カナ", "variant", "heading-variant"),
            ("名称_カナ", " 名称 _カナ ", "variant", "heading-variant"),
            ("名称", "4.名称", "variant", "heading-variant"),
            ("名称", "④名称", "variant", "heading-variant"),
            ("名称", "名称（必須）", "variant", "heading-variant"),
            ("名称", "※名称", "variant", "heading-variant"),
            ("高度の値", "高度の値(m)", "variant", "heading-variant"),
            ("高度の値", "高度の値［メートル］", "variant", "heading-variant"),
            ("緯度", "緯度（世界測地系）", "variant", "heading-variant"),
            ("経度", "01 経度", "variant", "heading-variant"),
            ("町字ID", "町字ＩＤ", "variant", "heading-variant"),
            ("全国地方公共団体コード", "全国地方公共団体コ―ド", "variant", "heading-variant"),
            ("全国地方公共団体コード", "全国地方公共団体コ－ド", "variant", "heading-variant"),
            ("建物名等(方書)", "建物名等（方書）", "variant", "heading-variant"),
            ("男性トイレ数（小便器）", "男性トイレ数(小便器)", "variant", "heading-variant"),
            ("所在地_連結表記", "所在地_連結標記", "alias", "heading-variant"),
            ("名称_英語", "名称_英字", "alias", "heading-variant"),
            ("緯度", "latitude", "english", "heading-english"),
            ("名称_カナ", "nameKana", "english", "heading-english"),
            ("名称_カナ", "NAME_KANA", "english", "heading-english"),
            ("所在地_番地以下", "seat_after_address", "physical", "heading-english"),
            ("電話番号", "TEL", "english", "heading-english"),
            ("所在地_連結表記", "住所", "former", "former-heading"),
            ("バリアフリートイレ数", "多機能トイレ数", "former", "former-heading"),
            ("設置位置", "設置場所", "synonym", "heading-synonym"),
            (
                "オストメイト設置トイレ有無",
                "オストメト設置トイレ有無",
                "similar",
                "heading-misspelt",
            ),
            ("利用可能時間特記事項", "利用可能時間特記時項", "similar", "heading-misspelt"),
            ("画像_ライセンス", "画像_ライセスン", "similar", "heading-misspelt"),
            ("名称", "名祢", "similar", "heading-misspelt"),
            ("経度", "軽度", "similar", "heading-misspelt"),
            ("設置位置", "", "position", "heading-by-position"),
            ("設置位置", "Unnamed: 14", "position", "heading-by-position"),
            ("設置位置", "列15", "position", "heading-by-position"),
        ],
    )
    def test_is_understood_and_told(self, official: str, written: str, how: str, code: str):
        names = FACILITY if official == "電話番号" else TOILET
        recognition = with_heading(official, written, names)
        column = names.index(official)
        assert recognition.columns[column].name == official
        assert recognition.how[column] == how
        assert recognition.confidence >= 0.95
        finding = next(found for found in recognition.findings if found.index == column)
        assert (finding.code, finding.value) == (code, written)
        assert finding.repaired == official
        for language in ("ja", "en"):
            assert official in finding.text(language) + finding.text(language, "expected")

    @pytest.mark.parametrize(
        ("official", "written"),
        [
            ("男性トイレ数（和式）", "大人用トイレ数（和式）"),
            ("利用開始時間", "利用可能な季節"),
            ("設置位置", "地域の人の声"),
            ("町字ID", "丁目数"),
        ],
    )
    def test_another_word_is_no_slip(self, official: str, written: str):
        recognition = with_heading(official, written)
        assert TOILET.index(official) not in recognition.columns
        assert "heading-unknown" in codes(recognition)

    def test_opposite_is_no_slip(self):
        names = [name for name in TOILET if name != "女性トイレ数（和式）"]
        recognition = recognise(table_of([*names, "女生トイレ数（和式）"], []))
        assert recognition.columns[len(names)].name == "女性トイレ数（和式）"
        names = [name for name in TOILET if "女性" not in name]
        recognition = recognise(table_of([*names, "男性トイレ総数 "], []))
        assert len(names) not in recognition.columns


class TestSeveralHeadings:
    def test_empty_columns_at_the_end_are_told(self):
        recognition = recognise(table_of([*TOILET, "", ""], []))
        assert codes(recognition) == ["heading-empty", "heading-empty"]
        assert recognition.confidence >= 0.95

    def test_added_column_is_a_hint(self):
        recognition = recognise(table_of([*TOILET, "所管課"], []))
        assert [(found.code, found.level) for found in recognition.findings] == [
            ("heading-unknown", "hint")
        ]

    def test_doubled_heading_is_told_and_only_the_first_is_taken(self):
        recognition = recognise(table_of([*TOILET, "備考"], []))
        assert recognition.indexes["備考"] == TOILET.index("備考")
        assert codes(recognition) == ["heading-doubled"]

    def test_doubled_heading_is_known_by_its_place(self):
        names = list(TOILET)
        names[names.index("女性トイレ数（和式）")] = "男性トイレ数（和式）"
        recognition = recognise(table_of(names, []))
        assert recognition.indexes["女性トイレ数（和式）"] == TOILET.index("女性トイレ数（和式）")

    def test_hakusan_misspellings(self):
        version = load_format("ishikawa-facility").version("aed")
        assert version is not None
        own = [field.name for field in version.fields]
        written = {"サブジャンル3": "サブジャンル2", "E-mail": "Ｅ-mail", "開館時間": "会館時間"}
        recognition = recognise(table_of([written.get(name, name) for name in own], []))
        assert (recognition.format, recognition.version) == (
            load_format("ishikawa-facility"),
            version,
        )
        assert [field.name for field in recognition.columns.values()] == own
        assert recognition.how[8] == "position"
        assert recognition.confidence >= 0.9

    def test_superset_is_told_from_public_facilities(self):
        own = [field.name for field in load_format("ishikawa-superset").current.fields]
        found = recognise(table_of(own, [])).format
        assert found and found.id == "ishikawa-superset"

    def test_missing_columns_are_told_by_level(self):
        gone = {"名称", "ID", "備考", "町字ID"}
        recognition = recognise(table_of([name for name in TOILET if name not in gone], []))
        told = {found.code: found for found in recognition.findings}
        assert told["column-missing-required"].column == "名称"
        assert told["column-missing-required"].level == "error"
        assert told["column-missing-recommended"].column == "ID"
        assert told["columns-missing-optional"].params["names"] == "町字ID、備考"

    def test_unsure_level_is_no_error(self):
        recognition = recognise(table_of([name for name in FACILITY if name != "名称"], []))
        assert [found.level for found in recognition.findings] == ["warning"]

    def test_other_order_is_a_hint(self):
        names = ["備考", *(name for name in TOILET if name != "備考")]
        recognition = recognise(table_of(names, []))
        (finding,) = recognition.findings
        assert (finding.code, finding.level, finding.value) == ("heading-order", "hint", "備考")
        assert "画像_ライセンス" in finding.text("ja")

    def test_group_before_headings_is_taken_off(self):
        names = [f"基本情報_{name}" if name in ("名称", "緯度") else name for name in TOILET]
        recognition = recognise(table_of(names, []))
        assert len(recognition.columns) == len(TOILET)

    @pytest.mark.parametrize(
        ("official", "written"),
        [
            ("緯度", "緯度 (latitude)"),
            ("緯度", "緯度\nLat"),
            ("名称", "名称/Name"),
            ("所在地_都道府県", "所在地_所在地_都道府県"),
            ("経度", "位置_経度"),
        ],
    )
    def test_group_or_translation_is_taken_off(self, official: str, written: str):
        recognition = with_heading(official, written)
        assert recognition.indexes[official] == TOILET.index(official)
        assert codes(recognition) == ["heading-variant"]

    def test_number_the_datastore_added_is_no_id(self):
        names = ["_id", *(name for name in TOILET if name != "ID")]
        recognition = recognise(table_of(names, []))
        assert 0 not in recognition.columns
        assert "heading-unknown" not in codes(recognition)

    def test_prefixless_headings_of_a_format_that_prefixes_all(self):
        names = ["名称", "緯度", "経度", "ゴミ種類", "地区名", "ゴミ収集日", "注意事項"]
        recognition = recognise(table_of(names, []))
        assert recognition.format and recognition.format.id == "garbage-station"
        assert recognition.indexes["ゴミ集積場所_ゴミ収集日"] == 5

    def test_gomi_in_kana(self):
        names = ["ゴミの分別方法_ID", "ごみの分別方法_品目", "ゴミの分別方法_分別区分"]
        recognition = recognise(table_of(names, []))
        assert recognition.format and recognition.format.id == "garbage-separation"
        assert len(recognition.columns) == 3


class TestVersions:
    def test_older_version_is_told(self):
        former = load_format("public-toilet").version("2019")
        assert former is not None
        recognition = recognise(table_of([field.name for field in former.fields], []))
        assert codes(recognition) == ["older-version"]
        assert "2019" in recognition.findings[0].text("ja")

    def test_mixed_versions_are_told(self):
        names = [{"所在地_連結表記": "住所", "ID": "NO"}.get(name, name) for name in TOILET]
        recognition = recognise(table_of(names, []))
        assert recognition.version and recognition.version.id == "current"
        assert codes(recognition) == ["mixed-versions", "former-heading", "former-heading"]
        assert recognition.indexes["所在地_連結表記"] == names.index("住所")

    def test_older_table_with_a_new_heading(self):
        former = load_format("public-toilet").version("2019")
        assert former is not None
        own = [field.name for field in former.fields]
        names = [{"多機能トイレ数": "バリアフリートイレ数"}.get(name, name) for name in own]
        recognition = recognise(table_of(names, []))
        assert recognition.version is former
        assert recognition.how[names.index("バリアフリートイレ数")] == "newer"
        assert codes(recognition) == ["mixed-versions", "heading-newer"]

    def test_former_column_without_counterpart_is_no_field(self):
        names = [{"地方公共団体名": "都道府県名"}.get(name, name) for name in TOILET]
        recognition = recognise(table_of(names, []))
        assert names.index("都道府県名") not in recognition.columns
        assert "former-heading-part" in codes(recognition)


class TestBrokenHeadings:
    @pytest.mark.parametrize(
        ("written", "read"),
        [("utf-8", "cp932"), ("utf-8", "latin-1"), ("cp932", "latin-1"), ("euc_jp", "cp932")],
    )
    def test_mojibake_is_read_back(self, written: str, read: str):
        garbled = [name.encode(written).decode(read, "replace") for name in TOILET]
        recognition = recognise(table_of(garbled, []))
        assert recognition.format and recognition.format.id == "public-toilet"
        assert len(recognition.columns) >= len(TOILET) - 4
        told = [found for found in recognition.findings if found.code == "heading-mojibake"]
        assert len(told) >= len(TOILET) - 4
        assert told[0].level == "error"
        assert "全国地方公共団体コード" in told[0].text("ja")

    def test_heading_divided_by_a_comma(self):
        joined = "スロープ、エレベータ、エスカレータ"
        place = FACILITY.index(joined)
        headings = [*FACILITY[:place], *joined.split("、"), *FACILITY[place + 1 :]]
        row: list[str | None] = [
            field.example for field in load_format("public-facility").current.fields
        ]
        recognition = recognise(table_of(headings, [[*row, None, None]] * 3))
        assert [field.name for field in recognition.columns.values()] == FACILITY
        told = [found for found in recognition.findings if found.index == place]
        assert [found.code for found in told] == ["heading-split"]
        assert set(codes(recognition)) == {"heading-split"}

    def test_heading_divided_together_with_its_values(self):
        joined = "スロープ、エレベータ、エスカレータ"
        place = FACILITY.index(joined)
        headings = [*FACILITY[:place], *joined.split("、"), *FACILITY[place + 1 :]]
        recognition = recognise(table_of(headings, [["有"] * len(headings)] * 3))
        assert recognition.indexes[joined] == place
        assert recognition.indexes["備考"] == len(headings) - 1
