"""Storages of a test's own, and submissions on their way to the public."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import ckan.model as model
import pytest
import sqlalchemy as sa
from ckan.lib import files
from ckan.tests import factories

from ckanext.kanazawa.contribute.config import PENDING_STORAGE
from ckanext.kanazawa.contribute.model.revision import Revision
from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.storage import OWNER_TYPE, pending_storage
from ckanext.kanazawa.schemas.shared import (
    SUBMISSION,
    Edition,
    measure,
    new_location,
    record_edition,
)
from tests.schemas.tables.conftest import toilets
from tests.storages import in_folder, storages

SURVEY = ((toilets(), "調査.csv", {}),)
FIELDS: dict[str, Any] = {
    "title_translated": {"ja": "見本の調査", "en": "Sample survey"},
    "notes_translated": {"ja": "大学による見本の調査です。"},
    "kanazawa_theme": ["administration"],
    "license_id": "CC-BY-4.0",
}


@contextmanager
def contribution_storages(folder: Path) -> Iterator[None]:
    """Keep public files in "resources" and pending ones in "pending" of a folder."""
    places = {"resources": folder / "resources", PENDING_STORAGE: folder / "pending"}
    with storages({name: in_folder(place) for name, place in places.items()}):
        yield


@pytest.fixture
def storage_folder(tmp_path: Path) -> Iterator[Path]:
    """Return the folder in which this test's files lie: "resources" and "pending"."""
    with contribution_storages(tmp_path):
        yield tmp_path


def stored(folder: Path, storage: str) -> list[Path]:
    """Return the files that lie in a storage of a test."""
    return sorted(path for path in (folder / storage).rglob("*") if path.is_file())


def pending_file(submission: Submission, content: bytes, name: str, key: str) -> dict[str, Any]:
    """Store a pending file of a submission, as the guided form does; return its entry."""
    sha256, _sample, size = measure(BytesIO(content))
    storage = pending_storage()
    location = new_location(storage, submission.id)
    data = storage.upload(location, files.Upload(BytesIO(content), name, size, "text/csv"))
    values = files.FileData.from_object(data, hash=sha256, algorithm="sha256").as_dict()
    record = model.File(name=name, storage=PENDING_STORAGE, **values)
    owner = model.FileOwner(
        file_id=record.id, owner_id=submission.id, owner_type=OWNER_TYPE, pinned=True
    )
    model.Session.add_all([record, owner])
    model.Session.flush()
    edition = record_edition(submission.id, record, owner_type=SUBMISSION, release="held")
    return {
        **{"key": key, "file_id": record.id, "name": name, "sha256": sha256, "size_bytes": size},
        **{"edition_id": edition.id, "title": "", "description": "", "resource_id": None},
    }


def base_of(dataset: dict[str, Any]) -> dict[str, Any]:
    """Return the live version that a proposal is made from."""
    fields = ("title_translated", "notes_translated", "kanazawa_theme", "license_id", "tags")
    return {
        "dataset_id": dataset["id"],
        "metadata_modified": dataset["metadata_modified"],
        "fields": {name: dataset[name] for name in fields if name in dataset},
        "resources": {r["id"]: r.get("hash") or "" for r in dataset["resources"]},
    }


@pytest.fixture
def propose(
    city: dict[str, Any], storage_folder: Path, work: Callable[..., Any]
) -> Callable[..., Submission]:
    """Return a function that makes a submission to the city, its files examined.

    Arguments: kind, `files` as [(content, name, {more of the entry})], `live` (a dataset it
    changes), and columns of the submission.
    """

    def call(
        kind: str = "dataset",
        *,
        files: Any = SURVEY,
        fields: dict[str, Any] | None = None,
        live: dict[str, Any] | None = None,
        state: str = "in_review",
        author: str | None = None,
        **columns: Any,
    ) -> Submission:
        author = author or factories.User()["id"]
        submission = Submission(
            kind=kind,
            state=state,
            revision=1,
            author_id=author,
            municipality=city["id"],
            theme="administration",
            title="見本の調査",
            dataset_id=live["id"] if live else None,
            credit={"how": "name", "name": "見本花子"},
            submitted_at=sa.func.clock_timestamp(),
            **columns,
        )
        model.Session.add(submission)
        model.Session.flush()
        entries = [
            {**pending_file(submission, content, name, f"file{number}"), **more}
            for number, (content, name, more) in enumerate(files)
        ]
        revision = Revision(
            submission_id=submission.id,
            number=1,
            author_id=author,
            fields=FIELDS if fields is None else fields,
            files=entries,
            declarations={"right": True, "no_personal_data": True},
            base=base_of(live) if live else None,
            sha256="0" * 64,
        )
        model.Session.add(revision)
        model.Session.commit()
        work("examine")
        return again(submission)

    return call


@pytest.fixture
def approved(propose: Callable[..., Submission]) -> Callable[..., Submission]:
    """Return a function as `propose`, whose submissions somebody approved."""

    def call(kind: str = "dataset", **options: Any) -> Submission:
        submission = propose(kind, **options)
        revision = model.Session.get(Revision, (submission.id, submission.revision))
        assert revision is not None
        submission.state, submission.approved_by = "approved", "a-steward"
        submission.approved_revision = submission.revision
        submission.approved_base = revision.base
        model.Session.commit()
        return submission

    return call


def again(submission: Submission) -> Submission:
    """Return a submission as the database has it now."""
    id = submission.id
    model.Session.rollback()
    model.Session.expire_all()
    found = model.Session.get(Submission, id, populate_existing=True)
    assert found is not None
    return found


def editions_of(resource_id: str) -> list[Edition]:
    """Return the editions of a resource, newest first, read anew."""
    model.Session.expire_all()
    return Edition.newest_first(resource_id)
