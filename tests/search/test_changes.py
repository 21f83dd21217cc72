"""Search and catalogue agree after every kind of change."""

from __future__ import annotations

import ckan.model as model
import pytest
import sqlalchemy as sa
from ckan.lib.jobs import get_queue
from ckan.tests import factories
from ckan.tests.helpers import call_action

from ckanext.kanazawa.search import changes

pytestmark = [
    pytest.mark.ckan_config("ckan.plugins", "kanazawa_search"),
    pytest.mark.ckan_config("ckan.auth.create_unowned_dataset", True),
    pytest.mark.usefixtures("with_plugins", "clean_db"),
]


def names(fq: str) -> list[str]:
    """Return what others find now: the session's own open writes are thrown away first."""
    model.Session.rollback()
    answer = call_action("package_search", fq=fq)
    return sorted(dataset["name"] for dataset in answer["results"])


class TestOrganization:
    def test_datasets_are_found_under_the_new_name(self):
        organization = factories.Organization(name="old-name")
        factories.Dataset(name="toilets", owner_org=organization["id"])
        call_action("organization_patch", id=organization["id"], name="new-name")
        assert names("organization:new-name") == ["toilets"]
        assert names("organization:old-name") == []

    def test_results_show_the_new_title(self):
        organization = factories.Organization(title="市役所")
        factories.Dataset(owner_org=organization["id"])
        call_action("organization_patch", id=organization["id"], title="金沢市役所")
        model.Session.rollback()
        found = call_action("package_search", q="金沢市役所")["results"]
        assert [dataset["organization"]["title"] for dataset in found] == ["金沢市役所"]

    def test_dataset_moves_with_package_owner_org_update(self):
        old, new = (
            factories.Organization(name="old-owner"),
            factories.Organization(name="new-owner"),
        )
        dataset = factories.Dataset(name="toilets", owner_org=old["id"])
        call_action("package_owner_org_update", id=dataset["id"], organization_id=new["id"])
        assert names("organization:new-owner") == ["toilets"]
        assert names("organization:old-owner") == []

    @pytest.mark.ckan_config("ckanext.kanazawa.search.reindex_inline_max", 1)
    @pytest.mark.usefixtures("clean_queues")
    def test_many_datasets_are_left_to_a_job(self):
        organization = factories.Organization(name="old-name")
        for name in ("parks", "toilets"):
            factories.Dataset(name=name, owner_org=organization["id"])
        call_action("organization_patch", id=organization["id"], name="new-name")
        assert names("organization:new-name") == []
        for job in get_queue().jobs:
            job.perform()
        assert names("organization:new-name") == ["parks", "toilets"]


class TestGroup:
    def test_member_is_found_and_lost(self):
        group, dataset = factories.Group(name="themes"), factories.Dataset(name="toilets")
        member = {"id": group["id"], "object": dataset["id"], "object_type": "package"}
        call_action("member_create", **member, capacity="public")
        assert names("groups:themes") == ["toilets"]
        call_action("member_delete", **member)
        assert names("groups:themes") == []

    def test_deleted_group_is_forgotten(self):
        group = factories.Group(name="themes")
        factories.Dataset(name="toilets", groups=[{"name": "themes"}])
        call_action("group_delete", id=group["id"])
        assert names("groups:themes") == []
        assert names("name:toilets") == ["toilets"]


class TestDataset:
    def test_deleted_tag_is_forgotten(self):
        factories.Dataset(name="toilets", tags=[{"name": "防災"}])
        call_action("tag_delete", id="防災")
        assert names("tags:防災") == []
        assert names("name:toilets") == ["toilets"]

    def test_purged_dataset_is_gone(self):
        dataset = factories.Dataset(name="toilets")
        call_action("dataset_purge", id=dataset["id"])
        assert names("name:toilets") == []

    def test_renamed_dataset_is_found_once(self):
        dataset = factories.Dataset(name="toilets")
        call_action("package_patch", id=dataset["id"], name="parks")
        assert names("*:*") == ["parks"]

    def test_deferred_create_is_found_once_committed(self):
        context = {"user": factories.Sysadmin()["name"], "defer_commit": True}
        call_action("package_create", context, name="deferred")
        assert names("name:deferred") == []
        call_action("package_create", context, name="deferred")
        model.Session.commit()
        assert names("name:deferred") == ["deferred"]

    def test_rolled_back_update_leaves_what_was(self):
        dataset = factories.Dataset(name="toilets", title="前の題")
        context = {
            "user": factories.Sysadmin()["name"],
            "defer_commit": True,
            "return_id_only": True,
        }
        call_action("package_update", context, **{**dataset, "title": "後の題"})
        changes.index(dataset["id"])
        assert call_action("package_search", q="後の題")["count"] == 1
        model.Session.rollback()
        assert call_action("package_search", q="後の題")["count"] == 0
        assert call_action("package_search", q="前の題")["count"] == 1

    def test_dataset_that_cannot_be_indexed_does_not_keep_others_from_being_saved(self):
        organization = factories.Organization(name="old-name")
        factories.Dataset(name="broken", owner_org=organization["id"])
        factories.Dataset(name="whole", owner_org=organization["id"])
        refuse = "ALTER TABLE kanazawa_search.dataset ADD CHECK (name <> 'broken') NOT VALID"
        with model.ensure_engine().begin() as connection:
            connection.execute(sa.text(refuse))
        call_action("organization_patch", id=organization["id"], name="new-name")
        with model.ensure_engine().begin() as connection:
            connection.execute(
                sa.text("ALTER TABLE kanazawa_search.dataset DROP CONSTRAINT dataset_name_check")
            )
        assert names("organization:new-name") == ["whole"]
        assert call_action("organization_show", id="new-name")["name"] == "new-name"


class TestSavepoint:
    def test_rolled_back_savepoint_leaves_the_rest_to_be_indexed(self):
        organization = factories.Organization(title="市役所")
        factories.Dataset(name="toilets", owner_org=organization["id"])
        model.Session.get(model.Group, organization["id"]).title = "金沢市役所"
        model.Session.flush()
        model.Session.begin_nested().rollback()
        model.Session.commit()
        assert call_action("package_search", q="金沢市役所")["count"] == 1
