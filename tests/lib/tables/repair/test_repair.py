"""Repairing: what changes, what is listed, and what stays untouched."""

from __future__ import annotations

import pytest

from ckanext.kanazawa.lib.tables.errors import TableError
from ckanext.kanazawa.lib.tables.kinds.base import Setting
from ckanext.kanazawa.lib.tables.recognise import recognise
from ckanext.kanazawa.lib.tables.repair import Change, repair, repair_names
from ckanext.kanazawa.lib.tables.table import Table, table_of

from ..tables import cells, recognition_of

HEADINGS = ["ID", "名称", "緯度", "経度", "電話番号", "開始時間", "車椅子可"]
CLEAN = ["A1", "中央公民館", "36.561000", "136.656000", "076-220-0000", "09:00", "可"]


def facilities(*rows: list[str | None], **origin: str) -> Table:
    return table_of(HEADINGS, list(rows), **origin)


def run(table: Table, **options):
    return repair(table, recognition_of(table.headings, "public-facility"), **options)


class TestCells:
    def test_clean_table_stays_as_it_is(self):
        found = run(facilities(CLEAN))
        assert cells(found.table) == [CLEAN]
        assert found.changes.total == 0

    def test_each_repair_of_a_cell_is_a_change_of_its_own(self):
        found = run(facilities([*CLEAN[:4], " ０７６−２２０−００００", *CLEAN[5:]]))
        assert cells(found.table) == [CLEAN]
        listed = found.changes.listed
        assert [change.repair for change in listed] == ["trim", "half-width"]
        assert listed[0].after == listed[1].before == "０７６−２２０−００００"
        assert (listed[1].row, listed[1].column, listed[1].letter) == (2, "電話番号", "E")

    def test_yes_and_no_and_times_are_brought_to_their_writing(self):
        found = run(facilities([*CLEAN[:5], "9:00", "○"]))
        assert cells(found.table) == [CLEAN]
        assert found.changes.totals == {"time": 1, "list-value": 1}
        assert found.changes.by_column == {"開始時間": 1, "車椅子可": 1}

    def test_what_nobody_is_sure_about_is_not_touched(self):
        odd = ["A1", "x", "北の方", "", "内線5", "朝から", "一部可"]
        assert cells(run(facilities(odd)).table) == [odd]

    def test_placeholder_becomes_an_empty_cell(self):
        found = run(facilities([*CLEAN[:4], "-", *CLEAN[5:]]))
        assert cells(found.table)[0][4] == ""
        assert found.changes.listed == [Change(2, "電話番号", 4, "-", None, "empty-placeholder")]

    def test_column_of_no_format_gets_the_repairs_of_every_cell(self):
        table = table_of(["名称", "担当"], [["館", " 総務課"]])
        assert cells(run(table).table) == [["館", "総務課"]]

    def test_garbled_headings_of_no_format_are_brought_back(self):
        garbled = ["–¼\x8fÌ", "\x8fZ\x8fŠ"]
        table = table_of(garbled, [["図書館", "263人"], ["公民館", "12人"]])
        found = repair(table, recognise(table))
        assert found.table.headings[0] == "名称"
        assert found.table.headings[1].startswith("住所")
        assert found.changes.totals["heading-spelling"] == 2

    def test_identifiers_are_padded_only_where_agreed(self):
        table = table_of(["NO", "名称"], [["1", "館"]])
        seen = recognition_of(table.headings, "public-toilet", "2019")
        assert cells(repair(table, seen).table) == [["1", "館"]]
        padded = repair(table, seen, agreed=("pad-identifier",))
        assert cells(padded.table) == [["0000000001", "館"]]

    def test_value_map_translates_own_words(self):
        table = facilities([*CLEAN[:6], "貸"])
        setting = Setting(values={"車椅子可": {"貸": "可"}})
        found = run(table, setting=setting)
        assert cells(found.table) == [CLEAN]
        assert found.changes.totals == {"value-map": 1}

    def test_value_map_wins_where_the_own_word_looks_right(self):
        found = run(facilities(CLEAN), setting=Setting(values={"名称": {"中央公民館": "本館"}}))
        assert cells(found.table)[0][1] == "本館"


