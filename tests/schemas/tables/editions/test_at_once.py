"""Two people send a file to one resource at the same time: the later one wins, whole."""

from __future__ import annotations

import json
import threading
from typing import Any
from urllib.request import Request, urlopen

import ckan.model as model
import pytest
from ckan.tests.helpers import call_action

from ckanext.kanazawa.schemas.model.edition import Edition
from tests.schemas.tables.conftest import toilets
from tests.schemas.tables.load.test_readers import served

pytestmark = pytest.mark.usefixtures("with_plugins", "class_db", "storage_folder")
BOUNDARY = "----two-at-once"


def body(resource_id: str, content: bytes) -> bytes:
    """Return a form with an id and a file."""
    head = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="id"\r\n\r\n{resource_id}\r\n'
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="upload"; filename="t.csv"\r\n'
        "Content-Type: text/csv\r\n\r\n"
    )
    return head.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()


class TestAtOnce:
    def test_file_rows_and_forms_are_of_one_edition(self, app, upload, work, editor_headers):
        resource = upload(toilets(1))
        statuses: list[Any] = []

        def send(host: str, rows: int) -> None:
            request = Request(
                f"{host}/api/3/action/resource_patch",
                body(resource["id"], toilets(rows)),
                {**editor_headers, "Content-Type": f"multipart/form-data; boundary={BOUNDARY}"},
            )
            try:
                with urlopen(request, timeout=120) as answer:
                    statuses.append(json.load(answer)["success"])
            except Exception as error:
                statuses.append(repr(error))

        with served(app) as host:
            threads = [threading.Thread(target=send, args=(host, rows)) for rows in (20, 30, 40)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        assert statuses == [True] * 3
        model.Session.rollback()
        work()
        editions = Edition.newest_first(resource["id"])
        assert len({edition.label for edition in editions}) == 4
        newest = editions[0]
        shown = call_action("resource_show", {"user": ""}, id=resource["id"])
        assert (shown["hash"], shown["size"]) == (newest.sha256, newest.size_bytes)
        found = call_action("datastore_search", {"user": ""}, resource_id=resource["id"])
        assert found["total"] == newest.rows
        assert app.get(shown["url"]).data == toilets(newest.rows)
        latest = app.get(f"/tables/{resource['id']}/latest.csv")
        assert len(latest.data.splitlines()) == newest.rows + 1
