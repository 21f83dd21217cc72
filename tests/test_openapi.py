"""The OpenAPI description is valid, in both languages, and true: its examples are called."""

from __future__ import annotations

import ckan.model as model
import pytest
from openapi_spec_validator import validate

from ckanext.kanazawa.schemas.model.edition import Edition
from tests.catalogue import new_dataset, new_table

pytestmark = pytest.mark.usefixtures("with_plugins", "clean_db", "clean_index")


def test_description_is_valid_and_in_the_readers_language(app):
    japanese = app.get("/api/openapi.json").json
    english = app.get("/en/api/openapi.json").json
    validate(japanese)
    validate(english)
    path = "/api/3/action/package_search"
    assert japanese["paths"][path]["get"]["summary"] == "データセットを検索する"
    assert english["paths"][path]["get"]["summary"] == "Search datasets"
    assert set(japanese["paths"]) == set(english["paths"])


def test_every_example_works(app):
    table = new_table(new_dataset())
    link = {"source_url": "https://data.example/sample.csv", "name": "sample.csv"}
    model.Session.add(Edition(owner_id=table["resource_id"], label="2026-04-01", **link))
    model.Session.commit()
    document = app.get("/api/openapi.json").json
    assert len(document["paths"]) >= 12
    for path, item in document["paths"].items():
        if "post" in item:  # a form with a file: see the tests of the action
            assert "multipart/form-data" in item["post"]["requestBody"]["content"]
            continue
        facts = item["get"]["parameters"]
        query = {fact["name"]: str(fact["example"]) for fact in facts if "example" in fact}
        missing = [fact["name"] for fact in facts if fact["required"] and fact["name"] not in query]
        assert not missing, (path, missing)
        answer = app.get(path, query_string=query)
        assert answer.status_code == 200, (path, query, answer.body[:300])
        assert answer.json["success"] is True
        assert "result" in answer.json


def test_an_empty_catalogue_has_no_example_of_a_dataset(app):
    facts = app.get("/api/openapi.json").json["paths"]["/api/3/action/package_show"]["get"]
    assert "example" not in facts["parameters"][0]


@pytest.mark.ckan_config("ckan.datastore.sqlsearch.enabled", False)
def test_sql_is_described_only_where_it_is_switched_on(app):
    assert "/api/3/action/datastore_search_sql" not in app.get("/api/openapi.json").json["paths"]
