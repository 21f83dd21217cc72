"""Processes that share the tests do not meet each other."""

from __future__ import annotations

import os

import pytest
import sqlalchemy as sa
from ckan.common import config

from tests.databases import NAMES
from tests.sharing import FIRST, ByFile, other_redis


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("redis://127.0.0.1:6399/8", "redis://127.0.0.1:6399/9"),
        ("unix:///run/kz/redis.sock?db=0", "unix:///run/kz/redis.sock?db=1"),
    ],
)
def test_other_redis(given, expected):
    assert other_redis(given, 1) == expected


def test_ckan_took_the_places_of_this_process():
    worker = os.environ.get("PYTEST_XDIST_WORKER", FIRST)
    options = ("sqlalchemy.url", "ckan.datastore.write_url", "ckan.datastore.read_url")
    for name, option in zip(NAMES, options, strict=True):
        assert config[option] == os.environ[name]
        engine = sa.create_engine(config[option])
        with engine.connect() as connection:
            database = connection.execute(sa.text("SELECT current_database()")).scalar_one()
        assert database.endswith(f"_{worker}") == (worker != FIRST)


def test_unit_of_work_is_a_file_or_the_browser():
    scheduler = ByFile.__new__(ByFile)
    assert scheduler._split_scope("tests/a/test_b.py::TestC::test_d[x::y]") == "tests/a/test_b.py"
    assert scheduler._split_scope("tests/browser/test_b.py::test_d") == "tests/browser/"
