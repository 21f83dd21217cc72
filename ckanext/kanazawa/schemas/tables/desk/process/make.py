"""Make the file that is wanted: mended, as it is, or converted; in any form."""

from __future__ import annotations

import errno
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from ckanext.kanazawa.lib import gtfs
from ckanext.kanazawa.lib.tables.convert.ways import way_to
from ckanext.kanazawa.lib.tables.errors import TableError, WriteError
from ckanext.kanazawa.lib.tables.formats.loader import load_format
from ckanext.kanazawa.lib.tables.formats.schema import version_of
from ckanext.kanazawa.lib.tables.kinds.base import Setting
from ckanext.kanazawa.lib.tables.recognise import recognise
from ckanext.kanazawa.lib.tables.recognise.model import Recognition
from ckanext.kanazawa.lib.tables.repair import Changes, repair
from ckanext.kanazawa.lib.tables.table import Table
from ckanext.kanazawa.lib.tables.write import write
from ckanext.kanazawa.schemas.tables.desk.process.notes import MADE

LANGUAGES = ("ja", "en")
NO_ROOM = (errno.EFBIG, errno.ENOSPC, errno.EDQUOT)
# Endings of the names of what is made, before that of the form.
REPAIRED, CONVERTED = "repaired", "converted"


@dataclass(frozen=True)
class Subject:
    """A table, what it follows, and what the file does not tell."""

    table: Table
    recognition: Recognition
    setting: Setting


@dataclass(frozen=True)
class Ready:
    """A table ready to be written.

    Attributes:
        table, recognition: of what is written.
        ending: of its name, before that of the form; "" for none.
        account: called once it was written; what else there is to tell.
    """

    table: Table
    recognition: Recognition
    ending: str
    account: Callable[[], dict[str, Any]]


def make(folder: Path, task: dict[str, Any], subject: Subject) -> dict[str, Any]:
    """Make the file a task wants.

    Returns:
        {"made": what was made, or None; "make_error": why it could not be, or None}.
    """
    wanted = task["make"]
    if wanted["what"] == "none":
        return {"made": None, "make_error": None}
    try:
        ready = _READY[wanted["what"]](task, subject)
        made = _written(folder, task, ready)
    except (TableError, OSError) as error:
        return _not_made(folder, task, error)
    return {"made": made, "make_error": None}


def _not_made(folder: Path, task: dict[str, Any], error: TableError | OSError) -> dict[str, Any]:
    """Say why there is no file, and leave nothing half-written.

    Raises:
        OSError: for anything but want of room.
    """
    with suppress(FileNotFoundError):
        (folder / MADE).unlink()
    reason = error if isinstance(error, OSError) else error.__cause__
    if isinstance(reason, OSError) and reason.errno in NO_ROOM:
        error = WriteError("made-too-large", megabytes=task["file_mb"])
    if isinstance(error, OSError):
        raise error
    texts = {language: error.text(language) for language in LANGUAGES}
    return {"made": None, "make_error": {"code": error.code, "message": texts}}


def _written(folder: Path, task: dict[str, Any], ready: Ready) -> dict[str, Any]:
    wanted = task["make"]
    with (folder / MADE).open("wb") as stream:
        written = write(
            ready.table,
            stream,
            wanted["form"],
            recognition=ready.recognition,
            encoding=wanted["encoding"],
            defuse=wanted["defuse"],
        )
    ending = f".{ready.ending}" if ready.ending else ""
    return {
        **wanted,
        "name": f"{PurePath(task['name']).stem}{ending}.{wanted['form']}",
        "rows": written.rows,
        "findings": [finding.as_dict() for finding in written.findings.listed],
        **ready.account(),
    }


def _changes(changes: Changes) -> dict[str, Any]:
    return {
        "totals": dict(changes.totals.most_common()),
        "listed": [change.as_dict() for change in changes.listed],
    }


def _repaired(task: dict[str, Any], subject: Subject) -> Ready:
    repaired = repair(
        subject.table,
        subject.recognition,
        switched_off=task["without"],
        agreed=task["agree"],
        setting=subject.setting,
    )

    def account() -> dict[str, Any]:
        return {"repairs": _changes(repaired.changes)}

    again = _again(repaired.table, subject.recognition)
    return Ready(repaired.table, again, REPAIRED, account)


def _again(table: Table, before: Recognition) -> Recognition:
    """Recognise a table whose headings were mended: the same columns, as was found before."""
    if before.format is None:
        return before
    return recognise(
        table,
        format=before.format.id,
        version=before.version.id if before.version else None,
        columns={index: field.name for index, field in before.columns.items()},
    )


def _as_it_is(task: dict[str, Any], subject: Subject) -> Ready:
    is_same = task["name"].lower().endswith(f".{task['make']['form']}")
    return Ready(subject.table, subject.recognition, CONVERTED if is_same else "", dict)


def _converted(task: dict[str, Any], subject: Subject) -> Ready:
    target = load_format(task["make"]["format"])
    version = version_of(target, task["make"]["version"])
    way = way_to(subject.table, subject.recognition, target, version, subject.setting)

    def account() -> dict[str, Any]:
        return {
            "repairs": _changes(way.changes()),
            "losses": [loss.as_dict() for loss in way.converted.losses],
            "unfilled": list(way.converted.unfilled),
        }

    return Ready(way.converted.table, way.recognition, target.id, account)


_READY: dict[str, Callable[[dict[str, Any], Subject], Ready]] = {
    "repaired": _repaired,
    "as-is": _as_it_is,
    "converted": _converted,
}


def make_of_feed(folder: Path, task: dict[str, Any], feed: gtfs.Feed) -> dict[str, Any]:
    """Draw the stops or the routes of a feed as GeoJSON; nothing else is made of it."""
    what = task["make"]["what"]
    writers = {"stops": gtfs.write_stops, "routes": gtfs.write_routes}
    if what not in writers:
        return {"made": None, "make_error": None}
    try:
        with (folder / MADE).open("wb") as stream:
            written = writers[what](feed, stream, "geojson")
    except (TableError, OSError) as error:
        return _not_made(folder, task, error)
    made = {
        **task["make"],
        "form": "geojson",
        "name": f"{PurePath(task['name']).stem}.{what}.geojson",
        "rows": written.rows,
        "findings": [finding.as_dict() for finding in written.findings.listed],
    }
    return {"made": made, "make_error": None}
