"""What the portal looks at by itself once something is submitted, for its reviewers."""

from __future__ import annotations

import logging
import unicodedata
from typing import Any

import ckan.model as model
import sqlalchemy as sa

from ckanext.kanazawa.contribute.corrections.effects import effects
from ckanext.kanazawa.contribute.limits.files import file_problem
from ckanext.kanazawa.contribute.limits.malware import scan
from ckanext.kanazawa.contribute.model.revision import Revision
from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.states import ENDED
from ckanext.kanazawa.contribute.submissions.fields import LINKS
from ckanext.kanazawa.contribute.submissions.links import are_held, links_in
from ckanext.kanazawa.contribute.submissions.live import public_dataset
from ckanext.kanazawa.contribute.submissions.pending import MissingBytes, pending_bytes
from ckanext.kanazawa.contribute.submissions.revise import newest
from ckanext.kanazawa.schemas.shared import RESOURCE, Edition, measure

log = logging.getLogger(__name__)
Found = dict[str, Any]
MOST_LISTED = 20


def check_submission(submission: Submission) -> Found:
    """Check the newest revision; reads the stored files, writes nothing.

    Returns:
        {"revision", "sha256", "tables", "personal", "files", "malware", "duplicates",
        "pending_duplicates", "links", "changes": what corrected cells would bring, "cares":
        names of those after which a reviewer has to look, "needs_care": whether there are any}.
    """
    revision = newest(submission)
    if revision is None:
        return {}
    files = {entry["key"]: _file(entry) for entry in revision.files}
    found: Found = {
        "revision": revision.number,
        "sha256": revision.sha256,
        "tables": _tables(revision),
        "personal": _personal(revision),
        "files": {key: one["problem"] for key, one in files.items()},
        "malware": {key: one["malware"] for key, one in files.items()},
        "duplicates": _duplicates(submission, revision),
        "pending_duplicates": _pending_duplicates(submission, revision),
        "links": _links(submission, revision),
        "changes": effects(submission.resource_id, revision.fields.get("changes") or []),
    }
    cares = _cares(found)
    return {**found, "cares": cares, "needs_care": bool(cares)}


def is_current(submission: Submission) -> bool:
    """Say whether the checks are of the newest revision."""
    return submission.checks.get("revision") == submission.revision


def _cares(found: Found) -> list[str]:
    """Return the names of the checks after which somebody has to look."""
    links = found["links"]
    looks = {
        "tables": found["tables"]["error"] or found["tables"]["failed"],
        "personal": found["personal"]["count"],
        "files": any(found["files"].values()),
        "malware": any(one["state"] in ("found", "failed") for one in found["malware"].values()),
        "duplicates": found["duplicates"],
        "pending_duplicates": found["pending_duplicates"],
        "links": links["held"] and (links["hosts"] or links["fields"]),
        "changes": found["changes"],
    }
    return [name for name, needed in looks.items() if needed]


def _tables(revision: Revision) -> Found:
    """Return the numbers of findings of all files together, and how many could not be read."""
    totals: Found = {"error": 0, "warning": 0, "hint": 0, "failed": 0, "waiting": 0}
    for edition in _editions(revision):
        for severity, number in ((edition.totals or {}).get("severity") or {}).items():
            totals[severity] = totals.get(severity, 0) + number
        if edition.state in ("failed", "waiting"):
            totals[edition.state] += 1
    return totals


def _personal(revision: Revision) -> Found:
    by_file = {edition.id: edition.personal for edition in _editions(revision) if edition.personal}
    keys = {entry["edition_id"]: entry["key"] for entry in revision.files}
    return {
        "count": sum(by_file.values()),
        "files": {keys[id]: number for id, number in by_file.items()},
    }


def _editions(revision: Revision) -> list[Edition]:
    ids = [entry["edition_id"] for entry in revision.files]
    return list(model.Session.scalars(sa.select(Edition).where(Edition.id.in_(ids))))


def _file(entry: Found) -> Found:
    """Look into the stored bytes themselves: they, not a name, are what would be published."""
    try:
        with pending_bytes(entry) as stream:
            digest, _, size = measure(stream)
            if (digest, size) != (entry["sha256"], entry["size_bytes"]):
                return {"problem": "changed", "malware": {"state": "off"}}
            problem = "refused" if file_problem(entry["name"], stream) else None
            stream.seek(0)
            return {"problem": problem, "malware": scan(stream)}
    except MissingBytes:
        return {"problem": "lost", "malware": {"state": "off"}}


def _duplicates(submission: Submission, revision: Revision) -> list[Found]:
    """Return public datasets with the same title or the same bytes."""
    found: dict[str, set[str]] = {}
    for dataset_id in _same_title(submission.title) if submission.kind == "dataset" else ():
        found.setdefault(dataset_id, set()).add("title")
    for dataset_id in _same_bytes(revision):
        found.setdefault(dataset_id, set()).add("sha256")
    # Nobody's private dataset comes into a check that its author reads.
    public = [(public_dataset(id), by) for id, by in list(found.items())[:MOST_LISTED]]
    return [
        {"dataset_id": dataset["id"], "title": dataset["title"], "by": sorted(by)}
        for dataset, by in public
        if dataset is not None
    ]


def _same_title(title: str) -> list[str]:
    wanted = _folded(title)
    if not wanted:
        return []
    query = sa.select(model.Package.id, model.Package.title).where(
        model.Package.state == model.State.ACTIVE, model.Package.private.is_(False)
    )
    return [id for id, known in model.Session.execute(query) if _folded(known or "") == wanted]


def _folded(title: str) -> str:
    plain = unicodedata.normalize("NFKC", title).casefold()
    return "".join(sign for sign in plain if sign.isalnum())


def _same_bytes(revision: Revision) -> list[str]:
    hashes = [entry["sha256"] for entry in revision.files]
    query = (
        sa.select(model.Resource.package_id)
        .join(Edition, Edition.owner_id == model.Resource.id)
        .where(Edition.owner_type == RESOURCE, Edition.release == "released")
        .where(Edition.sha256.in_(hashes), model.Resource.state == model.State.ACTIVE)
        .distinct()
    )
    return [id for id in model.Session.scalars(query) if id]


def _pending_duplicates(submission: Submission, revision: Revision) -> list[str]:
    """Return ids of open submissions to the same municipality with the same title or bytes."""
    other = Submission
    query = (
        sa.select(other.id, other.title, Revision.files)
        .join(
            Revision,
            sa.and_(Revision.submission_id == other.id, Revision.number == other.revision),
        )
        .where(other.municipality == submission.municipality, other.id != submission.id)
        .where(other.state.not_in(ENDED), other.submitted_at.is_not(None))
    )
    title, hashes = _folded(submission.title), {entry["sha256"] for entry in revision.files}
    found = [
        id
        for id, known, files in model.Session.execute(query)
        if (title and _folded(known) == title) or hashes & {entry["sha256"] for entry in files}
    ]
    return found[:MOST_LISTED]


def _links(submission: Submission, revision: Revision) -> Found:
    """Return where links lead, and whether they wait for the first approval of their author."""
    hosts = {_host(address) for address in links_in(revision.fields)}
    return {
        "hosts": sorted(hosts)[:MOST_LISTED],
        "fields": [name for name in LINKS if revision.fields.get(name)],
        "held": are_held(submission),
    }


def _host(address: str) -> str:
    """Return the host of an address, however it is written."""
    return address.split("://")[-1].split("@")[-1].split("/")[0].lower()
