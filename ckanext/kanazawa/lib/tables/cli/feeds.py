"""Bus timetables: a ZIP that is a GTFS-JP feed is checked and drawn as a whole."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ckanext.kanazawa.lib import gtfs
from ckanext.kanazawa.lib.tables.cli.console import Console
from ckanext.kanazawa.lib.tables.cli.failures import Usage
from ckanext.kanazawa.lib.tables.cli.files import Given
from ckanext.kanazawa.lib.tables.cli.layout import INDENT, printable, screen_width, wrap
from ckanext.kanazawa.lib.tables.cli.output import place, refuse, written
from ckanext.kanazawa.lib.tables.cli.reports.conversion import left_behind
from ckanext.kanazawa.lib.tables.cli.reports.findings import finding_lines, totals_line
from ckanext.kanazawa.lib.tables.cli.target import goes_to_stdout
from ckanext.kanazawa.lib.tables.write import Written


def is_feed(given: Given) -> bool:
    """Say whether a file is a ZIP with the files of a feed."""
    with given.path.open("rb") as stream:
        if stream.read(2) != b"PK":
            return False
    return gtfs.is_feed(given.path)


def check_feed(given: Given) -> gtfs.FeedReport:
    """Check a feed.

    Raises:
        FileError: it cannot be read.
    """
    return gtfs.check(gtfs.open_feed(given.path, given.name))


def feed_object(given: Given, report: gtfs.FeedReport) -> Mapping[str, Any]:
    """Return a report with the keys that those of tables have, and `files` and `valid`."""
    return report.as_check(given.shown)


def feed_lines(
    given: Given, report: gtfs.FeedReport, console: Console, examples: int
) -> Iterator[str]:
    """Yield the report for people, file by file."""
    yield console.paint("strong", printable(given.shown))
    yield INDENT + console.text("feed.follows")
    names = ", ".join(f"{file.name} {file.rows:,}" for file in report.feed.files.values())
    yield from wrap(console.text("feed.files", names=names), screen_width(), INDENT)
    validity = report.validity
    if validity.begins and validity.ends:
        yield INDENT + console.text("feed.valid", begins=validity.begins, ends=validity.ends)
    yield INDENT + totals_line(report.findings, console)
    yield from finding_lines(report.findings, console, examples, with_sheets=True)


@dataclass(frozen=True)
class Drawing:
    """Stops or routes of a feed, written.

    Attributes:
        output: the file.
        written: what was written.
    """

    output: Path
    written: Written

    @property
    def is_lossy(self) -> bool:
        """Say whether the map lacks something that the feed has."""
        return self.left_behind > 0

    @property
    def left_behind(self) -> int:
        """Return the number of things that the map lacks."""
        return left_behind(self.written.findings)


def convert_feed(given: Given, chosen: argparse.Namespace) -> list[Drawing]:
    """Write stops and routes, GeoJSON unless another form is asked for.

    Raises:
        Failure: a file exists, or cannot be written.
        TableError: the feed cannot be read, or has nothing to draw.
    """
    if goes_to_stdout(chosen):
        raise Usage("one_output", output="out")
    form = chosen.to or "geojson"
    places = {name: _place(given, name, form, chosen) for name in ("stops", "routes")}
    feed = gtfs.open_feed(given.path, given.name)
    options = {"encoding": chosen.encoding, "defuse": chosen.defuse}
    drawings = []
    for name, write in (("stops", gtfs.write_stops), ("routes", gtfs.write_routes)):
        with (
            written(places[name], force=chosen.force, original=given.path) as fresh,
            open(fresh, "wb") as stream,
        ):
            account = write(feed, stream, form, **options)
        drawings.append(Drawing(places[name], account))
    return drawings


def drawings_object(given: Given, drawings: Sequence[Drawing]) -> Mapping[str, Any]:
    """Return what was drawn as programs read it."""
    found = [finding for drawing in drawings for finding in drawing.written.findings.listed]
    return {
        "file": given.shown,
        "format": "gtfs-jp",
        "outputs": [str(drawing.output) for drawing in drawings],
        "totals": {"lost": sum(drawing.left_behind for drawing in drawings)},
        "findings": [finding.as_dict() for finding in found],
    }


def drawing_lines(drawings: Sequence[Drawing], console: Console) -> Iterator[str]:
    """Yield what was drawn, and what no map shows, for people."""
    for drawing in drawings:
        yield console.text("result.saved", file=str(drawing.output))
    for drawing in drawings:
        yield from finding_lines(drawing.written.findings, console, 3, with_sheets=True)


def _place(given: Given, name: str, form: str, chosen: argparse.Namespace) -> Path:
    folder = Path() if given.stdin else given.path.parent
    file_name = f"{Path(given.name).stem}.{name}.{form}"
    path = place(chosen.output, file_name, folder, several=True)
    refuse(path, force=chosen.force, original=given.path)
    return path
