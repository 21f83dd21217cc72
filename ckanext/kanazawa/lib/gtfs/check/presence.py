"""Files and columns that are missing, unknown or empty."""

from __future__ import annotations

from ckanext.kanazawa.lib.gtfs.check.inspection import Inspection
from ckanext.kanazawa.lib.gtfs.definitions import Basis, FileSpec, definitions
from ckanext.kanazawa.lib.gtfs.feed import FeedFile
from ckanext.kanazawa.lib.tables.findings import Finding, Severity


def severity_of(basis: Basis) -> Severity:
    """Return how bad it is that something required is missing."""
    return "error" if basis == "gtfs" else "warning"


def check_presence(inspection: Inspection) -> None:
    """Compare the files and columns there are with those there should be."""
    feed = inspection.feed
    if feed.folder:
        inspection.findings.add(Finding("gtfs-in-folder", value=feed.folder))
    for path in feed.strangers:
        inspection.findings.add(Finding("gtfs-file-unknown", sheet=path))
    if not {"calendar.txt", "calendar_dates.txt"} & set(feed.files):
        inspection.note_file("gtfs-calendar-missing", "calendar.txt")
    for spec in definitions().files.values():
        file = feed.files.get(spec.name)
        if file is not None:
            inspection.findings.extend(file.findings)
            _check_columns(inspection, spec, file)
        elif spec.presence == "required":
            severity = severity_of(spec.basis)
            inspection.note_file("gtfs-file-missing", spec.name, severity, title=spec.title)


def _check_columns(inspection: Inspection, spec: FileSpec, file: FeedFile) -> None:
    if spec.presence == "required" and not file.rows:
        severity = severity_of(spec.basis)
        inspection.note_file("gtfs-file-empty", file.name, severity, title=spec.title)
    for column in spec.columns.values():
        if column.presence != "optional" and not file.has(column.name):
            inspection.note_file(
                "gtfs-column-missing",
                file.name,
                severity_of(column.basis),
                name=column.name,
                title=column.title,
            )
    for index, heading in enumerate(file.headings):
        if heading.strip(" \u3000") not in spec.columns:
            finding = Finding(
                "gtfs-column-unknown", sheet=file.name, row=1, column=heading, index=index
            )
            inspection.findings.add(finding)
