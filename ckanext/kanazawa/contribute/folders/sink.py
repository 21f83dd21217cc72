"""Take the datasets of a sheet in as somebody's submissions, one transaction each."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import PurePosixPath
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
from werkzeug.datastructures import FileStorage

from ckanext.kanazawa.contribute.acting import hindrance, hindrance_text, may_submit_for
from ckanext.kanazawa.contribute.folders.earlier import Earlier
from ckanext.kanazawa.contribute.folders.proposal import Proposal, offered, proposal_of, told_of
from ckanext.kanazawa.contribute.limits.files import check
from ckanext.kanazawa.contribute.limits.quota import check_file, check_open
from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.states import EDITABLE, ENDED
from ckanext.kanazawa.contribute.submissions import steps
from ckanext.kanazawa.contribute.submissions.files import add_file, files_of, remove_file
from ckanext.kanazawa.contribute.submissions.kind import Draft
from ckanext.kanazawa.contribute.submissions.kinds import kind_of
from ckanext.kanazawa.schemas.shared import (
    BulkImport,
    FolderFiles,
    Outcome,
    Received,
    Refusal,
    RowStatus,
    SheetEntry,
    both,
    sheet_columns,
    speaking,
)

# Name under which folders of contributors are recorded.
SINK = "submissions"
Ready = dict[int, Received]


class Contributor:
    """Submits what a sheet says, in the name of who sent it, within what they may have open."""

    def __init__(self, found: BulkImport):
        """Prepare for a folder."""
        self.columns = offered()
        self._user_id = found.user_id
        self._facts = found.facts
        # Counted while nothing is made yet, so that a trial says where the quota ends.
        made = {row["key"] for row in found.results if row["status"] == "made"}
        self._tried = len(made) if found.dry_run else 0
        self._tried_files = (len(found.results) if found.dry_run else 0, 0)
        self._row: int | None = None

    def apply(self, entry: SheetEntry, files: FolderFiles, *, dry_run: bool) -> Outcome:
        """Submit one dataset, or say what would happen."""
        try:
            with speaking(self._facts["locale"]):
                return self._apply(entry, files, dry_run)
        except tk.ValidationError as error:
            row, first = self._row, error
            said = both(lambda: self._problem(entry, files, first))
            raise Refusal(said, row) from error
        finally:
            model.Session.rollback()

    def _problem(self, entry: SheetEntry, files: FolderFiles, error: tk.ValidationError) -> str:
        """Return why it is refused, in the language of the moment: refuse it once more."""
        try:
            self._apply(entry, files, True)
        except tk.ValidationError as again:
            return _text(again)
        return _text(error)

    def _apply(self, entry: SheetEntry, files: FolderFiles, dry_run: bool) -> Outcome:
        model.Session.rollback()
        model.Session.expire_all()
        self._row = None
        self._check_person()
        with ExitStack() as opened:
            earlier = Earlier(self._user_id, self._facts["body_id"], entry.key)
            proposal = proposal_of(entry, earlier.dataset_id)
            ready = self._ready(entry, files, opened)
            if self._is_done(earlier, proposal, ready):
                return _outcome("unchanged", entry, earlier.latest)
            again = _to_change(earlier.latest)
            self._check(proposal, entry, ready, again)
            if dry_run:
                if again is None:
                    self._count(ready)
                return _outcome("changed" if again else "made", entry, again)
            submission = self._submit(entry, proposal, ready, earlier, again)
            outcome = _outcome("changed" if again else "made", entry, submission)
            model.Session.commit()
            return outcome

    def _check_person(self) -> None:
        """Refuse whoever may not submit any more."""
        problem = hindrance(model.User.get(self._user_id))
        if problem is not None:
            raise Refusal(both(lambda: hindrance_text(problem)))
        if not may_submit_for(self._user_id, self._facts["body_id"]):
            raise Refusal(both(lambda: tk._("You do not belong to this body.")))

    def _ready(self, entry: SheetEntry, files: FolderFiles, opened: ExitStack) -> Ready:
        """Receive the files, each as if it were sent by itself."""
        ready: Ready = {}
        for file in entry.files:
            self._row = file.row
            try:
                stream = opened.enter_context(files.open(files.find(file.path)))
            except Refusal as refusal:
                raise Refusal(refusal.said, file.row) from refusal
            name = PurePosixPath(file.path.replace("\\", "/")).name
            ready[file.row] = check(FileStorage(stream, name))
            if any(ready[file.row].name == ready[row].name for row in ready if row != file.row):
                text = tk._("Two files of the same dataset are called {name}. Rename one.")
                raise tk.ValidationError({"upload": [text.format(name=ready[file.row].name)]})
        self._row = None
        return ready

    def _is_done(self, earlier: Earlier, proposal: Proposal, ready: Ready) -> bool:
        latest = earlier.latest
        if latest is None or latest.state in ("draft", "withdrawn"):
            return False
        return earlier.said(proposal, {one.name: one.sha256 for one in ready.values()})

    def _check(
        self, proposal: Proposal, entry: SheetEntry, ready: Ready, again: Submission | None
    ) -> None:
        """Refuse what would not be accepted, before anything is written."""
        draft = Draft(
            kind=proposal.kind,
            fields=proposal.fields,
            files=[{"resource_id": proposal.targets.get(file.row)} for file in entry.files],
            declarations=self._facts["declarations"],
            municipality=self._facts["municipality"],
            dataset_id=proposal.dataset_id,
            body_id=self._facts["body_id"],
            credit=self._facts["credit"],
        )
        problems = kind_of(proposal.kind).problems(draft)
        if problems:
            raise tk.ValidationError(dict(problems))
        if again is None:
            check_open(self._user_id, self._tried + 1)
        number, size = self._tried_files
        for received in ready.values():
            check_file(self._user_id, received.size_bytes, (number, size))
            number, size = number + 1, size + received.size_bytes

    def _count(self, ready: Ready) -> None:
        """Count what a trial would have made."""
        self._tried += 1
        number, size = self._tried_files
        sizes = [one.size_bytes for one in ready.values()]
        self._tried_files = (number + len(sizes), size + sum(sizes))

    def _submit(
        self,
        entry: SheetEntry,
        proposal: Proposal,
        ready: Ready,
        earlier: Earlier,
        again: Submission | None,
    ) -> Submission:
        submission = again
        if submission is None:
            submission = steps.create(self._given(proposal, earlier), self._user_id, self._locale)
        else:
            steps.patch(submission, {"fields": proposal.fields}, self._user_id)
        told = []
        for file in entry.files:
            self._row = file.row
            key = self._add(submission, ready[file.row])
            told.append(
                {"key": key, **told_of(file), "resource_id": proposal.targets.get(file.row)}
            )
        self._row = None
        steps.patch(submission, {"files": told}, self._user_id)
        return steps.submit(submission, self._user_id, None)

    def _given(self, proposal: Proposal, earlier: Earlier) -> dict[str, Any]:
        shared = {name: self._facts[name] for name in ("municipality", "body_id", "credit")}
        return {
            **shared,
            "declarations": self._facts["declarations"],
            "kind": proposal.kind,
            "fields": proposal.fields,
            "dataset_id": proposal.dataset_id,
            "request_key": earlier.next_key(),
        }

    def _add(self, submission: Submission, received: Received) -> str:
        """Add a file in the place of one of the same name; return its key."""
        for entry in files_of(submission):
            if entry["name"] == received.name and entry["sha256"] != received.sha256:
                remove_file(submission.id, entry["key"], self._user_id)
        received.stream.seek(0)
        sent = FileStorage(received.stream, received.name)
        return str(add_file(submission.id, sent, self._user_id)["key"])

    @property
    def _locale(self) -> str:
        return str(self._facts["locale"])


def _to_change(latest: Submission | None) -> Submission | None:
    """Return the submission that is changed; None for a new one.

    Raises:
        tk.ValidationError: it waits for a decision on what was sent before.
    """
    if latest is None or latest.state in ENDED:
        return None
    if latest.state in EDITABLE:
        return latest
    text = tk._(
        "What you sent before (#{number}) is being reviewed. Wait for the decision, or withdraw "
        "it, and send the folder again."
    )
    raise tk.ValidationError({"state": [text.format(number=latest.number)]})


def _outcome(status: RowStatus, entry: SheetEntry, submission: Submission | None) -> Outcome:
    rows: dict[int, RowStatus] = dict.fromkeys(entry.rows, status)
    return Outcome(status, submission.id if submission else "", rows)


def _text(error: tk.ValidationError) -> str:
    """Return the messages of an error, each behind the heading of its column."""
    language = tk.h.kanazawa_language()
    headings = {column.field: column.heading(language) for column in reversed(sheet_columns())}
    told = []
    for name, messages in error.error_dict.items():
        said = [messages] if isinstance(messages, str) else messages
        heading = headings.get(str(name))
        for text in said if isinstance(said, list) else ():
            told.append(f"{heading}: {text}" if heading else str(text))
    return " ".join(told)
