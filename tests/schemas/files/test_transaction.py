"""Files follow the database: what is not committed does not stay."""

from __future__ import annotations

import threading

import ckan.model as model
import pytest
from ckan.lib import files
from flask import Flask

from ckanext.kanazawa.schemas.files.edition import editions
from ckanext.kanazawa.schemas.files.storage import get_storage, new_location
from ckanext.kanazawa.schemas.files.transaction import note

from .conftest import CONTENT, NAME, act

pytestmark = pytest.mark.usefixtures("with_plugins", "clean_db", "storage_folder")


@pytest.fixture
def write():
    """Return a function that stores a file in the open transaction."""

    def store(name: str = "resource") -> str:
        storage = get_storage()
        location = new_location(storage, name)
        note("written", storage, location)
        storage.upload(location, files.make_upload(b"content"))
        return location

    return store


class TestEndOfTransaction:
    def test_commit_keeps_the_file(self, write, stored_files):
        write()
        model.Session.commit()
        assert len(stored_files()) == 1

    def test_rollback_removes_it(self, write, stored_files):
        write()
        model.Session.rollback()
        assert not stored_files()

    def test_end_of_the_request_removes_it(self, write, stored_files):
        write()
        model.Session.remove()
        assert not stored_files()

    def test_savepoint_that_is_rolled_back_removes_only_its_own(self, write, stored_files):
        kept = write("kept")
        savepoint = model.Session.begin_nested()
        write("gone")
        savepoint.rollback()
        model.Session.commit()
        assert [path.parent.name for path in stored_files()] == [kept.split("/")[0]]

    def test_savepoint_hands_its_files_to_the_transaction(self, write, stored_files):
        outer = model.Session.begin_nested()
        inner = model.Session.begin_nested()
        write()
        inner.commit()
        outer.commit()
        assert len(stored_files()) == 1
        model.Session.rollback()
        assert not stored_files()

    def test_earlier_commit_is_not_undone_by_a_later_rollback(self, write, stored_files):
        write("kept")
        model.Session.commit()
        write("gone")
        model.Session.rollback()
        assert [path.parent.name for path in stored_files()] == ["kept"]


class TestFailedWrite:
    def test_error_after_the_file_was_written(
        self, app, create, monkeypatch, stored_files, dataset
    ):
        monkeypatch.setattr(Flask, "testing", False)
        seen = []

        def fail(*_args):
            seen.extend(stored_files())
            raise RuntimeError("the index is broken")

        monkeypatch.setattr("ckan.logic.index_update_package_dicts", fail)
        assert create().status_code == 500
        assert len(seen) == 1
        assert not stored_files()
        monkeypatch.undo()
        assert act("package_show", id=dataset["id"])["resources"] == []

    def test_invalid_field_leaves_nothing(self, create, stored_files):
        assert create(id="not/an id").status_code == 409
        assert not stored_files()

    def test_storage_that_fails_says_so(self, create, monkeypatch, stored_files, dataset):
        def disk_full(*_args, **_kwargs):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(get_storage().uploader, "upload", disk_full)
        response = create(prefix="/en")
        assert response.status_code == 409
        assert "could not be stored" in response.json["error"]["upload"][0]
        assert "space" not in response.text
        assert not stored_files()
        assert act("package_show", id=dataset["id"])["resources"] == []

    def test_failed_new_file_leaves_the_earlier_one(self, app, create, post, monkeypatch):
        resource = create().json["result"]
        response = post("resource_patch", {"id": resource["id"]}, (b"", "空.csv"))
        assert response.status_code == 409
        assert app.get(resource["url"]).data == CONTENT


class TestPurge:
    def test_deleted_resource_keeps_its_files_until_purged(self, create, post, stored_files):
        first = create().json["result"]
        create(b"2", "b.csv")
        assert post("resource_delete", {"id": first["id"]}).status_code == 200
        assert len(stored_files()) == 2

    def test_purged_dataset_takes_its_files_and_records(self, create, post, dataset, stored_files):
        resource = create().json["result"]
        post("resource_patch", {"id": resource["id"]}, (b"2", NAME))
        assert post("dataset_purge", {"id": dataset["id"]}).status_code == 200
        assert not stored_files()
        assert not editions(resource["id"])

    def test_failed_purge_keeps_the_files(self, create, dataset, stored_files):
        resource = create().json["result"]
        model.Session.get(model.Resource, resource["id"]).purge()
        model.Session.flush()
        assert not editions(resource["id"])
        model.Session.rollback()
        assert len(stored_files()) == 1
        assert len(editions(resource["id"])) == 1


def test_two_uploads_at_once_do_not_mix(dataset, upload, stored_files):
    """The last to commit is shown; both editions are whole."""
    resource = act("resource_create", package_id=dataset["id"], upload=upload(b"0", "0.csv"))
    contents = [bytes([65 + number]) * 100_000 for number in range(4)]

    def replace(content: bytes) -> None:
        try:
            file = upload(content, f"{content[:1].decode()}.csv")
            act("resource_patch", id=resource["id"], upload=file)
        finally:
            model.Session.remove()

    threads = [threading.Thread(target=replace, args=(content,)) for content in contents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    model.Session.remove()
    assert len(editions(resource["id"])) == 5
    assert sorted(p.read_bytes() for p in stored_files()) == sorted([b"0", *contents])
    shown = act("resource_show", id=resource["id"])
    assert shown["kanazawa_filename"][0].encode() * 100_000 in contents
