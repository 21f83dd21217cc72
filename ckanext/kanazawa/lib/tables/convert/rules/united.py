"""The Ishikawa common format, and the united table that holds it beside the national one.

What each of its columns becomes stands in `schemas/tables/ishikawa/ishikawa-facility.yaml`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from ckanext.kanazawa.lib.tables.convert.model import NOT_CARRIED, Losses
from ckanext.kanazawa.lib.text.places import PREFECTURE

Entry = Mapping[str, Any]
# Between texts that share a cell of the national form.
BETWEEN = " / "
_RANGE = (
    r"^\s*([01]?[0-9]|2[0-4]):([0-5][0-9])\s*[~～〜ー−–—―-]\s*([01]?[0-9]|2[0-4]):([0-5][0-9])\s*$"
)


def opening_times(text: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """Return start and end as HH:MM where a text is one range of times, else empty cells."""
    groups = text.str.extract_groups(_RANGE).struct
    hours = [groups.field(str(place)).str.zfill(2) for place in (1, 3)]
    minutes = [groups.field(str(place)) for place in (2, 4)]
    start, end = (
        pl.concat_str(hour, pl.lit(":"), minute)
        for hour, minute in zip(hours, minutes, strict=True)
    )
    return start, end


def _without_prefecture(cells: pl.Expr) -> pl.Expr:
    return ~cells.str.contains(f"^(?:{PREFECTURE})")


def _national(entry: Entry, cells: pl.Expr) -> list[tuple[str, pl.Expr]]:
    """Return the national columns an entry goes to, and what it writes there."""
    names = entry["national"]
    match entry["how"]:
        case "copy":
            return [(names[0], cells)]
        case "identifier":
            scheme = pl.when(cells.is_not_null()).then(pl.lit(entry["scheme"]))
            return [(names[0], scheme), (names[1], cells)]
        case "with-prefecture":
            bare = _without_prefecture(cells)
            whole = pl.concat_str(pl.lit(entry["prefecture"]), cells)
            return [(names[0], pl.when(bare).then(whole).otherwise(cells))]
        case "labelled":
            return [(names[0], pl.concat_str(pl.lit(entry["label"]), cells))]
        case "time-range":
            start, end = opening_times(cells)
            other = pl.when(start.is_null()).then(cells)
            return [(names[0], start), (names[1], end), (entry["otherwise"], other)]
    return []


def _together(pieces: Mapping[str, Sequence[pl.Expr]]) -> dict[str, pl.Expr]:
    """Return the columns, texts that share a cell written one after the other."""
    return {
        name: pl.concat_str(found, separator=BETWEEN, ignore_nulls=True)
        if len(found) > 1
        else found[0]
        for name, found in pieces.items()
    }


def _note_rewritten(entry: Entry, source: pl.DataFrame, losses: Losses) -> None:
    """List what the national form says in other words, and nothing keeps as it was."""
    name = entry["common"]
    match entry["how"]:
        case "with-prefecture":
            bare = _without_prefecture(pl.col(name))
            losses.note("address-completed", source, name, bare, entry["national"][0])
        case "labelled":
            losses.note("text-labelled", source, name, target=entry["national"][0])
        case "time-range":
            is_range = opening_times(pl.col(name))[0].is_not_null()
            losses.note("times-separated", source, name, is_range, entry["national"][0])


@dataclass(frozen=True)
class CommonToUnited:
    """The 21 columns become national ones and, where those lose something, are kept as well.

    Attributes:
        entries: `national_mapping.columns` of the definition.
        keeps: the target has the columns that keep what the national form has no place for.
    """

    entries: Sequence[Entry]
    keeps: bool = True

    @property
    def reads(self) -> tuple[str, ...]:
        """Return the common format's columns, those of its variants too."""
        return tuple(entry["common"] for entry in self.entries)

    @property
    def writes(self) -> tuple[str, ...]:
        """Return the columns they become."""
        written = [name for entry in self.entries for name in entry["national"]]
        written += [entry["otherwise"] for entry in self.entries if "otherwise" in entry]
        written += [entry["keep"] for entry in self.entries if self.keeps and "keep" in entry]
        return tuple(dict.fromkeys(written))

    def apply(self, source: pl.DataFrame, losses: Losses) -> Mapping[str, pl.Expr]:
        """Write each column where its entry says; texts that share a cell are joined."""
        pieces: dict[str, list[pl.Expr]] = {}
        # What passes as it is stands first, so that the labelled texts can be taken off again.
        for entry in sorted(self.entries, key=lambda found: found["how"] != "copy"):
            cells = pl.col(entry["common"])
            for name, piece in _national(entry, cells):
                pieces.setdefault(name, []).append(piece)
            if "keep" in entry and self.keeps:
                pieces.setdefault(entry["keep"], []).append(cells)
            elif not entry["national"]:
                losses.note(NOT_CARRIED, source, entry["common"])
            else:
                _note_rewritten(entry, source, losses)
        return _together(pieces)


