"""What the same rows became when a folder was sent before: nothing is submitted twice."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import ckan.model as model
import sqlalchemy as sa

from ckanext.kanazawa.contribute.folders.proposal import Proposal
from ckanext.kanazawa.contribute.model.revision import Revision
from ckanext.kanazawa.contribute.model.submission import Submission


class Earlier:
    """The submissions that rows of one key became, of a person or of a body."""

    def __init__(self, user_id: str, body_id: str | None, key: str):
        """Look for them, and let others who send the same rows wait until the transaction ends."""
        owner = f"body {body_id}" if body_id else f"user {user_id}"
        digest = hashlib.sha256(f"{owner} {key}".encode()).hexdigest()[:40]
        self._prefix = f"folder-{digest}-"
        lock = sa.func.hashtextextended(self._prefix, 0)
        model.Session.execute(sa.select(sa.func.pg_advisory_xact_lock(lock)))
        query = (
            sa.select(Submission)
            .where(Submission.request_key.startswith(self._prefix, autoescape=True))
            .where(Submission.body_id == body_id if body_id else Submission.author_id == user_id)
            .order_by(Submission.number.desc())
        )
        self._found = list(model.Session.scalars(query))

    @property
    def latest(self) -> Submission | None:
        """Return the newest of them."""
        return self._found[0] if self._found else None

    @property
    def dataset_id(self) -> str | None:
        """Return the dataset that one of them became."""
        known = (one.dataset_id for one in self._found if one.state == "published")
        return next((id for id in known if id), None)

    def next_key(self) -> str:
        """Return the request key of a further one."""
        return f"{self._prefix}{len(self._found) + 1}"

    def said(self, proposal: Proposal, hashes: Mapping[str, str]) -> bool:
        """Say whether the newest one proposed the same, in any of its revisions.

        Args:
            proposal: of the rows; of one that became a dataset only the files are compared.
            hashes: name of each file → SHA-256 of its bytes.
        """
        if self.latest is None:
            return False
        query = sa.select(Revision).where(Revision.submission_id == self.latest.id)
        return any(_is_same(one, proposal, hashes) for one in model.Session.scalars(query))


def _is_same(revision: Revision, proposal: Proposal, hashes: Mapping[str, str]) -> bool:
    known = {entry["name"]: entry["sha256"] for entry in revision.files}
    fields = proposal.fields.items()
    return all(known.get(name) == sha256 for name, sha256 in hashes.items()) and all(
        revision.fields.get(name) == value for name, value in fields
    )
