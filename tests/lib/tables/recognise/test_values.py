"""What the values of columns show: shifts, swaps, damage, and columns without a heading."""

from __future__ import annotations

import pytest

from ckanext.kanazawa.lib.tables.formats.loader import load_format
from ckanext.kanazawa.lib.tables.recognise import Recognition, recognise
from ckanext.kanazawa.lib.tables.recognise.rowshifts import RowShifts
from ckanext.kanazawa.lib.tables.table import table_of

FACILITY = [field.name for field in load_format("public-facility").current.fields]
Row = list[str | None]


def facilities(number: int = 40) -> list[Row]:
    """Make clean rows of public facilities, some columns empty as in real files."""
    return [[_cell(name, place) for name in FACILITY] for place in range(number)]


def _cell(name: str, place: int) -> str | None:
    values = {
        "全国地方公共団体コード": "172014",
        "ID": f"AA{place:010}",
        "地方公共団体名": "石川県金沢市",
        "名称": ("中央公民館", "東図書館", "南体育館", "北ホール")[place % 4] + str(place),
        "名称_カナ": (
            "チュウオウコウミンカン",
            "ヒガシトショカン",
            "ミナミタイイクカン",
            "キタホール",
        )[place % 4],
        "名称_英字": f"Mihon Hall {place}" if place % 3 else None,
        "POIコード": "1106",
        "所在地_全国地方公共団体コード": "172014",
        "所在地_連結表記": f"石川県金沢市広坂{place % 9 + 1}-{place}",
        "所在地_都道府県": "石川県",
        "所在地_市区町村": "金沢市",
        "所在地_町字": "広坂一丁目",
        "所在地_番地以下": f"{place % 9 + 1}-{place % 7 + 1}",
        "緯度": f"36.{561325 + place}",
        "経度": f"136.{656205 + place}",
        "電話番号": f"076-220-{2000 + place}" if place % 5 else None,
        "郵便番号": f"920-{8500 + place}",
        "法人番号": "4000020172014",
        "団体名": "金沢市",
        "利用可能曜日": "月火水木金" if place % 2 else None,
        "開始時間": "09:00",
        "終了時間": "17:30" if place % 4 else "日没",
        "説明": "集会や学習に使う建物。",
        "車椅子可": "有" if place % 3 else "無",
        "授乳室": "無",
        "URL": f"https://www.example.lg.jp/{place}.html",
    }
    return values.get(name)


def codes(recognition: Recognition) -> list[str]:
    """Return the codes of the findings."""
    return [finding.code for finding in recognition.findings]


def changed(name: str, value: str | None = None, every: int = 1, **cells: object) -> list[Row]:
    """Return clean rows with one column replaced in every nth row."""
    rows = facilities()
    for place, row in enumerate(rows):
        if place % every == 0:
            row[FACILITY.index(name)] = value.format(place) if value else value
    return rows


def test_clean_rows_raise_nothing():
    recognition = recognise(table_of(FACILITY, facilities()))
    assert codes(recognition) == []
    assert recognition.shift is None


class TestShiftedColumns:
    @pytest.mark.parametrize("place", [1, 8, 12, 20])
    def test_value_too_many_moves_all_behind_it(self, place: int):
        rows = [[*row[:place], "余分", *row[place:-1]] for row in facilities()]
        recognition = recognise(table_of(FACILITY, rows))
        shift = recognition.shift
        assert shift is not None and shift.by == 1
        assert shift.earliest <= place <= shift.first <= place + 3
        assert shift.last == len(FACILITY) - 1
        assert "columns-shifted" in codes(recognition)

    @pytest.mark.parametrize("place", [0, 4, 11, 16])
    def test_value_too_few_moves_all_behind_it(self, place: int):
        rows = [[*row[:place], *row[place + 1 :], None] for row in facilities()]
        shift = recognise(table_of(FACILITY, rows)).shift
        assert shift is not None and shift.by == -1
        assert shift.earliest <= place <= shift.first <= place + 4

    def test_shift_may_end(self):
        start, end = FACILITY.index("緯度"), FACILITY.index("法人番号")
        rows = [[*row[:start], None, *row[start:end], *row[end + 1 :]] for row in facilities()]
        recognition = recognise(table_of(FACILITY, rows))
        shift = recognition.shift
        assert shift is not None
        assert (shift.first, shift.by) == (start, 1)
        assert FACILITY.index("郵便番号") <= shift.last <= end
        finding = next(found for found in recognition.findings if found.code == "columns-shifted")
        assert finding.column == "緯度" and finding.repair is None
        assert "右" in finding.text("ja") and "right" in finding.text("en")

    def test_shift_in_some_rows(self):
        rows = facilities()
        for place in (7, 8, 21):
            rows[place] = [*rows[place][:8], "広坂", *rows[place][8:-1]]
        recognition = recognise(table_of(FACILITY, rows))
        assert recognition.shift is None
        assert codes(recognition) == []
        (block,) = table_of(FACILITY, rows).blocks()
        found = RowShifts(recognition).find(block.frame)
        assert [(one.row, one.shift.by) for one in found] == [(9, 1), (10, 1), (23, 1)]
        assert found[0].shift.earliest <= 8 <= found[0].shift.first

    def test_free_text_in_some_cells_is_no_shift(self):
        rows = changed("車椅子可", "入口に段差あり")
        for row in rows:
            row[FACILITY.index("字幕")] = "申し込みのとき相談"
            row[FACILITY.index("開始時間")] = "要問い合わせ"
            row[FACILITY.index("終了時間")] = "要問い合わせ"
        recognition = recognise(table_of(FACILITY, rows))
        assert codes(recognition) == []


