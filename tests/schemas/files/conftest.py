"""A storage of its own for each test, and people who may upload."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from ckan.tests import factories
from ckan.tests.helpers import call_action
from werkzeug.datastructures import FileStorage

from tests.conftest import empty_database
from tests.factories import Dataset
from tests.storages import in_folder, storages

CLEANED = pytest.StashKey[bool]()
NAME = "公共施設一覧.csv"
CONTENT = "施設名,住所\n見本公園,金沢市\n".encode("cp932")


@pytest.fixture
def clean_db(request: pytest.FixtureRequest, reset_db: Callable, migrate_db_for: Callable) -> None:
    """Empty the database once a module: each test here makes data of its own."""
    module = request.node.getparent(pytest.Module)
    if module.stash.get(CLEANED, False):
        return
    module.stash[CLEANED] = True
    empty_database(reset_db, migrate_db_for)


def act(action: str, **fields: Any) -> Any:
    """Call an action in this process, as an administrator."""
    return call_action(action, {"user": factories.Sysadmin()["name"]}, **fields)


@pytest.fixture
def storage_folder(tmp_path: Path) -> Iterator[Path]:
    """Return the folder in which this test's resource files lie."""
    with storages({"resources": in_folder(tmp_path)}):
        yield tmp_path


@pytest.fixture
def stored_files(storage_folder: Path) -> Callable[[], list[Path]]:
    """Return a function that lists what lies in the storage."""
    return lambda: sorted(path for path in storage_folder.rglob("*") if path.is_file())


@pytest.fixture
def upload() -> Callable[[bytes, str], FileStorage]:
    """Return a function that makes an upload, as a request would bring it."""
    return lambda content, name: FileStorage(BytesIO(content), name)


@pytest.fixture
def dataset() -> dict[str, Any]:
    """Return a public dataset of an organisation."""
    return Dataset()


@pytest.fixture
def sysadmin_headers() -> dict[str, str]:
    """Return the headers of an administrator's API client."""
    return {"Authorization": factories.SysadminWithToken()["token"]}


@pytest.fixture
def post(app: Any, sysadmin_headers: dict[str, str]) -> Callable:
    """Return a function that calls an action as an API client, with a file or without."""

    def call(action: str, fields: dict[str, Any], file: Any = None, prefix: str = "") -> Any:
        data = dict(fields)
        if file:
            data["upload"] = (BytesIO(file[0]), file[1])
        address = f"{prefix}/api/3/action/{action}"
        return app.post(address, data=data, headers=sysadmin_headers)

    return call


@pytest.fixture
def create(post: Callable, dataset: dict[str, Any]) -> Callable:
    """Return a function that adds a file to the dataset."""

    def call(content: bytes = CONTENT, name: str = NAME, prefix: str = "", **fields: Any) -> Any:
        data = {"package_id": dataset["id"], **fields}
        return post("resource_create", data, (content, name), prefix)

    return call
