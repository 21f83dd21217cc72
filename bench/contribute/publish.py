"""Measure what publishing a submission with ten files adds to creating such a dataset.

Usage::

    python -m bench.contribute.publish INI [ROUNDS]

Creates datasets by `package_create` with ten uploads, and publishes approved submissions of
the same files, examined before as ever, in turns. Told is the middle of the ratios of each turn,
so that what else the machine does weighs on both alike. Promised: a ratio of at most 1.2.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from io import BytesIO
from typing import Any

import ckan.model as model
import sqlalchemy as sa
from werkzeug.datastructures import FileStorage

from bench.contribute.portal import account, call, median, municipality, opened

FILES, ROWS = 10, 5_000
PROMISED = 1.2
Times = tuple[float, float]
FIELDS: dict[str, Any] = {
    "title_translated": {"ja": "計測のデータ", "en": "Bench data"},
    "notes_translated": {"ja": "計測のためのデータです。"},
    "kanazawa_theme": ["administration"],
    "license_id": "CC-BY-4.0",
}


def main(ini: str, rounds: int = 15) -> int:
    """Measure both in turns; return 1 when the promise is broken."""
    with opened(ini):
        city, person = municipality(), account()
        files = [(f"計測{number}.csv", table(number)) for number in range(FILES)]
        # Once each before it counts; the organisation of the citizens is made with it.
        create(city, files)
        publish(approved(city, person, files))
        turns = [turn(city, person, files) for _round in range(rounds)]
    for place, name in enumerate(("created", "published")):
        wall, cpu = (median([one[place][kind] for one in turns]) for kind in (0, 1))
        print(f"{name}: {wall:.3f} s, of which {cpu:.3f} s in this process ({FILES} files)")
    ratio = median([published[0] / created[0] for created, published in turns])
    print(f"ratio {ratio:.2f} (promised: at most {PROMISED})")
    return 0 if ratio <= PROMISED else 1


def turn(city: Any, person: Any, files: list[tuple[str, bytes]]) -> tuple[Times, Times]:
    """Return how long creating and publishing took, one right after the other."""
    submission_id = approved(city, person, files)
    created = timed(lambda: create(city, files))
    return created, timed(lambda: publish(submission_id))


def table(number: int) -> bytes:
    """Return a table of places that no other has."""
    lines = (f"{number}-{row},見本{row},36.{5600 + row % 400},136.6256" for row in range(ROWS))
    return "\r\n".join(("ID,名称,緯度,経度", *lines, "")).encode()


def create(city: dict[str, Any], files: list[tuple[str, bytes]]) -> None:
    """Create a dataset with its files, as CKAN does."""
    resources = [{"upload": FileStorage(BytesIO(content), name)} for name, content in files]
    call("package_create", **FIELDS, owner_org=city["id"], resources=resources)


def approved(city: dict[str, Any], person: dict[str, Any], files: list[tuple[str, bytes]]) -> str:
    """Return the id of a submission of these files that a steward approved."""
    from ckanext.kanazawa.contribute.step import locked
    from ckanext.kanazawa.contribute.submissions.files import add_file
    from ckanext.kanazawa.contribute.submissions.revise import Start, begin, save

    submission, _new = begin(
        Start("dataset", person["id"], municipality=city["id"], credit={"how": "anonymous"})
    )
    save(submission.id, person["id"], FIELDS, [], {})
    for name, content in files:
        add_file(submission.id, FileStorage(BytesIO(content), name), person["id"])
    model.Session.commit()
    examine(submission.id)
    submission = locked(submission.id)
    submission.state, submission.approved_by = "approved", "somebody"
    submission.submitted_at = sa.func.clock_timestamp()  # pyright: ignore[reportAttributeAccessIssue]
    submission.approved_revision = submission.revision
    model.Session.commit()
    return submission.id


def examine(submission_id: str) -> None:
    """Do what the worker does with the files before anybody reviews them."""
    from ckanext.kanazawa.schemas.shared import Job
    from ckanext.kanazawa.schemas.tables.queue.run import run_job

    waiting = sa.select(Job.id).where(Job.owner_id == submission_id, Job.state == "waiting")
    for job_id in list(model.Session.scalars(waiting)):
        run_job(job_id)


def publish(submission_id: str) -> None:
    """Publish it."""
    from ckanext.kanazawa.contribute.model.submission import Submission
    from ckanext.kanazawa.contribute.publication.publish import publish as make_public

    make_public(submission_id)
    submission = model.Session.get(Submission, submission_id, populate_existing=True)
    assert submission is not None
    assert submission.state == "published", submission.checks


def timed(work: Callable[[], None]) -> Times:
    """Return how long something takes, in seconds, and how long this process works on it."""
    model.Session.rollback()
    begin, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - begin, time.process_time() - cpu


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], *map(int, sys.argv[2:3])))
