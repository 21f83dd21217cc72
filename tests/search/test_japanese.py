"""Words and parts of words are found, however they are written."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from ckan.tests import factories
from ckan.tests.helpers import call_action

pytestmark = [
    pytest.mark.ckan_config("ckan.plugins", "kanazawa_search"),
    pytest.mark.ckan_config("ckan.auth.create_unowned_dataset", True),
    pytest.mark.usefixtures("with_plugins"),
]

# name → what the dataset says
DATASETS = {
    "shelters": {"title": "指定緊急避難場所一覧", "notes": "災害時に避難する場所です。"},
    "toilets": {"title": "公衆トイレ一覧", "tags": [{"name": "衛生"}]},
    "wifi": {"title": "公共施設における無線ＬＡＮアクセスポイント", "notes": "Wi-Fiの一覧"},
    "garbage": {"title": "家庭ごみの収集日", "notes": "5374.jp で使われています。"},
    "garden": {"title": "兼六園の来園者数", "notes": "文化財保護法による特別名勝"},
    "childcare": {"title": "子育て支援施設", "notes": "ﾌﾟﾚﾊﾟﾏﾏの集い"},
    "numbers": {"title": "人口統計 Population statistics 2024", "notes": "Étude"},
}


@pytest.fixture(autouse=True)
def catalogue(with_plugins: None, clean_db: None):
    """Make the datasets."""
    for name, said in DATASETS.items():
        factories.Dataset(name=name, **said)


FREE_TEXT = {
    "避難": {"shelters"},
    "避難場所": {"shelters"},
    "緊急避難": {"shelters"},
    "難": {"shelters"},
    "覧": {"shelters", "toilets", "wifi"},
    "トイレ": {"toilets"},
    "ﾄｲﾚ": {"toilets"},
    "衛生": {"toilets"},
    "無線LAN": {"wifi"},
    "無線ｌａｎ": {"wifi"},
    "wifi": {"wifi"},
    "Wi-Fi": {"wifi"},
    "ごみ": {"garbage"},
    "5374": {"garbage"},
    "兼六園": {"garden"},
    "文化財": {"garden"},
    "子育て": {"childcare"},
    "プレパパママ": set(),
    "プレパママ": {"childcare"},
    "population": {"numbers"},
    "statistic": {"numbers"},
    "etude": {"numbers"},
    "公衆　トイレ": {"toilets"},
    "トイレ 公衆": {"toilets"},
    "トイレ 避難": set(),
    "トイレ OR 避難": {"toilets", "shelters"},
    "一覧 -トイレ": {"shelters", "wifi"},
    "一覧 NOT トイレ": {"shelters", "wifi"},
    "+一覧 +公共": {"wifi"},
    '"公衆トイレ"': {"toilets"},
    '"トイレ公衆"': set(),
    "難避": set(),
    "存在しない語": set(),
    "☆": set(),
    "トイレ ☆": {"toilets"},
}


def test_free_text(found: Callable[..., set[str]]):
    assert {query: found(q=query) for query in FREE_TEXT} == FREE_TEXT


QUERIES = {
    "title:避難": {"shelters"},
    "notes:避難": {"shelters"},
    "title:災害": set(),
    "title:(トイレ OR ごみ)": {"toilets", "garbage"},
    "title:一覧 AND NOT title:トイレ": {"shelters"},
    "title:popul*": {"numbers"},
    "title:*lation": {"numbers"},
    "title:p?pulation": {"numbers"},
    "title:避難*": {"shelters"},
    "tags:衛生": {"toilets"},
    "tags:衛*": {"toilets"},
    "tags:*": {"toilets"},
    "tags:[* TO *]": {"toilets"},
    "title:トイレ^4": {"toilets"},
    "title:トイレ~": {"toilets"},
    'title:"公衆 一覧"~5': {"toilets"},
    "title:(+一覧 -公衆)": {"shelters"},
    "name:shelters || name:wifi": {"shelters", "wifi"},
    "name:shelters && title:避難": {"shelters"},
    "name:[g TO garc]": {"garbage"},
    "name:{garbage TO numbers}": {"garden"},
    "title:(一覧 !公衆)": {"shelters"},
    r"title:5374\.jp": set(),
    "metadata_modified:[NOW-1DAY TO NOW]": set(DATASETS),
    "metadata_modified:[NOW/DAY+1DAY TO *]": set(),
    "metadata_modified:[* TO 2020-01-01T00:00:00Z]": set(),
    "name_ngram:oile": {"toilets"},
    "title_ngram:緊急避": {"shelters"},
    "*:*": set(DATASETS),
    "*:* -title:一覧": {"wifi", "garbage", "garden", "childcare", "numbers"},
}


def test_query_language(found: Callable[..., set[str]]):
    assert {query: found(q=query) for query in QUERIES} == QUERIES


MOST_WORDS = {
    # Up to two words all of them, up to five all but one: CKAN's mm.
    "公衆 トイレ 存在": {"toilets"},
    "公衆 存在 不在": set(),
}


def test_most_words_must_be_found(found: Callable[..., set[str]]):
    assert {query: found(q=query) for query in MOST_WORDS} == MOST_WORDS


def test_all_filters_must_hold(found: Callable[..., set[str]]):
    assert found(q="一覧", fq="title:トイレ", fq_list=["state:active"]) == {"toilets"}


def test_title_ranks_before_notes():
    answer = call_action("package_search", q="避難 OR 一覧")
    assert answer["results"][0]["name"] == "shelters"


def test_autocomplete_finds_part_of_a_title():
    found = call_action("package_autocomplete", q="避難")
    assert [dataset["name"] for dataset in found] == ["shelters"]


def test_pages_do_not_overlap():
    pages = [call_action("package_search", rows=3, start=start)["results"] for start in (0, 3, 6)]
    names = [dataset["name"] for page in pages for dataset in page]
    assert sorted(names) == sorted(DATASETS)
