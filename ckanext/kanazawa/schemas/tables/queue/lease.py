"""The lease of a running job: renewed while its worker lives, shown progress on the way."""

from __future__ import annotations

import logging
import threading
import time
from contextvars import ContextVar
from datetime import timedelta
from types import TracebackType

import ckan.model as model
import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from ckanext.kanazawa.schemas.model.job import Job

log = logging.getLogger(__name__)
LEASE = timedelta(seconds=60)
BEAT_S = 15.0
# A page that waits asks about once a second.
PROGRESS_S = 1.0
# Which attempt at its job this worker makes; the row may tell another one meanwhile.
_attempt: ContextVar[int | None] = ContextVar("kanazawa_job_attempt", default=None)


class Superseded(Exception):
    """The job is no longer wanted, or no longer this worker's: it ends without a word."""


class Lease:
    """Renews a job's lease from a thread with a connection of its own, until the block ends."""

    def __init__(self, job: Job):
        """Take over a lease that was just written.

        Args:
            job: running, committed.
        """
        self._job_id = job.id
        self._number = job.attempts
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, name=f"lease-{job.id}", daemon=True)

    def __enter__(self) -> Lease:
        self._before = _attempt.set(self._number)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        _attempt.reset(self._before)
        self._over.set()
        self._thread.join(timeout=BEAT_S)

    def _beat(self) -> None:
        while not self._over.wait(BEAT_S):
            try:
                self._renew()
            except SQLAlchemyError:
                # The database may be back before the lease is over.
                log.exception("Could not renew the lease of job %s", self._job_id)

    def _renew(self) -> None:
        mine = sa.and_(Job.id == self._job_id, Job.attempts == self._number, Job.state == "running")
        until = sa.func.clock_timestamp() + LEASE
        with model.ensure_engine().begin() as connection:
            connection.execute(sa.update(Job).where(mine).values(lease_until=until))


class Progress:
    """Writes how many rows of a job are done, at most once a second, seen at once by pages."""

    def __init__(self, job: Job):
        """Watch a job.

        Args:
            job: running.
        """
        self._job_id = job.id
        self._next = time.monotonic() + PROGRESS_S

    def __call__(self, rows: int) -> None:
        """Tell how many rows are done so far."""
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + PROGRESS_S
        with model.ensure_engine().begin() as connection:
            connection.execute(sa.update(Job).where(Job.id == self._job_id).values(progress=rows))


def hold(job: Job) -> None:
    """Make sure, in the transaction that writes the result, that the job is still ours.

    Raises:
        Superseded: the lease ran out, and another worker took the job up.
    """
    attempts = _attempt.get()
    if attempts is None:  # called without a queue
        return
    query = sa.select(Job.attempts, Job.state).where(Job.id == job.id).with_for_update()
    row = model.Session.execute(query).first()
    if row is None or row.attempts != attempts or row.state != "running":
        raise Superseded(job.id)