class TestChoice:
    def test_switched_off_repair_is_not_done(self):
        row = [*CLEAN[:5], "9:00", "○"]
        found = run(facilities(row), switched_off=("list-value",))
        assert cells(found.table)[0][5:] == ["09:00", "○"]

    def test_what_stands_on_a_switched_off_repair_is_not_done_either(self):
        row = [*CLEAN[:5], " 9:00", "可"]
        found = run(facilities(row), switched_off=("trim",))
        assert cells(found.table)[0][5] == " 9:00"

    def test_declared_repair_waits_for_a_yes(self):
        row = ["A1", "館", "36561000", "136.656000", "", "", ""]
        assert cells(run(facilities(row)).table)[0][2] == "36561000"
        agreed = run(facilities(row), agreed=("decimal-point",))
        assert cells(agreed.table)[0][2] == "36.561000"

    @pytest.mark.parametrize(
        ("heading", "form", "before", "after", "name"),
        [
            ("所在地_番地以下", "public-facility", "1月2日", "1-2", "restore-house-number"),
            ("開始日", "event", "45383", "2024-04-01", "excel-serial"),
            ("経度", "public-facility", "136656200", "136.656200", "decimal-point"),
            ("標高", "evacuation-space", "-", "", "empty-word"),
            ("車椅子可", "tourism", "-", "", "empty-word"),
        ],
    )
    def test_declared_repairs_of_cells(
        self, heading: str, form: str, before: str, after: str, name: str
    ):
        table = table_of(["ID", heading], [["A1", before]])
        seen = recognition_of(table.headings, form)
        assert cells(repair(table, seen).table) == [["A1", before]]
        found = repair(table, seen, agreed=(name,))
        assert cells(found.table) == [["A1", after]]
        assert found.changes.totals == {name: 1}

    def test_switching_off_wins_over_a_yes(self):
        row = ["A1", "館", "136.656000", "36.561000", "", "", ""]
        found = run(facilities(row), agreed=("swap-positions",), switched_off=("swap-positions",))
        assert found.changes.total == 0

    def test_unknown_name_is_refused_with_those_there_are(self):
        with pytest.raises(TableError) as caught:
            run(facilities(CLEAN), agreed=("swap",))
        assert caught.value.code == "repair-unknown"
        assert "swap-positions" in caught.value.text("ja")


class TestRows:
    def test_rows_without_data_are_dropped_where_agreed(self):
        rows = (CLEAN, [" ", "", "", "", "", "", ""], ["合計", "12", "", "", "", "1,200", ""])
        note = ["※ 2024年4月1日現在", *[""] * 6]
        table = facilities(*rows, note)
        names = ("drop-empty-rows", "drop-total-rows", "drop-note-rows")
        assert len(cells(run(table).table)) == 4
        found = run(table, agreed=names)
        assert cells(found.table) == [CLEAN]
        assert found.changes.totals == dict.fromkeys(names, 1)
        assert found.changes.listed[1].before == "合計 | 12 | 1,200"

    @pytest.mark.parametrize(
        "row",
        [
            ["1", "合計", "本社", "", "", "", ""],
            ["注文住宅センター", *[""] * 6],
            ["合計特殊出生率の展示室", "館", "", "", "", "", ""],
        ],
    )
    def test_rows_of_data_stay(self, row: list[str]):
        names = ("drop-total-rows", "drop-note-rows")
        assert cells(run(facilities(row), agreed=names).table) == [row]


