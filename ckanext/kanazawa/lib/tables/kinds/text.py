"""Free text, on one line or several."""

from __future__ import annotations

import polars as pl

from ckanext.kanazawa.lib.tables.formats.model import Field
from ckanext.kanazawa.lib.tables.kinds.base import Diagnosis, Kind, Setting
from ckanext.kanazawa.lib.tables.kinds.names import against_pattern
from ckanext.kanazawa.lib.tables.kinds.shaped import own_word


class Text(Kind):
    """Text on one line. What may be wrong with any text is the business of `any_cell`."""

    name = "text"

    def is_right(self, cells: pl.Expr, field: Field) -> pl.Expr:
        """Compare with the field's pattern, where it has one."""
        return (
            cells.str.contains(f"^(?:{field.pattern})$") if field.pattern else cells.is_not_null()
        )

    def diagnose(self, value: str, field: Field, setting: Setting) -> tuple[Diagnosis, ...]:
        """Compare with the field's pattern, where it has one."""
        mapped = own_word(value, field, setting)
        return against_pattern(value.strip(), field) if mapped is None else mapped


class Multiline(Text):
    """Text that may run over several lines."""

    name = "multiline"
