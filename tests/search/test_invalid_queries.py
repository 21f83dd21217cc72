"""What is wrong with a query is said, in the reader's language, and never a 500."""

from __future__ import annotations

from urllib.parse import quote

import ckan.model as model
import pytest
import sqlalchemy as sa
from ckan.lib.search.common import SearchQueryError
from ckan.tests import factories
from ckan.tests.helpers import call_action

from ckanext.kanazawa.search.errors import MIGRATE_COMMAND, IndexNotReady

pytestmark = [
    pytest.mark.ckan_config("ckan.plugins", "kanazawa_search"),
    pytest.mark.ckan_config("ckan.auth.create_unowned_dataset", True),
    pytest.mark.usefixtures("with_plugins", "clean_db"),
]

BROKEN = [
    "title:(公園",
    'title:"公園',
    "title:[1 TO",
    "title:",
    "AND title:公園",
    "title:/公園/",
    "metadata_modified:[昨日 TO NOW]",
    "views_total:many",
    "metadata_modified:NOW-1WEEK",
    "(" * 200 + "title:a" + ")" * 200,
]


def test_action_refuses():
    for query in BROKEN:
        with pytest.raises(SearchQueryError):
            call_action("package_search", q=query)


PASTED = ["https://www4.city.kanazawa.lg.jp", "金沢市:", "12:", ":", "12:30", "金沢市:公園"]


def test_page_takes_it_for_words(app):
    queries = [*BROKEN, *PASTED]
    answers = {query: app.get(f"/dataset/?q={quote(query)}").status_code for query in queries}
    assert answers == dict.fromkeys(queries, 200)


def test_pasted_words_are_found(app):
    factories.Dataset(title="金沢市の公園", notes="出典: https://www4.city.kanazawa.lg.jp/a")
    found = [
        "https://www4.city.kanazawa.lg.jp",
        "金沢市:",
        "公園: 金沢市",
        "title:公園",
    ]
    for query in found:
        assert "金沢市の公園" in app.get(f"/dataset/?q={quote(query)}").body, query
    for query in (":", "12:30", "title:図書館"):
        assert "金沢市の公園" not in app.get(f"/dataset/?q={quote(query)}").body, query


def test_feed_says_what_is_wrong(app):
    response = app.get(f"/feeds/custom.atom?q={quote('title:(公園')}", status=400)
    assert "公園" in response.body


SIGNS = ['"', "(", ")", "+", "-", "a OR", "NOT", "~", "/", "\\", "{", "[a TO", "公園!", "'", "<a>"]


def test_search_box_takes_any_sign():
    factories.Dataset(title="トイレ")
    counts = {query: call_action("package_search", q=query)["count"] for query in SIGNS}
    assert counts == dict.fromkeys(SIGNS, 0)


WRONG_PARAMETERS: list[dict[str, object]] = [
    {"sort": "metadata_modified"},
    {"sort": "metadata_modified upwards"},
    {"sort": "tags asc"},
    {"mm": "many", "q": "公園"},
    {"start": 2**40},
]


def test_wrong_parameters_are_refused():
    for parameters in WRONG_PARAMETERS:
        with pytest.raises(SearchQueryError):
            call_action("package_search", **parameters)


LONG = ["a" * 10_000, "a" * 3000 + ":b", "title:" + "a" * 3000 + "*", "公園\x00", "公園\ud800"]


def test_long_words_and_broken_characters_find_nothing():
    counts = {query: call_action("package_search", q=query)["count"] for query in LONG}
    assert counts == dict.fromkeys(LONG, 0)


def test_page_beyond_the_last_is_empty(app):
    factories.Dataset(title="公園")
    assert app.get("/dataset/?page=9999", status=200)


def test_hostile_text_is_only_text():
    text = "'); DROP TABLE package; -- \\' %s :x {y} \x01"
    factories.Dataset(name="hostile", title=text, notes="𠮷野家 👪 ‮")
    assert call_action("package_search", q="DROP TABLE package")["count"] == 1
    assert call_action("package_search", q="𠮷野家")["count"] == 1


def test_very_long_texts_are_indexed():
    long_words = " ".join(f"word{number}" for number in range(40_000))
    factories.Dataset(name="long", title="長" * 10_000, notes=long_words)
    assert call_action("package_search", q="word1")["count"] == 1
    assert call_action("package_search", q="長長")["count"] == 1


class TestUnmigrated:
    @pytest.fixture(autouse=True)
    def _no_tables(self, with_plugins: None, clean_db: None, migrate_db_for):
        with model.ensure_engine().begin() as connection:
            connection.execute(sa.text("DROP SCHEMA kanazawa_search CASCADE"))
            connection.execute(sa.text("DROP TABLE kanazawa_search_alembic_version"))
        yield
        # The other tests of this run count on tables that are made once.
        migrate_db_for("kanazawa_search")

    def test_search_names_the_command(self):
        with pytest.raises(IndexNotReady, match=MIGRATE_COMMAND):
            call_action("package_search")

    def test_page_names_the_command(self, app):
        assert MIGRATE_COMMAND in app.get("/dataset/", status=503).body

    def test_migration_runs_again_over_tables_that_are_left(self, migrate_db_for):
        migrate_db_for("kanazawa_search")
        with model.ensure_engine().begin() as connection:
            connection.execute(sa.text("DROP TABLE kanazawa_search_alembic_version"))
        migrate_db_for("kanazawa_search")
        assert call_action("package_search")["count"] == 0

    def test_migration_can_be_taken_back(self, migrate_db_for):
        migrate_db_for("kanazawa_search")
        migrate_db_for("kanazawa_search", "base", False)
        with pytest.raises(IndexNotReady):
            call_action("package_search")


TOO_MUCH: list[dict[str, object]] = [
    {"q": " ".join(f"word{number}" for number in range(3000))},
    {"q": "NOT " * 600 + "id:x"},
    {"q": "title:" + "-" * 3000 + "x"},
    {"q": "title:a AND " + "+" * 3000 + "x"},
    {"fq": "NOT " * 600 + "x"},
    {"fq": "title:" + "-" * 3000 + "x"},
    {"fq": "a AND " + "+" * 3000 + "x"},
    {"q": "公園", "mm": "9" * 400 + "%"},
    {"q": "公園", "mm": "9" * 400 + "<1"},
    {"fq": "views_total:99999999999999999999"},
]


@pytest.mark.parametrize("parameters", TOO_MUCH)
def test_too_much_is_refused(parameters: dict[str, object]):
    with pytest.raises(SearchQueryError) as caught:
        call_action("package_search", **parameters)
    assert getattr(caught.value, "reader_message", "") == str(caught.value) != ""


def test_text_that_only_looks_like_json_is_saved():
    for number, notes in enumerate(["[" * 5000, "[" * 500 + "]" * 500]):
        factories.Dataset(name=f"nested-{number}", notes=notes, title="公園")
    assert call_action("package_search", q="公園")["count"] == 2


def test_filters_that_ckan_joins_hold_beside_any_operator():
    owner = factories.Organization()
    open_, hidden = factories.Dataset(), factories.Dataset(owner_org=owner["id"], private=True)
    either = f"id:{open_['id']} OR id:{hidden['id']}"
    for fq in (either, f"AND {either}", f"{either} AND id:{hidden['id']}"):
        found = call_action("package_search", fq=fq)["results"]
        assert {dataset["id"] for dataset in found} <= {open_["id"]}
    deleted = factories.Dataset(state="deleted")
    found = call_action("package_search", fq=f"id:{deleted['id']} OR id:{open_['id']}")["results"]
    assert [dataset["id"] for dataset in found] == [open_["id"]]
