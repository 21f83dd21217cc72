"""Files of private datasets, drafts and earlier editions stay with those who may edit."""

from __future__ import annotations

from io import BytesIO

import pytest
from ckan.tests import factories

from ckanext.kanazawa.schemas.files.edition import editions
from tests.factories import Dataset, Organization

from .conftest import CONTENT, NAME, act

pytestmark = pytest.mark.usefixtures("with_plugins", "clean_db", "storage_folder")


@pytest.fixture
def editor():
    """Return a user with a token."""
    return factories.UserWithToken()


@pytest.fixture
def organization(editor):
    """Return an organisation the editor works for."""
    users = [{"name": editor["name"], "capacity": "editor"}]
    return Organization(users=users)


@pytest.fixture
def add(organization, upload):
    """Return a function that makes a dataset with a file."""

    def dataset_with_file(**fields):
        dataset = Dataset(owner_org=organization["id"], **fields)
        file = upload(CONTENT, NAME)
        return act("resource_create", package_id=dataset["id"], upload=file)

    return dataset_with_file


@pytest.mark.parametrize("fields", [{"private": True}, {"state": "draft"}])
class TestNotPublic:
    def test_visitor_cannot_tell_it_from_nothing(self, app, add, fields):
        response = app.get(add(**fields)["url"])
        assert response.status_code == 404
        assert CONTENT not in response.data

    def test_editor_gets_it_and_no_cache_keeps_it(self, app, add, editor, fields):
        headers = {"Authorization": editor["token"]}
        response = app.get(add(**fields)["url"], headers=headers)
        assert response.data == CONTENT
        assert "private" in response.headers["Cache-Control"]
        assert "public" not in response.headers["Cache-Control"]


class TestGeneralFileActions:
    def test_visitor_sees_no_edition(self, app, add):
        edition = editions(add()["id"])[0]
        assert app.get(f"/file/download/{edition.id}").status_code == 404
        assert app.get(f"/api/3/action/file_show?id={edition.id}").status_code == 403
        assert app.get(f"/file/public-download/resources/{edition.location}").status_code == 403

    def test_another_organisations_editor_sees_none(self, app, add):
        edition = editions(add()["id"])[0]
        stranger = factories.UserWithToken()
        Organization(users=[{"name": stranger["name"], "capacity": "admin"}])
        headers = {"Authorization": stranger["token"]}
        assert app.get(f"/file/download/{edition.id}", headers=headers).status_code == 404

    def test_editor_lists_and_fetches_earlier_editions(self, app, add, editor, upload):
        resource = add()
        act("resource_patch", id=resource["id"], upload=upload(b"new", NAME))
        headers = {"Authorization": editor["token"]}
        query = f"owner_type=resource&owner_id={resource['id']}"
        listed = app.get(f"/api/3/action/file_owner_scan?{query}", headers=headers).json
        assert listed["result"]["count"] == 2
        earlier = editions(resource["id"])[1]
        assert app.get(f"/file/download/{earlier.id}", headers=headers).data == CONTENT

    @pytest.mark.parametrize(
        ("action", "fields"),
        [
            ("file_delete", {}),
            ("file_rename", {"name": "x.csv"}),
            ("file_unpin", {}),
            ("file_ownership_transfer", {"owner_type": "user", "force": True}),
        ],
    )
    def test_editor_cannot_touch_an_edition(self, app, add, editor, action, fields):
        edition = editions(add()["id"])[0]
        data = {"id": edition.id, "owner_id": editor["id"], **fields}
        headers = {"Authorization": editor["token"]}
        response = app.post(f"/api/3/action/{action}", json=data, headers=headers)
        assert response.status_code == 403

    def test_uploader_is_not_the_owner(self, app, add, editor, organization):
        resource = add()
        headers = {"Authorization": editor["token"]}
        app.post(
            "/api/3/action/resource_patch",
            data={"id": resource["id"], "upload": (BytesIO(b"2"), NAME)},
            headers=headers,
        )
        owners = {(e.owner.owner_type, e.owner.owner_id) for e in editions(resource["id"])}
        assert owners == {("resource", resource["id"])}