class TestPositions:
    SWAPPED = ["A1", "館", "136.656000", "36.561000", "", "", ""]

    def test_swapped_row_is_swapped_back_where_agreed(self):
        found = run(facilities(self.SWAPPED, CLEAN), agreed=("swap-positions",))
        assert [row[2:4] for row in cells(found.table)] == [["36.561000", "136.656000"]] * 2
        assert found.changes.totals == {"swap-positions": 2}
        assert found.changes.listed[0] == Change(
            2, "緯度", 2, "136.656000", "36.561000", "swap-positions"
        )

    def test_full_width_positions_are_swapped_and_mended(self):
        row = ["A1", "館", "１３６.６５６０００", "36.561000", "", "", ""]
        found = run(facilities(row), agreed=("swap-positions",))
        assert cells(found.table)[0][2:4] == ["36.561000", "136.656000"]

    def test_one_wrong_coordinate_is_no_swap(self):
        row = ["A1", "館", "136.656000", "136.656000", "", "", ""]
        assert cells(run(facilities(row), agreed=("swap-positions",)).table) == [row]


class TestHeadings:
    def test_headings_become_official_and_are_listed(self):
        table = table_of(["ＩＤ", "住所", "latitude", "列4"], [["A1", "石川県金沢市", "", "x"]])
        ways = {0: ("ID", "variant"), 1: ("所在地_連結表記", "former"), 2: ("緯度", "english")}
        seen = recognition_of(table.headings, "public-facility", columns=ways)
        found = repair(table, seen)
        assert found.table.headings == ("ID", "所在地_連結表記", "緯度", "列4")
        assert [(c.row, c.before, c.after, c.repair) for c in found.changes.listed] == [
            (1, "ＩＤ", "ID", "heading-spelling"),
            (1, "住所", "所在地_連結表記", "heading-former"),
            (1, "latitude", "緯度", "heading-language"),
        ]

    def test_newer_heading_becomes_that_of_the_tables_version(self):
        table = table_of(["NO", "所在地_連結表記"], [["1", "金沢市"]])
        ways = {1: ("住所", "newer")}
        seen = recognition_of(table.headings, "public-toilet", "2019", columns=ways)
        found = repair(table, seen)
        assert found.table.headings == ("NO", "住所")
        assert [one.repair for one in found.changes.listed] == ["heading-version"]

    def test_heading_guessed_from_content_waits_for_a_yes(self):
        table = table_of(["列1"], [["A1"]])
        seen = recognition_of(table.headings, "public-facility", columns={0: ("ID", "content")})
        assert repair(table, seen).table.headings == ("列1",)
        assert repair(table, seen, agreed=("heading-content",)).table.headings == ("ID",)

    def test_two_columns_never_get_the_same_heading(self):
        table = table_of(["名称", "名　称"], [["a", "b"]])
        seen = recognition_of(table.headings, "public-facility", columns={1: ("名称", "variant")})
        assert repair(table, seen).table.headings == ("名称", "名　称")


class TestFile:
    def test_encoding_is_a_repair_of_the_file(self):
        found = run(facilities(CLEAN, encoding="cp932"))
        assert found.table.origin.encoding == "utf-8-sig"
        assert found.changes.listed == [Change(None, None, None, "cp932", "utf-8-sig", "encoding")]
        assert run(found.table).changes.total == 0

    def test_encoding_stays_where_its_repair_is_switched_off(self):
        found = run(facilities(CLEAN, encoding="cp932"), switched_off=("encoding",))
        assert found.table.origin.encoding == "cp932"

    def test_all_changes_are_counted_and_the_first_listed(self):
        table = facilities(*([*CLEAN[:6], "○"] for _ in range(250)))
        found = run(table, listed_per_repair=10)
        assert found.changes.totals == {"list-value": 250}
        assert [change.row for change in found.changes.listed] == list(range(2, 12))

    def test_original_stays_and_the_repaired_table_can_be_read_again(self):
        table = facilities([*CLEAN[:6], "○"])
        found = run(table)
        assert cells(found.table) == cells(found.table) == [CLEAN]
        assert found.changes.total == 1
        assert cells(table)[0][6] == "○"


def test_each_repair_says_what_it_does_in_both_languages():
    assert set(repair_names().values()) == {"mechanical", "declared"}
    for name in repair_names():
        change = Change(1, None, None, None, None, name)
        for language in ("ja", "en"):
            assert change.text(language, "title") and change.text(language)
