"""Parts of the query language that need no database."""

from __future__ import annotations

import datetime

import pytest
from luqum.tree import BaseOperation

from ckanext.kanazawa.search.analysis import Vector, phrase_query, prefix_query, stem
from ckanext.kanazawa.search.errors import InvalidQuery
from ckanext.kanazawa.search.query.clauses import clauses
from ckanext.kanazawa.search.query.dates import moment
from ckanext.kanazawa.search.query.minimum import needed
from ckanext.kanazawa.search.query.syntax import tree

NOW = datetime.datetime(2026, 11, 21, 5, 30, 15, tzinfo=datetime.timezone.utc)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NOW", "2026-11-21T05:30:15"),
        ("NOW/DAY", "2026-11-21T00:00:00"),
        ("NOW-1DAY", "2026-11-20T05:30:15"),
        ("NOW/MONTH-2MONTHS", "2026-09-01T00:00:00"),
        ("NOW/YEAR+1YEAR", "2027-01-01T00:00:00"),
        ("NOW-24HOURS/HOUR", "2026-11-20T05:00:00"),
        ("2026-04-01T00:00:00Z", "2026-04-01T00:00:00"),
        ("2026-04-01T12:30:05.250Z", "2026-04-01T12:30:05.250000"),
        ("2026-04-01", "2026-04-01T00:00:00"),
        ("2026", "2026-01-01T00:00:00"),
        ("2026-01-31T00:00:00Z+1MONTH", "2026-02-28T00:00:00"),
    ],
)
def test_moment(text: str, expected: str):
    assert moment(text, NOW).isoformat() == f"{expected}+00:00"


@pytest.mark.parametrize(
    "text", ["昨日", "", "2026-13-01", "NOW-1WEEK", "NOW+", "2026-04-01X", "NOW+99999999YEARS"]
)
def test_no_moment(text: str):
    with pytest.raises(InvalidQuery):
        moment(text, NOW)


@pytest.mark.parametrize(
    ("rule", "count", "expected"),
    [
        ("2<-1 5<80%", 1, 1),
        ("2<-1 5<80%", 2, 2),
        ("2<-1 5<80%", 3, 2),
        ("2<-1 5<80%", 5, 4),
        ("2<-1 5<80%", 6, 4),
        ("100%", 7, 7),
        ("-25%", 5, 4),
        ("3", 2, 2),
        ("-9", 3, 0),
    ],
)
def test_needed(rule: str, count: int, expected: int):
    assert needed(rule, count) == expected


def test_needed_refuses_what_is_no_rule():
    with pytest.raises(InvalidQuery):
        needed("most", 3)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("避難", "'避難'"),
        ("避難場所", "('避難' <2> '場所')"),
        ("所", "'所':*"),
        ("rivers", "'river'"),
        ("O'Reilly", "(('o' <1> 'reilli') | 'oreilli')"),
        ("☆", None),
    ],
)
def test_phrase_query(text: str, expected: str | None):
    assert phrase_query(text) == expected


def test_phrase_query_names_its_field():
    assert phrase_query("避難", "title") == "'/title/避難'"


def test_prefix_query_stays_unstemmed():
    assert prefix_query("statistics") == "('statistics':*)"


def test_stem_leaves_japanese_alone():
    assert (stem("避難"), stem("running")) == ("避難", "run")


def test_vector_quotes_and_limits():
    vector = Vector()
    vector.add("it's 公園", ["notes"], "A")
    assert str(vector) == (
        "'/notes/it':1A '/notes/its':1A '/notes/s':2A '/notes/公園':3A '/notes/園':4A"
    )


@pytest.mark.parametrize(
    ("query", "default", "expected"),
    [
        ("x OR y +s", "AND", "should should must"),
        ("x OR y +s", "OR", "should should must"),
        ("+c AND x OR y", "AND", "must should should"),
        ("+c AND x OR y", "OR", "must must should"),
        ("x y", "AND", "must must"),
        ("x y", "OR", "should should"),
        ("x AND y", "OR", "must must"),
        ("x OR y", "AND", "should should"),
        ("x AND NOT y", "OR", "must hidden"),
        ("-x OR y", "AND", "hidden should"),
        ("a OR b AND c", "OR", "should must must"),
        ("+c a OR b +s", "AND", "must should should must"),
        ("(a OR b) +s", "AND", "must must"),
    ],
)
def test_clauses_count_as_in_lucene(query: str, default: str, expected: str):
    node = tree(query)
    assert isinstance(node, BaseOperation)
    assert " ".join(occurrence for _, occurrence in clauses(node, default)) == expected
