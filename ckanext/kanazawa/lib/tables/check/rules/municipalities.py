"""Files that hold rows of several municipalities."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

import polars as pl

from ckanext.kanazawa.lib.choices import Choice, load_choices
from ckanext.kanazawa.lib.tables.check.context import Context
from ckanext.kanazawa.lib.tables.check.rules.base import TableRule, clean
from ckanext.kanazawa.lib.tables.table import column_name
from ckanext.kanazawa.lib.text.check_digits import is_municipality_code

_PUBLISHER = re.compile(
    "^(?:全国地方公共団体コード|都道府県コード又は市区町村コード|市区町村コード)$"
)


class SeveralMunicipalities(TableRule):
    """A file of several publishers is right for a region, and worth a word elsewhere."""

    def __init__(self, context: Context, number: int):
        super().__init__(context, number)
        codes = [
            column.index
            for column in context.columns
            if column.field.kind == "municipality-code" and _PUBLISHER.match(column.field.name)
        ]
        self.reads = tuple(codes[:1])
        self._codes: Counter[str] = Counter()

    def see(self, frame: pl.DataFrame) -> None:
        """Count the codes."""
        for index in self.reads:
            cells = frame.select(clean(index).alias(column_name(index))).drop_nulls().to_series()
            cells = cells.filter(cells.str.contains("^[0-9]{6}$"))
            self._codes.update(dict(cells.value_counts().iter_rows()))

    def finish(self) -> None:
        """Report the codes where there is more than one.

        One mistyped is no other municipality: its own finding says that no code is like it.
        """
        codes = {code: rows for code, rows in self._codes.items() if is_municipality_code(code)}
        if len(codes) < 2:
            return
        known = load_choices("municipalities")
        ranked = sorted(codes.items(), key=lambda item: (-item[1], item[0]))[:8]
        found = {
            language: separator.join(
                f"{code}{_name(known, code, language)} {number:,}{unit}" for code, number in ranked
            )
            for language, separator, unit in (("ja", "、", "行"), ("en", ", ", " rows"))
        }
        self.context.add("several-municipalities", index=self.reads[0], codes=found)


def _name(known: Mapping[str, Choice], code: str, language: str) -> str:
    if code not in known:
        return ""
    name = known[code].text(language)
    return f"（{name}）" if language == "ja" else f" ({name})"
