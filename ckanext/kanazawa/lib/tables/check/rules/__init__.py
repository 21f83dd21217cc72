"""Rules between columns and rows: those of definitions by name, and those of every table."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from typing import Any

from ckanext.kanazawa.lib.tables.check.context import Context
from ckanext.kanazawa.lib.tables.check.rules.address import Address
from ckanext.kanazawa.lib.tables.check.rules.base import TableRule
from ckanext.kanazawa.lib.tables.check.rules.duplicate_rows import DuplicateRows
from ckanext.kanazawa.lib.tables.check.rules.empty_rows import EmptyRows
from ckanext.kanazawa.lib.tables.check.rules.identifiers import Identifiers
from ckanext.kanazawa.lib.tables.check.rules.kind_range import KindRange
from ckanext.kanazawa.lib.tables.check.rules.lost_zeros import LostZeros
from ckanext.kanazawa.lib.tables.check.rules.misplaced import Misplaced
from ckanext.kanazawa.lib.tables.check.rules.municipalities import SeveralMunicipalities
from ckanext.kanazawa.lib.tables.check.rules.near_duplicates import NearDuplicates
from ckanext.kanazawa.lib.tables.check.rules.needs import Needs
from ckanext.kanazawa.lib.tables.check.rules.note_names import NoteNames
from ckanext.kanazawa.lib.tables.check.rules.order import Order
from ckanext.kanazawa.lib.tables.check.rules.person_names import PersonNames
from ckanext.kanazawa.lib.tables.check.rules.personal import PersonalColumns
from ckanext.kanazawa.lib.tables.check.rules.position import Position
from ckanext.kanazawa.lib.tables.check.rules.together import Together
from ckanext.kanazawa.lib.tables.check.rules.total import Total
from ckanext.kanazawa.lib.tables.check.rules.trailing import TrailingRows
from ckanext.kanazawa.lib.tables.check.rules.unique import Unique
from ckanext.kanazawa.lib.tables.check.rules.writing import MixedWriting
from ckanext.kanazawa.lib.tables.check.rules.written_figures import WrittenFigures

DEFINED = (
    *(Unique, Order, Total, Together, Needs, KindRange, Misplaced, Position, Address),
    NearDuplicates,
)
# Name in a definition's `rules` → class.
RULES: Mapping[str, type[TableRule]] = {kind.name: kind for kind in DEFINED}
ALWAYS = (
    DuplicateRows,
    EmptyRows,
    Identifiers,
    LostZeros,
    MixedWriting,
    NoteNames,
    PersonalColumns,
    PersonNames,
    SeveralMunicipalities,
    TrailingRows,
    WrittenFigures,
)


def rules_of(context: Context) -> tuple[TableRule, ...]:
    """Return the rules a table is checked by: those of every table, and its version's own."""
    numbers = count()
    always = [kind(context, next(numbers)) for kind in ALWAYS]
    version = context.recognition.version
    own = [
        _graded(kind(context, next(numbers), rule), rule)
        for rule in (version.rules if version else ())
        for kind in DEFINED
        if kind.name == rule["rule"] and kind.applies(context, rule)
    ]
    return (*always, *own)


def _graded(made: TableRule, rule: Mapping[str, Any]) -> TableRule:
    """Give a rule the severity its definition asks for."""
    made.severity = rule.get("severity")
    return made
