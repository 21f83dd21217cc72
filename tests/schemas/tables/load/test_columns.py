"""What columns are called, and what they hold."""

from __future__ import annotations

import pytest
from ckanext.datastore.helpers import is_valid_field_name

from ckanext.kanazawa.lib.tables.recognise import recognise
from ckanext.kanazawa.lib.tables.table import table_of
from ckanext.kanazawa.schemas.tables.load.columns import columns_of
from ckanext.kanazawa.schemas.tables.load.errors import LoadError
from ckanext.kanazawa.schemas.tables.load.types import settle, watch_block, watches

LONG = "とても長い見出し" * 4
HOSTILE = [
    "_hidden",
    "__",
    'a"b',
    " 端 ",
    "改\n行",
    "零\u200b幅",
    "",
    "",
    "名",
    "名",
    LONG,
    LONG + "二",
    "a :b",
    "時:分",
    "100%",
    "%(x)s",
    "{0}",
    "'); DROP TABLE x; --",
    "rank",
    "\x00",
]


def names(headings: list[str]) -> list[str]:
    return [column.id for column in columns_of(headings)]


class TestNames:
    def test_plain_headings_stay(self):
        assert names(["名称", "所在地_連結表記", "100%", "時:分"]) == [
            "名称",
            "所在地_連結表記",
            "100%",
            "時:分",
        ]

    def test_hostile_ones_become_what_ckan_and_postgresql_take(self):
        found = names(HOSTILE)
        assert len(set(found)) == len(HOSTILE)
        assert all(is_valid_field_name(name) and len(name.encode()) <= 63 for name in found)
        assert found[:4] == ["hidden", "列B", "a″b", "端"]

    def test_a_full_heading_keeps_its_name_before_a_doubled_one(self):
        assert names(["名", "名", "名_2"]) == ["名", "名_3", "名_2"]

    def test_an_id_column_of_an_export_is_left_out(self):
        assert names(["_id", "名称"]) == ["名称"]

    def test_too_many_and_none(self):
        with pytest.raises(LoadError) as error:
            columns_of([f"列{number}" for number in range(2_000)])
        assert error.value.code == "load-too-many-columns"
        with pytest.raises(LoadError):
            columns_of(["_id"])


def types(heading: str, *cells: str | None) -> str:
    table = table_of([heading, "備考"], [[cell, "x"] for cell in cells])
    watched = watches(columns_of(table.headings), recognise(table), frozenset())
    for block in table.blocks():
        watch_block(block.frame, watched)
    settle(watched)
    return watched[0].type


class TestTypes:
    def test_what_reads_back_as_written_gets_a_type(self):
        assert types("人口", "1", "-20", None) == "int4"
        assert types("人口", "1", "9999999999") == "int8"
        assert types("面積", "1.50", "2") == "numeric"
        assert types("測定日", "2026-04-01", None, "1999-12-31") == "date"

    def test_everything_else_is_text(self):
        assert types("人口", "076") == "text"
        assert types("人口", "1", "不明") == "text"
        assert types("人口", "+1") == "text"
        assert types("人口", "1e5") == "text"
        assert types("測定日", "2026-02-30") == "text"
        assert types("測定日", "2026/04/01") == "text"
        assert types("開始", "9:00") == "text"
        assert types("何か", None, None) == "text"

    def test_codes_and_telephones_are_no_numbers(self):
        assert types("市区町村コード", "172014") == "text"
        assert types("電話番号", "0762202111", "762202111") == "text"
        assert types("ID", "1") == "text"
