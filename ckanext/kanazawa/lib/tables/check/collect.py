"""Gather what checking finds: count all, list a fair choice of it in bounded memory."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import chain, repeat, zip_longest
from operator import attrgetter
from types import MappingProxyType
from typing import Any, NamedTuple

from ckanext.kanazawa.lib.tables.findings import SEVERITIES, Finding, Findings, Severity
from ckanext.kanazawa.lib.tables.kinds.base import Diagnosis
from ckanext.kanazawa.lib.tables.messages import catalogue


class Fault(NamedTuple):
    """What all findings of one kind share, whatever their row.

    A tuple, since thousands of them are made.

    Attributes:
        code: of the catalogue.
        severity: where it differs from that of the code.
        repair, repaired: as in `Finding`.
        params: what the texts name besides value, column and row.
        source: where it differs from that of the code.
    """

    code: str
    severity: Severity | None = None
    repair: str | None = None
    repaired: str | None = None
    params: Mapping[str, Any] = MappingProxyType({})
    source: str | None = None

    @property
    def level(self) -> Severity:
        """Return the severity, that of the code where the fault has none of its own."""
        return self.severity or catalogue()[self.code]["severity"]


class _Place(NamedTuple):
    row: int | None
    value: str | None
    fault: Fault | Diagnosis


class Collector:
    """Counts every finding and keeps enough of them to list.

    A code that fills one column must not hide the same code in the others, so up to
    `listed_per_code` are kept per code and column; the list takes turns between columns.

    Attributes:
        by_column: (0-based column or None, code) → number of all findings.
        cap: findings of one code that are listed.
    """

    def __init__(self, headings: tuple[str, ...], sheet: str | None, listed_per_code: int):
        self.by_column: Counter[tuple[int | None, str]] = Counter()
        self._headings = headings
        self._sheet = sheet
        self.cap = listed_per_code
        self._severities: Counter[Severity] = Counter()
        self._repairs: Counter[str] = Counter()
        self._places: defaultdict[str, dict[int | None, list[_Place]]] = defaultdict(dict)
        self._given: defaultdict[str, list[Finding]] = defaultdict(list)

    def room(self, code: str, index: int | None) -> int:
        """Return how many more findings of a code might be listed for a column."""
        columns = self._places[code]
        own = len(columns.get(index, ()))
        others = [len(places) for column, places in columns.items() if column != index]
        return max(0, _turns(others, self.cap) - own)

    def count(self, fault: Fault, index: int | None, number: int) -> None:
        """Count findings; those to be listed are also given to `keep`."""
        self.by_column[index, fault.code] += number
        self._severities[fault.level] += number
        if fault.repair is not None:
            self._repairs[fault.repair] += number

    def keep(
        self,
        fault: Fault | Diagnosis,
        index: int | None,
        places: Iterable[tuple[int | None, str | None]],
    ) -> None:
        """Keep rows and values of findings that were counted, while there is room."""
        kept = self._places[fault.code].setdefault(index, [])
        for row, value in places:
            if len(kept) >= self.cap:
                return
            kept.append(_Place(row, value, fault))

    def add(
        self, fault: Fault, *, index: int | None = None, row: int | None = None, value: Any = None
    ) -> None:
        """Count and keep one finding."""
        self.count(fault, index, 1)
        self.keep(fault, index, [(row, value)])

    def extend(self, findings: Iterable[Finding]) -> None:
        """Take over findings of another step."""
        for finding in findings:
            self.by_column[finding.index, finding.code] += 1
            self._severities[finding.level] += 1
            if finding.repair is not None:
                self._repairs[finding.repair] += 1
            given = self._given[finding.code]
            if len(given) < self.cap:
                given.append(finding)

    def findings(self) -> Findings:
        """Return all that was found: totals of everything, and the list by row and column."""
        found = Findings(self.cap)
        for (_, code), number in self.by_column.items():
            found.totals[code] += number
        for severity in SEVERITIES:
            found.by_severity[severity] = self._severities[severity]
        found.repairable = self._repairs.total()
        found.repairs = self._repairs
        codes = {**self._places, **self._given}
        listed = chain.from_iterable(self._listed(code) for code in codes)
        # What concerns file and columns stands before what concerns rows. Three sorts by one
        # value each are faster than one by tuples, which have to be made.
        found.listed = sorted(listed, key=attrgetter("code"))
        found.listed.sort(key=lambda one: -1 if one.index is None else one.index)
        found.listed.sort(key=lambda one: one.row or 0)
        return found

    def _listed(self, code: str) -> list[Finding]:
        given = self._given.get(code, [])
        columns = self._places.get(code, {})
        turns = chain.from_iterable(
            zip_longest(*(zip(repeat(index), places) for index, places in columns.items()))
        )
        own = [self._finding(*pair) for pair in _first(turns, self.cap - len(given))]
        return [*given, *own]

    def _finding(self, index: int | None, place: _Place) -> Finding:
        fault = place.fault
        return Finding(
            code=fault.code,
            severity=fault.severity,
            sheet=self._sheet,
            row=place.row,
            column=None if index is None else self._headings[index],
            index=index,
            value=place.value,
            repaired=fault.repaired,
            repair=fault.repair,
            params=fault.params,
            source=fault.source if isinstance(fault, Fault) else None,
        )


def _turns(others: list[int], cap: int) -> int:
    """Return how many turns one more column gets at most, whatever it holds, in a list.

    Args:
        others: findings of the other columns; more of them would only leave fewer turns.
        cap: of the list.
    """
    left, sharing = cap, len(others) + 1
    for number in sorted(others):
        if number * sharing >= left:
            break
        left -= number
        sharing -= 1
    return -(-left // sharing)


def _first(turns: Iterable[Any], number: int) -> Iterable[Any]:
    for turn in turns:
        if number <= 0:
            return
        if turn is not None:
            number -= 1
            yield turn
