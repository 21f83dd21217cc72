"""Cells of every kind, and what a look at them must find: one module for each sort."""

from __future__ import annotations

from tests.lib.tables.kinds.cases import (
    cell,
    codes,
    contact,
    moment,
    names,
    numbers,
    position,
    words,
)

SORTS = (cell, codes, contact, moment, names, numbers, position, words)
CASES = [case for sort in SORTS for case in sort.CASES]
