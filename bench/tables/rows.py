"""Faults between the cells of a row, between rows, and of the whole table."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bench.tables.clean import Row
from ckanext.kanazawa.lib.tables.formats.model import Version

# What a fault was sown into: index of the row from 0, heading (None: the row as a whole).
Place = tuple[int | None, str | None]
Sow = Callable[[list[Row], Version, random.Random, int], list[Place]]


@dataclass(frozen=True)
class RowDefect:
    """A fault that no cell shows alone.

    Attributes:
        sow: changes rows in place; returns where the findings must be, [] where the format
            cannot have the fault.
    """

    name: str
    sow: Sow
    codes: tuple[str, ...]


def _rules(version: Version, name: str) -> list[Mapping[str, Any]]:
    return [rule for rule in version.rules if rule["rule"] == name]


def _chosen(rows: list[Row], chance: random.Random, number: int) -> list[int]:
    return sorted(chance.sample(range(1, len(rows)), number))


def _same_id(rows: list[Row], version: Version, chance: random.Random, number: int) -> list[Place]:
    rules = _rules(version, "unique")
    if not rules:
        return []
    places: list[Place] = []
    for index in _chosen(rows, chance, number):
        for name in rules[0]["columns"]:
            rows[index][name] = rows[0][name]
        places.append((index, rules[0]["columns"][-1]))
    return places


def _same_row(rows: list[Row], version: Version, chance: random.Random, number: int) -> list[Place]:
    places: list[Place] = []
    for _ in range(number):
        rows.append(dict(chance.choice(rows[:50])))
        places.append((len(rows) - 1, None))
    return places


def _near(rows: list[Row], version: Version, chance: random.Random, number: int) -> list[Place]:
    """Enter a facility again, with a space, brackets or another legal form in its name."""
    rules = _rules(version, "duplicates")
    if not rules:
        return []
    name = rules[0]["name"]
    places: list[Place] = []
    for index in range(number):
        again = dict(rows[index])
        written = again[name]
        again[name] = chance.choice(
            (f"{written[:2]} {written[2:]}", f"「{written}」", f"{written}・")
        )
        if "ID" in again:
            again["ID"] = f"ZZ{index:010}"
        rows.append(again)
        places.append((len(rows) - 1, name))
    return places


def _late_start(
    rows: list[Row], version: Version, chance: random.Random, number: int
) -> list[Place]:
    dates = [one for one in _rules(version, "order") if _is_date(version, one["first"])]
    if not dates:
        return []
    rule = chance.choice(dates)
    indexes = _chosen(rows, chance, number)
    for index in indexes:
        rows[index][rule["first"]], rows[index][rule["then"]] = "2026-04-02", "2026-03-31"
    return [(index, rule["then"]) for index in indexes]


def _is_date(version: Version, name: str) -> bool:
    field = version.field(name)
    return field is not None and field.kind == "date"


def _closes_first(
    rows: list[Row], version: Version, chance: random.Random, number: int
) -> list[Place]:
    times = [
        one
        for one in _rules(version, "order")
        if not _is_date(version, one["first"])
        and (not one.get("over_midnight") or one.get("dates"))
    ]
    if not times:
        return []
    indexes = _chosen(rows, chance, number)
    for index in indexes:
        rows[index][times[0]["first"]], rows[index][times[0]["then"]] = "17:00", "09:00"
        for day in times[0].get("dates", ()):
            rows[index][day] = "2026-04-01"
    return [(index, times[0]["then"]) for index in indexes]


def _sum(rows: list[Row], version: Version, chance: random.Random, number: int) -> list[Place]:
    rules = _rules(version, "sum")
    if not rules:
        return []
    total = rules[0]["total"]
    indexes = _chosen(rows, chance, number)
    for index in indexes:
        rows[index][total] = str(int(rows[index][total]) + chance.randint(1, 9))
    return [(index, total) for index in indexes]


def _half(rows: list[Row], version: Version, chance: random.Random, number: int) -> list[Place]:
    rules = _rules(version, "together")
    if not rules:
        return []
    name = rules[0]["columns"][-1]
    indexes = _chosen(rows, chance, number)
    for index in indexes:
        rows[index][name] = ""
    return [(index, name) for index in indexes]


def _position(change: Callable[[Row, str, str], None]) -> Sow:
    def sow(rows: list[Row], version: Version, chance: random.Random, number: int) -> list[Place]:
        rules = _rules(version, "position")
        if not rules:
            return []
        if version.field(rules[0]["code"] or "全国地方公共団体コード") is None:
            return []
        latitude, longitude = rules[0]["latitude"], rules[0]["longitude"]
        indexes = _chosen(rows, chance, number)
        for index in indexes:
            change(rows[index], latitude, longitude)
        return [(index, latitude) for index in indexes]

    return sow


def _swap(row: Row, latitude: str, longitude: str) -> None:
    row[latitude], row[longitude] = row[longitude], row[latitude]


def _elsewhere(row: Row, latitude: str, longitude: str) -> None:
    row[latitude], row[longitude] = "20.500001", "153.900001"


def _one_place(
    rows: list[Row], version: Version, chance: random.Random, number: int
) -> list[Place]:
    """Give many addresses the position of the town hall."""
    rules = _rules(version, "position")
    if not rules or not _rules(version, "address"):
        return []
    indexes = _chosen(rows, chance, max(number, 8))
    for index in indexes:
        rows[index][rules[0]["latitude"]] = "36.561111"
        rows[index][rules[0]["longitude"]] = "136.656111"
    return [(indexes[0], rules[0]["latitude"])]


def _address(place: int, written: str, code: bool) -> Sow:
    def sow(rows: list[Row], version: Version, chance: random.Random, number: int) -> list[Place]:
        rules = _rules(version, "address")
        if not rules:
            return []
        name = rules[0]["code"] if code else rules[0]["parts"][place]
        indexes = _chosen(rows, chance, number)
        for index in indexes:
            rows[index][name] = written
        return [(index, name) for index in indexes]

    return sow


def _missing(rows: list[Row], version: Version, chance: random.Random, number: int) -> list[Place]:
    required = [field.name for field in version.fields if field.must_be_filled]
    if not required:
        return []
    places: list[Place] = [
        (index, chance.choice(required)) for index in _chosen(rows, chance, number)
    ]
    for index, name in places:
        rows[index or 0][name or ""] = ""
    return places


def _last(cells: tuple[str, ...]) -> Sow:
    def sow(rows: list[Row], version: Version, chance: random.Random, number: int) -> list[Place]:
        names = [field.name for field in version.fields]
        rows.append(dict(zip(names, [*cells, *[""] * len(names)], strict=False)))
        return [(len(rows) - 1, None)]

    return sow


def _all_mixed(
    rows: list[Row], version: Version, chance: random.Random, number: int
) -> list[Place]:
    names = [field.name for field in version.fields if field.kind in ("presence", "date")]
    if not names:
        return []
    name = chance.choice(names)
    written = "2026/4/1" if _is_date(version, name) else "○"
    for index in _chosen(rows, chance, number):
        rows[index][name] = written
    return [(None, name)]


DEFECTS = (
    RowDefect("required value missing", _missing,
              ("required-missing", "probably-required-missing")),
    RowDefect("same id twice", _same_id, ("duplicate-id",)),
    RowDefect("same row twice", _same_row, ("duplicate-row",)),
    RowDefect("facility entered twice", _near, ("near-duplicate",)),
    RowDefect("end date before start", _late_start, ("end-date-before-start",)),
    RowDefect("closes before it opens", _closes_first, ("end-time-before-start",)),
    RowDefect("wrong total", _sum, ("sum-differs",)),
    RowDefect("half of a pair", _half, ("missing-partner",)),
    RowDefect("swapped coordinates", _position(_swap), ("position-swapped",)),
    RowDefect("position elsewhere", _position(_elsewhere), ("position-outside",)),
    RowDefect("one position for many", _one_place, ("position-shared",)),
    RowDefect("town not in address", _address(2, "見知らぬ町", False), ("part-not-in-address",)),
    RowDefect("code of another city", _address(0, "172103", True), ("code-and-address-differ",)),
    RowDefect("mixed writing", _all_mixed, ("mixed-writing",)),
    RowDefect("row of totals", _last(("合計", "123")), ("total-row",)),
    RowDefect("note at the end", _last(("※ 数値は概数です",)), ("note-row",)),
    RowDefect("version at the end", _last(("令和8年4月1日現在",)), ("version-row", "note-row")),
)  # fmt: skip
