"""What checking a feed found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from ckanext.kanazawa.lib.gtfs.feed import Feed
from ckanext.kanazawa.lib.tables.findings import SEVERITIES, Findings
from ckanext.kanazawa.lib.tables.messages import message

# The file of a feed whose encoding stands for that of all.
ENCODING_FROM = "stops.txt"


@dataclass(frozen=True)
class Validity:
    """The days a feed covers.

    Attributes:
        begins, ends: as `feed_info.txt` declares; None where it does not.
        last_day: the last day on which anything runs; None where nothing does.
    """

    begins: date | None = None
    ends: date | None = None
    last_day: date | None = None


@dataclass(frozen=True)
class FeedReport:
    """What checking a feed found.

    Attributes:
        feed: what was checked.
        findings: each with the file in the ZIP as its sheet.
        validity: the days it covers.
    """

    feed: Feed
    findings: Findings
    validity: Validity

    def as_dict(self) -> dict[str, Any]:
        """Return the report as JSON can hold it."""
        findings, validity = self.findings, self.validity
        return {
            "format": "gtfs-jp",
            "file": self.feed.name,
            "files": [
                {"file": file.name, "rows": file.rows, "encoding": file.encoding}
                for file in self.feed.files.values()
            ],
            "valid": {
                "from": _text(validity.begins),
                "to": _text(validity.ends),
                "last_day": _text(validity.last_day),
            },
            "totals": {
                "severity": {level: findings.by_severity[level] for level in SEVERITIES},
                "code": dict(findings.totals),
            },
            "findings": [finding.as_dict() for finding in findings.listed],
        }

    def as_check(self, shown: str) -> dict[str, Any]:
        """Return the report with the keys of a table's, and `files` and `valid`.

        Args:
            shown: name of the file, as whoever asked knows it.
        """
        known, files = self.as_dict(), self.feed.files
        stops = files.get(ENCODING_FROM)
        return {
            "file": shown,
            "member": None,
            "format": known["format"],
            "version": None,
            "confidence": 1.0,
            "format_chosen": False,
            "encoding": stops.encoding if stops else None,
            "sheet": None,
            "rows": sum(file.rows for file in files.values()),
            "columns": None,
            "totals": known["totals"],
            "findings": known["findings"],
            "files": known["files"],
            "valid": known["valid"],
        }

    def summary(self, language: str) -> str:
        """Return one paragraph in "ja" or "en": what the feed is, and what was found."""
        counts = {name: f"{self.findings.by_severity[name]:,}" for name in SEVERITIES}
        params = {"files": len(self.feed.files), "total": f"{self.findings.totals.total():,}"}
        code = "summary-feed-findings" if self.findings.totals else "summary-feed-clean"
        return message(code, language, {**params, **counts})


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
