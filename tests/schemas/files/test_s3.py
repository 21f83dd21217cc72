"""The same uploads and downloads with an S3 service, spoken to over HTTP."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import ckan.model as model
import pytest
from ckan.lib import files

from ckanext.kanazawa.schemas.files.edition import editions
from ckanext.kanazawa.schemas.files.storage import TIME_FORMAT, get_storage
from ckanext.kanazawa.schemas.files.sweep import sweep
from tests.storages import storages

from .conftest import CONTENT, NAME, act

moto_server = pytest.importorskip("moto.server")
BUCKET = "kanazawa-files"

pytestmark = pytest.mark.usefixtures("with_plugins", "clean_db", "s3_storage")


@pytest.fixture(scope="module")
def service():
    """Return the address of an S3 service."""
    server = moto_server.ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def s3_storage(service, app):
    """Keep resource files in a bucket of that service, once the application is there."""
    settings = {
        "type": "kanazawa:s3",
        "bucket": BUCKET,
        "path": "open/data",
        "key": "key",
        "secret": "secret",
        "region": "ap-northeast-1",
        "endpoint": service,
        "addressing_style": "path",
    }
    with storages({"resources": settings}):
        storage = get_storage()
        client = storage.settings.client
        if not client.list_buckets()["Buckets"]:
            place = {"LocationConstraint": settings["region"]}
            client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration=place)
        yield storage
        for location in storage.scan():
            storage.remove(files.FileData(files.Location(location)))


@pytest.fixture
def resource(dataset, upload):
    """Return a resource with a file."""
    return act("resource_create", package_id=dataset["id"], upload=upload(CONTENT, NAME))


class TestS3:
    def test_file_comes_back_byte_for_byte(self, app, resource, s3_storage):
        assert app.get(resource["url"]).data == CONTENT
        assert len(list(s3_storage.scan())) == 1

    def test_large_file_goes_up_in_parts_and_ranges_come_down(self, app, dataset, upload):
        content = bytes(range(256)) * 40_000  # 10 MB, above boto3's threshold for parts
        resource = act("resource_create", package_id=dataset["id"], upload=upload(content, "a.bin"))
        response = app.get(resource["url"], headers={"Range": "bytes=9000001-9500000"})
        assert response.status_code == 206
        assert response.data == content[9_000_001:9_500_001]

    def test_rollback_and_purge_remove_files(self, dataset, resource, upload, s3_storage):
        act("resource_patch", id=resource["id"], upload=upload(b"2", NAME))
        assert len(editions(resource["id"])) == 2
        act("dataset_purge", id=dataset["id"])
        assert not list(s3_storage.scan())

    def test_lost_file_is_a_404(self, app, resource, s3_storage):
        for location in list(s3_storage.scan()):
            s3_storage.remove(files.FileData(files.Location(location)))
        assert app.get(resource["url"]).status_code == 404

    def test_service_that_is_away_says_so_and_saves_nothing(self, create, dataset, s3_storage):
        away = s3_storage.settings.client.meta.events

        def refuse(**_kwargs):
            raise ConnectionError("away")

        away.register("before-send.s3", refuse)
        try:
            response = create(prefix="/en")
        finally:
            away.unregister("before-send.s3", refuse)
        assert response.status_code == 409
        assert "could not be stored" in response.json["error"]["upload"][0]
        assert act("package_show", id=dataset["id"])["resources"] == []

    def test_sweep_finds_orphans(self, resource, s3_storage):
        now = datetime.now(timezone.utc)
        old = (now - timedelta(hours=2)).strftime(TIME_FORMAT)
        orphan = files.Location(f"gone/{old}-{'0' * 32}")
        s3_storage.upload(orphan, files.make_upload(b"left behind"))
        assert sweep(now).files == [orphan]
        assert len(list(s3_storage.scan())) == 1
        model.Session.rollback()
