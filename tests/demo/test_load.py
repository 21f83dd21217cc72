"""The demonstration is loaded over HTTP into a real portal, twice."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from ckan import model
from ckan.tests import factories
from werkzeug.serving import make_server

from ckanext.kanazawa.lib.choices import load_choices
from demo.content import providers
from tests.catalogue import new_organization
from tests.schemas.files.conftest import storage_folder

__all__ = ["storage_folder"]

ROOT = Path(__file__).resolve().parents[2]
PROVIDERS = providers()
FILE_COUNT = sum(len(d["files"]) for provider in PROVIDERS for d in provider["datasets"])
DATASET_COUNT = sum(len(provider["datasets"]) for provider in PROVIDERS)


@pytest.fixture
def address(app) -> Iterator[str]:
    """Serve the application under test on a free port."""
    server = make_server("127.0.0.1", 0, app.flask_app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


def load(address: str, token: str = "") -> subprocess.CompletedProcess[str]:
    """Run the loader as a person would."""
    return subprocess.run(
        [sys.executable, "demo/load.py", "--url", address],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=600,
        env={**os.environ, "KANAZAWA_DEMO_TOKEN": token},
    )


def counts() -> tuple[int, int]:
    """Return how many datasets and files there are."""
    model.Session.rollback()
    datasets = model.Session.query(model.Package).filter_by(state="active").count()
    return datasets, model.Session.query(model.Resource).filter_by(state="active").count()


@pytest.mark.slow
@pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index", "storage_folder")
def test_loading_twice_doubles_nothing(address):
    for choice in load_choices("municipalities").values():
        new_organization(
            name=choice.extra["name"],
            title_translated=dict(choice.label),
            kanazawa_municipality_code=choice.value,
        )
    token = factories.SysadminWithToken()["token"]
    first = load(address, token)
    assert first.returncode == 0, first.stdout + first.stderr
    assert counts() == (DATASET_COUNT, FILE_COUNT)
    second = load(address, token)
    assert second.returncode == 0, second.stdout + second.stderr
    assert "\n0 added, 0 refused" in second.stdout
    assert counts() == (DATASET_COUNT, FILE_COUNT)


@pytest.mark.usefixtures("with_plugins", "clean_db")
def test_what_is_wrong_is_said_and_nothing_is_loaded(address):
    no_admin = load(address, factories.UserWithToken()["token"])
    assert no_admin.returncode == 1
    assert "no system administrator" in no_admin.stderr
    assert load(address, "nonsense").returncode == 1
    assert load(address).returncode == 2
    assert load("http://127.0.0.1:1", "nonsense").returncode == 2
    assert counts() == (0, 0)
