"""What most kinds share: a regular expression tells their right cells."""

from __future__ import annotations

import re
from functools import cache

import polars as pl

from ckanext.kanazawa.lib.tables.formats.model import Field
from ckanext.kanazawa.lib.tables.kinds.base import Diagnosis, Kind, Setting
from ckanext.kanazawa.lib.tables.messages import catalogue
from ckanext.kanazawa.lib.text.folding import fold_width
from ckanext.kanazawa.lib.text.width import hyphens


class Shaped(Kind):
    """A kind whose right cells match a pattern as a whole.

    Attributes:
        pattern: without anchors; must mean the same to Python and to Rust, so character
            classes are spelt out (`[0-9]`, never `\\d`) and nothing looks around.
    """

    pattern: str

    def is_right(self, cells: pl.Expr, field: Field) -> pl.Expr:
        """Compare with the pattern; several values stand between ";" where a field has many."""
        shape = self.pattern
        if field.many:
            shape = f"(?:{shape})(?:;(?:{shape}))*"
        return cells.str.contains(f"^(?:{shape})$")

    def diagnose(self, value: str, field: Field, setting: Setting) -> tuple[Diagnosis, ...]:
        """Look the value up in the own value map, else closely at it, or at each of many.

        Surrounding spaces are the business of `any_cell`; here they are no fault, but gone
        from what a repair writes.
        """
        mapped = own_word(value, field, setting)
        if mapped is not None:
            return mapped
        text = value.strip()
        if not field.many or ";" not in text:
            return () if self.fits(text) else self.look(text, field, setting)
        return self._look_at_many(text.split(";"), field, setting)

    def fits(self, text: str) -> bool:
        """Say whether one value matches the pattern."""
        return compiled(self.pattern).fullmatch(text) is not None

    def look(self, text: str, field: Field, setting: Setting) -> tuple[Diagnosis, ...]:
        """Look at one value that does not match the pattern. Surrounding spaces are gone."""
        raise NotImplementedError

    def _look_at_many(
        self, parts: list[str], field: Field, setting: Setting
    ) -> tuple[Diagnosis, ...]:
        problems = [
            (place, problem)
            for place, part in enumerate(parts)
            if part.strip() and not self.fits(part.strip())
            for problem in self.look(part.strip(), field, setting)
        ]
        # What needs a yes comes last: no mechanical repair may bring it along.
        problems.sort(
            key=lambda found: bool(found[1].repair) and not is_mechanical(found[1].repair)
        )
        done = list(parts)
        found: list[Diagnosis] = []
        for place, problem in problems:
            if problem.repaired is not None:
                done[place] = problem.repaired
                problem = problem._replace(repaired=";".join(done))
            found.append(problem)
        return tuple(found)


def is_mechanical(repair: str | None) -> bool:
    """Say whether a repair is done without anybody's yes; None is no repair."""
    return repair is not None and catalogue()[repair]["how"] == "mechanical"


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Return a pattern ready for use."""
    return re.compile(pattern)


def own_word(value: str, field: Field, setting: Setting) -> tuple[Diagnosis, ...] | None:
    """Return what the value map of a mapping says about a cell; None where it says nothing."""
    words = setting.values.get(field.name) if setting.values else None
    if not words:
        return None
    standard = words.get(value, words.get(value.strip()))
    if standard is None:
        return None
    if standard == value:
        return ()
    return (Diagnosis("own-word", standard, "value-map", {"repaired": standard}),)


def mended(code: str, text: str, repaired: str, repair: str) -> tuple[Diagnosis, ...]:
    """Return the diagnosis of a value whose right writing is certain.

    Where nothing but the width is wrong, code and repair are those of width.

    Returns:
        () where the value is as it should be.
    """
    if text == repaired:
        return ()
    params = {"repaired": repaired}
    if hyphens(fold_width(text)) == repaired:
        return (Diagnosis("full-width-characters", repaired, "half-width", params),)
    return (Diagnosis(code, repaired, repair, params),)