@dataclass(frozen=True)
class UnitedToCommon:
    """The united table, or the national form alone, becomes the 21 columns again.

    A row that came from the common format has it in the columns kept for it; only a row
    without any of these is made from the national columns.

    Attributes:
        entries: `national_mapping.columns` of the definition.
        targets: columns of the variant wanted.
        identifier: national column that numbers the rows.
    """

    entries: Sequence[Entry]
    targets: Sequence[str]
    identifier: str = "ID"

    @property
    def _wanted(self) -> list[Entry]:
        return [entry for entry in self.entries if entry["common"] in self.targets]

    @property
    def reads(self) -> tuple[str, ...]:
        """Return the national and the kept columns that the variant has a place for."""
        read = [name for entry in self._wanted for name in entry["national"]]
        read += [entry["otherwise"] for entry in self._wanted if "otherwise" in entry]
        read += [entry["keep"] for entry in self.entries if "keep" in entry]
        return tuple(dict.fromkeys([*read, self.identifier]))

    @property
    def writes(self) -> tuple[str, ...]:
        """Return the variant's columns."""
        return tuple(entry["common"] for entry in self._wanted)

    def apply(self, source: pl.DataFrame, losses: Losses) -> Mapping[str, pl.Expr]:
        """Read each column from where its entry put it."""
        kept = [entry["keep"] for entry in self.entries if "keep" in entry]
        from_common = pl.any_horizontal(pl.col(name).is_not_null() for name in kept)
        for entry in self.entries:
            if entry not in self._wanted and "keep" in entry:
                losses.note(NOT_CARRIED, source, entry["keep"])
        self._note_texts(source, from_common, losses)
        self._note_overruled(source, from_common, losses)
        for entry in self._wanted:
            self._note_derived(entry, source, from_common, losses)
        return {entry["common"]: self._common(entry, from_common) for entry in self._wanted}

    def _common(self, entry: Entry, from_common: pl.Expr) -> pl.Expr:
        if entry["how"] == "copy":
            return self._without_labels(entry["national"][0])
        kept = pl.col(entry["keep"])
        if not entry["national"]:
            return kept
        return pl.when(from_common).then(kept).otherwise(self._derived(entry))

    def _derived(self, entry: Entry) -> pl.Expr:
        """Return what the national columns alone say."""
        first = pl.col(entry["national"][0])
        match entry["how"]:
            case "identifier":
                own = pl.when(first == entry["scheme"]).then(pl.col(entry["national"][1]))
                return pl.coalesce(own, pl.col(self.identifier))
            case "with-prefecture":
                return first.str.strip_prefix(entry["prefecture"])
            case "time-range":
                return pl.concat_str(first, pl.col(entry["national"][1]), separator="～")
            case "labelled" if first.meta.output_name() not in self._copied:
                labelled = first.str.starts_with(entry["label"])
                return pl.when(labelled).then(first.str.strip_prefix(entry["label"]))
        return pl.lit(None, dtype=pl.String)

    @property
    def _copied(self) -> set[str]:
        """Return national columns a common one passes into as it is: 備考."""
        return {entry["national"][0] for entry in self._wanted if entry["how"] == "copy"}

    def _without_labels(self, name: str) -> pl.Expr:
        """Take off what `CommonToUnited` wrote behind a text, which is kept elsewhere."""
        text = pl.col(name)
        for entry in self.entries:
            if entry["how"] == "labelled" and entry["national"] == [name]:
                added = pl.concat_str(pl.lit(entry["label"]), pl.col(entry["keep"]))
                behind = pl.concat_str(pl.lit(BETWEEN), added)
                text = (
                    pl.when(added.is_null())
                    .then(text)
                    .when(text == added)
                    .then(None)
                    .otherwise(text.str.strip_suffix(behind))
                )
        return text

    def _note_texts(self, source: pl.DataFrame, from_common: pl.Expr, losses: Losses) -> None:
        """Note texts of the national form that begin with no label we know."""
        shared: dict[str, list[str]] = {}
        for entry in self._wanted:
            name = entry["national"][0] if entry["national"] else ""
            if entry["how"] == "labelled" and name not in self._copied:
                shared.setdefault(name, []).append(entry["label"])
        for name, labels in shared.items():
            known = pl.any_horizontal(pl.col(name).str.starts_with(label) for label in labels)
            losses.note(NOT_CARRIED, source, name, ~from_common & ~known)

    def _note_overruled(self, source: pl.DataFrame, from_common: pl.Expr, losses: Losses) -> None:
        """Note national cells that say something else than the kept ones, which go before."""
        pieces: dict[str, list[pl.Expr]] = {}
        for entry in self._wanted:
            if "keep" in entry:
                for name, piece in _national(entry, pl.col(entry["keep"])):
                    pieces.setdefault(name, []).append(piece)
        for name, said in _together(pieces).items():
            if name not in self._copied:
                other = from_common & pl.col(name).ne_missing(said)
                losses.note(NOT_CARRIED, source, name, other)

    def _note_derived(
        self, entry: Entry, source: pl.DataFrame, from_common: pl.Expr, losses: Losses
    ) -> None:
        """Note what is not, or otherwise, said of a row that has the national columns alone."""
        if not entry["national"]:
            return
        target, name = entry["common"], entry["national"][0]
        cells, alone = pl.col(name), ~from_common
        match entry["how"]:
            case "identifier":
                made = self._common(entry, from_common)
                other = pl.col(self.identifier).ne_missing(made)
                losses.note(NOT_CARRIED, source, self.identifier, other)
                told = (cells == entry["scheme"]) & (pl.col(entry["national"][1]) == made)
                for part in entry["national"]:
                    losses.note(NOT_CARRIED, source, part, alone & ~told.fill_null(value=False))
            case "with-prefecture":
                shortened = alone & cells.str.starts_with(entry["prefecture"])
                losses.note("prefecture-left-out", source, name, shortened, target)
            case "time-range":
                both = pl.all_horizontal(pl.col(part).is_not_null() for part in entry["national"])
                for part in entry["national"]:
                    losses.note("times-joined", source, part, alone & both, target)
                    losses.note("times-incomplete", source, part, alone & ~both, target)
            case "labelled" if name in self._copied:
                label = entry["label"]
                among = cells.str.contains(f"{BETWEEN}{label}", literal=True)
                held = alone & (cells.str.starts_with(label) | among)
                losses.note("text-not-separated", source, name, held, target)
            case "labelled":
                labelled = alone & cells.str.starts_with(entry["label"])
                losses.note("label-taken-off", source, name, labelled, target)


