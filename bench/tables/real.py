"""Put every real file through recognise, check, repair and convert, and say what came of it.

Usage::

    python bench/tables/real.py [--folder FOLDER] [--document docs/tables-real-files.md]

Rewrites the table between the two marks of the document; what people compared by hand stands
below and stays.
"""

from __future__ import annotations

import argparse
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ckanext.kanazawa.lib import gtfs
from ckanext.kanazawa.lib.tables.check import check
from ckanext.kanazawa.lib.tables.check.report import Report
from ckanext.kanazawa.lib.tables.convert import garbage, versions
from ckanext.kanazawa.lib.tables.convert.model import Converted
from ckanext.kanazawa.lib.tables.errors import TableError
from ckanext.kanazawa.lib.tables.findings import Findings
from ckanext.kanazawa.lib.tables.read import open_tables
from ckanext.kanazawa.lib.tables.recognise import recognise
from ckanext.kanazawa.lib.tables.recognise.model import Recognition
from ckanext.kanazawa.lib.tables.repair import repair
from ckanext.kanazawa.lib.tables.table import Table
from ckanext.kanazawa.lib.tables.write import write

ROOT = Path(__file__).resolve().parents[2]
BEGIN, END = "<!-- begin: made by bench/tables/real.py -->", "<!-- end -->"
HEADINGS = (
    "ファイル / file",
    "様式 / recognised",
    "行×列 / rows×columns",
    "誤り・注意・参考 / errors, warnings, hints",
    "見つかった問題 / found",
    "直したところ / mended",
    "直した後の誤り・注意 / left: errors, warnings",
    "変換 / converted",
)
# Codes and repairs of one file that are named, the most frequent first.
NAMED = 6
OUTPUTS = ("csv", "xlsx", "json", "jsonl", "parquet", "geojson")


@dataclass(frozen=True)
class Row:
    """One line of the document."""

    cells: tuple[str, ...]

    def __str__(self) -> str:
        return f"| {' | '.join(cell.replace('|', '/') for cell in self.cells)} |"


def main() -> int:
    """Write the table into the document."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--folder", type=Path, default=ROOT.parent / "shared" / "data" / "real")
    parser.add_argument("--document", type=Path, default=ROOT / "docs" / "tables-real-files.md")
    chosen = parser.parse_args()
    rows = [Row(HEADINGS), Row(("---",) * len(HEADINGS))]
    for path in sorted(path for path in chosen.folder.rglob("*") if path.is_file()):
        for row in rows_of(path, str(path.relative_to(chosen.folder))):
            rows.append(row)
            print(row, flush=True)
    text = chosen.document.read_text(encoding="utf-8")
    before, after = text.split(BEGIN)[0], text.split(END, 1)[1]
    table = "\n".join(map(str, rows))
    document = f"{before}{BEGIN}\n\n{table}\n\n{END}{after}"
    chosen.document.write_text(document, encoding="utf-8")
    return 0


def rows_of(path: Path, name: str) -> Iterator[Row]:
    """Yield a row for each table of a file; for what is no table, why."""
    try:
        if path.suffix == ".zip" and gtfs.is_feed(path):
            yield feed_row(path, name)
            return
        for table in open_tables(path):
            sheet = f" [{table.origin.sheet}]" if table.origin.sheet else ""
            yield table_row(table, name + sheet)
    except TableError as error:
        yield Row((f"`{name}`", f"— (`{error.code}`)", *[""] * (len(HEADINGS) - 2)))


def table_row(table: Table, name: str) -> Row:
    """Put one table through everything."""
    recognition = recognise(table)
    report = check(table, recognition)
    repaired = repair(table, recognition)
    again = recognise(repaired.table)
    left = check(repaired.table, again)
    return Row(
        (
            f"`{name}`",
            _followed(recognition),
            f"{report.rows:,}×{report.columns}",
            _counts(report.found),
            _codes(report.found.totals),
            _codes(repaired.changes.totals),
            _left(left),
            _converted(repaired.table, again),
        )
    )


def feed_row(path: Path, name: str) -> Row:
    """Check a feed of bus timetables and draw it."""
    feed = gtfs.open_feed(path)
    report = gtfs.check(feed)
    stops, routes = (
        gtfs.write_stops(feed, io.BytesIO()).rows,
        gtfs.write_routes(feed, io.BytesIO()).rows,
    )
    rows = sum(file.rows for file in feed.files.values())
    return Row(
        (
            f"`{name}`",
            "gtfs-jp",
            f"{rows:,} ({len(feed.files)} files)",
            _counts(report.findings),
            _codes(report.findings.totals),
            "",
            "",
            f"geojson: {stops} stops, {routes} routes",
        )
    )


def _followed(recognition: Recognition) -> str:
    if recognition.format is None or recognition.version is None:
        return "—"
    percent = round(recognition.confidence * 100)
    return f"{recognition.format.id}:{recognition.version.id} {percent}%"


def _counts(found: Findings) -> str:
    severities = found.by_severity
    return f"{severities['error']:,}・{severities['warning']:,}・{severities['hint']:,}"


def _left(report: Report) -> str:
    severities = report.found.by_severity
    return f"{severities['error']:,}・{severities['warning']:,}"


def _codes(totals: dict[str, int]) -> str:
    ordered = sorted(totals.items(), key=lambda item: -item[1])
    named = [f"{code} {count:,}" for code, count in ordered[:NAMED]]
    if len(ordered) > NAMED:
        named.append(f"+{len(ordered) - NAMED}")
    return ", ".join(named)


def _converted(table: Table, recognition: Recognition) -> str:
    """Convert to another version or format where there is one, and write every form."""
    said = []
    for name, converted in _conversions(table, recognition):
        lost = sum(loss.count for loss in converted.losses if loss.outcome == "lost")
        said.append(f"{name} ({lost:,} cells lost)" if lost else name)
    return "; ".join([*said, _forms(table, recognition)])


def _conversions(table: Table, recognition: Recognition) -> Iterator[tuple[str, Converted]]:
    form, version = recognition.format, recognition.version
    if form is None or version is None:
        return
    if form.family == "garbage5374":
        made = garbage.to_national([table])
        for converted, name in (
            (made.separation, garbage.SEPARATION),
            (made.stations, garbage.STATIONS),
        ):
            if converted is not None:
                yield name, converted
        return
    others = form.versions[:1] if version is not form.current else form.versions[1:2]
    for other in others:
        if other.fields:
            yield f"{form.id}:{other.id}", versions.convert(table, recognition, other.id)


def _forms(table: Table, recognition: Recognition) -> str:
    written = []
    for form in OUTPUTS:
        try:
            account = write(table, io.BytesIO(), form, recognition=recognition)
        except TableError as error:
            written.append(f"{form}: {error.code}")
            continue
        lossy = [code for code, count in account.findings.totals.items() if count]
        if form != "geojson" or account.facts.get("with_position"):
            written.append(f"{form} ({', '.join(lossy)})" if lossy else form)
    return ", ".join(written)


if __name__ == "__main__":
    raise SystemExit(main())
