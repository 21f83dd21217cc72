"""Count the values of fields among the hits, in the worker's own memory.

For each field that was asked for, a worker keeps pairs (dataset number, value
number) in two arrays; counting is one pass over them. Before each count it reads
what changed since the state it knows: rows written by a transaction that was not
finished then carry an id not below that state's oldest running transaction, so
none is missed and no writer waits for a counter.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

Numbers = NDArray[np.int64]

# A portal shows about ten facets; a visitor may ask for any field.
_MAX_FIELDS = 50


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
        fields: field → its pairs, for the fields asked for lately; the latest come last.
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
        field → value → number of datasets, where there is one; values of datasets that
        are not among the hits may be nobody's business.
    """
    url = str(connection.engine.url)
    state = _refreshed(connection, _states.get(url), names)
    if not is_private:
        with _lock:
            newest = _states.get(url)
            if newest is None or newest.table != state.table or newest.xmin <= state.xmin:
                _states[url] = state
    return {
        name: _count(state.fields[name], hits) if name in state.fields else {} for name in names
    }


def _count(pairs: FieldPairs, hits: Numbers) -> dict[str, int]:
    if not pairs.datasets.size:
        return {}
    size = int(max(pairs.datasets.max(), hits.max() if hits.size else 0)) + 1
    is_hit = np.zeros(size, dtype=bool)
    is_hit[hits] = True
    totals = np.bincount(pairs.values[is_hit[pairs.datasets]], minlength=max(pairs.texts) + 1)
    return {text: int(totals[number]) for number, text in pairs.texts.items() if totals[number]}


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
    fields = dict(known.fields)
    changed = _changed_since(connection, known.xmin) if fields else []
    if changed:
        news = _load(connection, list(fields), changed)
        fields = {
            name: _with_changes(pairs, news.get(name), changed) for name, pairs in fields.items()
        }
    fields.update(_load(connection, [name for name in names if name not in fields]))
    # Those asked for now go to the end; the front is what nobody has asked for longest.
    used = [name for name in names if name in fields]
    kept = [*(name for name in fields if name not in used), *used][-max(_MAX_FIELDS, len(used)) :]
    return replace(known, xmin=xmin, fields={name: fields[name] for name in kept})


def _changed_since(connection: sa.Connection, xmin: int) -> list[int]:
    # A restored index holds ids of another server's transactions, which may lie in
    # this one's future: they changed nothing here.
    query = sa.text(
        """
        SELECT number FROM kanazawa_search.dataset
        WHERE changed_xid >= CAST(CAST(:xmin AS text) AS xid8)
          AND (changed_xid < pg_snapshot_xmax(pg_current_snapshot())
               OR changed_xid = pg_current_xact_id_if_assigned())
        """
    )
    return list(connection.execute(query, {"xmin": str(xmin)}).scalars())


def _with_changes(pairs: FieldPairs, new: FieldPairs | None, changed: list[int]) -> FieldPairs:
    kept = ~np.isin(pairs.datasets, np.array(changed, dtype=np.int64))
    if new is None:
        return FieldPairs(pairs.datasets[kept], pairs.values[kept], pairs.texts)
    return FieldPairs(
        np.concatenate([pairs.datasets[kept], new.datasets]),
        np.concatenate([pairs.values[kept], new.values]),
        {**pairs.texts, **new.texts},
    )


def _load(
    connection: sa.Connection, names: Sequence[str], numbers: Sequence[int] | None = None
) -> dict[str, FieldPairs]:
    """Read the pairs of fields, of all datasets or of some; fields without any are left out."""
    if not names:
        return {}
    only = "" if numbers is None else "WHERE d.number = ANY(:numbers)"
    # Read as texts: a hundred thousand numbers as Python objects take ten times as long.
    query = sa.text(
        f"""
        WITH named AS MATERIALIZED (
            SELECT field, number, value FROM kanazawa_search.value WHERE field = ANY(:names)
        ),
        pairs AS MATERIALIZED (
            SELECT named.field, d.number AS dataset, u.number AS value
            FROM kanazawa_search.dataset d
            CROSS JOIN LATERAL unnest(d.value_numbers) AS u (number)
            JOIN named ON named.number = u.number
            {only}
        ),
        texts AS (
            SELECT field, json_object_agg(number, value) AS texts FROM named
            WHERE number IN (SELECT value FROM pairs) GROUP BY field
        ),
        listed AS (
            SELECT field, string_agg(dataset::text, ',' ORDER BY dataset, value) AS datasets,
                   string_agg(value::text, ',' ORDER BY dataset, value) AS values
            FROM pairs GROUP BY field
        )
        SELECT field, datasets, values, texts FROM listed JOIN texts USING (field)
        """
    )
    parameters: dict[str, object] = {"names": list(names)}
    if numbers is not None:
        parameters["numbers"] = list(numbers)
    return {
        name: FieldPairs(
            numbers_of(datasets),
            numbers_of(values),
            {int(number): text for number, text in texts.items()},
        )
        for name, datasets, values, texts in connection.execute(query, parameters)
    }


def numbers_of(text: str | None) -> Numbers:
    """Read `1,2,3` into an array; None is empty."""
    return np.fromstring(text or "", dtype=np.int64, sep=",")
