"""The resource's form as a browser sends it: session, CSRF token, everything at once."""

from __future__ import annotations

from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from ckan.tests import factories

from .conftest import CONTENT, NAME, act

MB = 1024**2
pytestmark = [
    pytest.mark.ckan_config("ckan.max_resource_size", 1),
    pytest.mark.ckan_config("ckan.max_image_size", 1),
    pytest.mark.usefixtures("with_plugins", "clean_db", "storage_folder"),
]


@pytest.fixture
def browser(app):
    """Return a client that is logged in as an administrator."""
    user = factories.Sysadmin(password="correct123")
    app.post("/user/login", data={"login": user["name"], "password": "correct123"})
    return app


@pytest.fixture
def submit(browser):
    """Return a function that fills in the form at an address and sends it."""

    def send(address, file=None, **typed):
        page = BeautifulSoup(browser.get(address).text, "html.parser")
        form = page.select_one("form.resource-form, form#resource-edit")
        fields = {i["name"]: i.get("value", "") for i in form.select("input[type=hidden][name]")}
        fields |= {i["name"]: i.get("value", "") for i in form.select("input[type=text][name]")}
        fields |= {"url": "", "save": "go-dataset-complete", **typed}
        fields["upload"] = (BytesIO(file[0]), file[1]) if file else (BytesIO(b""), "")
        return browser.post(address, data=fields, follow_redirects=False)

    return send


@pytest.fixture
def new(dataset):
    """Return the address of the form for a new resource."""
    return f"/dataset/{dataset['id']}/resource/new"


def shown(dataset):
    """Return the resources of a dataset."""
    return act("package_show", id=dataset["id"])["resources"]


class TestNew:
    def test_limit_is_shown_and_known_to_the_browser(self, browser, new):
        page = BeautifulSoup(browser.get(new).text, "html.parser")
        assert "1 MB" in page.select_one("#help-upload").text
        assert page.select_one("[data-module-limit]")["data-module-limit"] == str(MB)

    def test_file_is_saved(self, app, submit, new, dataset):
        response = submit(new, (CONTENT, NAME), description="説明")
        assert response.status_code == 302
        resource = shown(dataset)[0]
        assert resource["name"] == NAME
        assert app.get(resource["url"]).data == CONTENT

    @pytest.mark.parametrize(
        ("file", "message"),
        [
            ((b"", "空.csv"), "ファイル「空.csv」は空です。"),
            ((b"x" * (MB + 1), "大.csv"), "ファイル「大.csv」が大きすぎます。"),
            ((b"x", "..."), "ファイル名が使えません。"),
        ],
    )
    def test_bad_file_is_named_at_its_field_and_what_was_typed_stays(
        self, submit, new, dataset, stored_files, file, message
    ):
        response = submit(new, file, **{"name_translated-ja": "残る入力"})
        page = BeautifulSoup(response.text, "html.parser")
        assert response.status_code == 200
        assert message in page.select_one("#error-url").text
        assert page.select_one("[name='name_translated-ja']")["value"] == "残る入力"
        assert not stored_files()
        assert shown(dataset) == []

    def test_neither_file_nor_link(self, submit, new, dataset):
        response = submit(new, **{"name_translated-ja": "名前だけ"})
        assert BeautifulSoup(response.text, "html.parser").select_one("#error-url")
        assert shown(dataset) == []

    def test_link(self, submit, new, dataset):
        assert submit(new, url="https://example.com/a.csv").status_code == 302
        assert not shown(dataset)[0]["url_type"]


class TestEdit:
    @pytest.fixture
    def resource(self, dataset, upload):
        return act("resource_create", package_id=dataset["id"], upload=upload(CONTENT, NAME))

    @pytest.fixture
    def address(self, dataset, resource):
        return f"/dataset/{dataset['id']}/resource/{resource['id']}/edit"

    def test_other_fields_change_and_the_file_stays(self, app, submit, address, resource, dataset):
        assert submit(address, **{"name_translated-ja": "改名"}).status_code == 302
        after = shown(dataset)[0]
        assert after["name"] == "改名"
        for field in ("url", "hash", "size", "kanazawa_filename", "format", "kanazawa_encoding"):
            assert after[field] == resource[field], field
        assert app.get(after["url"]).data == CONTENT

    def test_another_file(self, app, submit, address, dataset):
        assert submit(address, (b"%PDF-1.4", "新.pdf")).status_code == 302
        after = shown(dataset)[0]
        assert (after["kanazawa_filename"], after["format"]) == ("新.pdf", "PDF")

    def test_automatic_title_follows_another_file(self, submit, address, dataset):
        submit(address, (b"a,b\n", "新.csv"))
        assert shown(dataset)[0]["name"] == "新.csv"
        submit(address, (b"c,d\n", "次.csv"), **{"name_translated-ja": "題名"})
        submit(address, (b"e,f\n", "後.csv"))
        assert shown(dataset)[0]["name"] == "題名"

    def test_bad_file_leaves_the_old_one(self, app, submit, address, resource, dataset):
        response = submit(address, (b"", "空.csv"))
        assert BeautifulSoup(response.text, "html.parser").select_one("#error-url")
        assert app.get(shown(dataset)[0]["url"]).data == CONTENT

    def test_link_instead(self, submit, address, dataset):
        assert submit(address, url="https://example.com/a.csv").status_code == 302
        assert (shown(dataset)[0]["url"], shown(dataset)[0].get("hash")) == (
            "https://example.com/a.csv",
            "",
        )


def test_form_without_token_is_refused_before_anything_is_kept(browser, new, stored_files):
    response = browser.post(new, data={"save": "x", "upload": (BytesIO(CONTENT), NAME)})
    assert response.status_code == 400
    assert not stored_files()
