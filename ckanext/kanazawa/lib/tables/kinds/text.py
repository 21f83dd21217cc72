"""Free text, on one line or several."""

from __future__ import annotations

import re

import polars as pl

from ckanext.kanazawa.lib.tables.formats.model import Field
from ckanext.kanazawa.lib.tables.kinds.base import Diagnosis, Kind, Setting
from ckanext.kanazawa.lib.tables.kinds.house_numbers import holds_house_numbers
from ckanext.kanazawa.lib.tables.kinds.names import against_pattern
from ckanext.kanazawa.lib.tables.kinds.places import WIDE, narrowed
from ckanext.kanazawa.lib.tables.kinds.shaped import own_word

_SEPARATORS = "[、,，､；]"


class Text(Kind):
    """Text on one line. What may be wrong with any text is the business of `any_cell`."""

    name = "text"

    def is_right(self, cells: pl.Expr, field: Field) -> pl.Expr:
        """Compare with the field's pattern; look for wrong separators between many values."""
        right = cells.is_not_null()
        if holds_house_numbers(field):
            right &= ~cells.str.contains(WIDE)
        if field.pattern:
            right &= cells.str.contains(f"^(?:{field.pattern})$")
        return right & ~cells.str.contains(_SEPARATORS) if field.many else right

    def diagnose(self, value: str, field: Field, setting: Setting) -> tuple[Diagnosis, ...]:
        """Compare with the field's pattern; mend a full-width separator, ask about others."""
        mapped = own_word(value, field, setting)
        if mapped is not None:
            return mapped
        text = value.strip()
        separators = _separators(text) if field.many else ()
        mended = separators[-1].repaired if separators else None
        width = narrowed(text) if holds_house_numbers(field) else ()
        return separators + width + against_pattern(mended or text, field)


class Multiline(Text):
    """Text that may run over several lines."""

    name = "multiline"


def _separators(text: str) -> tuple[Diagnosis, ...]:
    """Look at what parts many values: ； is ";", but 、 may belong to a value."""
    found: tuple[Diagnosis, ...] = ()
    if "；" in text:
        text = text.replace("；", ";")
        found = (Diagnosis("wrong-separator", text, "separator", {"repaired": text}),)
    if ";" in text or not re.search(_SEPARATORS, text):
        return found
    parts = [part.strip() for part in re.split(_SEPARATORS, text)]
    listed = ";".join(part for part in parts if part)
    params = {"repaired": listed}
    return (Diagnosis("separator-unclear", listed, "separate-list", params),) if listed else found
