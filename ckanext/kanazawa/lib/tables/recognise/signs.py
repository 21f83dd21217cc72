"""What speaks for values standing beside their headings, column by column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ckanext.kanazawa.lib.tables.recognise.shapes import SHARP

# A shifted column's values hardly fit where they stand, and fit where they should.
GOOD = 0.8
BAD = 0.2


@dataclass(frozen=True)
class Signs:
    """What speaks for values standing `by` columns beside their headings.

    Attributes:
        by: how far.
        kinds: 0-based column → kind of its heading, where values of it can be told.
        own: column → share of its values that fit its heading, None where it has no values.
        there: column → share of the values so far beside it that fit its heading.
        explained: column → share of its values that fit the heading they would come from.
        back: column → share of its values that fit the heading its own values may be at.
    """

    by: int
    kinds: Mapping[int, str]
    own: Mapping[int, float | None]
    there: Mapping[int, float]
    explained: Mapping[int, float]
    back: Mapping[int, float]

    def comes_from_elsewhere(self, column: int) -> bool:
        """Say whether a column's values are wrong here and right where they would belong.

        有 fits beside a column of 有 and 無 anyhow: only another kind is a sign.
        """
        kind = self.kinds[column]
        found = self.there[column] >= GOOD and kind != self.kinds.get(column + self.by)
        sent = self.explained[column] >= GOOD and kind != self.kinds.get(column - self.by)
        return self._is_wrong(column) and (found or sent)

    def _is_wrong(self, column: int) -> bool:
        own = self.own[column]
        return is_sharp_kind(self.kinds[column]) if own is None else own <= BAD

    def is_exchanged(self, column: int) -> bool:
        """Say whether a column holds the very values of the one that holds its own."""
        return self.there[column] >= GOOD and self.back[column] >= GOOD

    def is_fixed(self, column: int) -> bool:
        """Say whether a column's values are right here and nowhere else."""
        elsewhere = max(self.there[column], self.explained[column])
        right = (self.own[column] or 0.0) >= GOOD
        return is_sharp_kind(self.kinds[column]) and right and elsewhere <= BAD

    def gain(self, column: int) -> float:
        """Return how much better the values fit with the shift than without."""
        own = self.own[column]
        if own is None:
            return self.there[column] if is_sharp_kind(self.kinds[column]) else 0.0
        return max(self.there[column], self.explained[column]) - own


def is_sharp_kind(kind: str) -> bool:
    """Say whether values of a kind betray what they are."""
    return kind in SHARP
