"""Fields, and looks at single cells, for the tests of kinds."""

from __future__ import annotations

from typing import Any

import polars as pl

from ckanext.kanazawa.lib.tables.formats.model import Field
from ckanext.kanazawa.lib.tables.kinds import Diagnosis, Setting, is_right, look

# Kind, cell, codes found, cell after all repairs (None: nothing repaired).
Case = tuple[str, str, list[str], str | None]
KANAZAWA = Setting(municipality="172014")


def field_of(kind: str, name: str = "欄", **others: Any) -> Field:
    """Make a field of a kind."""
    facts = {"title": {"ja": name, "en": name}, "name_en": "column", "type": "string"}
    levels = {"level": "optional", "level_basis": "unknown", "description": {}}
    return Field(name=name, kind=kind, **{**facts, **levels, **others})


def found(value: str, field: Field, setting: Setting = KANAZAWA) -> list[str]:
    """Return the codes a look at a cell gives."""
    return [problem.code for problem in look(value, field, setting)]


def repaired(problems: tuple[Diagnosis, ...]) -> str | None:
    """Return what the cell holds after all repairs; None where there is none."""
    values = [problem.repaired for problem in problems if problem.repair]
    return values[-1] if values else None


def right(values: list[str], field: Field) -> list[bool]:
    """Return what the fast test says of cells."""
    frame = pl.DataFrame({"c0": values}, schema={"c0": pl.String})
    return frame.select(is_right(pl.col("c0"), field).alias("right"))["right"].to_list()
