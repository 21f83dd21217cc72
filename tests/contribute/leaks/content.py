"""A pending submission full of canaries, and a published twin that must be found."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import ckan.model as model
import sqlalchemy as sa
from ckan.tests import factories
from ckan.tests.helpers import call_action

from ckanext.kanazawa.contribute.model.submission import Submission
from ckanext.kanazawa.contribute.publication.publish import publish
from ckanext.kanazawa.schemas.shared import Edition
from tests.contribute.published import pending_file
from tests.contribute.submissions.conftest import DECLARED
from tests.schemas.tables.conftest import toilets

SECRET, OPEN = "秘鳥", "公鳥"
SECRET_MAIL = "canary-author@pending.example.jp"


@dataclass
class Item:
    """What addresses and arguments are made of: of the pending item, or of its twin."""

    submission: str
    dataset: str
    dataset_name: str
    resource: str
    edition: str
    label: str
    file: str
    location: str
    key: str
    organization: str
    user: str
    user_name: str
    activity: str = "unknown"


@dataclass
class Content:
    """Both, and who looks.

    Attributes:
        canaries: text → what it is; none may reach anybody but its author and the stewards.
        readers: who looks → headers of the requests.
        staff: headers of a system administrator, to see that arguments lead somewhere.
    """

    pending: Item
    twin: Item
    canaries: dict[str, str]
    readers: dict[str, dict[str, str]]
    staff: dict[str, str] = field(default_factory=dict)


def table(word: str) -> bytes:
    """Return a table in whose names a word stands."""
    return toilets(rows=3, encoding="utf-8-sig").replace("見本公園".encode(), word.encode())


def make(
    city: dict[str, Any],
    other_steward: dict[str, Any],
    make_person: Callable[..., dict[str, Any]],
    propose: Callable[..., Submission],
    work: Callable[..., Any],
) -> Content:
    """Make both."""
    author = make_person(
        f"{SECRET}作者", name="canaryauthor", email=SECRET_MAIL, fullname=f"{SECRET}作者"
    )
    known = make_person(f"{OPEN}作者")
    twin = _proposed(propose, known, OPEN)
    _approve(twin)
    publish(twin.id)
    work()
    pending = _proposed(propose, author, SECRET)
    work()
    items = _item(pending, author), _public_item(twin, known)
    staff = factories.SysadminWithToken()
    readers = {
        "anonymous": {},
        "contributor": {"Authorization": make_person("隣の人")["token"]},
        "other-steward": {"Authorization": other_steward["token"]},
    }
    return Content(*items, _canaries(items[0]), readers, {"Authorization": staff["token"]})


def _proposed(propose: Callable[..., Submission], author: dict[str, Any], word: str) -> Submission:
    fields = {
        "title_translated": {"ja": f"{word}の一覧", "en": f"List of {word}"},
        "notes_translated": {"ja": f"{word}の説明です。"},
        "kanazawa_theme": ["safety-environment"],
        "license_id": "CC-BY-4.0",
        "tags": [f"{word}札"],
    }
    files = ((table(word), f"{word}.csv", {}),)
    submission = propose("dataset", files=files, fields=fields, author=author["id"])
    submission.submitted_at = submission.created
    model.Session.commit()
    return submission


def _approve(submission: Submission) -> None:
    submission.state, submission.approved_by = "approved", "a-steward"
    submission.approved_revision = submission.revision
    model.Session.commit()


def _edition(owner_type: str, owner_id: str) -> Edition:
    query = sa.select(Edition).where(Edition.owner_type == owner_type, Edition.owner_id == owner_id)
    return model.Session.scalars(query).one()


def _item(submission: Submission, author: dict[str, Any]) -> Item:
    edition = _edition("submission", submission.id)
    file = model.Session.get(model.File, edition.file_id)
    assert file is not None
    return Item(
        submission=submission.id,
        dataset=submission.id,
        dataset_name=submission.id,
        resource=edition.id,
        edition=edition.id,
        label=edition.label,
        file=file.id,
        location=file.location,
        key="file0",
        organization=submission.id,
        user=author["id"],
        user_name=author["name"],
    )


def _public_item(submission: Submission, author: dict[str, Any]) -> Item:
    model.Session.expire_all()
    dataset = call_action("package_show", id=submission.dataset_id)
    resource = dataset["resources"][0]["id"]
    edition = _edition("resource", resource)
    file = model.Session.get(model.File, edition.file_id)
    assert file is not None
    activity = call_action("package_activity_list", id=dataset["id"])[0]["id"]
    return Item(
        submission=submission.id,
        dataset=dataset["id"],
        dataset_name=dataset["name"],
        resource=resource,
        edition=edition.id,
        label=edition.label,
        file=file.id,
        location=file.location,
        key="file0",
        organization=dataset["organization"]["name"],
        user=author["id"],
        user_name=author["name"],
        activity=activity,
    )


def _canaries(pending: Item) -> dict[str, str]:
    return {
        SECRET: "text",
        pending.submission: "id of the submission",
        pending.edition: "id of its edition",
        pending.file: "id of its file",
        pending.location: "address of its file",
        hashlib.sha256(table(SECRET)).hexdigest(): "hash of its file",
        SECRET_MAIL: "mail address of its author",
        hashlib.md5(SECRET_MAIL.encode()).hexdigest(): "MD5 of that address",
        pending.user: "id of its author",
        pending.user_name: "account of its author",
    }


__all__ = ["DECLARED", "Content", "Item", "make", "pending_file"]
