"""A storage for each test, an editor, and resources with examined editions."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import ckan.model as model
import pytest
from ckan.tests.helpers import call_action
from werkzeug.datastructures import FileStorage

from ckanext.kanazawa.schemas.model.edition import Edition
from tests.factories import Dataset
from tests.schemas.files.conftest import storage_folder, stored_files

__all__ = ["storage_folder", "stored_files"]

FIRST = "施設名,住所\n見本公園,金沢市\n".encode()
SECOND = "施設名,住所\n見本公園,金沢市\n第二公園,金沢市\n".encode()


@pytest.fixture
def dataset(city: dict[str, Any]) -> dict[str, Any]:
    """Return a public dataset of the city."""
    return Dataset(owner_org=city["id"])


@pytest.fixture
def send(dataset: dict[str, Any], editor: dict[str, Any]) -> Callable:
    """Return a function that uploads a file, into a new resource or an old one."""

    def call(content: bytes = FIRST, name: str = "公園一覧.csv", id: str | None = None) -> Any:
        file = FileStorage(BytesIO(content), name)
        context = {"user": editor["name"], "ignore_auth": False}
        if id is None:
            return call_action("resource_create", context, package_id=dataset["id"], upload=file)
        return call_action("resource_patch", context, id=id, upload=file)

    return call


def examined(resource_id: str, *, personal: int = 0, state: str = "examined") -> Edition:
    """Mark the newest edition of a resource as examined, as the job does."""
    edition = Edition.newest(resource_id)
    assert edition is not None
    edition.state, edition.personal = state, personal
    model.Session.commit()
    return edition
