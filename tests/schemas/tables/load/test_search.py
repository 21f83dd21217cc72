"""`q` finds parts of Japanese words in loaded tables, and works as before in others."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
import pytest
from ckan.tests.helpers import call_action

pytestmark = pytest.mark.usefixtures("with_plugins", "class_db")

PLACES = """名称,所在地,備考,面積
指定緊急避難場所 中央公園,石川県金沢市広坂1丁目1番1号,Wi-Fi あり,1200.5
東京都と京の店,京都市中京区,facilities of the city,7
ﾄｲﾚ（第２駐車場）,金沢市片町,TEL 076-220-2111,30
市,白山市倉光,happy people's A/B test 2026-04-01,
"""


@pytest.fixture
def table(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Load the places once for the class."""
    known = request.cls.__dict__.get("_table")
    if known is None:
        upload, work = (request.getfixturevalue(name) for name in ("upload", "work"))
        known = upload(PLACES.encode(), "places.csv")
        assert ("load", "done") in work()
        request.cls._table = known
    return known


def ids(table: dict[str, Any], **search: Any) -> list[int]:
    found = call_action("datastore_search", resource_id=table["id"], **search)
    assert found["total"] == len(found["records"])
    return sorted(row["_id"] for row in found["records"])


class TestQ:
    def test_plain_words(self, table):
        expected: dict[str, list[int]] = {
            "避難": [1],
            "緊急避難場所": [1],
            "難": [1],
            "金沢市": [1, 3],
            "金沢 広坂": [1],
            "金沢 倉光": [],
            "トイレ": [3],
            "ﾄｲﾚ": [3],
            "第2": [3],
            "東京都": [2],
            "京都市": [2],
            "都市": [2],
            "市": [1, 2, 3, 4],
            "wifi": [1],
            "ｗｉ－ｆｉ": [1],
            "Wi-Fi": [1],
            "facility": [2],
            "happiness": [4],
            "CITY": [2],
            "076-220-2111": [3],
            "0762202111": [3],
            "220": [3],
            "1200.5": [1],
            "2026-04-01": [4],
            "見つからない": [],
            "、。!&|": [],
            "'; DROP TABLE x; --": [],
            "a:b:*\\": [4],
        }
        assert {q: ids(table, q=q) for q in expected} == expected

    def test_written_queries(self, table):
        expected: dict[str, list[int]] = {
            "避難 | トイレ": [1, 3],
            "金沢市 & !避難": [3],
            "(避難 | トイレ) & 広坂": [1],
            "避難 <-> 場所": [1],
            "fac:*": [2],
            "'中央 公園'": [1],
            "避難:*A": [1],
        }
        assert {q: ids(table, q=q, plain=False) for q in expected} == expected

    def test_a_query_with_faults_is_refused_as_ever(self, table):
        with pytest.raises(tk.ValidationError):
            ids(table, q="避難 (", plain=False)

    def test_single_columns(self, table):
        assert ids(table, q={"所在地": "京都"}) == [2]
        assert ids(table, q={"名称": "京都"}) == [2]
        assert ids(table, q={"名称": "金沢"}) == []
        assert ids(table, q={"所在地": "金沢", "名称": "公園"}) == [1]
        assert ids(table, q={"面積": "30"}) == [3]
        assert ids(table, q={"所在地": "金沢"}, full_text="トイレ") == [3]

    def test_rank_is_there_and_orders(self, table):
        found = call_action("datastore_search", resource_id=table["id"], q="金沢")
        assert all(row["rank"] > 0 for row in found["records"])
        found = call_action("datastore_search", resource_id=table["id"], q={"所在地": "金沢"})
        assert all(row["rank 所在地"] > 0 for row in found["records"])

    def test_every_form_of_records(self, table):
        for records_format in ("lists", "csv", "tsv", "objects"):
            found = call_action(
                "datastore_search",
                resource_id=table["id"],
                q="避難",
                language="english",
                records_format=records_format,
                fields=["名称"],
                sort="名称",
            )
            assert "中央公園" in str(found["records"])
            assert found["total"] == 1

    def test_distinct_and_filters(self, table):
        search = {"resource_id": table["id"], "q": "金沢市", "distinct": True, "fields": ["所在地"]}
        assert len(call_action("datastore_search", **search)["records"]) == 2
        assert ids(table, q="金沢", filters={"面積": {"gt": 100}}) == [1]


class TestLaterChanges:
    def test_rows_changed_by_the_api_are_found_by_their_new_words(self, table):
        change = {"resource_id": table["id"], "force": True}
        new = {"名称": "新しい消防署", "所在地": "野々市市", "備考": None, "面積": 1}
        call_action("datastore_upsert", **change, method="insert", records=[new])
        assert ids(table, q="消防") == [5]
        row = {"_id": 5, "名称": "古い交番"}
        call_action("datastore_upsert", **change, method="upsert", records=[row])
        assert ids(table, q="消防") == []
        assert ids(table, q="交番") == [5]
        row = {"_id": 5, "名称": "郵便局"}
        call_action("datastore_upsert", **change, method="update", records=[row])
        assert ids(table, q="郵便局 野々市") == [5]


class TestOtherTables:
    def test_tables_of_others_are_searched_by_ckan(self, dataset, editor):
        made = call_action(
            "datastore_create",
            {"user": editor["name"]},
            resource={"package_id": dataset["id"]},
            fields=[{"id": "name", "type": "text"}],
            records=[{"name": "facilities of the city"}, {"name": "避難"}],
        )
        found = {"id": made["resource_id"]}
        assert ids(found, q="facility") == [1]
        assert ids(found, q={"name": "city"}) == [1]
        assert ids(found, q="避") == []
