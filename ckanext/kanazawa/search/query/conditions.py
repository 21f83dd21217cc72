"""Conditions on the rows of `dataset`, and how they combine.

Full-text conditions stay tsquery text as long as they can: PostgreSQL answers
one tsquery of five words from its index much faster than five of one word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSQUERY

from ckanext.kanazawa.search.model.tables import dataset


@dataclass(frozen=True)
class Condition:
    """One of three: a tsquery on `words`, an SQL expression, or nothing to look for.

    "Nothing" comes from signs without a letter; it neither finds nor hides anything.
    """

    tsquery: str | None = None
    expression: sa.ColumnElement[bool] | None = None

    def __bool__(self) -> bool:
        return self.tsquery is not None or self.expression is not None

    def sql(self) -> sa.ColumnElement[bool]:
        """Return the SQL; where there is nothing to look for, nothing is found."""
        if self.tsquery is not None:
            return dataset.c.words.op("@@")(sa.cast(self.tsquery, TSQUERY))
        return self.expression if self.expression is not None else sa.false()


NOTHING = Condition()
EVERYTHING = Condition(expression=sa.true())
NO_HITS = Condition(expression=sa.false())


def full_text(tsquery: str | None) -> Condition:
    """Return the condition that the words meet a tsquery; NOTHING for None."""
    return Condition(tsquery=tsquery) if tsquery else NOTHING


def exact(expression: sa.ColumnElement[bool]) -> Condition:
    """Return the condition of an SQL expression."""
    return Condition(expression=expression)


def all_of(conditions: Sequence[Condition]) -> Condition:
    """Return the condition that all hold."""
    return _combined(conditions, " & ", sa.and_)


def any_of(conditions: Sequence[Condition]) -> Condition:
    """Return the condition that at least one holds."""
    meant = [condition for condition in conditions if condition]
    if any(condition.tsquery is None for condition in meant):
        return exact(sa.or_(*(condition.sql() for condition in meant)))
    return _combined(meant, " | ", sa.or_)


def none_of(conditions: Sequence[Condition]) -> Condition:
    """Return the condition that none holds."""
    found = any_of(conditions)
    return exact(sa.not_(found.sql())) if found else NOTHING


def at_least(count: int, conditions: Sequence[Condition]) -> Condition:
    """Return the condition that `count` or more hold."""
    meant = [condition for condition in conditions if condition]
    if count >= len(meant):
        return all_of(meant)
    if count <= 1:
        return any_of(meant)
    total = sum((sa.cast(part.sql(), sa.Integer) for part in meant), sa.literal(0))
    # The first part is answered from the index, the second counts among what is left.
    return exact(sa.and_(any_of(meant).sql(), total >= count))


def _combined(conditions: Sequence[Condition], sign: str, join: object) -> Condition:
    meant = [condition for condition in conditions if condition]
    texts = [condition.tsquery for condition in meant if condition.tsquery is not None]
    others = [condition for condition in meant if condition.tsquery is None]
    if len(meant) <= 1:
        return meant[0] if meant else NOTHING
    merged = Condition(tsquery=sign.join(f"({text})" for text in texts)) if texts else NOTHING
    if not others:
        return merged
    parts = [*([merged] if merged else []), *others]
    return exact(join(*(part.sql() for part in parts)))  # pyright: ignore[reportCallIssue]
