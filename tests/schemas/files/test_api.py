from __future__ import annotations

import hashlib
from io import BytesIO
from urllib.parse import quote

import ckan.plugins.toolkit as tk
import pytest

from tests.factories import Dataset

from .conftest import CONTENT, NAME, act

pytestmark = pytest.mark.usefixtures("with_plugins", "clean_db", "storage_folder")
PREFECTURE = "ishikawa-pref/170003_public_facility.csv"
EVIL_NAMES = {
    "../../etc/passwd": "passwd",
    "C:\\x\\y.csv": "y.csv",
    "施\u202e設\n一覧.csv": "施設一覧.csv",
    'a"b.csv': "a_b.csv",
}


class TestUpload:
    def test_keeps_japanese_name_and_tells_what_it_is(self, create):
        resource = create().json["result"]
        assert resource["kanazawa_filename"] == NAME
        assert resource["size"] == len(CONTENT)
        assert resource["hash"] == hashlib.sha256(CONTENT).hexdigest()
        assert resource["hash_algorithm"].endswith("#checksumAlgorithm_sha256")
        assert (resource["format"], resource["mimetype"]) == ("CSV", "text/csv")
        assert resource["kanazawa_encoding"] == "CP932"
        assert resource["url"].endswith(f"/download/{quote(NAME)}")

    def test_is_downloaded_byte_for_byte_under_its_name(self, app, create):
        response = app.get(create().json["result"]["url"])
        assert response.data == CONTENT
        assert f"filename*=UTF-8''{quote(NAME)}" in response.headers["Content-Disposition"]
        assert response.headers["Content-Type"] == "text/csv; charset=windows-31j"

    def test_claims_about_the_file_do_not_count(self, create):
        resource = create(hash="0", size="1", mimetype="text/html", kanazawa_filename="x")
        resource = resource.json["result"]
        assert resource["size"] == len(CONTENT)
        assert resource["hash"] == hashlib.sha256(CONTENT).hexdigest()
        assert (resource["mimetype"], resource["kanazawa_filename"]) == ("text/csv", NAME)

    @pytest.mark.parametrize("sent", EVIL_NAMES)
    def test_name_like_a_path_loses_the_path(self, app, dataset, upload, stored_files, sent):
        file = upload(CONTENT, sent)
        resource = act("resource_create", package_id=dataset["id"], upload=file)
        assert resource["kanazawa_filename"] == EVIL_NAMES[sent]
        assert len(stored_files()) == 1
        assert app.get(resource["url"]).data == CONTENT

    def test_long_name_is_shortened(self, app, create):
        resource = create(name="長" * 300 + ".csv").json["result"]
        assert resource["kanazawa_filename"].endswith("長.csv")
        assert app.get(resource["url"]).data == CONTENT


class TestRefusal:
    def test_empty_file(self, create, stored_files, dataset):
        response = create(content=b"", name="data.csv", prefix="/en")
        assert response.status_code == 409
        assert response.json["error"]["upload"] == ["The file data.csv is empty."]
        assert not stored_files()
        assert act("package_show", id=dataset["id"])["resources"] == []

    @pytest.mark.parametrize("name", ["..", "...", "/", "\u202e"])
    def test_name_with_nothing_usable(self, create, name):
        response = create(name=name)
        assert response.status_code == 409
        assert "upload" in response.json["error"]

    def test_text_instead_of_a_file(self, app, create, dataset, sysadmin_headers):
        data = {"package_id": dataset["id"], "upload": "a,b,c"}
        response = app.post("/api/3/action/resource_create", json=data, headers=sysadmin_headers)
        assert response.status_code == 409
        assert "multipart/form-data" in response.json["error"]["upload"][0]

    @pytest.mark.parametrize("fields", [{"url_type": "upload"}, {"upload_expected": ""}])
    def test_neither_file_nor_link(self, app, dataset, sysadmin_headers, fields):
        data = {"package_id": dataset["id"], **fields}
        response = app.post("/api/3/action/resource_create", json=data, headers=sysadmin_headers)
        assert response.status_code == 409
        assert "upload" in response.json["error"]

    def test_nul_in_a_field(self, create, stored_files):
        assert create(description="a\x00b").status_code == 400
        assert not stored_files()


