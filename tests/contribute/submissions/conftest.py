"""Storages of their own, and a submission on its way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import ckan.model as model
import pytest

from tests.contribute.published import contribution_storages
from tests.schemas.tables.conftest import toilets, work

__all__ = ["work"]
FIELDS: dict[str, Any] = {
    "title_translated": {"ja": "見本の公衆トイレ", "en": "Sample toilets"},
    "notes_translated": {"ja": "市民が歩いて調べた公衆トイレの一覧です。"},
    "kanazawa_theme": ["safety-environment"],
    "license_id": "CC-BY-4.0",
}
DECLARED = {"right": True, "no_personal_data": True, "people_agreed": True}


@pytest.fixture
def pending_folder(tmp_path: Path) -> Iterator[Path]:
    """Return the folder in which this test's pending files lie."""
    with contribution_storages(tmp_path):
        yield tmp_path / "pending"


@pytest.fixture
def call(app: Any) -> Callable[..., Any]:
    """Return what calls an action over HTTP: (status, result or error)."""

    def post(action: str, person: dict[str, Any] | None, **fields: Any) -> tuple[int, Any]:
        headers = {"Authorization": person["token"]} if person else {}
        path = f"/api/3/action/kanazawa_contribute_{action}"
        upload = fields.pop("upload", None)
        if upload is not None:
            content, name = upload
            data = {**fields, "upload": (BytesIO(content), name)}
            answer = app.post(path, data=data, headers=headers)
        else:
            answer = app.post(path, json=fields, headers=headers)
        model.Session.rollback()
        model.Session.expire_all()
        found = answer.json
        return answer.status_code, found["result"] if found["success"] else found["error"]

    return post


@pytest.fixture
def draft(
    call: Callable[..., Any],
    person: dict[str, Any],
    municipality: dict[str, Any],
    pending_folder: Path,
) -> dict[str, Any]:
    """Return a draft of a new dataset with one file, complete but not submitted."""
    status, made = call(
        "submission_create",
        person,
        fields=FIELDS,
        declarations=DECLARED,
        municipality=municipality["id"],
        credit={"how": "name", "name": "見本 花子"},
    )
    assert status == 200, made
    status, entry = call(
        "submission_file_add", person, id=made["id"], upload=(toilets(), "見本トイレ.csv")
    )
    assert status == 200, entry
    return call("submission_show", person, id=made["id"])[1]


@pytest.fixture
def submitted(
    call: Callable[..., Any], person: dict[str, Any], draft: dict[str, Any]
) -> dict[str, Any]:
    """Return it submitted."""
    status, found = call("submission_submit", person, id=draft["id"])
    assert status == 200, found
    return found
