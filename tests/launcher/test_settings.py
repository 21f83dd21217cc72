"""The configuration: complete, secret, and written once."""

from __future__ import annotations

from configparser import ConfigParser, RawConfigParser
from pathlib import Path

import pytest

from ckanext.kanazawa.launcher.keys import load_keys, make_password
from ckanext.kanazawa.launcher.places import Places, find_places
from ckanext.kanazawa.launcher.servers import addresses
from ckanext.kanazawa.launcher.settings import TEMPLATES, write_settings
from tests.launcher.conftest import ROOT

# What differs between tests and portal on purpose.
TESTS_ONLY = {
    *("testing", "ckan.site_id", "ckan.site_url", "solr_url", "ckan.redis.url"),
    *("secret_key", "wtf_csrf_secret_key", "beaker.session.key", "beaker.session.secret"),
    *("api_token.jwt.encode.secret", "api_token.jwt.decode.secret", "sqlalchemy.url"),
    *("ckan.datastore.write_url", "ckan.datastore.read_url"),
    # Tests name links that lead nowhere; those that follow one say so.
    "ckanext.kanazawa.schemas.fetch_links",
}


@pytest.fixture
def places(workshop: Path) -> Places:
    places = find_places(workshop)
    places.prepare()
    return places


def write(places: Places, site: str = "http://localhost:5000") -> ConfigParser:
    keys = load_keys(places.state / "keys.json")
    url = "postgresql://postgres:x@/postgres?host=%2Frun%2Fx&port=5432"
    write_settings(places, addresses(url, "unix:///run/x/redis.sock?db=0", keys, site), keys)
    parser = ConfigParser()
    parser.read([places.data / "launcher.ini", places.ini])
    return parser


def test_only_the_owner_can_read_secrets(places: Places):
    write(places)
    for path in (places.ini, places.data / "launcher.ini", places.state / "keys.json"):
        assert path.stat().st_mode & 0o777 == 0o600
    assert places.ini.stat().st_uid == places.code.uid


def test_secrets_are_made_once_and_differ(places: Places):
    first = places_secrets(write(places))
    assert places_secrets(write(places)) == first
    assert len(set(first)) == 3
    assert make_password() != make_password()


def places_secrets(parser: ConfigParser) -> list[str]:
    names = ("SECRET_KEY", "WTF_CSRF_SECRET_KEY", "api_token.jwt.encode.secret")
    return [parser.get("app:main", name) for name in names]


def test_the_administrators_own_settings_survive_and_win(places: Places):
    write(places)
    with places.ini.open("a", encoding="utf-8") as stream:
        stream.write("ckan.site_title = 見本市\n")
    parser = write(places, site="https://opendata.example.jp")
    assert parser.get("app:main", "ckan.site_title") == "見本市"
    assert parser.get("app:main", "ckan.site_url") == "https://opendata.example.jp"
    assert parser.get("app:main", "SESSION_COOKIE_SECURE") == "true"


def test_percent_signs_in_addresses_survive_the_ini_file(places: Places):
    url = write(places).get("app:main", "ckan.datastore.read_url")
    assert url.startswith("postgresql://datastore_ro:")
    assert url.endswith("@/datastore?host=%2Frun%2Fx&port=5432")


def test_tests_run_with_the_settings_of_the_portal():
    tests, portal = RawConfigParser(), RawConfigParser()
    tests.read(ROOT / "test.ini", encoding="utf-8")
    portal.read(TEMPLATES / "launcher.ini", encoding="utf-8")
    expected = {k: v for k, v in tests.items("app:main") if k not in TESTS_ONLY}
    found = dict(portal.items("app:main"))
    assert {name: found.get(name) for name in expected} == expected
