"""Do a publishing job, and stop for ever just before or just after its commit.

Run by `test_killed.py` as a process of its own, which it then kills:
`python stop_at_commit.py CKAN_INI JOB SUBMISSION before|after`. Prints where it stops.
"""

from __future__ import annotations

import sys
import threading
from typing import Any

import ckan.model as model
import sqlalchemy as sa
from ckan.cli import load_config
from ckan.config.middleware import make_app
from sqlalchemy import event

from ckanext.kanazawa.contribute.model.submission import Submission


def main(ini: str, job_id: str, submission_id: str, place: str) -> None:
    """Do the job; stop at the place that was asked for."""
    from ckanext.kanazawa.schemas.tables.queue.run import run_job

    application: Any = make_app(load_config(ini))
    state = sa.select(Submission.state).where(Submission.id == submission_id)

    def stop(session: Any) -> None:
        if place == "before":
            found = session.connection().execute(state).scalar()
        else:  # what everybody sees
            with model.ensure_engine().connect() as connection:
                found = connection.execute(state).scalar()
        if found == "published":
            print(place, flush=True)
            threading.Event().wait()

    moment = "before_commit" if place == "before" else "after_commit"
    event.listen(model.Session, moment, stop)
    with application._wsgi_app.test_request_context():
        run_job(job_id)


if __name__ == "__main__":
    main(*sys.argv[1:5])
