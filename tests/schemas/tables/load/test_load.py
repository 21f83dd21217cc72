"""Uploads become DataStore tables, and later uploads take their place."""

from __future__ import annotations

import ckan.model as model
import pytest
from ckan.tests.helpers import call_action

from ckanext.kanazawa.schemas.model.edition import Edition
from ckanext.kanazawa.schemas.tables.queue.put import put
from tests.schemas.tables.conftest import toilets, waiting_jobs

pytestmark = pytest.mark.usefixtures("with_plugins", "class_db")


def records(resource, **search) -> list[dict]:
    return call_action("datastore_search", resource_id=resource["id"], **search)["records"]


def fields(resource) -> dict[str, dict]:
    found = call_action("datastore_search", resource_id=resource["id"], limit=0)
    return {field["id"]: field for field in found["fields"]}


def loaded(edition) -> tuple:
    return edition.load_error, edition.loaded_rows


class TestNational:
    def test_headings_types_dictionary_and_flag(self, upload, work, newest):
        resource = upload(toilets())
        modified = call_action("package_show", id=resource["package_id"])["metadata_modified"]
        assert ("load", "done") in work("examine", "load")
        edition = newest(resource)
        assert loaded(edition) == (None, 5)
        assert edition.facts["row_runs"] == [[1, 2]]
        assert [row["名称"] for row in records(resource)][:2] == [
            "見本公園トイレ0",
            "見本公園トイレ1",
        ]
        assert records(resource)[0]["ID"] == "0000000000"
        found = fields(resource)
        types = {name: found[name]["type"] for name in ("ID", "緯度", "男性トイレ_総数", "備考")}
        assert types == {"ID": "text", "緯度": "numeric", "男性トイレ_総数": "int4", "備考": "text"}
        info = found["男性トイレ_総数"]["info"]
        assert (info["label"], info["unit_ja"]) == ("Male fixtures", "基")
        assert "Number of fixtures for men." in info["notes"]
        shown = call_action("resource_show", id=resource["id"])
        assert shown["datastore_active"] is True
        dataset = call_action("package_show", id=resource["package_id"])
        assert dataset["metadata_modified"] == modified
        assert [e.id for e in Edition.newest_first(resource["id"])] == [edition.id]
        index = call_action("package_search", q=f"id:{dataset['id']}")
        assert index["results"][0]["resources"][0]["datastore_active"] is True

    def test_a_later_edition_takes_its_place_under_the_same_id(self, upload, work, newest):
        resource = upload(toilets(3))
        work("examine", "load")
        upload(toilets(7), resource=resource)
        work("examine", "load")
        found = call_action("datastore_search", resource_id=resource["id"])
        assert (found["total"], len(found["records"])) == (7, 7)
        assert loaded(newest(resource)) == (None, 7)

    def test_what_editors_wrote_into_the_dictionary_stays(self, upload, work):
        resource = upload(toilets(2))
        work("examine", "load")
        info = {**fields(resource)["名称"]["info"], "label": "Toilet", "type_override": ""}
        other = {**fields(resource)["緯度"]["info"], "type_override": "text"}
        change = [
            {"id": "名称", "type": "text", "info": info},
            {"id": "緯度", "type": "numeric", "info": other},
        ]
        call_action("datastore_create", resource_id=resource["id"], force=True, fields=change)
        upload(toilets(3), resource=resource)
        work("examine", "load")
        found = fields(resource)
        assert found["名称"]["info"]["label"] == "Toilet"
        assert found["名称"]["info"]["notes"] == info["notes"]
        assert found["所在地_連結表記"]["info"]["label"] == "Full address"
        assert found["緯度"]["type"] == "text"

    def test_the_dictionary_can_be_saved_without_another_index_of_words(self, upload, work):
        resource = upload(toilets(2))
        work("examine", "load")
        change = [{"id": "名称", "type": "text", "info": {"label": "N"}}]
        before = call_action("datastore_info", id=resource["id"])["meta"]["idx_size"]
        call_action("datastore_create", resource_id=resource["id"], force=True, fields=change)
        assert call_action("datastore_info", id=resource["id"])["meta"]["idx_size"] == before

    def test_loaded_again_it_is_the_same(self, upload, work, newest):
        resource = upload(toilets(2))
        work("examine", "load")
        before = records(resource)
        put("load", resource["id"], newest(resource).id)
        model.Session.commit()
        assert work("load") == [("load", "done")]
        assert records(resource) == before

    def test_an_alias_shows_the_later_edition(self, upload, work):
        resource = upload(toilets(2))
        work("examine", "load")
        alias = f"toilets_{resource['id'][:8]}"
        call_action("datastore_create", resource_id=resource["id"], force=True, aliases=alias)
        upload(toilets(4), resource=resource)
        work("examine", "load")
        assert call_action("datastore_search", resource_id=alias)["total"] == 4


class TestRefused:
    def test_the_old_table_stays_the_edition_says_why_and_forms_are_made(
        self, upload, work, newest
    ):
        resource = upload(toilets(2))
        work("examine", "load")
        wide = ",".join(f"列{number}" for number in range(1_700))
        upload(f"{wide}\n{wide}\n".encode(), "wide.csv", resource=resource)
        assert ("load", "failed") in work("examine", "load")
        edition = newest(resource)
        assert edition.load_error["code"] == "load-too-many-columns"
        assert edition.loaded_rows is None
        assert len(records(resource)) == 2
        assert ("forms", edition.id) in [(job.kind, job.edition_id) for job in waiting_jobs()]


class TestNoTableAnyMore:
    def test_what_is_taken_back_is_gone_and_the_one_before_is_there(self, upload, work, newest):
        resource = upload(toilets(2))
        work("examine", "load")
        upload(toilets(3), resource=resource)
        work("examine", "load")
        newest(resource).release = "withdrawn"
        put("load", resource["id"], None)
        model.Session.commit()
        work("load")
        assert len(records(resource)) == 2
        newest(resource).release = "withdrawn"
        put("load", resource["id"], None)
        model.Session.commit()
        work("load")
        assert call_action("resource_show", id=resource["id"])["datastore_active"] is False
        with pytest.raises(Exception, match="not found"):
            records(resource)

    def test_a_file_that_is_no_table_ends_the_table(self, upload, work, newest):
        resource = upload(toilets(2))
        work("examine", "load")
        upload(b"%PDF-1.4\n%%EOF\n", "page.pdf", resource=resource)
        work("examine", "load")
        assert newest(resource).state == "no-table"
        assert call_action("resource_show", id=resource["id"])["datastore_active"] is False
