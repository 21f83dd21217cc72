"""The days the timetable covers, and whether it still does."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from ckanext.kanazawa.lib.gtfs.check.inspection import Inspection
from ckanext.kanazawa.lib.gtfs.feed import FeedFile
from ckanext.kanazawa.lib.gtfs.report import Validity
from ckanext.kanazawa.lib.tables.findings import Finding
from ckanext.kanazawa.lib.tables.table import ROW

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# A timetable is to be replaced before it ends; a month leaves time to make the next.
SOON = timedelta(days=30)
PERIODS = (
    ("calendar.txt", "start_date", "end_date"),
    ("feed_info.txt", "feed_start_date", "feed_end_date"),
)


def check_calendar(inspection: Inspection) -> Validity:
    """Check periods, find services that never run, compare with today."""
    for name, first, last in PERIODS:
        _check_period(inspection, name, first, last)
    _check_services(inspection)
    begins, ends = _declared(inspection, "feed_start_date"), _declared(inspection, "feed_end_date")
    validity = Validity(begins, ends, _last_day(inspection))
    _check_expiry(inspection, validity)
    return validity


def _day(column: str) -> pl.Expr:
    return pl.col(column).str.to_date("%Y%m%d", strict=False)


def _check_period(inspection: Inspection, name: str, first: str, last: str) -> None:
    file = inspection.file(name, first, last)
    if file is not None:
        hits = file.frame.filter(_day(first) > _day(last))
        inspection.note("gtfs-dates-reversed", file, last, hits.select(ROW, last, begins=first))


def _added(inspection: Inspection) -> pl.DataFrame:
    """Return the days that `calendar_dates.txt` adds: service_id, day."""
    file = inspection.file("calendar_dates.txt", "service_id", "date", "exception_type")
    if file is None:
        return pl.DataFrame(schema={"service_id": pl.String, "day": pl.Date})
    added = file.frame.filter(pl.col("exception_type") == "1")
    return added.select("service_id", day=_day("date"))


def _weekly(inspection: Inspection) -> FeedFile | None:
    return inspection.file("calendar.txt", "service_id", *WEEKDAYS, "start_date", "end_date")


def _check_services(inspection: Inspection) -> None:
    """Find services that run on no weekday and are added to no date."""
    file = _weekly(inspection)
    if file is None:
        return
    never = ~pl.any_horizontal(pl.col(day) == "1" for day in WEEKDAYS)
    added = _added(inspection)["service_id"].implode()
    hits = file.frame.filter(never.fill_null(True) & ~pl.col("service_id").is_in(added))
    inspection.note("gtfs-service-never-runs", file, "service_id", hits.select(ROW, "service_id"))


def _last_day(inspection: Inspection) -> date | None:
    """Return the last day on which any service runs, removed days left aside."""
    days = [_added(inspection)["day"]]
    file = _weekly(inspection)
    if file is not None:
        runs = file.frame.filter(pl.any_horizontal(pl.col(day) == "1" for day in WEEKDAYS))
        days.append(runs.select(_day("end_date")).to_series())
    last = pl.concat(days).max()
    return last if isinstance(last, date) else None


def _declared(inspection: Inspection, column: str) -> date | None:
    file = inspection.file("feed_info.txt", column)
    if file is None or not file.rows:
        return None
    day = file.frame.select(_day(column)).item(0, 0)
    return day if isinstance(day, date) else None


def _check_expiry(inspection: Inspection, validity: Validity) -> None:
    today = inspection.today
    known = [day for day in (validity.ends, validity.last_day) if day is not None]
    if validity.begins and validity.begins > today:
        _note(inspection, "gtfs-not-begun", validity.begins)
    if known and min(known) < today:
        _note(inspection, "gtfs-expired", min(known))
    elif known and min(known) <= today + SOON:
        _note(inspection, "gtfs-expires-soon", min(known))
    if validity.ends and validity.last_day and validity.last_day < validity.ends:
        _note(inspection, "gtfs-calendar-ends-first", validity.last_day, ends=validity.ends)


def _note(inspection: Inspection, code: str, day: date, **params: date) -> None:
    texts = {name: value.isoformat() for name, value in params.items()}
    name = "calendar.txt" if code == "gtfs-calendar-ends-first" else "feed_info.txt"
    days = {"day": day.isoformat(), "today": inspection.today.isoformat()}
    sheet = name if name in inspection.feed.files else None
    inspection.findings.add(
        Finding(code, sheet=sheet, value=day.isoformat(), params={**days, **texts})
    )
