"""The job of the room: take in a folder that was sent as a ZIP."""

from __future__ import annotations

import time
from dataclasses import asdict
from typing import Any

import ckan.model as model
import ckan.plugins as p
import ckan.plugins.toolkit as tk
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from ckanext.kanazawa.lib.tables.errors import TableError
from ckanext.kanazawa.schemas.interfaces import IImports
from ckanext.kanazawa.schemas.model.bulk_import import BulkImport
from ckanext.kanazawa.schemas.model.job import Job
from ckanext.kanazawa.schemas.speech import LANGUAGES, Said, both
from ckanext.kanazawa.schemas.tables.bulk.described import can_run
from ckanext.kanazawa.schemas.tables.bulk.entry import Entry, entries
from ckanext.kanazawa.schemas.tables.bulk.files import ZipFiles, plain_name
from ckanext.kanazawa.schemas.tables.bulk.refusal import Refusal
from ckanext.kanazawa.schemas.tables.bulk.run import Result, results
from ckanext.kanazawa.schemas.tables.bulk.sink import Sink
from ckanext.kanazawa.schemas.tables.bulk.steward import Steward
from ckanext.kanazawa.schemas.tables.bulk.stored import drop_zip, opened, sheet_name, sheet_of
from ckanext.kanazawa.schemas.tables.queue.lease import Superseded, hold
from ckanext.kanazawa.schemas.tables.queue.put import put

# A worker is nobody's own: after so long others have their turn.
TURN_S = 300.0
KIND = "import"


def take_in(job: Job) -> None:
    """Go on with the import a job belongs to, for one turn.

    Run again after it died, it goes on behind the last dataset whose results were recorded;
    that dataset, if it was saved already, is found unchanged.

    Raises:
        Superseded: the import is gone, or over.
    """
    found = model.Session.get(BulkImport, job.owner_id, populate_existing=True)
    if found is None or found.state not in ("waiting", "running"):
        raise Superseded(job.id)
    try:
        with opened(found) as zipped:
            _go_on(job, found.id, zipped)
    except Refusal as refusal:
        _fail(job, refusal.said)
    except TableError as error:
        _fail(job, {language: error.text(language) for language in LANGUAGES})


def _go_on(job: Job, import_id: str, zipped: ZipFiles) -> None:
    found = model.Session.get_one(BulkImport, import_id)
    dry_run, begun, sink = found.dry_run, found.done, _sink(found)
    sheet = sheet_of(zipped, sink.columns)
    wanted = entries(sheet.rows)
    named = {plain_name(path) for entry in wanted for path in entry.paths.values()}
    left = [name for name in zipped.names() if name not in named | {sheet_name(zipped)}]
    facts = {"total": len(wanted), "unused": sheet.unused, "left": left, "state": "running"}
    _record(job, facts)
    until = time.monotonic() + TURN_S
    rest: list[Entry] = wanted[begun:]
    for number, rows in enumerate(results(rest, zipped, sink, dry_run=dry_run), start=begun + 1):
        _record(job, {"done": number}, rows)
        if number < len(wanted) and time.monotonic() > until:
            put(KIND, import_id)
            model.Session.commit()
            return
    _end(job)


def _sink(found: BulkImport) -> Sink:
    """Return who takes the datasets of a folder in."""
    for plugin in p.PluginImplementations(IImports):
        make = plugin.kanazawa_import_sinks().get(found.sink)
        if make is not None:
            return make(found)
    if found.sink:
        raise Refusal(both(lambda: tk._("This portal takes no such folders in any more.")))
    user = model.User.get(found.user_id)
    return Steward(user.name if user else "", found.organization_id)


def _record(job: Job, values: dict[str, Any], rows: list[Result] | None = None) -> None:
    """Write down how far an import is; a page that waits sees it at once."""
    hold(job)
    change: dict[str, Any] = dict(values)
    if rows:
        added = sa.cast([asdict(row) for row in rows], JSONB)
        change["results"] = BulkImport.results.op("||")(added)
    update = sa.update(BulkImport).where(BulkImport.id == job.owner_id).values(**change)
    written = model.Session.scalars(
        update.returning(BulkImport.id), execution_options={"synchronize_session": False}
    ).all()
    model.Session.commit()
    if not written:  # removed by whoever sent it: the rest is not wanted any more
        raise Superseded(job.id)


def _end(job: Job) -> None:
    hold(job)
    found = model.Session.get(BulkImport, job.owner_id, populate_existing=True)
    if found is None:
        raise Superseded(job.id)
    found.state = "ended"
    if not found.dry_run:
        drop_zip(found)
    model.Session.commit()


def _fail(job: Job, said: Said) -> None:
    """Say why nothing, or nothing more, comes of an import."""
    model.Session.rollback()
    _record(job, {"state": "failed", "error": said})


def note_failure(job: Job, problem: dict[str, Any]) -> None:
    """Say on an import that it failed for good, in the open transaction."""
    found = model.Session.get(BulkImport, job.owner_id)
    if found is not None:
        found.state = "failed"
        found.error = both(
            lambda: tk._(
                "It stopped for an unforeseen reason. What is listed as done is done; "
                "send the ZIP again to go on."
            )
        )


def begin(found: BulkImport) -> bool:
    """Have taken in what was tried, in the open transaction.

    Returns:
        False where it is still being tried, was taken in already, or nothing would be done.
    """
    if not can_run(found):
        return False
    found.dry_run, found.state, found.done, found.results = False, "waiting", 0, []
    put(KIND, found.id)
    return True


JOBS = {KIND: take_in}
GIVEN_UP = {KIND: note_failure}
