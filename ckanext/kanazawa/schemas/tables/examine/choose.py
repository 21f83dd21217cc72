"""Choose the table of a workbook that is examined and published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ckanext.kanazawa.lib.tables.recognise import recognise
from ckanext.kanazawa.lib.tables.table import Table

# Sheets that are looked into; of a workbook with more the largest of the first ones is taken.
LOOKED_INTO = 30


@dataclass(frozen=True)
class Seen:
    """A sheet, as far as choosing needs it."""

    table: Table
    rows: int
    format: str | None
    confidence: float

    @property
    def is_hidden(self) -> bool:
        """Say whether a person who opens the workbook does not see the sheet."""
        return bool(self.table.origin.extra.get("hidden"))

    @property
    def rank(self) -> tuple[bool, bool, float, int]:
        """Return what to sort by: shown, recognised, surely, and large."""
        known = self.format is not None
        return (not self.is_hidden, known, self.confidence, self.rows * self.table.width)

    def as_dict(self) -> dict[str, Any]:
        """Return what the pages tell of the sheet."""
        return {
            "sheet": self.table.origin.sheet,
            "rows": self.rows,
            "columns": self.table.width,
            "format": self.format,
            "confidence": round(self.confidence, 3),
            "hidden": self.is_hidden,
        }


def choose(tables: list[Table]) -> tuple[Table, dict[str, Any]]:
    """Choose the sheet that follows a standard, else the largest one.

    Args:
        tables: of one file, at least one, those of hidden sheets last.

    Returns:
        The table, and facts: "sheets", each with rows, columns and format, and "chosen"
        ("only", "recognised" or "largest").

    Raises:
        FileError: a sheet turns out damaged.
    """
    if len(tables) == 1:
        return tables[0], {"chosen": "only"}
    seen = [_seen(table) for table in tables[:LOOKED_INTO]]
    # Of equals the first: `max` keeps it.
    best = max(seen, key=lambda sheet: sheet.rank)
    facts = {
        "sheets": [sheet.as_dict() for sheet in seen],
        "chosen": "recognised" if best.format else "largest",
    }
    return best.table, facts


def _seen(table: Table) -> Seen:
    recognition = recognise(table)
    found = recognition.format
    rows = sum(block.frame.height for block in table.blocks())
    return Seen(table, rows, found.id if found else None, recognition.confidence if found else 0.0)
