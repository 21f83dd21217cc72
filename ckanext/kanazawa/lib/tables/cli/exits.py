"""Exit statuses, which scripts may rely on. They stand in `--help` and in docs/tables.md."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum


class Exit(IntEnum):
    """How a command ended."""

    CLEAN = 0
    FINDINGS = 1
    USAGE = 2
    UNREADABLE = 3
    EXISTS = 4
    UNWRITABLE = 5
    UNEXPECTED = 70
    INTERRUPTED = 130
    NOBODY_READS = 141


# Which status a command over several files ends with: the first of these that occurred.
WORST_FIRST = (
    Exit.UNEXPECTED,
    Exit.USAGE,
    Exit.UNWRITABLE,
    Exit.UNREADABLE,
    Exit.EXISTS,
    Exit.FINDINGS,
)


def worst(statuses: Iterable[Exit]) -> Exit:
    """Return the status that tells most about several files."""
    seen = set(statuses)
    return next((status for status in WORST_FIRST if status in seen), Exit.CLEAN)
