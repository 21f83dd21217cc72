"""A web process that dies leaves search and catalogue in agreement."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import ckan.model as model
import pytest
import sqlalchemy as sa
from ckan.common import config
from ckan.tests import factories
from ckan.tests.helpers import call_action

pytestmark = [
    pytest.mark.slow,
    pytest.mark.ckan_config("ckan.plugins", "kanazawa_search"),
    pytest.mark.ckan_config("ckan.auth.create_unowned_dataset", True),
    pytest.mark.usefixtures("with_plugins", "clean_db"),
]
SERVER = Path(__file__).with_name("serve_until_commit.py")
NEW_TITLE = "書きかけの題"


@contextmanager
def web_process() -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start a web process that stops before its commit; yield it and its address."""
    command = [sys.executable, str(SERVER), config["__file__"], NEW_TITLE]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            port = process.stdout.readline().strip()
            yield process, f"http://127.0.0.1:{port}"
        finally:
            process.kill()


def post(process: subprocess.Popen[str], address: str, action: str, token: str, **data: str):
    """Call an action; the answer must not come, because the process is killed before."""
    request = urllib.request.Request(
        f"{address}/api/3/action/{action}",
        json.dumps(data).encode(),
        {"Content-Type": "application/json", "Authorization": token},
    )
    try:
        with suppress(ConnectionError, http.client.RemoteDisconnected):
            urllib.request.urlopen(request, timeout=60)
    except urllib.error.HTTPError as error:
        print(error.read().decode())
    finally:
        process.kill()  # so that nobody waits for "at commit" any longer


def kill_before_commit(action: str, **data: str) -> None:
    """Send a change to a web process and kill it -9 between index write and commit."""
    token = factories.SysadminWithToken()["token"]
    model.Session.remove()
    with web_process() as (process, address):
        request = threading.Thread(target=post, args=(process, address, action, token), kwargs=data)
        request.start()
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "at commit"
        process.kill()
        process.wait()
        request.join()


def indexed_titles() -> list[str]:
    """Return what the index holds, committed."""
    with model.ensure_engine().connect() as connection:
        found = connection.execute(sa.text("SELECT title_string FROM kanazawa_search.dataset"))
        return list(found.scalars())


def test_killed_update_leaves_the_old_dataset_in_both():
    dataset = factories.Dataset(title="前の題", owner_org=factories.Organization()["id"])
    kill_before_commit("package_patch", id=dataset["id"], title=NEW_TITLE)
    assert indexed_titles() == ["前の題"]
    assert call_action("package_show", id=dataset["id"])["title"] == "前の題"
    assert call_action("package_search", q=NEW_TITLE)["count"] == 0
    assert call_action("package_search", q="前の題")["count"] == 1


def test_killed_create_leaves_no_ghost():
    owner = factories.Organization()["id"]
    kill_before_commit("package_create", name="ghost", title=NEW_TITLE, owner_org=owner)
    assert indexed_titles() == []
    assert call_action("package_list") == []
    assert call_action("package_search", q=NEW_TITLE)["count"] == 0