@dataclass(frozen=True)
class KeptColumns:
    """The united table's own columns, where only the national ones are wanted.

    Attributes:
        entries: `national_mapping.columns` of the definition.
    """

    entries: Sequence[Entry]

    @property
    def reads(self) -> tuple[str, ...]:
        """Return the kept columns, and the national ones that may say the same."""
        read = [name for entry in self.entries for name in entry["national"]]
        read += [entry["otherwise"] for entry in self.entries if "otherwise" in entry]
        return tuple(
            dict.fromkeys([*(entry["keep"] for entry in self.entries if "keep" in entry), *read])
        )

    @property
    def writes(self) -> tuple[str, ...]:
        """Return nothing: the national columns pass as they are."""
        return ()

    def apply(self, source: pl.DataFrame, losses: Losses) -> Mapping[str, pl.Expr]:
        """Note what the national columns of the same row do not say."""
        for entry in self.entries:
            if "keep" not in entry:
                continue
            kept = pl.col(entry["keep"])
            places = [*entry["national"], *([entry["otherwise"]] if "otherwise" in entry else [])]
            said = pl.lit(value=False)
            for name in places:
                said |= pl.col(name).str.contains(kept, literal=True).fill_null(value=False)
            if entry["how"] == "time-range":
                said |= (opening_times(kept)[0] == pl.col(places[0])).fill_null(value=False)
            losses.note(NOT_CARRIED, source, entry["keep"], ~said)
        return {}
