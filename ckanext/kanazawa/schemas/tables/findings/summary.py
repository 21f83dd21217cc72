"""What is known about a resource's table, for the lines on its page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

import ckan.model as model
import sqlalchemy as sa

from ckanext.kanazawa.lib.tables.errors import TableError
from ckanext.kanazawa.lib.tables.formats.loader import load_format
from ckanext.kanazawa.lib.tables.messages import message
from ckanext.kanazawa.lib.yamltext import read_yaml
from ckanext.kanazawa.schemas.intake import machine
from ckanext.kanazawa.schemas.model.edition import Edition
from ckanext.kanazawa.schemas.model.finding import FindingRow
from ckanext.kanazawa.schemas.model.job import Job
from ckanext.kanazawa.schemas.tables.examine.standard import standard_of
from ckanext.kanazawa.schemas.tables.findings.listing import edition_of
from ckanext.kanazawa.schemas.tables.formats.known import FEED

# Jobs a page waits for; what only fills in fields of the dataset changes nothing on it.
AWAITED = ("fetch", "examine", "load", "forms")


@dataclass(frozen=True)
class FormatLine:
    """Which format a table follows, as far as that may be said.

    Attributes:
        id, title, version: title and version in the reader's language.
        percent: how sure.
        verified: its columns are known from the standard; without that nobody can say that
            a table follows it.
        chosen: somebody said so; nothing was found out.
    """

    id: str
    title: str
    version: str
    percent: int
    verified: bool
    chosen: bool


@dataclass(frozen=True)
class Summary:
    """What a page says about the table of a resource.

    Attributes:
        edition: whose findings the reader sees.
        is_editor: sees the newest edition and what is personal.
        job: the kind of work that waits or runs, None when all is done; `running` whether it
            was begun, `progress` how many rows are through.
        state: as of the edition: "waiting", "examined", "no-table", "failed".
        error, load_error: why it failed, in the reader's language.
        link_error: why a linked file could not be fetched lately, while its copy is shown.
        noun: what a row is about, {"one", "many"} in the reader's language; None for "row".
        format: None where none was recognised.
        severity: severity → number of findings.
        to_mend, repairable: what is wrong, and how much of it a machine can mend.
        unfit: the change that keeps a remembered mapping from being used, or {}.
    """

    edition: Edition
    is_editor: bool
    state: str
    job: str | None = None
    running: bool = False
    progress: int | None = None
    error: str | None = None
    load_error: str | None = None
    link_error: str | None = None
    noun: dict[str, str] | None = None
    format: FormatLine | None = None
    severity: dict[str, int] = field(default_factory=dict)
    to_mend: int = 0
    repairable: int = 0
    unfit: dict[str, Any] = field(default_factory=dict)

    @property
    def problem(self) -> str | None:
        """Return what an editor is told beside the field of the file, None where all is well."""
        return self.error if self.state == "failed" else self.link_error

    @property
    def is_feed(self) -> bool:
        """Say whether the file is a bus timetable, of several tables."""
        return self.edition.format == FEED

    def names_standard(self, dataset: Mapping[str, Any]) -> bool:
        """Say whether an editor is told that the dataset's standard is what this table follows.

        Another file of the dataset may have been the one by which the portal filled it in.
        """
        if not self.is_editor or dataset.get("kanazawa_standard_by") != machine.PORTAL:
            return False
        told = {field: dataset.get(field) or "" for field in machine.STANDARD}
        return standard_of(self.edition) == told


def summary_of(resource_id: str, language: str, *, is_editor: bool) -> Summary | None:
    """Return what is known; None for resources that no edition was recorded of."""
    edition = edition_of(resource_id, is_editor=is_editor)
    if edition is None:
        return None
    job = _job(resource_id, edition.id)
    totals = edition.totals or {}
    severity = {name: int(n) for name, n in (totals.get("severity") or {}).items()}
    repairable = int(totals.get("repairable") or 0)
    return Summary(
        edition,
        is_editor,
        edition.state,
        job=job.kind if job else None,
        running=bool(job and job.state == "running"),
        progress=job.progress if job else None,
        error=error_text(edition.error, language),
        load_error=error_text(edition.load_error, language),
        link_error=_link_error(edition, language),
        noun=noun_of(edition.format, language),
        format=format_line(edition, language),
        severity=severity,
        to_mend=_to_mend(edition, severity, repairable),
        repairable=repairable,
        unfit=_unfit(edition, language) if is_editor else {},
    )


def _job(resource_id: str, edition_id: str) -> Job | None:
    """Return the work on this edition that a reader waits for, what runs first."""
    query = (
        sa.select(Job)
        .where(
            Job.owner_id == resource_id,
            sa.or_(Job.edition_id == edition_id, Job.edition_id.is_(None)),
            Job.kind.in_(AWAITED),
            Job.state.in_(("waiting", "running")),
        )
        .order_by(Job.state, Job.created)  # "running" before "waiting"
    )
    return model.Session.scalars(query).first()


def _to_mend(edition: Edition, severity: dict[str, int], repairable: int) -> int:
    """Return how many findings ask for a change: hints do where a repair is offered."""
    hints = 0
    if severity.get("hint") and repairable:
        query = sa.select(sa.func.count()).where(
            FindingRow.edition_id == edition.id,
            FindingRow.severity == "hint",
            FindingRow.repair.is_not(None),
        )
        hints = model.Session.scalar(query) or 0
    # Of long tables only some findings of a kind are kept, all are counted.
    return max(severity.get("error", 0) + severity.get("warning", 0) + hints, repairable)


def format_line(edition: Edition, language: str) -> FormatLine | None:
    """Return which format an edition follows."""
    if not edition.format:
        return None
    try:
        known = load_format(edition.format)
    except TableError:  # a definition that is no longer there
        return None
    version = known.version(edition.version or "") or known.current
    return FormatLine(
        known.id,
        known.title[language],
        version.title[language],
        round((edition.confidence or 0) * 100),
        known.status == "verified",
        bool((edition.facts or {}).get("chosen_format") or edition.choices.get("mapping")),
    )


def error_text(error: dict[str, Any] | None, language: str) -> str | None:
    """Return an error of the table tools in words; "" where only the kind is known."""
    if not error:
        return None
    try:
        return message(error["code"], language, error.get("params") or {})
    except KeyError:
        return ""


def _link_error(edition: Edition, language: str) -> str | None:
    """Return why a link was not fetched lately; what was never fetched says so as its error."""
    if edition.file_id is None:
        return None
    return error_text((edition.facts.get("link") or {}).get("error"), language)


def _unfit(edition: Edition, language: str) -> dict[str, Any]:
    unfit = edition.choices.get("unfit")
    if not unfit:
        return {}
    # The mapping was tried on the headings alone, which stand in no file.
    problems = [
        error_text({**each, "params": {**each["params"], "file": edition.name}}, language)
        for each in unfit.get("problems") or ()
    ]
    return {**unfit, "problems": [text for text in problems if text]}


@cache
def _nouns() -> dict[str, dict[str, dict[str, str]]]:
    path = resources.files("ckanext.kanazawa.definitions") / "tables" / "nouns.yaml"
    return read_yaml(path.read_text(encoding="utf-8"))


def noun_of(format: str | None, language: str) -> dict[str, str] | None:
    """Return what a row of a format is about; None where that is not known."""
    noun = _nouns().get(format or "")
    return {number: words[language] for number, words in noun.items()} if noun else None
