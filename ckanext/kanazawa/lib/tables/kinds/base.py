"""What every kind of value offers: a fast test of whole columns, and a close look at one cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple

import polars as pl

from ckanext.kanazawa.lib.tables.findings import Severity
from ckanext.kanazawa.lib.tables.formats.model import Field


@dataclass(frozen=True)
class Setting:
    """What a cell alone does not tell.

    Attributes:
        municipality: six-digit code of the publisher, where it is known.
        values: per official heading, the value map of a mapping (own word → standard value).
    """

    municipality: str | None = None
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


class Diagnosis(NamedTuple):
    """What a close look at one cell found.

    A messy table has tens of thousands of them; a tuple is made in a fifth of the time.

    Attributes:
        code: of the finding (`schemas/tables/messages/`).
        repaired: what the cell should hold; None where nobody can be sure. "" empties it.
        repair: name of the repair (`schemas/tables/messages/repairs.yaml`), with `repaired`.
        params: what the finding's texts name besides the value.
        severity: where it differs from that of the code.
    """

    code: str
    repaired: str | None = None
    repair: str | None = None
    params: Mapping[str, Any] = MappingProxyType({})
    severity: Severity | None = None


class Kind:
    """One kind of value. Subclasses stand one to a file and name themselves in `KINDS`."""

    name: str

    def is_right(self, cells: pl.Expr, field: Field) -> pl.Expr:
        """Return an expression that is true where a cell is right without a closer look.

        It may be false for a cell that turns out right; it must never be true for one that
        `diagnose` would find fault with. Null cells (empty) may give anything.
        """
        raise NotImplementedError

    def diagnose(self, value: str, field: Field, setting: Setting) -> tuple[Diagnosis, ...]:
        """Look at one cell that is not empty.

        Returns:
            One diagnosis per problem, () for a right cell. Where several carry `repaired`,
            the last one holds the value after all of them.
        """
        raise NotImplementedError
