"""Kinds of values a column can hold: how a right cell looks, and what a wrong one should be.

`is_right` and `look` bring a kind and `any_cell` together; `KINDS` and `any_cell` are there
for those who want them apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import polars as pl

from ckanext.kanazawa.lib.choices import load_choices
from ckanext.kanazawa.lib.tables.formats.model import Field
from ckanext.kanazawa.lib.tables.kinds import (
    choice,
    codes,
    contact,
    licence,
    moment,
    names,
    number,
    places,
    position,
    text,
    words,
)
from ckanext.kanazawa.lib.tables.kinds.base import Diagnosis, Kind, Setting
from ckanext.kanazawa.lib.tables.kinds.cell import FINAL, FREE, AnyCell, is_plain
from ckanext.kanazawa.lib.tables.kinds.house_numbers import holds_house_numbers
from ckanext.kanazawa.lib.tables.kinds.shaped import is_mechanical, own_word

__all__ = [
    "KINDS",
    "Diagnosis",
    "Kind",
    "Setting",
    "any_cell",
    "is_costly",
    "is_doubtful",
    "is_mechanical",
    "is_right",
    "look",
]

any_cell = AnyCell()
# What a cell may be told only as a hint where nobody knows the standard's list of values.
_ABOUT_VALUES = frozenset(
    ("presence-word", "presence-unclear", "value-not-in-list", "list-value-other-writing")
)
# Kinds whose right cells may still hold what `any_cell` looks for.
_OPEN = FREE | {"identifier", "choice"}
# Kinds with a check digit, which is worked out figure by figure.
_COSTLY = frozenset(("municipality-code", "corporate-number"))

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            text.Text(),
            text.Multiline(),
            names.Kana(),
            names.Latin(),
            names.Identifier(),
            number.Integer(),
            number.Number(),
            words.Presence(),
            words.Flag(),
            choice.ChoiceOfList(),
            codes.MunicipalityCode(),
            codes.TownId(),
            codes.CorporateNumber(),
            codes.PoiCode(),
            codes.SchoolCode(),
            contact.PostalCode(),
            contact.Phone(),
            contact.Email(),
            contact.Url(),
            moment.Date(),
            moment.Time(),
            moment.Weekdays(),
            position.Latitude(),
            position.Longitude(),
            places.Address(),
            places.Prefecture(),
            places.MunicipalityName(),
            licence.Licence(),
        )
    }
)


def is_right(cells: pl.Expr, field: Field) -> pl.Expr:
    """Return an expression that is true where `look` finds nothing; null cells give anything.

    Kinds of fixed form and values of a list leave no room for what `any_cell` looks for, so
    that only columns of free text are read twice.
    """
    right = KINDS[field.kind].is_right(cells, field)
    return right & any_cell.is_right(cells, field) if _is_open(field) else right


def is_doubtful(cells: pl.Expr, field: Field) -> pl.Expr:
    """Return an expression that is true where a cell is filled and wants a close look."""
    return ~is_right(cells, field).fill_null(value=False) & cells.is_not_null()


def is_costly(field: Field) -> bool:
    """Say whether testing a cell takes much longer than telling whether it is like another."""
    return field.kind in _COSTLY or _is_open(field)


def _is_open(field: Field) -> bool:
    """Say whether a cell that is right to its kind may hold what `any_cell` looks for."""
    if field.kind == "choice" and field.choices and not field.many:
        return holds_house_numbers(field) or not _is_plain_list(field.choices)
    return field.kind in _OPEN


@cache
def _is_plain_list(choices: str) -> bool:
    return all(map(is_plain, load_choices(choices)))


def look(value: str, field: Field, setting: Setting) -> tuple[Diagnosis, ...]:
    """Look at one cell that is not empty, both ways: as any cell, then as its kind.

    The value map of a mapping goes before everything. What the kind says is about the value
    after the mechanical repairs of `any_cell`.

    Returns:
        One diagnosis per problem; the last one with `repaired` holds the value after all.
    """
    mapped = own_word(value, field, setting)
    if mapped is not None:
        return mapped
    found = any_cell.diagnose(value, field, setting)
    clean = value
    for problem in found:
        if problem.code in FINAL:
            return found
        if is_mechanical(problem.repair):
            clean = problem.repaired or ""
    if not clean:
        return found
    return found + _hedged(KINDS[field.kind].diagnose(clean, field, setting), field)


def _hedged(found: tuple[Diagnosis, ...], field: Field) -> tuple[Diagnosis, ...]:
    """Turn what is said about the values of a list nobody verified into hints."""
    if field.values_verified:
        return found
    return tuple(
        problem._replace(severity="hint") if problem.code in _ABOUT_VALUES else problem
        for problem in found
    )
