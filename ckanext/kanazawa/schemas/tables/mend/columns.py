"""The form of a column mapping: own columns beside official ones, filled in and read back."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

import polars as pl

from ckanext.kanazawa.lib.choices import load_choices
from ckanext.kanazawa.lib.tables.convert.engine import unique_headings
from ckanext.kanazawa.lib.tables.convert.mapping import Guess
from ckanext.kanazawa.lib.tables.convert.mapping import Mapping as ColumnMapping
from ckanext.kanazawa.lib.tables.errors import TableError
from ckanext.kanazawa.lib.tables.formats.model import Field, Version
from ckanext.kanazawa.lib.tables.kinds import is_right
from ckanext.kanazawa.lib.tables.table import Table, column_letter, column_name

# Value of a select: the column is left out on purpose.
DROPPED = "-"
# Columns a form has; a mapping of a wider table is uploaded as a file.
MOST_COLUMNS = 200
SAMPLES, WORDS = 3, 12
# Kinds whose values are words of a list, so that own words can be mapped to them.
_LISTED: Mapping[str, tuple[str, ...]] = {"presence": ("有", "無"), "flag": ("1",)}


@dataclass(frozen=True)
class Word:
    """An own word and the standard value it stands for ("" for none yet)."""

    own: str
    standard: str


@dataclass
class OwnColumn:
    """A column of the file in the form.

    Attributes:
        number, letter, name: 0-based place, letter over it, heading as mappings name it.
        samples: first different values.
        target: official heading, `DROPPED`, or "".
        how: how its place was found (`Guess.how`), "" where somebody chose it.
        elsewhere: it is used by a join or split, which the form only keeps.
        words: own words that are no values of the target.
        values: what the target's list holds; () where it has none.
        problems: texts.
    """

    number: int
    letter: str
    name: str
    samples: Sequence[str]
    target: str = ""
    how: str = ""
    elsewhere: bool = False
    words: list[Word] = dataclasses.field(default_factory=list)
    values: Sequence[tuple[str, str]] = ()
    problems: list[str] = dataclasses.field(default_factory=list)


@dataclass
class OfficialColumn:
    """A column of the format in the form."""

    number: int
    field: Field
    constant: str = ""
    filled_by: str = ""
    problems: list[str] = dataclasses.field(default_factory=list)


@dataclass(frozen=True)
class MappingForm:
    """Everything the form shows.

    Attributes:
        problems: texts that belong to no single column.
        rest: joins, splits and the columns beyond the form, which it only carries along, as
            JSON.
        more_columns: the table has more columns than the form.
    """

    own: list[OwnColumn]
    official: list[OfficialColumn]
    problems: list[str]
    rest: str
    more_columns: bool


def form_of(
    table: Table, mapping: ColumnMapping, version: Version, language: str, how: Mapping[str, str]
) -> MappingForm:
    """Return the filled-in form.

    Args:
        table: with its first rows.
        mapping: what is filled in.
        version: of the format it leads to.
        language: of problems and labels.
        how: own heading → how its place was guessed.
    """
    names = unique_headings(table.headings)
    own = [
        OwnColumn(index, column_letter(index), name, _samples(table, index))
        for index, name in enumerate(names[:MOST_COLUMNS])
    ]
    for column in own:
        _fill(column, mapping, version, language, how, table)
    official = [_official(number, one, mapping) for number, one in enumerate(version.fields)]
    rest = json.dumps(_carried(mapping, names[MOST_COLUMNS:]), ensure_ascii=False)
    form = MappingForm(own, official, [], rest, len(names) > MOST_COLUMNS)
    _add_problems(form, mapping, table, language)
    return form


def _carried(mapping: ColumnMapping, beyond: Sequence[str]) -> dict[str, Any]:
    """Return the parts of a mapping that no field of the form holds."""
    document = _document(mapping)
    carried = {key: document[key] for key in ("joins", "splits") if document.get(key)}
    columns = {name: mapping.columns[name] for name in beyond if name in mapping.columns}
    values = {
        name: dict(mapping.values[name]) for name in columns.values() if name in mapping.values
    }
    more = {
        "columns": columns,
        "values": values,
        "dropped": [name for name in beyond if name in mapping.dropped],
    }
    return {**carried, **{key: found for key, found in more.items() if found}}


def _fill(
    column: OwnColumn,
    mapping: ColumnMapping,
    version: Version,
    language: str,
    how: Mapping[str, str],
    table: Table,
) -> None:
    name = column.name
    column.target = DROPPED if name in mapping.dropped else mapping.columns.get(name, "")
    column.how = how.get(name, "")
    joined = {one for join in mapping.joins.values() for one in join.of}
    column.elsewhere = name in joined or name in mapping.splits
    target = version.field(column.target)
    if target is None:
        return
    column.values = _values(target, language)
    known = dict(mapping.values.get(target.name) or {})
    if column.values or known:
        strange = [word for word in _strange(table, column.number, target) if word not in known]
        # What is known is never cut off: the form would forget it.
        words = [*known.items(), *((word, "") for word in strange[: max(WORDS - len(known), 0)])]
        column.words = [Word(*pair) for pair in words]


def _samples(table: Table, index: int) -> list[str]:
    cells = next(iter(table.blocks())).frame[column_name(index)]
    return cells.drop_nulls().unique(maintain_order=True).head(SAMPLES).to_list()


def _strange(table: Table, index: int, target: Field) -> list[str]:
    """Return own words of a column that are no values of the field's list."""
    name = column_name(index)
    frame = next(iter(table.blocks())).frame.select(name).drop_nulls().unique(maintain_order=True)
    mask = frame.select(is_right(pl.col(name), target).fill_null(value=False).alias("right"))
    return frame.filter(~mask["right"])[name].head(WORDS).to_list()


