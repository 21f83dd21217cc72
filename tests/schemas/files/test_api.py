from __future__ import annotations

import hashlib
from io import BytesIO
from urllib.parse import quote

import pytest

NAME = "公共施設一覧.csv"
CONTENT = "施設名,住所\n見本公園,金沢市\n".encode("cp932")

pytestmark = [
    pytest.mark.usefixtures("with_plugins", "clean_db", "storage_folder"),
]


@pytest.fixture
def create(app, sysadmin_headers, dataset):
    """Return a function that uploads a file through the API as any client would."""

    def upload(content=CONTENT, name=NAME, **fields):
        data = {"package_id": dataset["id"], **fields, "upload": (BytesIO(content), name)}
        return app.post("/api/3/action/resource_create", data=data, headers=sysadmin_headers)

    return upload


class TestUpload:
    def test_keeps_japanese_name_and_tells_what_it_is(self, app, create):
        resource = create().json["result"]
        assert resource["kanazawa_filename"] == NAME
        assert resource["size"] == len(CONTENT)
        assert resource["hash"] == hashlib.sha256(CONTENT).hexdigest()
        assert resource["hash_algorithm"].endswith("#checksumAlgorithm_sha256")
        assert (resource["format"], resource["mimetype"]) == ("CSV", "text/csv")
        assert resource["kanazawa_encoding"] == "CP932"
        assert resource["url"].endswith(f"/download/{quote(NAME)}")

    def test_is_downloaded_byte_for_byte_under_its_name(self, app, create):
        resource = create().json["result"]
        response = app.get(resource["url"])
        assert response.status_code == 200
        assert response.data == CONTENT
        assert f"filename*=UTF-8''{quote(NAME)}" in response.headers["Content-Disposition"]
        assert response.headers["Content-Type"] == "text/csv; charset=windows-31j"
