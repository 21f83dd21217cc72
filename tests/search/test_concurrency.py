"""Two sessions at once: the index never shows what the catalogue hides."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import ckan.logic as logic
import ckan.model as model
import pytest
import sqlalchemy as sa
from ckan.tests import factories
from ckan.tests.helpers import call_action

from ckanext.kanazawa.search import jobs

pytestmark = [
    pytest.mark.ckan_config("ckan.plugins", "kanazawa_search"),
    pytest.mark.usefixtures("with_plugins", "clean_db"),
]


def visible_to_all(dataset_id: str) -> bool:
    """Return whether the committed index has a dataset as public in any way."""
    with model.ensure_engine().connect() as connection:
        query = sa.text(
            "SELECT permission_labels, capacity FROM kanazawa_search.dataset WHERE id = :id"
        )
        labels, capacity = connection.execute(query, {"id": dataset_id}).one()
    return "public" in labels or capacity == "public"


def count(condition: str) -> int:
    """Count this database's backends."""
    with model.ensure_engine().connect() as connection:
        query = sa.text(
            "SELECT count(*) FROM pg_stat_activity "
            f"WHERE datname = current_database() AND {condition}"
        )
        return connection.execute(query).scalar_one()


def rename(organization_id: str, dataset_id: str) -> None:
    """Rename the organisation, having looked at the dataset before, as any hook may."""
    seen = model.Session.get(model.Package, dataset_id)
    call_action("organization_patch", id=organization_id, title="新しい名前")
    assert seen is not None


def run_job(organization_id: str, dataset_id: str) -> None:
    """Index the dataset as a worker does."""
    jobs.index_datasets([dataset_id])


def in_own_session(work: Callable[..., None], *args: str) -> None:
    """Run in a session of this thread."""
    try:
        work(*args)
    finally:
        model.Session.remove()


@pytest.mark.parametrize("reindex", [rename, run_job])
def test_dataset_made_private_meanwhile_stays_hidden(
    reindex: Callable[..., None], monkeypatch: pytest.MonkeyPatch, app: object
):
    """One reads the dataset for the index; before it writes, another makes it private."""
    organization = factories.Organization()
    dataset = factories.Dataset(owner_org=organization["id"])
    user = factories.Sysadmin()["name"]
    model.Session.remove()
    has_read, may_write = threading.Event(), threading.Event()
    read = logic.package_show_default_and_custom_schemas

    def read_and_wait(*args: object) -> object:
        both = read(*args)
        if threading.current_thread().name.startswith("reindex"):
            has_read.set()
            may_write.wait(20)
        return both

    def make_private() -> None:
        with app.flask_app.test_request_context("/"):  # pyright: ignore
            call_action("package_patch", {"user": user}, id=dataset["id"], private=True)
        model.Session.remove()

    def reindex_in_request() -> None:
        with app.flask_app.test_request_context("/"):  # pyright: ignore
            in_own_session(reindex, organization["id"], dataset["id"])

    monkeypatch.setattr(logic, "package_show_default_and_custom_schemas", read_and_wait)
    with (
        ThreadPoolExecutor(1, "reindex") as first,
        ThreadPoolExecutor(1, "edit") as second,
    ):
        reindexed = first.submit(reindex_in_request)
        assert has_read.wait(20)
        edited = second.submit(make_private)
        # Either it waits for the lock, or (without one) it is through already.
        deadline = time.monotonic() + 20
        while not edited.done() and not count("wait_event = 'advisory'"):
            assert time.monotonic() < deadline
            time.sleep(0.05)
        may_write.set()
        reindexed.result(20)
        edited.result(20)
    assert not visible_to_all(dataset["id"])


def test_copy_read_before_the_lock_is_read_again():
    """A session that knew the dataset as public indexes it as it is by now."""
    organization = factories.Organization()
    dataset = factories.Dataset(owner_org=organization["id"])
    model.Session.remove()
    seen = model.Session.get(model.Package, dataset["id"])
    with model.ensure_engine().begin() as connection:
        connection.execute(
            sa.text("UPDATE package SET private = true WHERE id = :id"), {"id": dataset["id"]}
        )
    jobs.index_datasets([dataset["id"]])
    assert seen is not None
    assert not visible_to_all(dataset["id"])