class TestPositions:
    def test_swapped(self):
        rows = facilities()
        one, other = FACILITY.index("緯度"), FACILITY.index("経度")
        for row in rows:
            row[one], row[other] = row[other], row[one]
        recognition = recognise(table_of(FACILITY, rows))
        assert codes(recognition) == ["positions-swapped"]
        assert recognition.findings[0].repair == "swap-positions"

    def test_without_decimal_point(self):
        rows = facilities()
        for row in rows:
            for name in ("緯度", "経度"):
                cell = row[FACILITY.index(name)]
                row[FACILITY.index(name)] = cell and cell.replace(".", "")
        recognition = recognise(table_of(FACILITY, rows))
        assert codes(recognition) == ["positions-without-point"] * 2
        assert "36.561325" in recognition.findings[0].text("ja", "expected")


class TestExchangedColumns:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("名称", "名称_カナ"),
            ("電話番号", "郵便番号"),
            ("利用可能曜日", "URL"),
            ("所在地_都道府県", "所在地_市区町村"),
        ],
    )
    def test_two_columns(self, one: str, other: str):
        rows = facilities()
        first, second = FACILITY.index(one), FACILITY.index(other)
        for row in rows:
            row[first], row[second] = row[second], row[first]
        recognition = recognise(table_of(FACILITY, rows))
        assert codes(recognition) == ["columns-exchanged"]
        finding = recognition.findings[0]
        assert (finding.column, finding.params["other"]) == (one, other)

    def test_items_and_classes_of_waste(self):
        names = [field.name for field in load_format("garbage-separation").current.fields]
        right: list[Row] = [
            ["172014", str(n), f"品目{n}", ("燃やすごみ", "資源")[n % 2], *[None] * 5]
            for n in range(20)
        ]
        wrong: list[Row] = [[*row[:2], row[3], row[2], *row[4:]] for row in right]
        assert "columns-exchanged" not in codes(recognise(table_of(names, right)))
        assert "columns-exchanged" in codes(recognise(table_of(names, wrong)))


class TestSpreadsheetDamage:
    @pytest.mark.parametrize(
        ("name", "value", "code"),
        [
            ("法人番号", "4.00002E+12", "column-scientific"),
            ("町字ID", "27{:04}", "column-zeros-lost"),
            ("POIコード", "801", "column-zeros-lost"),
            ("電話番号", "762202000", "column-zeros-lost"),
            ("全国地方公共団体コード", "92011", "column-zeros-lost"),
            ("所在地_番地以下", "1月2日", "column-house-dates"),
            ("所在地_番地以下", "2025-01-02", "column-house-dates"),
        ],
    )
    def test_is_told_for_the_column(self, name: str, value: str, code: str):
        recognition = recognise(table_of(FACILITY, changed(name, value)))
        assert codes(recognition) == [code]
        assert recognition.findings[0].column == name
        assert "100" in recognition.findings[0].text("ja")

    def test_single_cell_is_left_to_the_check(self):
        rows = changed("POIコード", "801", every=30)
        assert codes(recognise(table_of(FACILITY, rows))) == []

    def test_code_without_check_digit_lost_no_zero(self):
        recognition = recognise(table_of(FACILITY, changed("全国地方公共団体コード", "17201")))
        assert "column-zeros-lost" not in codes(recognition)


class TestColumnsWithoutHeading:
    @pytest.mark.parametrize("name", ["電話番号", "緯度", "URL", "利用可能曜日", "名称_カナ"])
    def test_is_known_by_its_values(self, name: str):
        names = [other for other in FACILITY if other != name]
        place = FACILITY.index(name)
        rows = [[*row[:place], *row[place + 1 :], row[place]] for row in facilities()]
        recognition = recognise(table_of([*names, "列57"], rows))
        assert recognition.indexes[name] == len(names)
        assert recognition.how[len(names)] == "content"
        assert codes(recognition) == ["heading-by-content"] or "heading-order" in codes(recognition)

    def test_position_is_known_whatever_its_heading(self):
        names = [{"緯度": "座標その一", "経度": "座標その二"}.get(name, name) for name in FACILITY]
        recognition = recognise(table_of(names, facilities()))
        assert recognition.indexes["緯度"] == FACILITY.index("緯度")
        assert recognition.indexes["経度"] == FACILITY.index("経度")

    def test_other_heading_is_believed(self):
        names = [{"電話番号": "夜間の呼び出し"}.get(name, name) for name in FACILITY]
        recognition = recognise(table_of(names, facilities()))
        assert "電話番号" not in recognition.indexes


class TestTableWithoutHeadings:
    def test_is_known_by_number_and_kinds_of_its_columns(self):
        recognition = recognise(table_of([""] * len(FACILITY), facilities()))
        assert recognition.format and recognition.format.id == "public-facility"
        assert 0.5 <= recognition.confidence <= 0.75
        assert recognition.indexes["電話番号"] == FACILITY.index("電話番号")
        assert set(recognition.how.values()) == {"position"}

    def test_numbered_columns_of_another_layout_are_nothing(self):
        rows = [list(reversed(row)) for row in facilities()]
        names = [f"列{number}" for number in range(len(FACILITY))]
        assert recognise(table_of(names, rows)).format is None

    def test_without_rows_it_is_nothing(self):
        assert recognise(table_of([""] * len(FACILITY), [])).format is None
