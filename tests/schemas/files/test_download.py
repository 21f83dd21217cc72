from __future__ import annotations

import ckan.model as model
import pytest
from ckan.lib.search import rebuild

from ckanext.kanazawa.schemas.files.download import disposition
from tests.factories import Dataset

from .conftest import CONTENT, NAME, act

pytestmark = pytest.mark.usefixtures("with_plugins", "clean_db", "storage_folder")


@pytest.fixture
def resource(dataset, upload):
    """Return a resource with a file."""
    return act("resource_create", package_id=dataset["id"], upload=upload(CONTENT, NAME))


class TestAnswer:
    def test_any_old_name_and_none_lead_to_the_file(self, app, resource):
        base = resource["url"].rsplit("/", 1)[0]
        for address in (base, f"{base}/old.csv", f"{base}/{NAME}"):
            assert app.get(address).data == CONTENT

    def test_english_pages_have_the_same_files(self, app, resource):
        path = resource["url"].split("/", 3)[3]
        assert app.get(f"/en/{path}").data == CONTENT

    def test_head_has_the_headers_and_no_body(self, app, resource):
        response = app.flask_app.test_client().head(resource["url"])
        assert response.headers["Content-Length"] == str(len(CONTENT))
        assert response.headers["Accept-Ranges"] == "bytes"
        assert response.data == b""

    def test_tells_browsers_not_to_guess_the_type(self, app, resource):
        headers = app.get(resource["url"]).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Content-Disposition"].startswith("attachment;")

    def test_etag_is_the_hash_and_saves_a_second_transfer(self, app, resource):
        etag = app.get(resource["url"]).headers["ETag"]
        assert etag == f'"{resource["hash"]}"'
        response = app.get(resource["url"], headers={"If-None-Match": etag})
        assert (response.status_code, response.data) == (304, b"")

    def test_unchanged_since_saves_it_too(self, app, resource):
        modified = app.get(resource["url"]).headers["Last-Modified"]
        response = app.get(resource["url"], headers={"If-Modified-Since": modified})
        assert response.status_code == 304

    def test_new_edition_has_a_new_etag(self, app, resource, upload):
        etag = app.get(resource["url"]).headers["ETag"]
        act("resource_patch", id=resource["id"], upload=upload(b"new", NAME))
        response = app.get(resource["url"], headers={"If-None-Match": etag})
        assert (response.status_code, response.data) == (200, b"new")


class TestRange:
    @pytest.mark.parametrize(
        ("asked", "start", "end"),
        [("0-3", 0, 4), ("4-", 4, None), ("-5", -5, None), ("2-999", 2, None)],
    )
    def test_part_of_the_file(self, app, resource, asked, start, end):
        response = app.get(resource["url"], headers={"Range": f"bytes={asked}"})
        assert response.status_code == 206
        assert response.data == CONTENT[start:end]
        assert response.headers["Content-Range"].endswith(f"/{len(CONTENT)}")

    def test_beyond_the_end(self, app, resource):
        response = app.get(resource["url"], headers={"Range": "bytes=9999-"})
        assert response.status_code == 416
        assert response.headers["Content-Range"] == f"bytes */{len(CONTENT)}"

    @pytest.mark.parametrize("asked", ["bytes=0-1,3-4", "bytes=a-b", "rows=0-3", "bytes="])
    def test_several_parts_and_other_ranges_give_all_of_it(self, app, resource, asked):
        response = app.get(resource["url"], headers={"Range": asked})
        assert (response.status_code, response.data) == (200, CONTENT)

    def test_part_of_an_older_edition_gives_the_whole_new_one(self, app, resource):
        headers = {"Range": "bytes=0-3", "If-Range": '"another"'}
        response = app.get(resource["url"], headers=headers)
        assert (response.status_code, response.data) == (200, CONTENT)

    def test_large_file_from_the_middle(self, app, dataset, upload):
        content = bytes(range(256)) * 4096
        resource = act("resource_create", package_id=dataset["id"], upload=upload(content, "a.bin"))
        response = app.get(resource["url"], headers={"Range": "bytes=300001-700000"})
        assert response.data == content[300001:700001]


class TestMissing:
    def test_unknown_resource_or_dataset(self, app, resource, dataset):
        other = Dataset(owner_org=dataset["owner_org"])["id"]
        wrong = [(dataset["id"], "nothing"), ("nothing", resource["id"]), (other, resource["id"])]
        for owner, id in wrong:
            assert app.get(f"/dataset/{owner}/resource/{id}/download").status_code == 404

    def test_file_lost_from_the_storage(self, app, resource, stored_files):
        for path in stored_files():
            path.unlink()
        assert app.get(resource["url"]).status_code == 404

    def test_resource_without_file_or_link(self, app, dataset):
        """The form refuses one, but catalogues of old have them."""
        empty = act(
            "resource_create", package_id=dataset["id"], name="空", url="https://a.example/"
        )
        model.Session.query(model.Resource).filter_by(id=empty["id"]).update({"url": ""})
        model.Session.commit()
        rebuild(dataset["id"])
        response = app.get(f"/dataset/{dataset['id']}/resource/{empty['id']}/download")
        assert response.status_code == 404


class TestClassicFile:
    def test_file_of_an_older_portal_is_served_from_where_it_lies(self, app, storage_folder):
        """CKAN's own uploader keeps files under the resource's id; imports bring them along."""
        old = {"url": "old.csv", "url_type": "upload", "name": "古い表"}
        resource = Dataset(resources=[old])["resources"][0]
        id = resource["id"]
        path = storage_folder / id[:3] / id[3:6] / id[6:]
        path.parent.mkdir(parents=True)
        path.write_bytes(CONTENT)
        response = app.get(resource["url"])
        assert response.data == CONTENT
        assert "old.csv" in response.headers["Content-Disposition"]


class TestPlainName:
    """The name for clients that do not know `filename*`."""

    @pytest.mark.parametrize(
        ("name", "plain"),
        [
            ("公共施設一覧.csv", "172014_public_facility.csv"),
            ("令和8年度.csv", "__8__.csv"),
            ('a"b%.csv', "a_b_.csv"),
            ("README", "README"),
        ],
    )
    def test_ascii_and_telling(self, name, plain):
        assert disposition(name, "172014_public_facility").startswith(
            f'attachment; filename="{plain}"; '
        )
