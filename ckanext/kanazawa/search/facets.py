"""Count the values of fields among the hits, in the worker's own memory.

For each field that was asked for, a worker keeps pairs (dataset number, value
number) in two arrays; counting is one pass over them. Before each count it reads
what changed since the state it knows: rows written by a transaction that was not
finished then carry an id not below that state's oldest running transaction, so
none is missed and no writer waits for a counter.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class FieldPairs:
    """Which dataset has which value of one field.

    Attributes:
        datasets, values: the pairs, as two arrays of one length.
        texts: value number → value.
    """

    datasets: Numbers
    values: Numbers
    texts: dict[int, str]


@dataclass(frozen=True)
class State:
    """What a worker knows, as of one snapshot of the database.

    Attributes:
        table: identity of the table; another one after the index was made anew.
        xmin: oldest transaction that was running then.
        fields: field → its pairs, for the fields asked for so far.
    """

    table: int
    xmin: int
    fields: dict[str, FieldPairs] = field(default_factory=dict)


_states: dict[str, State] = {}
_lock = threading.Lock()


def counts(
    connection: sa.Connection, names: Sequence[str], hits: Numbers, is_private: bool
) -> dict[str, dict[str, int]]:
    """Count values among hits.

    Args:
        connection: open transaction whose snapshot the hits come from.
        names: fields to count.
        hits: numbers of the datasets found.
        is_private: whether the transaction sees what nobody else may know yet.

    Returns:
        field → value → number of datasets, zeros included.
    """
    url = str(connection.engine.url)
    state = _refreshed(connection, _states.get(url), names)
    if not is_private:
        with _lock:
            newest = _states.get(url)
            if newest is None or newest.table != state.table or newest.xmin <= state.xmin:
                _states[url] = state
    return {name: _count(state.fields[name], hits) for name in names}


def _count(pairs: FieldPairs, hits: Numbers) -> dict[str, int]:
    if not pairs.datasets.size:
        return {}
    size = int(max(pairs.datasets.max(), hits.max() if hits.size else 0)) + 1
    is_hit = np.zeros(size, dtype=bool)
    is_hit[hits] = True
    totals = np.bincount(pairs.values[is_hit[pairs.datasets]], minlength=max(pairs.texts) + 1)
    return {text: int(totals[number]) for number, text in pairs.texts.items()}


def _refreshed(connection: sa.Connection, known: State | None, names: Sequence[str]) -> State:
    """Return a state that matches the connection's snapshot and has the named fields."""
    table, xmin = connection.execute(
        sa.text(
            "SELECT CAST('kanazawa_search.dataset'::regclass AS oid), "
            "CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint)"
        )
    ).one()
    if known is None or known.table != table:
        known = State(table, xmin)
    changed = _changed_since(connection, known.xmin) if known.fields else []
    fields = dict(known.fields)
    if changed:
        fields = {
            name: _with_changes(connection, name, pairs, changed) for name, pairs in fields.items()
        }
    for name in names:
        if name not in fields:
            fields[name] = _load(connection, name)
    return replace(known, xmin=xmin, fields=fields)


def _changed_since(connection: sa.Connection, xmin: int) -> list[int]:
    query = sa.text(
        "SELECT number FROM kanazawa_search.dataset "
        "WHERE changed_xid >= CAST(CAST(:xmin AS text) AS xid8)"
    )
    return list(connection.execute(query, {"xmin": str(xmin)}).scalars())


def _with_changes(
    connection: sa.Connection, name: str, pairs: FieldPairs, changed: list[int]
) -> FieldPairs:
    kept = ~np.isin(pairs.datasets, np.array(changed, dtype=np.int64))
    new = _load(connection, name, changed)
    return FieldPairs(
        np.concatenate([pairs.datasets[kept], new.datasets]),
        np.concatenate([pairs.values[kept], new.values]),
        {**pairs.texts, **new.texts},
    )


def _load(connection: sa.Connection, name: str, numbers: Iterable[int] | None = None) -> FieldPairs:
    """Read the pairs of a field, of all datasets or of some."""
    only = "" if numbers is None else "AND d.number = ANY(:numbers)"
    # Read as two texts: a hundred thousand numbers as Python objects take ten times as long.
    query = sa.text(
        f"""
        WITH named AS (SELECT number, value FROM kanazawa_search.value WHERE field = :field),
        pairs AS (
            SELECT d.number AS dataset, u.number AS value
            FROM kanazawa_search.dataset d
            CROSS JOIN LATERAL unnest(d.value_numbers) AS u (number)
            JOIN named ON named.number = u.number
            WHERE true {only}
        )
        SELECT (SELECT string_agg(dataset::text, ',' ORDER BY dataset, value) FROM pairs),
               (SELECT string_agg(value::text, ',' ORDER BY dataset, value) FROM pairs),
               (SELECT json_object_agg(number, value) FROM named)
        """
    )
    parameters = {"field": name} if numbers is None else {"field": name, "numbers": list(numbers)}
    datasets, values, texts = connection.execute(query, parameters).one()
    return FieldPairs(
        numbers_of(datasets),
        numbers_of(values),
        {int(number): text for number, text in (texts or {}).items()},
    )


def numbers_of(text: str | None) -> Numbers:
    """Read `1,2,3` into an array; None is empty."""
    return np.fromstring(text or "", dtype=np.int64, sep=",")
