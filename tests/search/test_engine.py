"""The engine in its place: which one answers, its commands, its facets, its visibility."""

from __future__ import annotations

import ckan.lib.search as search
import ckan.model as model
import pysolr
import pytest
from ckan.cli.cli import ckan as ckan_command
from ckan.tests import factories
from ckan.tests.helpers import call_action

from ckanext.kanazawa.search.backends.postgres import PostgresEngine

pytestmark = [
    pytest.mark.ckan_config("ckan.plugins", "kanazawa_search"),
    pytest.mark.ckan_config("ckan.auth.create_unowned_dataset", True),
    pytest.mark.usefixtures("with_plugins", "clean_db"),
]


def facet(name: str, **params: object) -> dict[str, int]:
    """Return value → count of one facet."""
    answer = call_action("package_search", **{"facet.field": [name], "rows": 0, **params})
    return {item["name"]: item["count"] for item in answer["search_facets"][name]["items"]}


class TestChoice:
    def test_embedded_is_the_default(self):
        assert isinstance(search.make_connection(), PostgresEngine)
        assert isinstance(search.index.make_connection(), PostgresEngine)
        assert search.check_solr_schema_version()

    @pytest.mark.ckan_config("ckanext.kanazawa.search.engine", "solr")
    def test_solr_is_left_to_ckan(self):
        assert isinstance(search.make_connection(), pysolr.Solr)
        assert isinstance(search.query.make_connection(), pysolr.Solr)


class TestFacets:
    def test_counts_follow_every_change(self):
        first = factories.Dataset(tags=[{"name": "公園"}, {"name": "防災"}])
        assert facet("tags") == {"公園": 1, "防災": 1}
        factories.Dataset(tags=[{"name": "公園"}])
        assert facet("tags") == {"公園": 2, "防災": 1}
        call_action("package_patch", id=first["id"], tags=[{"name": "みどり"}])
        assert facet("tags") == {"公園": 1, "みどり": 1}
        call_action("package_delete", id=first["id"])
        assert facet("tags") == {"公園": 1}

    def test_counts_follow_the_query(self):
        factories.Dataset(title="トイレ", tags=[{"name": "公園"}])
        factories.Dataset(title="避難所", tags=[{"name": "公園"}, {"name": "防災"}])
        assert facet("tags", q="避難") == {"公園": 1, "防災": 1}
        assert facet("tags", fq="tags:防災") == {"公園": 1, "防災": 1}
        assert facet("tags", q="存在しない") == {}

    def test_limit_keeps_the_most_frequent(self):
        for tags in (["ああ", "いい"], ["いい"], ["いい", "うう"]):
            factories.Dataset(tags=[{"name": tag} for tag in tags])
        assert facet("tags", **{"facet.limit": 1}) == {"いい": 3}
        assert facet("tags", **{"facet.limit": -1}) == {"ああ": 1, "いい": 3, "うう": 1}
        assert facet("tags", **{"facet.mincount": 2}) == {"いい": 3}

    def test_uncommitted_values_stay_with_their_writer(self):
        dataset = factories.Dataset(tags=[{"name": "公園"}])
        engine = search.make_connection()
        document = engine.search(q=f'id:"{dataset["id"]}"').docs[0]
        engine.add([{**document, "tags": ["秘密"], "permission_labels": ["public"]}])
        assert facet("tags") == {"秘密": 1}
        model.Session.rollback()
        assert facet("tags") == {"公園": 1}

    def test_other_fields_can_be_counted(self):
        factories.Dataset(extras=[{"key": "kind", "value": "表"}])
        assert facet("kind") == {"表": 1}
        assert facet("dataset_type") == {"dataset": 1}
        assert facet("title") == {}


class TestVisibility:
    def test_private_is_neither_found_nor_counted(self):
        owner = factories.Organization(name="owner")
        factories.Dataset(owner_org=owner["id"], private=True, title="非公開の公園")
        answer = call_action(
            "package_search",
            {"user": "", "ignore_auth": False},
            q="公園",
            include_private=True,
            **{"facet.field": ["organization"]},
        )
        assert (answer["count"], answer["facets"]) == (0, {"organization": {}})

    def test_labels_and_documents_are_not_returned(self):
        factories.Dataset()
        doc = search.make_connection().search(q="*:*", fl="*").docs[0]
        assert "permission_labels" not in doc


class TestText:
    def test_what_ckan_leaves_out_is_found(self):
        owner = factories.Organization(name="owner", title="金沢市役所")
        dataset = factories.Dataset(owner_org=owner["id"])
        factories.Resource(package_id=dataset["id"], kanazawa_filename="公衆便所.csv")
        assert call_action("package_search", q="市役所")["count"] == 1
        assert call_action("package_search", q="便所")["count"] == 1

    def test_words_in_translations_are_found(self):
        factories.Dataset(extras=[{"key": "title_translated", "value": '{"ja": "\\u516c\\u5712"}'}])
        assert call_action("package_search", q="公園")["count"] == 1


class TestSort:
    def test_by_any_field(self):
        for name, value in (("first", "b"), ("second", "a"), ("third", "c")):
            factories.Dataset(name=name, extras=[{"key": "rank_of_mine", "value": value}])
        factories.Dataset(name="without")
        found = call_action("package_search", sort="rank_of_mine desc, name asc")["results"]
        assert [dataset["name"] for dataset in found] == ["third", "first", "second", "without"]


class TestCommands:
    def test_clear_check_and_rebuild(self, cli):
        dataset = factories.Dataset()
        factories.Dataset()
        model.Session.remove()
        assert cli.invoke(ckan_command, ["search-index", "clear", dataset["name"]]).exit_code == 0
        model.Session.remove()
        assert (
            "not indexed = 1 out of 2" in cli.invoke(ckan_command, ["search-index", "check"]).output
        )
        assert cli.invoke(ckan_command, ["search-index", "rebuild", "-q"]).exit_code == 0
        model.Session.remove()
        assert call_action("package_search")["count"] == 2
        assert cli.invoke(ckan_command, ["search-index", "clear"]).exit_code == 0
        model.Session.remove()
        assert call_action("package_search")["count"] == 0

    def test_rebuild_drops_what_the_catalogue_does_not_have(self, cli):
        dataset = factories.Dataset()
        document = search.make_connection().search(q="*:*").docs[0]
        ghost = {**document, "id": "ghost", "name": "ghost", "index_id": "ghost"}
        search.make_connection().add([{**ghost, "permission_labels": ["public"]}])
        model.Session.commit()
        assert cli.invoke(ckan_command, ["search-index", "rebuild", "-q"]).exit_code == 0
        model.Session.remove()
        found = call_action("package_search", fl=["id"])["results"]
        assert [row["id"] for row in found] == [dataset["id"]]


class TestWriting:
    def test_refused_document_leaves_the_session_usable(self):
        dataset = factories.Dataset()
        with pytest.raises(search.SearchIndexError):
            search.make_connection().add([{"id": "no-index-id", "site_id": "x"}])
        assert call_action("package_show", id=dataset["id"])["id"] == dataset["id"]
