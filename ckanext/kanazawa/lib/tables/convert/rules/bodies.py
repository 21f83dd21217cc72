"""The publishing body: its name in one column or two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from ckanext.kanazawa.lib.tables.convert.model import Losses
from ckanext.kanazawa.lib.text.places import PREFECTURE, PREFECTURES

# First two digits of a 全国地方公共団体コード → prefecture.
_BY_NUMBER = {f"{number:02}": name for number, name in enumerate(PREFECTURES, start=1)}


@dataclass(frozen=True)
class BodySplit:
    """地方公共団体名 becomes 都道府県名 and 市区町村名.

    Attributes:
        source: column of the whole name.
        code: column of the body's 全国地方公共団体コード, or None.
        prefecture, municipality: columns to fill.
    """

    source: str
    code: str | None
    prefecture: str
    municipality: str

    @property
    def reads(self) -> tuple[str, ...]:
        """Return the column of the whole name; the code is another rule's to carry."""
        return (self.source,) if self.code is None else (self.source, self.code)

    @property
    def writes(self) -> tuple[str, ...]:
        """Return the two columns."""
        return (self.prefecture, self.municipality)

    def apply(self, source: pl.DataFrame, losses: Losses) -> Mapping[str, pl.Expr]:
        """Split before the municipality; a name without a prefecture gets that of the code."""
        whole = pl.col(self.source)
        written = whole.str.extract(f"^({PREFECTURE})")
        coded = pl.lit(None, dtype=pl.String)
        if self.code is not None:
            coded = (
                pl.col(self.code)
                .str.head(2)
                .replace_strict(_BY_NUMBER, default=None, return_dtype=pl.String)
            )
        prefecture = pl.coalesce(written, pl.when(whole.is_not_null()).then(coded))
        losses.note(
            "body-without-prefecture", source, self.source, prefecture.is_null(), self.prefecture
        )
        return {
            self.prefecture: prefecture,
            self.municipality: whole.str.replace(f"^(?:{PREFECTURE})", ""),
        }
