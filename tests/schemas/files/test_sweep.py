from __future__ import annotations

from datetime import datetime, timedelta, timezone

import ckan.model as model
import pytest
from click.testing import CliRunner

from ckanext.kanazawa.schemas.cli import kanazawa_schemas
from ckanext.kanazawa.schemas.files.edition import editions
from ckanext.kanazawa.schemas.files.storage import TIME_FORMAT
from ckanext.kanazawa.schemas.files.sweep import sweep

from .conftest import CONTENT, NAME, act

pytestmark = pytest.mark.usefixtures("with_plugins", "clean_db", "storage_folder")
NOW = datetime.now(timezone.utc)


@pytest.fixture
def orphan(storage_folder):
    """Return a function that leaves a file of some age without a record."""

    def leave(age: timedelta):
        time = (NOW - age).strftime(TIME_FORMAT)
        path = storage_folder / "resource" / f"{time}-{'a' * 32}"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"left behind")
        return path

    return leave


class TestSweep:
    def test_old_file_without_record_goes(self, orphan):
        path = orphan(timedelta(hours=2))
        assert sweep(NOW).files == [f"resource/{path.name}"]
        assert not path.exists()

    def test_young_file_stays(self, orphan):
        path = orphan(timedelta(minutes=50))
        assert not sweep(NOW).files
        assert path.exists()

    def test_what_we_did_not_put_there_stays(self, storage_folder):
        path = storage_folder / "abc" / "def" / "classic"
        path.parent.mkdir(parents=True)
        path.write_bytes(b"file of CKAN's own uploader")
        sweep(NOW + timedelta(days=1))
        assert path.exists()

    def test_recorded_editions_stay(self, dataset, upload, stored_files):
        resource = act("resource_create", package_id=dataset["id"], upload=upload(CONTENT, NAME))
        act("resource_patch", id=resource["id"], upload=upload(b"2", NAME))
        found = sweep(NOW + timedelta(days=1))
        assert not found.files
        assert len(stored_files()) == 2

    def test_record_without_resource_goes_with_its_file(self, dataset, upload, stored_files):
        resource = act("resource_create", package_id=dataset["id"], upload=upload(CONTENT, NAME))
        edition = editions(resource["id"])[0]
        edition.owner.owner_id = "resource that a script deleted"
        model.Session.commit()
        assert sweep(NOW + timedelta(days=1)).records == [edition.location]
        assert not stored_files()
        assert model.Session.get(model.File, edition.id) is None

    def test_command_lists_before_it_removes(self, orphan):
        path = orphan(timedelta(hours=2))
        result = CliRunner().invoke(kanazawa_schemas, ["files-sweep", "--dry-run"])
        assert "Found: 1 files, 0 records." in result.output
        assert path.exists()
        result = CliRunner().invoke(kanazawa_schemas, ["files-sweep"])
        assert "Removed: 1 files, 0 records." in result.output
        assert not path.exists()
