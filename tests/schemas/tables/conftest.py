"""Files that editors upload, and the jobs that follow."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import ckan.model as model
import pytest
import sqlalchemy as sa

from ckanext.kanazawa.schemas.model.edition import Edition
from ckanext.kanazawa.schemas.model.job import Job
from ckanext.kanazawa.schemas.tables.queue.run import run_job
from tests.factories import Dataset
from tests.schemas.files.conftest import storage_folder

__all__ = ["storage_folder"]
# 公衆トイレ一覧 of 金沢市 with faults of its own: two telephones written in full width, a
# position outside Japan, a date of an era.
TOILETS = "172014_public_toilet.csv"
HEADINGS = (
    "全国地方公共団体コード,ID,地方公共団体名,名称,名称_カナ,所在地_連結表記,緯度,経度,"
    "設置位置,男性トイレ_総数,女性トイレ_総数,バリアフリートイレ数,利用開始時間,利用終了時間,備考"
)
ROW = (
    "172014,{id},石川県金沢市,{name},ミホンコウエントイレ,石川県金沢市広坂1丁目1番1号,{lat},"
    "136.6256,公園内,1,2,1,{opens},21:00,"
)


def toilets(rows: int = 5, faults: int = 2, encoding: str = "cp932") -> bytes:
    """Return a table of public toilets, of which some open at hours in full width.

    Args:
        rows: of data.
        faults: rows with such an hour.
        encoding: of the text.
    """
    lines = [
        ROW.format(
            id=f"{number:010}",
            name=f"見本公園トイレ{number}",
            lat=f"36.{5600 + number % 300}",
            opens="９時" if number < faults else "09:00",
        )
        for number in range(rows)
    ]
    return "\r\n".join((HEADINGS, *lines, "")).encode(encoding)


@pytest.fixture
def dataset(city: dict[str, Any]) -> dict[str, Any]:
    """Return a public dataset of the city."""
    return Dataset(owner_org=city["id"])


@pytest.fixture
def upload(
    app: Any,
    storage_folder: object,
    editor_headers: dict[str, str],
    request: pytest.FixtureRequest,
) -> Callable[..., dict[str, Any]]:
    """Return a function that uploads a file through the API, as an editor of the city.

    Its arguments: the bytes, the name, `resource` (a resource that gets a new file) or
    `dataset` (another than the fixture's), and fields of the resource. It returns the
    resource.
    """

    def call(
        content: bytes,
        name: str = TOILETS,
        *,
        resource: dict[str, Any] | None = None,
        dataset: dict[str, Any] | None = None,
        **fields: Any,
    ) -> dict[str, Any]:
        if resource is not None:
            action, where = "resource_patch", {"id": resource["id"]}
        else:
            home = dataset or request.getfixturevalue("dataset")
            action, where = "resource_create", {"package_id": home["id"]}
        answer = app.post(
            f"/api/3/action/{action}",
            data={**where, **fields, "upload": (BytesIO(content), name)},
            headers=editor_headers,
        )
        assert answer.status_code == 200, answer.body
        return answer.json["result"]

    return call


def waiting_jobs() -> list[Job]:
    """Return the jobs that wait and need not rest, oldest first."""
    query = sa.select(Job).where(Job.is_due()).order_by(Job.created, Job.id)
    return list(model.Session.scalars(query))


@pytest.fixture
def work() -> Callable[..., list[tuple[str, str]]]:
    """Return a function that does all waiting jobs in this process, in their order.

    It returns (kind, state) of each. An argument names the kinds to be done; others wait.
    """

    def call(*kinds: str) -> list[tuple[str, str]]:
        done: list[tuple[str, str]] = []
        while jobs := [job for job in waiting_jobs() if not kinds or job.kind in kinds]:
            job_id = jobs[0].id
            run_job(job_id)
            job = model.Session.get(Job, job_id, populate_existing=True)
            assert job is not None
            done.append((job.kind, job.state))
        return done

    return call


@pytest.fixture
def newest() -> Callable[[dict[str, Any]], Edition]:
    """Return a function that gives the newest edition of a resource, read anew."""

    def call(resource: dict[str, Any]) -> Edition:
        model.Session.rollback()
        model.Session.expire_all()
        found = Edition.newest(resource["id"])
        assert found is not None
        return found

    return call
