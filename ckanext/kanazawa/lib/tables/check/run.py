"""Check a table: one pass over its blocks, all columns of a block at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple, TypeVar

import polars as pl

from ckanext.kanazawa.lib.tables.check.cells import Column, unknown_field, with_repairs
from ckanext.kanazawa.lib.tables.check.collect import Collector
from ckanext.kanazawa.lib.tables.check.context import Context
from ckanext.kanazawa.lib.tables.check.levels import report_recommended, see_missing
from ckanext.kanazawa.lib.tables.check.report import Report
from ckanext.kanazawa.lib.tables.check.rules import rules_of
from ckanext.kanazawa.lib.tables.check.rules.base import ROW_HASH, TableRule, clean_name
from ckanext.kanazawa.lib.tables.check.shifted_rows import report_shifted
from ckanext.kanazawa.lib.tables.check.suspicions import Suspicions
from ckanext.kanazawa.lib.tables.findings import LISTED_PER_CODE, Finding
from ckanext.kanazawa.lib.tables.kinds.base import Setting
from ckanext.kanazawa.lib.tables.kinds.damage import is_spreadsheet_error
from ckanext.kanazawa.lib.tables.recognise.foreign import foreign_cells
from ckanext.kanazawa.lib.tables.recognise.model import Recognition
from ckanext.kanazawa.lib.tables.recognise.rowshifts import RowShift, RowShifts
from ckanext.kanazawa.lib.tables.table import BLOCK_ROWS, ROW, Table, column_name
from ckanext.kanazawa.lib.tables.verdicts import Marked, Verdicts

_Made = TypeVar("_Made")
# Comparing more rows with each other takes longer than anything else here.
NEAR_DUPLICATE_ROWS = 20_000
# Of one frame that is checked at once. Nothing is looked at closely before the first one was
# tested: it is small.
_FIRST_FRAME_BYTES, _FRAME_BYTES = 3_000_000, 16_000_000


def check(
    table: Table,
    recognition: Recognition,
    *,
    setting: Setting | None = None,
    listed_per_code: int = LISTED_PER_CODE,
    near_duplicate_rows: int = NEAR_DUPLICATE_ROWS,
    progress: Callable[[int], None] | None = None,
    verdicts: Verdicts | None = None,
) -> Report:
    """Check every cell, row and column of a table.

    Args:
        table: read once, from the beginning.
        recognition: the format it follows; without one, what holds for every table is checked.
        setting: what the file does not tell (the publisher's code, own words).
        listed_per_code: findings of one code that are listed; all are counted.
        near_duplicate_rows: rows up to which the same facility, written twice, is looked for.
        progress: called after each block with the number of rows checked so far.
        verdicts: filled, for repairing the same table.

    Raises:
        FileError: the file turns out damaged or over a limit while it is read.
    """
    setting = setting or Setting()
    collector = Collector(table.headings, table.origin.sheet, listed_per_code)
    seen = verdicts or Verdicts()
    seen.begin(table, recognition, setting)
    columns = _columns(table, recognition, setting, seen, is_repaired=verdicts is not None)
    context = Context(table, recognition, setting, columns, collector, near_duplicate_rows)
    collector.extend(table.findings)
    collector.extend(recognition.findings)
    rows = _Pass(context, rules_of(context), verdicts).run(progress)
    collector.extend(one for one in table.late_findings() if not _is_seen_in_cells(one))
    report_recommended(context, rows)
    if not rows:
        context.add("no-rows")
    empty = tuple(column.empty for column in columns)
    found = collector.findings()
    return Report(table.origin, recognition, rows, table.width, found, collector.by_column, empty)


def _is_seen_in_cells(found: Finding) -> bool:
    """Say whether the close look at the cells tells the same."""
    return found.code == "cell-error" and is_spreadsheet_error(found.value or "")


def _columns(
    table: Table,
    recognition: Recognition,
    setting: Setting,
    seen: Verdicts,
    *,
    is_repaired: bool,
) -> tuple[Column, ...]:
    columns: list[Column] = []
    for index, heading in enumerate(table.headings):
        field = recognition.columns.get(index)
        own = field or unknown_field(heading)
        misplaced = recognition.is_misplaced(index)
        looks = seen.looks(index, own, setting, is_misplaced=misplaced)
        foreign = seen.looks(index, own, setting, is_misplaced=True)
        columns.append(Column(index, heading, field, looks, foreign, is_repaired=is_repaired))
    return tuple(columns)


class _Tested(NamedTuple):
    """Rows of a table, and what was found out ahead of the close look at them.

    Attributes:
        hashes: of each row.
        masks: per column which cells want a closer look.
        shifted: the rows whose values stand beside their headings.
    """

    frame: pl.DataFrame
    hashes: pl.Series
    masks: pl.DataFrame
    shifted: list[RowShift]


class _Pass:
    """One reading of a table."""

    def __init__(
        self, context: Context, rules: tuple[TableRule, ...], verdicts: Verdicts | None = None
    ):
        self._context = context
        self._verdicts = verdicts
        self._rules = rules
        self._suspicions = Suspicions(context.columns)
        self._shifts = RowShifts(context.recognition)
        self._compared = sorted({index for rule in rules for index in rule.reads})
        wanted = {rule: rule.expressions() for rule in rules}
        self._expressions = [one for own in wanted.values() for one in own]
        self._names = {rule: _names(rule, own) for rule, own in wanted.items()}

    def run(self, progress: Callable[[int], None] | None) -> int:
        """Read all blocks; return the number of rows."""
        rows = 0
        # The fast tests of the next frame run beside the close look at this one.
        for tested in _ahead(self._tested()):
            self._check(tested)
            if self._verdicts is not None:
                self._verdicts.keep(tested.frame[ROW], Marked(tested.masks, tested.shifted))
            rows += tested.frame.height
            if progress is not None:
                progress(rows)
        for rule in self._rules:
            rule.finish()
        return rows

    def _tested(self) -> Iterator[_Tested]:
        for frame in _frames(self._context.table):
            hashes = frame.drop(ROW).hash_rows().alias(ROW_HASH)
            masks = self._suspicions.of(frame)
            yield _Tested(frame, hashes, masks, self._shifts.find_where(frame, masks))

    def _check(self, tested: _Tested) -> None:
        frame, hashes, masks, shifted = tested
        foreign = foreign_cells(shifted, frame[ROW], len(self._context.columns))
        cleaned: dict[int, pl.Series] = {}
        places = pl.int_range(frame.height, dtype=pl.UInt32, eager=True)
        for column in self._context.columns:
            cells = frame[column.name]
            see_missing(self._context, column, frame)
            for mask, is_foreign in _parts(masks[column.name], foreign.get(column.index)):
                repaired = column.look(
                    frame[column.name],
                    frame[ROW],
                    mask,
                    self._context.collector,
                    is_foreign=is_foreign,
                )
                if column.index in self._compared:
                    cells = with_repairs(cells, mask, repaired, places)
            if column.index in self._compared:
                cleaned[column.index] = cells
        report_shifted(self._context, shifted, frame)
        for rule in self._rules:
            rule.suspect(frame, masks)
        self._compare(frame.with_columns(hashes), cleaned)

    def _compare(self, frame: pl.DataFrame, cleaned: Mapping[int, pl.Series]) -> None:
        """Give the rules the block with repaired cells, and what they want worked out."""
        compared = [cleaned[index].alias(clean_name(index)) for index in self._compared]
        seen = frame.with_columns(compared).with_columns(self._expressions)
        for rule in self._rules:
            rule.see(seen if rule.is_wide else seen.select(self._names[rule]))


def _parts(mask: pl.Series, foreign: pl.Series | None) -> list[tuple[pl.Series, bool]]:
    """Return the cells to look at: those that belong here, and those that belong elsewhere."""
    if foreign is None:
        return [(mask, False)]
    return [(mask & ~foreign, False), (mask & foreign, True)]


def _names(rule: TableRule, expressions: Sequence[pl.Expr]) -> list[str]:
    """Return the columns of the frame a rule looks at."""
    cells = [name(index) for index in rule.reads for name in (column_name, clean_name)]
    return [ROW, *dict.fromkeys(cells), *(one.meta.output_name() for one in expressions)]


def _frames(table: Table) -> Iterator[pl.DataFrame]:
    """Read a table in frames of many rows: each costs some fixed time per column.

    They are of one piece, or every step that adds a column would make them so anew.
    """
    waiting: list[pl.DataFrame] = []
    rows = size = 0
    enough = _FIRST_FRAME_BYTES
    for block in table.blocks():
        if not block.frame.height:
            continue
        waiting.append(block.frame)
        rows += block.frame.height
        size += int(block.frame.estimated_size())
        if rows >= BLOCK_ROWS or size >= enough:
            yield pl.concat(waiting, rechunk=True)
            waiting.clear()
            rows = size = 0
            enough = _FRAME_BYTES
    if waiting:
        yield pl.concat(waiting, rechunk=True)


def _ahead(made: Iterator[_Made]) -> Iterator[_Made]:
    """Make the next one while one is looked at."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        waiting = pool.submit(next, made, None)
        while (one := waiting.result()) is not None:
            waiting = pool.submit(next, made, None)
            yield one
