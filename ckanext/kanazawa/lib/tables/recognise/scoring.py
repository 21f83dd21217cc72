"""How well a table's headings fit a version, and how sure that makes us.

Three things must come together: the headings that were understood tell something (緯度 and
名称 stand in nearly every format and tell nothing), they are most of the table and not too
little of the format, and no other format explains them as well.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ckanext.kanazawa.lib.tables.recognise.matching import Match

# A heading no format has speaks against each of them, this much.
UNKNOWN_WEIGHT = 0.35
UNKNOWN_PENALTY = 0.6
# A missing column speaks against a format less: files leave out what they have no values for.
# Which format it is depends ever less on it the more are missing: a long format is not less
# likely for its length.
MISSING_PENALTY = 0.25
MISSING_HALF = 2.0
# How fast a difference between two formats makes the better one sure.
SHARPNESS = 3.0
# Below this, no format is named.
NAMED = 0.5


@dataclass(frozen=True)
class Score:
    """How well one version fits.

    Attributes:
        found: weight of what was understood, about 1 per heading that no other format has.
        unknown: weight of headings that are no part of the version.
        missing: weight of the version's columns that are not there.
        hint: weight of what file and sheet name say.
        certainty: from 0 to 1, how far the match itself can be trusted.
    """

    match: Match
    found: float
    unknown: float
    missing: float
    hint: float = 0.0
    certainty: float = 1.0

    @property
    def gain(self) -> float:
        """Return what speaks for the version less what speaks against it, to rank by."""
        missing = MISSING_HALF * math.log1p(MISSING_PENALTY * self.missing / MISSING_HALF)
        return self.found + self.hint - UNKNOWN_PENALTY * self.unknown - missing

    @property
    def fit(self) -> float:
        """Return from 0 to 1 how much of the table and the version agree."""
        against = UNKNOWN_PENALTY * self.unknown + MISSING_PENALTY * self.missing
        return self.found / (self.found + against) if self.found else 0.0

    @property
    def weight_of_proof(self) -> float:
        """Return from 0 to 1 how much the headings tell at all."""
        complete = 0.0
        if not self.match.open_fields and not self.match.open_columns:
            exact = sum(how == "name" for how in self.match.how.values())
            complete = exact / max(1, len(self.match.how))
        return 1 - math.exp(-self.found * (1 + complete))


def score(match: Match, hint: float = 0.0) -> Score:
    """Judge one match.

    Args:
        match: columns and fields.
        hint: what file name and sheet name add.
    """
    headings = match.headings
    weights = match.entry.weights
    unknown = sum(bool(headings[column].strip()) for column in match.open_columns)
    missing = sum(
        weights[place] * (2.0 if match.entry.version.fields[place].level == "required" else 1.0)
        for place in match.open_fields
    )
    return Score(match, match.matched_weight(), unknown * UNKNOWN_WEIGHT, missing, hint)


def best_versions(scores: Sequence[Score]) -> list[Score]:
    """Return the best version of each format, the best format first.

    Equal versions: the newer one.
    """
    best: dict[str, Score] = {}
    for found in scores:
        name = found.match.entry.format.id
        if name not in best or found.gain > best[name].gain + 1e-9:
            best[name] = found
    return sorted(best.values(), key=lambda found: -found.gain)


def confidences(ranked: Sequence[Score]) -> Mapping[str, float]:
    """Return format id → from 0 to 1 how sure it is that the table follows this format."""
    if not ranked:
        return {}
    top = ranked[0].gain
    odds = [math.exp(SHARPNESS * (found.gain - top)) for found in ranked]
    total = sum(odds)
    return {
        found.match.entry.format.id: found.certainty
        * found.weight_of_proof
        * found.fit
        * odd
        / total
        for found, odd in zip(ranked, odds, strict=True)
    }
