"""Check a feed: files, columns, cells, references, times, speeds, calendar, positions, readings."""

from __future__ import annotations

from datetime import date

from ckanext.kanazawa.lib.gtfs.check.calendars import check_calendar
from ckanext.kanazawa.lib.gtfs.check.cells import check_cells
from ckanext.kanazawa.lib.gtfs.check.inspection import Inspection
from ckanext.kanazawa.lib.gtfs.check.keys import check_keys
from ckanext.kanazawa.lib.gtfs.check.names import check_names
from ckanext.kanazawa.lib.gtfs.check.positions import check_positions
from ckanext.kanazawa.lib.gtfs.check.presence import check_presence
from ckanext.kanazawa.lib.gtfs.check.speeds import check_speeds
from ckanext.kanazawa.lib.gtfs.check.times import check_times
from ckanext.kanazawa.lib.gtfs.feed import Feed
from ckanext.kanazawa.lib.gtfs.report import FeedReport
from ckanext.kanazawa.lib.tables.findings import LISTED_PER_CODE, Findings

CHECKS = (
    check_presence,
    check_cells,
    check_keys,
    check_positions,
    check_times,
    check_speeds,
    check_names,
)

__all__ = ["check"]


def check(
    feed: Feed, *, today: date | None = None, listed_per_code: int = LISTED_PER_CODE
) -> FeedReport:
    """Check a feed.

    Args:
        feed: what `open_feed` read.
        today: the day on which the timetable is to be valid; the present one where None.
        listed_per_code: findings of one code that are listed; the others are counted.
    """
    inspection = Inspection(feed, Findings(listed_per_code), today or date.today())
    for run in CHECKS:
        run(inspection)
    validity = check_calendar(inspection)
    return FeedReport(feed, inspection.findings, validity)
