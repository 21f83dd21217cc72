"""Write a form: once, whoever asks for it at the same time."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import ckan.model as model
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from ckanext.kanazawa.lib.tables.errors import TableError, WriteError
from ckanext.kanazawa.lib.tables.write import FORMS, Written, write
from ckanext.kanazawa.lib.tables.write.shapes import headed_positions
from ckanext.kanazawa.schemas.files.download import chunks_of
from ckanext.kanazawa.schemas.model.edition import Edition
from ckanext.kanazawa.schemas.tables.contents import Content, has_original, published
from ckanext.kanazawa.schemas.tables.forms import store
from ckanext.kanazawa.schemas.tables.forms.growing import GrowingFile, Rest
from ckanext.kanazawa.schemas.tables.forms.kinds import FormKind, made_of, reads_as_examined

log = logging.getLogger(__name__)
# Writers at work in one process; more would only make each other slow.
MOST_AT_ONCE = 2
# How long a request waits for its turn, or for a writer in another process.
PATIENCE_S = 10.0
# A table is refused a form for good by these; anything else may be mended by trying again.
REFUSALS = ("no-position-columns", "too-many-columns", "no-columns", "cell-too-long")

_turns = threading.BoundedSemaphore(MOST_AT_ONCE)
_at_work: dict[str, Build] = {}
_guard = threading.Lock()


class Busy(Exception):
    """Too many forms are being written just now."""


class Build:
    """A form that is being written by a thread of its own.

    Attributes:
        file: what was written so far.
        made_of: hash of all that decides about its bytes.
    """

    def __init__(self, edition: Edition, kind: FormKind, made: str):
        """Prepare; `start` does the work."""
        self.file = GrowingFile()
        self.made_of = made
        self._kind = kind
        self._edition_id = edition.id
        self._open = ExitStack()
        self._content: Content | None = None
        self._target: Any = self.file

    def promise(self) -> None:
        """Let readers have the beginning now; the table is opened by the thread."""
        head = FORMS[self._kind.ending].head
        self.file.write(head)
        self._target = Rest(self.file, len(head))

    def open(self, edition: Edition) -> None:
        """Open the table, in the thread of the request, whose errors are the reader's.

        Raises:
            TableError: it cannot be read.
        """
        self._content = self._open.enter_context(published(edition))

    def start(self) -> None:
        """Write in a thread, which goes on when the reader has left."""
        name = f"form-{self._kind.name}-{self._edition_id}"
        threading.Thread(target=self._run, name=name, daemon=True).start()

    def _run(self) -> None:
        error: BaseException | None = None
        try:
            with _only_one(self._edition_id, self._kind.name):
                self._write_and_keep()
        except Exception as raised:
            if not isinstance(raised, TableError):
                log.exception("Could not write %s of %s", self._kind.name, self._edition_id)
            error = raised
        finally:
            with _guard:
                _at_work.pop(self.made_of, None)
            self._open.close()
            self.file.end(error)
            model.Session.remove()
            _turns.release()

    def _write_and_keep(self) -> None:
        kind = self._kind
        edition = model.Session.get(Edition, self._edition_id)
        if edition is None or self._is_written(edition):
            return
        content = self._content or self._open.enter_context(published(edition))
        model.Session.expunge(edition)
        model.Session.rollback()  # no transaction stays open while the file is written
        try:
            written: Written = write(
                content.table,
                self._target,
                kind.ending,
                recognition=content.recognition,
                **kind.options,
            )
        except WriteError as error:
            if error.code in REFUSALS:
                store.keep_refusal(edition, kind, self.made_of, error)
            raise
        store.keep(edition, kind, self.made_of, self.file.path, written)

    def _is_written(self, edition: Edition) -> bool:
        """Hand out what another process wrote while this one waited for its turn."""
        form = store.stored_form(edition, self._kind)
        found = store.bytes_of(form, self._kind) if form and form.location else None
        if found is None:
            return False
        storage, data = found
        for chunk in chunks_of(storage.stream(data)):
            self._target.write(chunk)
        return True


def build(edition: Edition, kind: FormKind) -> Build:
    """Begin to write a form, or join whoever in this process writes it already.

    Raises:
        Busy: too many forms are being written.
        TableError: the table cannot be opened.
    """
    made = made_of(edition, kind)
    with _guard:
        known = _at_work.get(made)
    if known is not None:
        return known
    if not _turns.acquire(timeout=PATIENCE_S):
        raise Busy(kind.name)
    begun = Build(edition, kind, made)
    try:
        if is_sure(edition, kind):
            begun.promise()
        else:
            begun.open(edition)
    except BaseException:
        _turns.release()
        raise
    with _guard:
        _at_work[made] = begun
    begun.start()
    return begun


def is_sure(edition: Edition, kind: FormKind) -> bool:
    """Say whether a form can be promised before its table was opened again.

    This software read the table before, nothing is done to it, its file is there, and its
    headings tell where the positions are, so that there will be a form.
    """
    if not FORMS[kind.ending].head or not reads_as_examined(edition):
        return False
    return headed_positions(edition.headings or ()) is not None and has_original(edition)


@contextmanager
def _only_one(edition_id: str, form: str) -> Iterator[None]:
    """Hold a lock of the database, so that one process at a time writes a form.

    Whoever had to wait too long writes as well: a reader is served, and the last one stays.
    """
    key = sa.func.hashtextextended(f"form {edition_id} {form}", 0)
    engine = model.ensure_engine().execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f"SET lock_timeout = '{int(PATIENCE_S)}s'"))
        try:
            connection.execute(sa.select(sa.func.pg_advisory_lock(key)))
            is_mine = True
        except OperationalError:
            is_mine = False
        try:
            yield
        finally:
            connection.execute(sa.text("RESET lock_timeout"))
            if is_mine:
                connection.execute(sa.select(sa.func.pg_advisory_unlock(key)))
