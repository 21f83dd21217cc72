"""Addresses: the former 住所 and 方書, and today's whole address with its parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from ckanext.kanazawa.lib.choices import load_choices
from ckanext.kanazawa.lib.tables.convert.model import NOT_CARRIED, Losses
from ckanext.kanazawa.lib.text.places import PREFECTURE, prefecture_of

# Town and rest are told apart only where the address itself says so: a 丁目 that is written,
# or a single number. Of 1-2-3 nobody knows whether the 1 is a 丁目.
_BLOCKS = r"^(?P<town>\D+?[0-9一二三四五六七八九十]+丁目)(?P<block>[0-9].*)?$"
_SINGLE = r"^(?P<town>\D*[^\d番])(?P<block>[0-9]+(?:番地?(?:の?[0-9]+)?(?:号)?)?)$"


@dataclass(frozen=True)
class Parts:
    """Columns of today's address.

    Attributes:
        joined: the whole address in one cell.
        prefecture, municipality, town, block, building: its parts.
        code: 全国地方公共団体コード of the place, or None.
    """

    joined: str
    prefecture: str
    municipality: str
    town: str
    block: str
    building: str
    code: str | None

    @classmethod
    def of(cls, rule: Mapping) -> Parts:
        """Return the columns an `address` rule of a definition names."""
        prefecture, municipality, town, block, building = rule["parts"]
        return cls(
            rule["joined"], prefecture, municipality, town, block, building, rule.get("code")
        )

    @property
    def names(self) -> tuple[str, ...]:
        """Return all of them, the whole address first."""
        parts = (self.prefecture, self.municipality, self.town, self.block, self.building)
        return (self.joined, *parts, *((self.code,) if self.code else ()))


@dataclass(frozen=True)
class AddressCompleted:
    """The former address becomes today's: from the prefecture on, and in parts.

    Attributes:
        address, building: former columns.
        prefecture, municipality, code: former columns of the publishing body.
        target: today's columns.
    """

    address: str
    building: str
    prefecture: str
    municipality: str
    code: str
    target: Parts

    @property
    def reads(self) -> tuple[str, ...]:
        """Return the former columns."""
        return (self.address, self.building, self.prefecture, self.municipality, self.code)

    @property
    def writes(self) -> tuple[str, ...]:
        """Return today's columns."""
        return self.target.names

    def apply(self, source: pl.DataFrame, losses: Losses) -> Mapping[str, pl.Expr]:
        """Complete the address from the publisher's own name, never from another's."""
        address, building = pl.col(self.address), pl.col(self.building)
        body, city = pl.col(self.prefecture), pl.col(self.municipality)
        has_prefecture = address.str.contains(f"^(?:{PREFECTURE})")
        in_city = address.str.starts_with(city).fill_null(value=False)
        completed = ~has_prefecture & in_city & body.is_not_null()
        whole = pl.when(completed).then(pl.concat_str(body, address)).otherwise(address)
        losses.note("address-completed", source, self.address, completed, self.target.joined)
        incomplete = ~has_prefecture & ~completed
        losses.note("address-incomplete", source, self.address, incomplete, self.target.joined)

        twice = address.str.ends_with(building).fill_null(value=False)
        losses.note("building-in-address", source, self.address, twice, self.target.joined)
        municipality, code = municipality_of(whole, city, pl.col(self.code))
        rest = whole.str.replace(f"^(?:{PREFECTURE})", "").str.strip_prefix(municipality)
        town, block = _town_and_block(rest)
        unsure = town.is_null() & (municipality.is_null() | (rest != ""))
        losses.note("address-not-split", source, self.address, unsure, self.target.town)
        made = {
            self.target.joined: _with_building(whole, building),
            self.target.prefecture: whole.str.extract(f"^({PREFECTURE})"),
            self.target.municipality: municipality,
            self.target.town: town,
            self.target.block: block,
            self.target.building: building,
        }
        if self.target.code:
            made[self.target.code] = code
        return made


