"""Make files with two editions each; a process of its own, as `account.py`.

    python -m tests.browser.editions INI ORGANIZATION

The second edition of each holds personal data. Prints one line a language: the dataset, a
resource whose second edition is held back, and one whose second edition is public.
"""

from __future__ import annotations

import io
import sys
from typing import Any

import ckan.model as model
import ckan.plugins.toolkit as tk
from ckan.cli import load_config
from ckan.common import config
from ckan.config.middleware import make_app
from werkzeug.datastructures import FileStorage

from tests.schemas.tables.conftest import toilets, waiting_jobs

FIRST = "公園のトイレ.csv"
# Of the file that is held back, and of the one that is public.
SECOND = {True: "保留の版（氏名入り）.csv", False: "公開の版（氏名入り）.csv"}
ROWS = (3, 5)
SECRET = "himitsu.hanako@gmail.com"
HOLD = "ckanext.kanazawa.schemas.hold_editions"


def main(ini: str, organization: str) -> None:
    """Make the datasets."""
    application: Any = make_app(load_config(ini))
    with application._wsgi_app.test_request_context():
        for language in ("ja", "en"):
            print(*_made(organization, language))


def _made(organization: str, language: str) -> tuple[str, str, str]:
    dataset = _act(
        "package_create",
        title=f"版のあるデータ（{language}）",
        notes="画面の確認に使うデータセットです。",
        kanazawa_theme=["administration"],
        owner_org=organization,
        license_id="CC-BY-4.0",
    )
    ids = [_resource(dataset["id"], hold=hold) for hold in (True, False)]
    return dataset["name"], ids[0], ids[1]


def _resource(dataset_id: str, *, hold: bool) -> str:
    before = config.get(HOLD)
    config[HOLD] = hold
    first, second = (toilets(rows, faults=0, encoding="utf-8") for rows in ROWS)
    made = _act("resource_create", package_id=dataset_id, **_file(first, FIRST))
    _work()
    second = second.replace(b"21:00,\r", f"21:00,{SECRET}\r".encode())
    _act("resource_patch", id=made["id"], **_file(second, SECOND[hold]))
    _work()
    config[HOLD] = before
    return made["id"]


def _file(content: bytes, name: str) -> dict[str, Any]:
    return {"upload": FileStorage(io.BytesIO(content), name)}


def _act(name: str, **parameters: Any) -> Any:
    context: Any = {"ignore_auth": True, "user": "admin"}
    return tk.get_action(name)(context, parameters)


def _work() -> None:
    """Do what waits here: a worker would load CKAN anew for each message."""
    from ckanext.kanazawa.schemas.model.job import Job
    from ckanext.kanazawa.schemas.tables.queue.run import run_job
    from ckanext.kanazawa.schemas.tables.queue.tell import take_back

    while jobs := waiting_jobs():
        job_id = jobs[0].id
        run_job(job_id)
        done = model.Session.get(Job, job_id, populate_existing=True)
        take_back(done.message if done else None)


if __name__ == "__main__":
    main(*sys.argv[1:])
