"""The job that examines an upload: its own work, from the stored file to the rows of findings.

    python -m bench.tables_portal.examine --config test.ini [--rows 1000] [--rounds 5]

Stores a CP932 table of public toilets in the portal's storage, as an upload does, and does the
job in this process: what starting a worker and waiting in line takes is not counted. Prints
the first and the best round. Everything is removed afterwards. Promised: 1,000 rows in less
than a second.
"""

from __future__ import annotations

import argparse
import io
import time

import ckan.model as model
from ckan.cli import load_config
from ckan.config.middleware import make_app
from ckan.lib import files
from ckan.model.types import make_uuid

from ckanext.kanazawa.lib.tables.formats.loader import load_format
from ckanext.kanazawa.schemas.files.storage import get_storage, new_location
from ckanext.kanazawa.schemas.model.edition import SUBMISSION, Edition
from ckanext.kanazawa.schemas.model.job import Job
from ckanext.kanazawa.schemas.tables.editions.record import record_edition
from ckanext.kanazawa.schemas.tables.examine.warm import warm
from ckanext.kanazawa.schemas.tables.queue.run import run_job

FORMAT, NAME = "public-toilet", "172014_public_toilet.csv"
# One row in ten opens at an hour written in full width.
FAULT_EVERY, FAULT = 10, "９時"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", default="test.ini")
    parser.add_argument("--rows", type=int, default=1_000)
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args()
    app = make_app(load_config(chosen.config))
    content = _table(chosen.rows)
    warm()  # as the worker does before it forks
    with app._wsgi_app.test_request_context():  # type: ignore[attr-defined]
        rounds = [_round(content) for _ in range(chosen.rounds)]
    best = min(rounds)
    print(f"rows: {chosen.rows:,}, bytes: {len(content):,}")
    print(f"first round: {rounds[0]:.3f} s, best: {best:.3f} s (promised: below 1 s)")


def _table(rows: int) -> bytes:
    """Return a CP932 table of every column the format has an example for."""
    fields = [field for field in load_format(FORMAT).current.fields if field.example]
    lines = [",".join(field.name for field in fields)]
    for number in range(rows):
        changed = {"ID": f"{number:012}", "名称": f"見本公園トイレ{number}"}
        if number % FAULT_EVERY == 0:
            changed["利用開始時間"] = FAULT
        lines.append(",".join(changed.get(f.name, str(f.example)) for f in fields))
    return "\r\n".join((*lines, "")).encode("cp932")


def _round(content: bytes) -> float:
    """Do one job; return its seconds."""
    storage, owner_id = get_storage(), make_uuid()
    upload = files.Upload(io.BytesIO(content), NAME, len(content), "text/csv")
    data = files.FileData.from_object(storage.upload(new_location(storage, owner_id), upload))
    record = model.File(name=NAME, storage=storage.settings.name, **data.as_dict())
    model.Session.add(record)
    model.Session.flush()
    edition = record_edition(owner_id, record, owner_type=SUBMISSION)
    model.Session.commit()
    edition_id = edition.id
    job_id = model.Session.query(Job.id).filter_by(edition_id=edition_id).scalar()
    begun = time.perf_counter()
    run_job(job_id)
    seconds = time.perf_counter() - begun
    edition = model.Session.get(Edition, edition_id, populate_existing=True)
    assert edition is not None and edition.state == "examined", edition and edition.error
    model.Session.query(Job).filter_by(owner_id=owner_id).delete()
    model.Session.delete(edition)
    model.Session.delete(record)
    model.Session.commit()
    storage.remove(data)
    return seconds


if __name__ == "__main__":
    main()
