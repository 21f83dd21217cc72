"""What speaks for values standing beside their headings, column by column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ckanext.kanazawa.lib.tables.formats.model import Field
from ckanext.kanazawa.lib.tables.recognise.shapes import SHARP, is_list, shape_of

# A shifted column's values hardly fit where they stand, and fit where they should.
GOOD = 0.8
BAD = 0.2
# Kinds that many values look like: they can be wrong, but do not prove where they are right.
_SOFT = ("integer", "number", "flag")
# Kinds nobody writes in words of his own; what else fills such a column tells half as much as
# a value that is found again. The others' columns often hold prose where nothing is shifted.
_STRICT = frozenset(
    (
        *("municipality-code", "corporate-number", "postal-code", "phone", "email", "url"),
        *("latitude", "longitude", "prefecture", "municipality-name", "licence", "school-code"),
    )
)
_STRICTLY, _LOOSELY = 0.5, 0.25


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
        texts: columns whose headings stand over any text.
    """

    by: int
    kinds: Mapping[int, str]
    own: Mapping[int, float | None]
    there: Mapping[int, float]
    explained: Mapping[int, float]
    back: Mapping[int, float]
    texts: frozenset[int] = field(default_factory=frozenset)

    def comes_from_elsewhere(self, column: int) -> bool:
        """Say whether a column's values are wrong here and right where they would belong."""
        return self._is_wrong(column) and (self._is_found(column) or self._is_sent(column))

    def is_foreign(self, column: int) -> bool:
        """Say whether a column holds what may well come from the text column beside it."""
        own = self.own[column]
        return own is not None and own <= BAD and column - self.by in self.texts

    def surely_shifted(self, column: int) -> int:
        """Return the heading whose values, by a column's, surely stand beside it.

        What came from the right tells of the heading there; its own may just be missing.
        """
        return column if self.by > 0 or self._is_found(column) else column - self.by

    def _is_wrong(self, column: int) -> bool:
        own = self.own[column]
        return is_sharp_kind(self.kinds[column]) if own is None else own <= BAD

    def _is_sent(self, column: int) -> bool:
        """Say whether a column's values are those of the heading they would come from."""
        return self.own[column] is not None and self.explained[column] >= GOOD

    def _is_found(self, column: int) -> bool:
        """Say whether a column's values are found where they would stand.

        有 fits beside a column of 有 and 無 anyhow. It is a sign only where the values stand
        under a text's heading, or where the columns of such values, one behind the other,
        end under a heading they do not fit.
        """
        if self.there[column] < GOOD:
            return False
        beside = column + self.by
        if beside not in self.kinds:
            return True
        while beside in self.kinds and self.explained[beside] >= GOOD:
            if (self.own[beside] or 0.0) <= BAD:
                return True
            beside += self.by
        return False

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
            sharp = is_sharp_kind(self.kinds[column])
            return self.there[column] if sharp and self._is_found(column) else 0.0
        gain = max(self.there[column], self.explained[column]) - own
        if gain < _STRICTLY and self.is_foreign(column):
            return _STRICTLY if self.kinds[column] in _STRICT else _LOOSELY
        return gain


def kinds_of(columns: Mapping[int, Field]) -> dict[int, str]:
    """Return the columns whose values can be told from others', and what those look like."""
    shapes = {col: shape_of(field) for col, field in sorted(columns.items())}
    return {
        col: shape
        for col, shape in shapes.items()
        if shape is not None and (is_sharp_kind(shape) or shape in _SOFT)
    }


def texts_of(columns: Mapping[int, Field]) -> frozenset[int]:
    """Return the columns under whose headings any text may stand."""
    return frozenset(columns) - frozenset(kinds_of(columns))


def is_sharp_kind(kind: str) -> bool:
    """Say whether values of a kind betray what they are."""
    return kind in SHARP or is_list(kind)