def _values(target: Field, language: str) -> list[tuple[str, str]]:
    """Return (value, label) of what a field may hold, where that is a list."""
    if target.choices:
        return [
            (value, f"{value} {choice.text(language)}" if choice.text(language) != value else value)
            for value, choice in load_choices(target.choices).items()
        ]
    return [(value, value) for value in _LISTED.get(target.kind, ())]


def _official(number: int, field: Field, mapping: ColumnMapping) -> OfficialColumn:
    by = next((own for own, target in mapping.columns.items() if target == field.name), "")
    if not by and field.name in mapping.joins:
        by = " + ".join(mapping.joins[field.name].of)
    if not by:
        split = (own for own, one in mapping.splits.items() if field.name in one.targets)
        by = next(split, "")
    return OfficialColumn(number, field, mapping.constants.get(field.name, ""), by)


def _add_problems(form: MappingForm, mapping: ColumnMapping, table: Table, language: str) -> None:
    """Put each problem beside the column it is about."""
    own = {column.name: column for column in form.own}
    official = {column.field.name: column for column in form.official}
    try:
        problems: Sequence[TableError] = mapping.problems(table)
    except TableError as error:
        problems = (error,)
    for problem in problems:
        name = str(problem.params.get("column", ""))
        column = own.get(name) or official.get(name)
        (column.problems if column else form.problems).append(problem.text(language))


def mapping_from(
    fields: Mapping[str, str], table: Table, version: Version, format: str
) -> ColumnMapping:
    """Read a mapping back from what a form sent.

    Args:
        fields: of the form: `target-0`, `constant-0`, `word-0-0`, `standard-0-0`, `rest`.
        table: whose headings the form had.
        version, format: it leads to.

    Raises:
        MappingError: what was carried along is no mapping.
    """
    columns: dict[str, str] = {}
    dropped: list[str] = []
    values: dict[str, dict[str, str]] = {}
    for index, name in enumerate(unique_headings(table.headings)[:MOST_COLUMNS]):
        target = fields.get(f"target-{index}", "")
        if target == DROPPED:
            dropped.append(name)
        elif target:
            columns[name] = target
            if words := dict(_words(fields, index)):
                values.setdefault(target, {}).update(words)
    rest = _rest(fields)
    document = {
        "mapping": 1,
        "format": format,
        "version": version.id,
        "columns": {**rest.pop("columns", {}), **columns},
        "constants": dict(_constants(fields, version)),
        "values": {**rest.pop("values", {}), **values},
        "dropped": [*dropped, *rest.pop("dropped", [])],
        **rest,
    }
    return ColumnMapping.of({k: v for k, v in document.items() if v})


def _words(fields: Mapping[str, str], index: int) -> Iterator[tuple[str, str]]:
    for number in count():
        if f"word-{index}-{number}" not in fields:
            return
        own = fields[f"word-{index}-{number}"].strip()
        standard = fields.get(f"standard-{index}-{number}", "").strip()
        if own and standard:
            yield own, standard


def _constants(fields: Mapping[str, str], version: Version) -> Iterator[tuple[str, str]]:
    for number, one in enumerate(version.fields):
        text = fields.get(f"constant-{number}", "").strip()
        if text:
            yield one.name, text


def _rest(fields: Mapping[str, str]) -> dict[str, Any]:
    try:
        rest = json.loads(fields.get("rest") or "{}")
    except ValueError:
        return {}
    known = rest if isinstance(rest, dict) else {}
    kinds = {"joins": dict, "splits": dict, "columns": dict, "values": dict, "dropped": list}
    return {key: known[key] for key, kind in kinds.items() if isinstance(known.get(key), kind)}


def _document(mapping: ColumnMapping) -> dict[str, Any]:
    return json.loads(mapping.dump("json"))


def as_document(mapping: ColumnMapping) -> dict[str, Any]:
    """Return a mapping as it is kept: the JSON form of `kanazawa-table map`."""
    return _document(mapping)


def guess_as_document(guess: Guess) -> dict[str, Any]:
    """Return a guess as the API gives it."""
    return {"mapping": _document(guess.mapping), "how": guess.how, "open": list(guess.open)}
