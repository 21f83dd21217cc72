"""Write down what an examination found, all of it in one transaction."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

import ckan.model as model
import ckan.plugins as plugins
import sqlalchemy as sa

from ckanext.kanazawa.schemas.model.edition import Edition
from ckanext.kanazawa.schemas.model.finding import FindingRow
from ckanext.kanazawa.schemas.model.job import Job
from ckanext.kanazawa.schemas.tables import rooms
from ckanext.kanazawa.schemas.tables.editions.examined import tell_examined
from ckanext.kanazawa.schemas.tables.editions.release import settle
from ckanext.kanazawa.schemas.tables.examine.outcome import Outcome
from ckanext.kanazawa.schemas.tables.queue.lease import Superseded, hold
from ckanext.kanazawa.schemas.tables.queue.put import put

DISTRIBUTION = "ckanext-kanazawa"
# What an edition holds before it was examined; an outcome names what it knows better.
NOTHING: dict[str, Any] = {
    "format": None,
    "version": None,
    "confidence": None,
    "encoding": None,
    "sheet": None,
    "header_row": None,
    "headings": None,
    "rows": None,
    "columns": None,
    "totals": None,
    "personal": 0,
}
# Keys of `Edition.facts` that are ours; other rooms keep theirs there, too.
FACTS = (
    "sheets",
    "chosen",
    "reading_dropped",
    "kind",
    "delimiter",
    "newline",
    "member",
    "units",
    "chosen_format",
    "fields",
    "candidates",
    "gtfs",
)


def record(job: Job, edition_id: str, outcome: Outcome, seconds: float) -> None:
    """Replace what is known of an edition, release it if it may be, have the next jobs done.

    Commits.

    Args:
        job: that examined it.
        edition_id: the edition.
        outcome: what was found.
        seconds: how long it took.

    Raises:
        Superseded: the edition is gone, or another worker took the job up.
    """
    model.Session.rollback()
    # CKAN's session keeps what it read before the check, however long that took.
    model.Session.expire_all()
    hold(job)
    edition = model.Session.get(Edition, edition_id, populate_existing=True, with_for_update=True)
    if edition is None:
        raise Superseded(edition_id)
    _fill(edition, outcome, seconds)
    _replace_findings(edition.id, outcome)
    tell_examined(edition)
    model.Session.commit()
    # Killed before the next commit, all of it is done again.
    if settle(edition):
        if outcome.is_table:
            _put_next(edition)
        elif edition.state == "no-table":
            _put_end(edition)
        model.Session.commit()


def _fill(edition: Edition, outcome: Outcome, seconds: float) -> None:
    values = {**NOTHING, **outcome.values}
    others = {key: fact for key, fact in edition.facts.items() if key not in FACTS}
    values["facts"] = {**others, **values.get("facts", {})}
    for column, value in values.items():
        setattr(edition, column, value)
    edition.examined_at = sa.func.clock_timestamp()
    edition.examined_s = round(seconds, 3)
    edition.engine = version(DISTRIBUTION)


def _replace_findings(edition_id: str, outcome: Outcome) -> None:
    model.Session.execute(sa.delete(FindingRow).where(FindingRow.edition_id == edition_id))
    rows = [
        {"edition_id": edition_id, "number": number, **row}
        for number, row in enumerate(outcome.findings)
    ]
    if rows:
        model.Session.execute(sa.insert(FindingRow), rows)


def _put_next(edition: Edition) -> None:
    """Have an edition that visitors see loaded, written, and its dataset named after it."""
    known = rooms.jobs()
    # Forms are put by the load before them; where there is no DataStore, by us.
    following = "load" if plugins.plugin_loaded("datastore") else "forms"
    for kind in (following, "standard"):
        if kind in known and (kind != "standard" or edition.format):
            put(kind, edition.owner_id, edition.id)


def _put_end(edition: Edition) -> None:
    """Have the rows of a former table removed where a file took its place that is none."""
    if plugins.plugin_loaded("datastore"):
        put("load", edition.owner_id, edition.id)


def note_failure(job: Job, problem: dict[str, Any]) -> None:
    """Say on an edition that examining it failed for good, in the open transaction.

    Args:
        job: that was to examine it.
        problem: {"code", "params"}.
    """
    edition = model.Session.get(Edition, job.edition_id) if job.edition_id else None
    if edition is not None:
        edition.state = "failed"
        edition.error = problem
