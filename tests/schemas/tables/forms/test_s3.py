"""Forms in an S3 service, spoken to over HTTP."""

from __future__ import annotations

import pytest

from ckanext.kanazawa.schemas.model.edition import Edition
from tests.schemas.files.test_s3 import s3_storage, service
from tests.schemas.tables.conftest import toilets

__all__ = ["s3_storage", "service"]
pytestmark = pytest.mark.usefixtures("with_plugins", "class_db", "s3_storage")


@pytest.fixture
def storage_folder():
    """Leave the storage to the service."""


class TestS3:
    def test_form_is_kept_there_and_ranges_come_down(self, app, upload, work, s3_storage):
        resource = upload(toilets())
        work("examine")
        path = f"/tables/{resource['id']}/latest.csv"
        whole = app.get(path)
        part = app.get(path, headers={"Range": "bytes=10-19"})
        assert (part.status_code, part.data) == (206, whole.data[10:20])
        assert len(list(s3_storage.scan())) == 2
        label = Edition.shown(resource["id"]).label
        assert app.get(f"/tables/{resource['id']}/{label}/original").data == toilets()