@dataclass(frozen=True)
class AddressShortened:
    """Today's address becomes the former one: whole, without the building.

    Attributes:
        source: today's columns.
        address, building: former columns.
        body_code: today's column of the publishing body's code, or None.
    """

    source: Parts
    address: str
    building: str
    body_code: str | None

    @property
    def reads(self) -> tuple[str, ...]:
        """Return today's columns, and the body's code to compare the place's with."""
        return (*self.source.names, *((self.body_code,) if self.body_code else ()))

    @property
    def writes(self) -> tuple[str, ...]:
        """Return the former columns."""
        return (self.address, self.building)

    def apply(self, source: pl.DataFrame, losses: Losses) -> Mapping[str, pl.Expr]:
        """Take the building off the end; put the parts together where there is no whole."""
        parts = (
            self.source.prefecture,
            self.source.municipality,
            self.source.town,
            self.source.block,
        )
        joined, building = pl.col(self.source.joined), pl.col(self.source.building)
        assembled = pl.concat_str([pl.col(name) for name in parts], ignore_nulls=True)
        whole = pl.coalesce(joined, assembled)
        bare = _without_building(whole, building)
        for name in parts:
            elsewhere = joined.is_not_null() & ~joined.str.contains(pl.col(name), literal=True)
            losses.note("address-part-differs", source, name, elsewhere, self.address)
        if self.source.code:
            # The former version has the body's code only; another place's is lost.
            body = pl.col(self.body_code) if self.body_code else pl.lit(None, dtype=pl.String)
            elsewhere = pl.col(self.source.code).ne_missing(body)
            losses.note(NOT_CARRIED, source, self.source.code, elsewhere)
        return {self.address: bare, self.building: building}


def municipality_of(whole: pl.Expr, city: pl.Expr, code: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """Return municipality and code of addresses in the publisher's own, or in one we know.

    Args:
        whole: addresses, from the prefecture on where they are complete.
        city: name of the publishing municipality.
        code: its 全国地方公共団体コード.

    Returns:
        The name with its county, and the code; both empty where that is not certain. In a
        city with wards the ward is part of both, and which one has which code is not known
        here.
    """
    after = whole.str.replace(f"^(?:{PREFECTURE})", "")
    county = after.str.extract(r"^(\D{1,5}?郡)").fill_null("")
    own = (
        pl.when(after.str.starts_with(city))
        .then(city)
        .when(after.str.starts_with(pl.concat_str(county, city)))
        .then(pl.concat_str(county, city))
    )
    known = _known_municipality(whole, after)
    found = pl.coalesce(own, known)
    codes = {choice.label["ja"]: key for key, choice in load_choices("municipalities").items()}
    bare = known.str.replace(r"^\D{1,5}?郡", "")
    found_code = (
        pl.when(own.is_not_null())
        .then(code)
        .otherwise(bare.replace_strict(codes, default=None, return_dtype=pl.String))
    )
    ward = found.str.ends_with("市") & after.str.strip_prefix(found).str.contains(r"^\D{1,4}区")
    sure = ~ward.fill_null(value=False)
    return pl.when(sure).then(found), pl.when(sure).then(found_code)


def _known_municipality(whole: pl.Expr, after: pl.Expr) -> pl.Expr:
    """Return the municipality of our list an address begins with, in the right prefecture."""
    names: dict[str, list[str]] = {}
    for code, choice in load_choices("municipalities").items():
        names.setdefault(prefecture_of(code), []).append(choice.label["ja"])
    found = pl.lit(None, dtype=pl.String)
    for prefecture, known in names.items():
        name = after.str.extract(rf"^((?:\D{{1,5}}?郡)?(?:{'|'.join(known)}))")
        found = pl.when(whole.str.starts_with(prefecture)).then(name).otherwise(found)
    return found


def _with_building(whole: pl.Expr, building: pl.Expr) -> pl.Expr:
    """Write the building at the end, unless it stands there; keep two numbers apart."""
    there = whole.str.ends_with(building)
    digits = whole.str.contains(r"\d$") & building.str.contains(r"^\d")
    apart = pl.when(digits).then(pl.lit(" ")).otherwise(pl.lit(""))
    return (
        pl.when(whole.is_null() | building.is_null() | there)
        .then(whole)
        .otherwise(pl.concat_str(whole, apart, building))
    )


def _without_building(whole: pl.Expr, building: pl.Expr) -> pl.Expr:
    """Undo `_with_building`."""
    bare = whole.str.strip_suffix(building)
    apart = building.str.contains(r"^\d") & bare.str.contains(r"\d $")
    return (
        pl.when(building.is_null())
        .then(whole)
        .when(apart)
        .then(bare.str.strip_suffix(" "))
        .otherwise(bare)
    )


def _town_and_block(rest: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """Return town and rest of an address where the address itself tells them apart."""
    blocks = rest.str.extract_groups(_BLOCKS)
    single = rest.str.extract_groups(_SINGLE)
    town = pl.coalesce(blocks.struct.field("town"), single.struct.field("town"))
    block = pl.coalesce(blocks.struct.field("block"), single.struct.field("block"))
    return town, block
