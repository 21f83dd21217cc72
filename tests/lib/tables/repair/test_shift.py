"""What stands beside its heading moves back, where nothing is lost and all is certain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bench.tables.shifted import sown, told_of
from ckanext.kanazawa.lib.tables.check import check, run
from ckanext.kanazawa.lib.tables.errors import FormatError
from ckanext.kanazawa.lib.tables.findings import Finding
from ckanext.kanazawa.lib.tables.formats.loader import load_format
from ckanext.kanazawa.lib.tables.read import open_tables
from ckanext.kanazawa.lib.tables.recognise import begin_shift, recognise
from ckanext.kanazawa.lib.tables.repair import repair, repair_names
from ckanext.kanazawa.lib.tables.table import Block, Table, table_of

from ..tables import cells

FIELDS = load_format("public-facility").current.fields
NAMES = [field.name for field in FIELDS]
EXAMPLE: list[str | None] = [field.example or "" for field in FIELDS]
AGREED = ("shift-columns", "shift-rows")
# Where a cell too many leaves no doubt: a latitude stands right before it.
AFTER_LATITUDE = NAMES.index("経度")


def row_of(number: int) -> list[str | None]:
    row = list(EXAMPLE)
    row[NAMES.index("ID")] = f"AA{number:010}"
    return row


def shifted(place: int, by: int, number: int = 30) -> Table:
    """Shift the cells from a column on: empty ones before it, or that many taken away."""
    rows = []
    for one in range(number):
        row = row_of(one)
        row = (
            [*row[:place], *[None] * by, *row[place:]]
            if by > 0
            else [*row[:place], *row[place - by :]]
        )
        rows.append([*row, None, None, None][: len(NAMES)])
    return table_of(NAMES, rows)


class TestRight:
    def test_values_move_back_where_agreed(self):
        table = shifted(AFTER_LATITUDE, 1)
        seen = recognise(table)
        assert seen.shift is not None
        assert cells(repair(table, seen).table) == cells(table)
        found = repair(table, seen, agreed=AGREED)
        # What was pushed over the edge of the table is not there to come back.
        assert [row[:-1] for row in cells(found.table)] == [
            row[:-1] for row in cells(table_of(NAMES, [row_of(one) for one in range(30)]))
        ]
        assert set(found.changes.totals) == {"shift-columns"}

    def test_repairing_again_changes_nothing(self):
        table = shifted(AFTER_LATITUDE, 1)
        seen = recognise(table)
        once = repair(table, seen, agreed=AGREED)
        assert repair(once.table, seen, agreed=AGREED).changes.total == 0
        assert recognise(once.table).shift is None

    def test_values_under_headings_of_others_are_not_made_like_these(self):
        rows = [[row[0], None, *row[1:-1]] for row in map(row_of, range(30))]
        table = table_of(NAMES, rows)
        seen = recognise(table)
        assert seen.shift is not None
        # Six figures of a municipality, where a code of seven is asked for.
        assert [row[NAMES.index("町字ID")] for row in rows] == ["172014"] * 30
        assert repair(table, seen).changes.total == 0
        report = check(table, seen)
        assert report.found.totals["columns-shifted"] == 1
        assert set(report.found.repairs) <= {"shift-columns"}

    def test_rows_that_stand_right_stay(self):
        table = shifted(AFTER_LATITUDE, 1)
        rows = [*cells(table), ["", *row_of(99)[1:]]]
        mixed = table_of(NAMES, [list(row) for row in rows])
        found = repair(mixed, recognise(mixed), agreed=AGREED)
        assert cells(found.table)[-1] == rows[-1]

    def test_a_value_is_never_lost(self):
        rows = cells(shifted(AFTER_LATITUDE, 1))
        rows[3][AFTER_LATITUDE] = "別の値"
        table = table_of(NAMES, [list(row) for row in rows])
        seen = recognise(shifted(AFTER_LATITUDE, 1))
        assert cells(repair(table, seen, agreed=AGREED).table)[3] == rows[3]

    def test_a_text_may_be_the_one_too_many(self):
        table = shifted(NAMES.index("緯度"), 1)
        seen = recognise(table)
        assert seen.shift is not None and seen.shift.earliest < seen.shift.first
        assert repair(table, seen, agreed=AGREED).changes.total == 0
        assert {finding.repair for finding in seen.findings} == {None}

    def test_a_person_may_see_where_it_began(self):
        table = shifted(NAMES.index("緯度"), 1)
        seen = begin_shift(table, recognise(table), NAMES.index("緯度"))
        assert {finding.repair for finding in seen.findings} == {"shift-columns"}
        found = repair(table, seen, agreed=AGREED)
        # The last value was pushed over the edge of the table before.
        wanted = [[*row_of(one)[:-1], ""] for one in range(30)]
        assert cells(found.table) == wanted

    def test_it_cannot_begin_where_values_are_right(self):
        table = shifted(NAMES.index("緯度"), 1)
        with pytest.raises(FormatError) as error:
            begin_shift(table, recognise(table), NAMES.index("経度"))
        assert error.value.code == "shift-cannot-begin"
        right = table_of(NAMES, [row_of(one) for one in range(30)])
        with pytest.raises(FormatError) as error:
            begin_shift(right, recognise(right), 3)
        assert error.value.code == "no-shift-to-begin"

    def test_a_beginning_that_would_lose_values_is_not_to_be_named(self):
        rows = [[*row[:3], None, *row[3:-1]] for row in map(row_of, range(30))]
        table = table_of(NAMES, rows)
        found = recognise(table)
        assert found.shift is not None and found.shift.open_begins == (3,)
        with pytest.raises(FormatError) as error:
            begin_shift(table, found, 4)
        assert "D" in error.value.text("en")

    def test_columns_that_stay_shifted_are_not_made_like_the_wrong_heading(self):
        rows = [[*row[:3], None, *row[3:-1]] for row in map(row_of, range(30))]
        table = table_of(NAMES, rows)
        found = recognise(table)
        assert found.shift is not None
        wrong = replace(found, shift=replace(found.shift, begin=4))  # as a mistaken person says
        assert repair(table, wrong, agreed=AGREED).changes.total == 0

    def test_one_row_that_is_shifted_otherwise_is_not_made_like_the_wrong_heading(self):
        rows = [list(row) for row in cells(shifted(AFTER_LATITUDE, 1))]
        rows[7][NAMES.index("終了時間")] = "９：００"  # written under 利用可能日時特記事項 before
        rows[7] = [*rows[7][:AFTER_LATITUDE], "", *rows[7][AFTER_LATITUDE:-1]]
        table = table_of(NAMES, rows)
        found = repair(table, recognise(table), agreed=("shift-columns",))
        assert "９：００" in cells(found.table)[7]
        assert list(cells(found.table)[8][:-1]) == row_of(8)[:-1]


class TestLeft:
    def test_values_move_back_where_the_missing_column_is_certain(self):
        table = shifted(AFTER_LATITUDE, -1)
        seen = recognise(table)
        assert seen.shift is not None and seen.shift.by == -1
        found = repair(table, seen, agreed=AGREED)
        wanted = [row_of(one) for one in range(30)]
        for row in wanted:
            row[AFTER_LATITUDE] = None
        assert cells(found.table) == cells(table_of(NAMES, wanted))
        assert repair(found.table, seen, agreed=AGREED).changes.total == 0


def some_shifted(place: int, by: int, extra: str | None = None) -> Table:
    """Shift three rows of forty, from a column on."""
    rows = [row_of(number) for number in range(40)]
    for number in (4, 5, 30):
        row = rows[number]
        row = [*row[:place], extra, *row[place:-1]] if by > 0 else [*row, None]
        rows[number] = row if by > 0 else [*row[:place], *row[place + 1 :]]
    return table_of(NAMES, rows)


def told(table: Table) -> list[Finding]:
    return [one for one in check(table, recognise(table)).findings if one.code == "row-shifted"]


class TestRows:
    @pytest.mark.parametrize("by", [1, -1])
    def test_each_is_reported_and_moves_back_where_agreed(self, by: int):
        table = some_shifted(AFTER_LATITUDE, by)
        seen = recognise(table)
        assert seen.shift is None
        found = told(table)
        assert [one.row for one in found] == [6, 7, 32]
        assert {one.repair for one in found} == {"shift-rows"}
        side = "右" if by > 0 else "左"
        assert f"1 列{side}にずれています" in found[0].text("ja")
        assert repair(table, seen).changes.total == 0
        mended = repair(table, seen, agreed=AGREED)
        assert set(mended.changes.totals) == {"shift-rows"}
        # What was pushed over the edge, or was missing, is not there to come back.
        gone = len(NAMES) - 1 if by > 0 else AFTER_LATITUDE
        for number, row in enumerate(cells(mended.table)):
            wanted = ["" if number in (4, 5, 30) and place == gone else cell
                      for place, cell in enumerate(row_of(number))]  # fmt: skip
            assert row == wanted
        assert told(mended.table) == []
        assert repair(mended.table, recognise(mended.table), agreed=AGREED).changes.total == 0

    def test_a_cell_too_many_that_holds_something_is_never_lost(self):
        table = some_shifted(AFTER_LATITUDE, 1, "2階")
        assert {one.repair for one in told(table)} == {None}
        assert repair(table, recognise(table), agreed=AGREED).changes.total == 0

    @pytest.mark.parametrize("extra", [None, "2階"])  # that it is certain where, or not
    def test_cells_of_rows_left_shifted_are_not_made_like_the_wrong_heading(
        self, extra: str | None
    ):
        rows = [row_of(number) for number in range(30)]
        place = NAMES.index("経度")
        written: dict[str, str] = {"ID": "ＡＡ1", "経度": " 136.6562 ", "開始時間": "９：００"}
        for name, value in written.items():
            rows[7][NAMES.index(name)] = value
        right = list(rows[7])
        rows[7] = [*right[:place], extra, *right[place:-1]]
        table = table_of(NAMES, rows)
        seen = recognise(table)
        found = [one for one in check(table, seen).findings if one.row == 9]
        assert [one.code for one in found].count("row-shifted") == 1
        promised = {one.index: one.repaired for one in found if one.repaired is not None}
        assert promised[NAMES.index("ID")] == "AA1"  # it stands before them
        assert promised[place + 1] == "136.6562"  # as any cell is trimmed
        done = cells(repair(table, seen).table)[7]
        changed = {at: cell for at, cell in enumerate(done) if cell != (rows[7][at] or "")}
        assert changed == promised

    def test_few_rows_that_fill_columns_otherwise_empty_are_no_shifted_columns(self):
        empty = range(NAMES.index("高度の種別"), NAMES.index("団体名"))
        rows = [
            [None if at in empty and at != empty[2] else cell for at, cell in enumerate(row)]
            for row in map(row_of, range(40))
        ]
        for at in (3, 17, 30):
            rows[at] = [*rows[at][:9], None, *rows[at][9:-1]]
        table = table_of(NAMES, rows)
        assert [one.row for one in told(table)] == [5, 19, 32]
        assert recognise(table).shift is None
        assert repair(table, recognise(table)).changes.total == 0

    def test_rows_beyond_the_sample_are_found(self):
        rows = [row_of(number) for number in range(3_000)]
        rows[2_468] = [*rows[2_468][:12], None, *rows[2_468][12:-1]]
        (found,) = told(table_of(NAMES, rows))
        assert found.row == 2_470

    def test_they_are_found_in_whatever_portions_they_come(self, monkeypatch: pytest.MonkeyPatch):
        table = some_shifted(AFTER_LATITUDE, 1)
        whole = told(table)

        def portions() -> Iterator[Block]:
            for block in table.blocks():
                yield from (Block(block.frame[at : at + 3]) for at in range(0, 40, 3))

        monkeypatch.setattr(run, "_FIRST_FRAME_BYTES", 1)
        monkeypatch.setattr(run, "_FRAME_BYTES", 1)
        assert told(replace(table, read=portions)) == whole
        assert [one.row for one in whole] == [6, 7, 32]

    def test_cells_wrong_in_their_own_way_are_no_shift(self):
        rows = [row_of(number) for number in range(20)]
        for name, value in (("緯度", "不明"), ("開始時間", "終日"), ("URL", "準備中")):
            rows[7][NAMES.index(name)] = value
        assert told(table_of(NAMES, rows)) == []


@pytest.mark.parametrize("extra", [None, "余分"])
def test_what_is_certain_is_right(real_data: Path, extra: str | None):
    (table,) = open_tables(real_data / "yaizu/222127_aed.csv")
    moved = [one for what in (False, True) for one in sown("aed", table, 40, what, extra)]
    said = [word for one in moved[::3] for word in told_of(one)]
    assert "repairable" in said
    assert not {"repaired otherwise", "misplaced", "false alarm"} & set(said)


def test_few_rows_shifted_into_columns_that_are_nearly_empty(real_data: Path):
    (table,) = open_tables(real_data / "yaizu/222127_evacuation_space.csv")
    rows: list[list[str | None]] = [[cell or None for cell in row] for row in cells(table)]
    place = table.headings.index("都道府県名")
    wanted = cells(table)
    for at in (3, 9, 15, 22):
        rows[at] = [*rows[at][:place], None, *rows[at][place:-1]]
    spoilt = table_of(list(table.headings), rows, name=table.origin.name)
    assert [one.row for one in told(spoilt)] == [5, 11, 17, 24]
    others = [name for name in repair_names() if name != "shift-rows"]
    back = repair(spoilt, recognise(spoilt), agreed=AGREED, switched_off=others)
    assert cells(back.table) == wanted


def test_exchanged_columns_are_not_made_like_the_wrong_heading():
    name, kana = NAMES.index("名称"), NAMES.index("名称_カナ")
    rows = [row_of(number) for number in range(12)]
    for number, row in enumerate(rows):
        row[name], row[kana] = "タマガワコドモトショカン", f"玉川こども図書館{number}"
    table = table_of(NAMES, rows)
    seen = recognise(table)
    assert seen.exchanged == {name, kana}
    assert repair(table, seen).changes.total == 0
    assert {one.repair for one in check(table, seen).findings if one.index == kana} == {None}
