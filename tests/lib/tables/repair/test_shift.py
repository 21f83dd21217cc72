"""Columns shifted against their headings move back, where nothing is lost and all is certain."""

from __future__ import annotations

from ckanext.kanazawa.lib.tables.formats.loader import load_format
from ckanext.kanazawa.lib.tables.recognise import recognise
from ckanext.kanazawa.lib.tables.repair import repair
from ckanext.kanazawa.lib.tables.table import Table, table_of

from ..tables import cells

FIELDS = load_format("public-facility").current.fields
NAMES = [field.name for field in FIELDS]
EXAMPLE: list[str | None] = [field.example or "" for field in FIELDS]
AGREED = ("shift-columns",)


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
        place = NAMES.index("緯度")
        table = shifted(place, 1)
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
        table = shifted(NAMES.index("緯度"), 1)
        seen = recognise(table)
        once = repair(table, seen, agreed=AGREED)
        assert repair(once.table, seen, agreed=AGREED).changes.total == 0
        assert recognise(once.table).shift is None

    def test_rows_that_stand_right_stay(self):
        table = shifted(NAMES.index("緯度"), 1)
        rows = [*cells(table), ["", *row_of(99)[1:]]]
        mixed = table_of(NAMES, [list(row) for row in rows])
        found = repair(mixed, recognise(mixed), agreed=AGREED)
        assert cells(found.table)[-1] == rows[-1]

    def test_a_value_is_never_lost(self):
        place = NAMES.index("緯度")
        rows = cells(shifted(place, 1))
        rows[3][place] = "別の値"
        table = table_of(NAMES, [list(row) for row in rows])
        seen = recognise(shifted(place, 1))
        assert cells(repair(table, seen, agreed=AGREED).table)[3] == rows[3]


class TestLeft:
    def test_values_move_back_where_the_missing_column_is_certain(self):
        place = NAMES.index("緯度")
        table = shifted(place, -1)
        seen = recognise(table)
        assert seen.shift is not None and seen.shift.by == -1
        found = repair(table, seen, agreed=AGREED)
        assert repair(found.table, seen, agreed=AGREED).changes.total == 0
        before, after = cells(table), cells(found.table)
        assert [sorted(row) for row in before] == [sorted(row) for row in after]