class TestChange:
    def test_new_file_keeps_id_and_address_and_the_earlier_edition(
        self, app, create, post, stored_files
    ):
        first = create().json["result"]
        second = post("resource_update", {"id": first["id"], "name": "x"}, (b"new", "新.csv")).json[
            "result"
        ]
        assert second["id"] == first["id"]
        assert app.get(first["url"]).data == b"new"
        assert second["url"].endswith(quote("新.csv"))
        assert len(stored_files()) == 2

    def test_patch_without_file_keeps_everything_about_it(self, app, create, post):
        first = create().json["result"]
        second = post("resource_patch", {"id": first["id"], "description": "説明"}).json["result"]
        for field in ("url", "hash", "size", "kanazawa_filename", "mimetype", "last_modified"):
            assert second[field] == first[field], field
        assert app.get(second["url"]).data == CONTENT

    def test_form_that_sends_no_machine_fields_keeps_them(self, app, create, post):
        first = create().json["result"]
        fields = {"id": first["id"], "name": "改名", "url": NAME, "url_type": "upload"}
        second = post("resource_update", fields).json["result"]
        for field in ("url", "hash", "size", "kanazawa_filename", "hash_algorithm"):
            assert second[field] == first[field], field

    def test_package_patch_and_revise_keep_and_replace_files(self, app, create, post, dataset):
        resource = create().json["result"]
        assert post("package_patch", {"id": dataset["id"], "notes": "別"}).status_code == 200
        assert app.get(resource["url"]).data == CONTENT
        fields = {"match__id": dataset["id"]}
        files = {f"update__resources__{resource['id'][:6]}__upload": (BytesIO(b"1,2"), "改.csv")}
        response = post("package_revise", {**fields, **files})
        assert response.status_code == 200, response.json
        assert response.json["result"]["package"]["resources"][0]["size"] == 3
        assert app.get(resource["url"]).data == b"1,2"

    def test_format_follows_the_new_file(self, create, post):
        resource = create().json["result"]
        fields = {"id": resource["id"], "format": "CSV", "name": "x"}
        second = post("resource_update", fields, (b"%PDF-1.4", "案内.pdf")).json["result"]
        assert (second["format"], second["mimetype"]) == ("PDF", "application/pdf")
        assert not second.get("kanazawa_encoding")

    def test_same_file_again_is_an_edition_of_its_own(self, create, post, stored_files):
        resource = create().json["result"]
        post("resource_patch", {"id": resource["id"]}, (CONTENT, NAME))
        assert len(stored_files()) == 2

    def test_reordering_keeps_files(self, app, create, post, dataset):
        first, second = create().json["result"], create(b"2", "b.csv").json["result"]
        order = {"id": dataset["id"], "order": [second["id"], first["id"]]}
        assert act("package_resource_reorder", **order)
        assert app.get(first["url"]).data == CONTENT
        assert app.get(second["url"]).data == b"2"


class TestLink:
    def test_file_becomes_link(self, app, create, post):
        resource = create().json["result"]
        link = "https://example.com/data.csv"
        fields = {"id": resource["id"], "url": link, "clear_upload": "true"}
        second = post("resource_patch", fields).json["result"]
        assert second["url"] == link
        assert not second.get("url_type")
        assert not second.get("hash")
        response = app.get(resource["url"], follow_redirects=False)
        assert (response.status_code, response.location) == (302, link)

    def test_form_with_link_chosen_forgets_the_file(self, create, post):
        resource = create().json["result"]
        fields = {"id": resource["id"], "url": "https://example.com/a.csv", "url_type": ""}
        link = post("resource_update", fields).json["result"]
        assert link["url"] == fields["url"]
        assert not any(link.get(name) for name in ("url_type", "hash", "size", "mimetype"))

    def test_address_elsewhere_alone_makes_it_a_link(self, create, post):
        resource = create().json["result"]
        fields = {"id": resource["id"], "url": "https://example.com/data.csv"}
        assert not post("resource_patch", fields).json["result"].get("url_type")

    def test_link_becomes_file(self, app, post, dataset):
        fields = {"package_id": dataset["id"], "url": "https://example.com/a.csv"}
        link = post("resource_create", fields).json["result"]
        resource = post("resource_patch", {"id": link["id"]}, (CONTENT, NAME)).json["result"]
        assert (resource["id"], resource["url_type"]) == (link["id"], "upload")
        assert app.get(resource["url"]).data == CONTENT


class TestNewDataset:
    def test_files_may_come_with_it(self, app, upload, stored_files):
        resources = [{"upload": upload(CONTENT, NAME)}, {"url": "https://example.com/a"}]
        first, link = Dataset(resources=[*resources, {"upload": upload(b"2", "2.csv")}])[
            "resources"
        ][:2]
        assert app.get(first["url"]).data == CONTENT
        assert link["url"] == "https://example.com/a"
        assert len(stored_files()) == 2

    def test_nothing_stays_of_a_dataset_that_is_refused(self, upload, stored_files):
        with pytest.raises(tk.ValidationError):
            Dataset(resources=[{"upload": upload(CONTENT, NAME)}], license_id="unknown")
        assert not stored_files()


class TestRealFiles:
    @pytest.mark.parametrize(
        ("path", "encoding"),
        [("takamatsu/public_toilet.csv", "UTF-8"), (PREFECTURE, "UTF-8-BOM")],
    )
    def test_come_back_unchanged(self, app, create, real_data, path, encoding):
        content = (real_data / path).read_bytes()
        resource = create(content).json["result"]
        response = app.get(resource["url"])
        assert response.data == content
        assert resource["kanazawa_encoding"] == encoding
        assert f"filename*=UTF-8''{quote(NAME)}" in response.headers["Content-Disposition"]
