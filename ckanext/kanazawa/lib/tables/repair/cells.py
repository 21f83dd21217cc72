"""Repair single cells: what their kind of value is sure about."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import polars as pl

from ckanext.kanazawa.lib.tables.formats.model import Field
from ckanext.kanazawa.lib.tables.kinds import is_doubtful
from ckanext.kanazawa.lib.tables.kinds.base import Setting
from ckanext.kanazawa.lib.tables.repair.model import Change, Changes
from ckanext.kanazawa.lib.tables.repair.names import Allowed
from ckanext.kanazawa.lib.tables.table import ROW, column_name
from ckanext.kanazawa.lib.tables.verdicts import Looks

# A value that still changes after so many looks is one nobody is sure about.
_ROUNDS = 5
# Distinct wrong values of a column remembered from block to block; more would take the
# memory of a table that is all wrong.
_REMEMBERED = 5_000


@dataclass(frozen=True)
class Mend:
    """One repair of one value."""

    repair: str
    before: str
    after: str


class CellRepair:
    """Repair the cells of one column, block by block.

    The fast tests leave the suspicious cells; only their distinct values are looked at
    closely, each once in a table, and replaced all at once.
    """

    def __init__(self, index: int, heading: str, field: Field, allowed: Allowed, looks: Looks):
        self.name = column_name(index)
        self._index = index
        self._heading = heading
        self._field = field
        self._allowed = allowed
        self._looks = looks
        self._known: dict[str, tuple[Mend, ...]] = {}

    def suspicious(self, setting: Setting) -> pl.Expr:
        """Return an expression that is true where a cell is not known to be right."""
        cells = pl.col(self.name)
        wanted = is_doubtful(cells, self._field)
        own = setting.values.get(self._field.name)
        if own:  # an own word may look right to its kind and yet mean something else
            wanted |= cells.str.strip_chars().is_in(list(own)).fill_null(value=False)
        return wanted.alias(self.name)

    def apply(self, frame: pl.DataFrame, where: pl.Series, changes: Changes) -> pl.Series:
        """Repair the cells a mask points to.

        Args:
            frame: block of the table.
            where: result of `suspicious` over that block.
            changes: told what was done.

        Returns:
            The column, repaired.
        """
        cells = frame[self.name]
        values = cells.filter(where).to_list()
        counts = Counter(values)
        mends = {value: found for value in counts if (found := self.mends(value))}
        if not mends:
            return cells
        for value, found in mends.items():
            for mend in found:
                changes.count(mend.repair, self._heading, counts[value])
        self._show(frame[ROW].filter(where), values, mends, changes)
        after = [mends[value][-1].after or None if value in mends else value for value in values]
        return cells.clone().scatter(where.arg_true(), pl.Series(after, dtype=pl.String))

    def mends(self, value: str) -> tuple[Mend, ...]:
        """Return the repairs of one value, each going on where the last one ended."""
        known = self._known.get(value)
        if known is None:
            known = self._look(value)
            if len(self._known) < _REMEMBERED:
                self._known[value] = known
        return known

    def _look(self, value: str) -> tuple[Mend, ...]:
        """Look until nothing is left to repair; leave alone what never comes to rest."""
        steps: list[Mend] = []
        seen = {value}
        now = value
        for _ in range(_ROUNDS):
            found = self._round(now)
            if not found:
                return tuple(steps)
            steps += found
            now = found[-1].after
            if now in seen:
                return ()
            if not now:
                return tuple(steps)
            seen.add(now)
        return ()

    def _round(self, value: str) -> list[Mend]:
        steps: list[Mend] = []
        now = value
        for problem in self._looks.at(value):
            if problem.repair is None or problem.repaired is None:
                continue
            if problem.repair not in self._allowed:
                break  # later ones stand on this one
            if problem.repaired != now:
                steps.append(Mend(problem.repair, now, problem.repaired))
                now = problem.repaired
        return steps

    def _show(
        self,
        rows: pl.Series,
        values: list[str],
        mends: dict[str, tuple[Mend, ...]],
        changes: Changes,
    ) -> None:
        """List the first changes of every repair that has room left."""
        repairs = {mend.repair for found in mends.values() for mend in found}
        rooms = {repair: room for repair in repairs if (room := changes.room(repair))}
        if not rooms:
            return
        for row, value in zip(rows.to_list(), values, strict=True):
            for mend in mends.get(value, ()):
                if mend.repair in rooms:
                    changes.show(self._change(row, mend))
                    rooms[mend.repair] -= 1
                    if not rooms[mend.repair]:
                        del rooms[mend.repair]
            if not rooms:
                return

    def _change(self, row: int, mend: Mend) -> Change:
        return Change(row, self._heading, self._index, mend.before, mend.after or None, mend.repair)
