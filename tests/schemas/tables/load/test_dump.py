"""Dumps are as CKAN's own, but of one edition each."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import ckan.plugins.toolkit as tk
import pytest
from ckan.tests.helpers import call_action
from ckanext.datastore import blueprint as core
from ckanext.datastore.backend.postgres import get_write_engine

from ckanext.kanazawa.schemas.tables.load.snapshot import FORMS
from tests.schemas.tables.load.test_search import PLACES

pytestmark = pytest.mark.usefixtures("with_plugins", "class_db")

QUERIES: list[dict[str, Any]] = [
    {},
    {"bom": "true"},
    {"limit": 2},
    {"limit": 2, "offset": 1},
    {"sort": "名称 desc"},
    {"fields": "名称,面積"},
    {"filters": '{"所在地": "金沢市片町"}'},
    {"filters": '{"面積": {"gt": 10}}', "sort": "面積"},
    {"q": "金沢", "sort": "_id"},
    {"q": '{"所在地": "金沢"}', "fields": "所在地", "sort": "所在地"},
    {"q": "避難 | トイレ", "plain": "false", "sort": "_id"},
    {"distinct": "true", "fields": "所在地", "sort": "所在地"},
    {"q": "見つからない"},
]


@pytest.fixture
def table(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Load the places once for the class."""
    known = request.cls.__dict__.get("_table")
    if known is None:
        upload, work = (request.getfixturevalue(name) for name in ("upload", "work"))
        known = upload(PLACES.encode(), "places.csv")
        assert ("load", "done") in work("examine", "load")
        request.cls._table = known
    return known


def theirs(app: Any, table: str, query: dict[str, Any]) -> bytes:
    """Return what CKAN's own view answers."""
    with app.flask_app.test_request_context(f"/?{urlencode(query)}"):
        tk.g.user = ""
        answer = core.dump(table)
        return b"".join(answer.response)


class TestAsCkan:
    @pytest.mark.parametrize("form", FORMS)
    def test_each_form_of_each_query_is_the_same(self, app, table, form: str):
        for query in QUERIES:
            if form == "json" and "distinct" in query:
                continue  # CKAN's own fails.
            asked = {**query, "format": form}
            answer = app.get(f"/datastore/dump/{table['id']}?{urlencode(asked)}")
            assert (query, answer.data) == (query, theirs(app, table["id"], asked))
            assert answer.content_type == FORMS[form].media_type
            assert answer.headers["Content-Disposition"] == (
                f'attachment; filename="{table["id"]}.{form}"'
            )

    def test_distinct_values_as_json(self, app, table):
        query = "format=json&distinct=true&fields=所在地&sort=所在地&limit=1"
        answer = app.get(f"/datastore/dump/{table['id']}?{query}")
        assert answer.json["records"] == [["京都市中京区"]]

    def test_an_alias_and_a_head_request(self, app, table):
        alias = f"places_{table['id'][:8]}"
        call_action("datastore_create", resource_id=table["id"], force=True, aliases=alias)
        whole = app.get(f"/datastore/dump/{table['id']}")
        assert app.get(f"/datastore/dump/{alias}").data == whole.data
        head = app.get(f"/datastore/dump/{table['id']}", method="HEAD")
        assert int(head.headers["Content-Length"]) == len(whole.data)

    def test_more_rows_than_a_page_of_ckan(self, app, table, monkeypatch):
        monkeypatch.setattr(core, "PAGINATE_BY", 3)
        for query in ({}, {"limit": 3}, {"sort": "面積"}):
            answer = app.get(f"/datastore/dump/{table['id']}?{urlencode(query)}")
            assert answer.data == theirs(app, table["id"], query)

    @pytest.mark.parametrize(
        "query",
        [
            {"sort": "nothing"},
            {"fields": "nothing"},
            {"filters": '{"nothing": 1}'},
            {"filters": "["},
            {"filters": '{"面積": "wide"}'},
            {"limit": -1},
            {"offset": "x"},
            {"format": "exe"},
            {"q": "((", "plain": "false"},
        ],
        ids=str,
    )
    def test_a_wrong_question_is_refused(self, app, table, query: dict[str, Any]):
        app.get(f"/datastore/dump/{table['id']}?{urlencode(query)}", status=400)

    def test_what_is_not_there_or_private(self, app, table, editor):
        user = {"user": editor["name"]}
        app.get("/datastore/dump/nothing", status=404)
        call_action("package_patch", user, id=table["package_id"], private=True)
        try:
            app.get(f"/datastore/dump/{table['id']}", status=404)
        finally:
            call_action("package_patch", user, id=table["package_id"], private=False)

    def test_a_client_that_reads_slowly_holds_no_lock(self, app, table):
        with app.flask_app.test_client() as client:
            answer = client.get(f"/datastore/dump/{table['id']}", buffered=False)
            parts = iter(answer.response)
            next(parts)
            with get_write_engine().begin() as connection:
                connection.exec_driver_sql(
                    f'LOCK TABLE "{table["id"]}" IN ACCESS EXCLUSIVE MODE NOWAIT'
                )
            assert b"".join(parts) == b""
