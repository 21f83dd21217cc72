"""Which repairs there are, and which of them may be done."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from ckanext.kanazawa.lib.tables.errors import TableError
from ckanext.kanazawa.lib.tables.messages import catalogue

How = Literal["mechanical", "declared"]


@cache
def repair_names() -> Mapping[str, How]:
    """Return the name of every repair, and whether it needs a yes.

    Returns:
        name → "mechanical" (done unless switched off) or "declared" (done where agreed).
    """
    return {name: entry["how"] for name, entry in catalogue().items() if "how" in entry}


@dataclass(frozen=True)
class Allowed:
    """Which repairs may be done in one run."""

    names: frozenset[str]

    def __contains__(self, repair: object) -> bool:
        return repair in self.names


def allowed(switched_off: Collection[str] = (), agreed: Collection[str] = ()) -> Allowed:
    """Return the repairs that may be done.

    Args:
        switched_off: repairs that must not be done; wins over `agreed`.
        agreed: declared repairs somebody said yes to.

    Raises:
        TableError: there is no such repair; names those there are.
    """
    known = repair_names()
    for name in (*switched_off, *agreed):
        if name not in known:
            raise TableError("repair-unknown", name=name, known=", ".join(sorted(known)))
    wanted = {name for name, how in known.items() if how == "mechanical"} | set(agreed)
    return Allowed(frozenset(wanted - set(switched_off)))
