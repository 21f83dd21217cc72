"""Columns of figures in tables of no known format: told, and written plainly."""

from __future__ import annotations

import pytest

from ckanext.kanazawa.lib.tables.check import check
from ckanext.kanazawa.lib.tables.figures import FIRST_ROWS
from ckanext.kanazawa.lib.tables.recognise.model import Recognition
from ckanext.kanazawa.lib.tables.repair import Changes, repair
from ckanext.kanazawa.lib.tables.table import Table, table_of

from .check.making import found, recognised, reported
from .tables import cells

NOTHING = Recognition(None, None, 0.0, {}, {})


def column(heading: str, *values: str | None) -> Table:
    """Return a table of a column of names, and another."""
    return table_of(["地区", heading], [[f"{n}区", value] for n, value in enumerate(values)])


def repaired(table: Table, **options) -> tuple[Table, Changes]:
    done = repair(table, NOTHING, **options)
    return done.table, done.changes


def values(table: Table) -> list[str]:
    return [row[1] for row in cells(table)]


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        (("９，１４８", "１２", "３"), ["9148", "12", "3"]),
        (("1,234", "56", "1,000,000"), ["1234", "56", "1000000"]),
        (("△３．５", "０", "－１"), ["-3.5", "0", "-1"]),
        (("１２", "-", None, "４", "５"), ["12", "", "", "4", "5"]),
        (("'１２", " ４ ", "５"), ["12", "4", "5"]),
    ],
)
def test_columns_of_figures_become_plain_numbers(written, plain):
    table, _ = repaired(column("総数", *written))
    assert (values(table), table.headings) == (plain, ("地区", "総数"))


@pytest.mark.parametrize(
    ("heading", "written", "named"),
    [
        ("総数", ("２６３５９人", "１，２００人", "3人"), "総数（人）"),
        ("割合", ("12.5％", "８%", "９％"), "割合（%）"),
        ("総数(人)", ("26人", "1人", "3人"), "総数(人)"),
        ("面積", ("1.5㎢", "２㎢", "3 ㎢"), "面積（㎢）"),
    ],
)
def test_unit_of_all_figures_moves_into_the_heading(heading, written, named):
    table, changes = repaired(column(heading, *written))
    assert table.headings[1] == named
    assert [float(value) for value in values(table)]
    assert table.units == ("", named.strip(")）")[-1])
    assert changes.totals["figures-unit"] == 3 + (named != heading)


@pytest.mark.parametrize(
    ("heading", "written"),
    [
        ("総数", ("２６人", "１２", "３人")),  # of which the second counts who knows what
        ("総数", ("２６人", "１２世帯", "３人")),
        ("総数", ("２６", "１２", "約３")),
        ("年", ("２０２４年", "２０２５年", "２０２６年")),
        ("月", ("４月", "５月", "６月")),
        ("市外局番号", ("１２", "３４", "５６")),
        ("記号", ("００１２", "００１３", "００１４")),
        ("内訳", ("1,2", "3,4", "5,6")),
        ("町", ("１丁目", "２丁目", "３丁目")),
        ("総数", ("１２", "１３")),  # too few to tell
    ],
)
def test_what_is_no_number_for_sure_stays(heading, written):
    table = column(heading, *written)
    after, changes = repaired(table)
    assert (values(after), after.headings) == (list(written), table.headings)
    assert not changes.totals


def test_unit_stays_where_its_heading_is_taken():
    table = table_of(["数", "数（人）"], [["1人", "1"], ["2人", "2"], ["3人", "3"]])
    after, _ = repaired(table)
    assert cells(after) == cells(table)
    report = check(table, NOTHING)
    assert {one.repair for one in found(report, "figure-with-unit")} == {None}


@pytest.mark.parametrize("written", [("９，１４８", "１２", "３"), ("263人", "1人", "３人")])
def test_repairing_again_and_checking_again_finds_nothing(written):
    after, _ = repaired(column("総数", *written))
    assert not repaired(after)[1].totals
    assert not check(after, NOTHING).found.totals


def test_each_kind_is_switched_off_alone():
    table = table_of(["a", "b"], [["１", "1人"], ["２", "2人"], ["３", "3人"]])
    after, _ = repaired(table, switched_off=["figures"])
    assert (cells(after)[0], after.headings) == (["１", "1"], ("a", "b（人）"))
    after, _ = repaired(table, switched_off=["figures-unit"])
    assert (cells(after)[0], after.headings) == (["1", "1人"], ("a", "b"))


def test_checking_tells_each_cell_with_its_repair_and_counts_them_all():
    report = check(column("総数", *["９，１４８"] * 150, "3"), NOTHING)
    told = found(report, "figure-as-text")
    assert (told[0].row, told[0].repaired, told[0].repair) == (2, "9148", "figures")
    assert (len(told), report.found.totals["figure-as-text"]) == (100, 150)
    assert report.found.repairs["figures"] == 150
    assert "9148" in told[0].text("ja", "expected")


def test_units_that_differ_are_told_once():
    report = check(column("総数", "２６人", "１２", "３人"), NOTHING)
    (one,) = found(report, "figures-units-differ")
    assert "人、単位なし" in one.text("ja")
    assert one.repair is None


def test_known_formats_have_rules_of_their_own():
    made = recognised("public-facility", [{"独自": "１２人"}] * 3, more=("独自",))
    assert not found(reported(made), "figure-with-unit")


def test_long_column_that_begins_plain_is_left_alone():
    table = column("総数", *["12"] * FIRST_ROWS, "１２")
    assert values(repaired(table)[0])[-1] == "１２"
    late = column("総数", "１２", *["12"] * FIRST_ROWS, "３人")
    assert values(repaired(late)[0])[0] == "１２"
