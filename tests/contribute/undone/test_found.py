"""Which cells of a table hold again what was corrected."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ckanext.kanazawa.contribute.publication.cells import row_hash
from ckanext.kanazawa.contribute.undone.found import places, undone
from ckanext.kanazawa.lib.tables.read import open_tables

ROWS = [["1", "公園", "36.5"], ["2", "駅", "36.6"], ["3", "橋", ""]]


def change(row: dict[str, Any], old: str, new: str, column: str = "緯度") -> dict[str, Any]:
    """Return a change as a correction holds it."""
    return {"edition": "e", "row": row, "column": column, "old": old, "new": new}


@pytest.fixture(scope="module")
def found_in(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Return a function: corrections → what a table of three rows undoes."""
    path: Path = tmp_path_factory.mktemp("undone") / "table.csv"
    lines = ["ID,名称,緯度", *(",".join(row) for row in ROWS), ""]
    path.write_text("\r\n".join(lines), "utf-8-sig")
    (table,) = open_tables(path, "table.csv")

    def call(*corrections: list[dict[str, Any]]) -> dict[str, Any]:
        numbered = [(str(number), changes) for number, changes in enumerate(corrections)]
        found = undone(table, places(numbered))
        return {
            name: [(c["row"]["number"], c["old"], c["new"]) for c in changes]
            for name, changes in found.items()
        }

    return call


FIRST, THIRD = {"key": {"ID": "1"}}, {"key": {"ID": "3"}}


class TestFound:
    @pytest.mark.parametrize(
        "again",
        [
            change(FIRST, "36.5", "36.7"),
            change({"hash": row_hash(ROWS[0])}, "36.5", "36.7"),
        ],
    )
    def test_the_old_value_stands_there_again(self, found_in: Any, again: dict[str, Any]):
        assert found_in([again]) == {"0": [(2, "36.5", "36.7")]}

    def test_an_empty_cell_stands_there_again(self, found_in: Any):
        assert found_in([change(THIRD, "", "36.8")]) == {"0": [(4, "", "36.8")]}

    @pytest.mark.parametrize(
        "other",
        [
            change(FIRST, "36.4", "36.5"),
            change(FIRST, "36.1", "36.2"),
            change({"key": {"ID": "9"}}, "36.5", "36.7"),
            change({"key": {"番号": "1"}}, "36.5", "36.7"),
            change(FIRST, "x", "y", "経度"),
            change({"hash": row_hash(["1", "公園", "36.4"])}, "36.5", "36.7"),
        ],
        ids=["corrected", "something else", "no row", "no key", "no column", "another row"],
    )
    def test_all_else_undoes_nothing(self, found_in: Any, other: dict[str, Any]):
        assert found_in([other]) == {}

    def test_of_several_corrections_of_a_cell_the_last_holds(self, found_in: Any):
        first, second = change(FIRST, "36.5", "36.6"), change(FIRST, "36.6", "36.7")
        assert found_in([first], [second]) == {"1": [(2, "36.5", "36.7")]}
        assert found_in([first], [change(FIRST, "36.6", "36.5")]) == {}
