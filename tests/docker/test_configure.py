"""The containers' configuration, written by the script that writes it there."""

from __future__ import annotations

import configparser
import stat
from pathlib import Path
from types import ModuleType

import pytest

from ckanext.kanazawa.schemas.tables.desk.rate import client_address

ROOT = Path(__file__).resolve().parents[2]
SECRETS = {
    "ckan_db_password": "owner/with@signs%",
    "datastore_db_password": "reader",
    "redis_password": "cache",
    "session_key": "session%key",
    "csrf_key": "csrf",
    "token_key": "token",
}


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    secrets = tmp_path / "secrets"
    secrets.mkdir()
    for name, text in SECRETS.items():
        (secrets / name).write_text(text + "\n")
    return {
        "KANAZAWA_SECRETS": str(secrets),
        "KANAZAWA_SITE_URL": "https://opendata.example.jp/",
        "CKAN_INI": str(tmp_path / "ckan.ini"),
    }


def read(ini: Path) -> configparser.SectionProxy:
    """Return the settings as CKAN's loader sees them."""
    parser = configparser.ConfigParser(defaults={"here": str(ini.parent)}, strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read([ini.with_name("launcher.ini"), ini], encoding="utf-8")
    return parser["app:main"]


class TestConfigure:
    def test_addresses_and_secrets_are_filled_in(
        self, configure: ModuleType, environment: dict[str, str]
    ):
        settings = read(configure.write(environment))
        assert (
            settings["sqlalchemy.url"] == "postgresql://ckan:owner%2Fwith%40signs%25@db:5432/ckan"
        )
        assert settings["ckan.datastore.read_url"].startswith("postgresql://datastore_ro:reader@")
        assert settings["ckan.redis.url"] == "redis://:cache@redis/0"
        assert settings["solr_url"] == "http://solr:8983/solr/ckan"
        assert settings["ckanext.kanazawa.search.engine"] == "solr"
        assert settings["ckan.site_url"] == "https://opendata.example.jp"
        assert settings["SECRET_KEY"] == "session%key"
        assert settings["SESSION_COOKIE_SECURE"] == "true"
        assert settings["ckan.max_resource_size"] == "100"

    def test_plugins_are_those_of_the_launcher(
        self, configure: ModuleType, environment: dict[str, str]
    ):
        test_ini = configparser.ConfigParser(interpolation=None)
        test_ini.read(ROOT / "test.ini", encoding="utf-8")
        settings = read(configure.write(environment))
        assert settings["ckan.plugins"] == test_ini["app:main"]["ckan.plugins"]

    def test_checks_of_tables_are_counted_by_visitor_and_not_by_nginx(
        self, configure: ModuleType, environment: dict[str, str]
    ):
        settings = read(configure.write(environment))
        trusted = settings["ckanext.kanazawa.schemas.desk_trusted_proxies"].split()
        for nginx in ("172.18.0.5", "192.168.48.2", "fd00::5"):
            environ = {"REMOTE_ADDR": nginx, "HTTP_X_FORWARDED_FOR": "203.0.113.9"}
            assert client_address(environ, trusted) == "203.0.113.9"

    def test_only_the_owner_can_read_it(self, configure: ModuleType, environment: dict[str, str]):
        ini = configure.write(environment)
        for path in (ini, ini.with_name("launcher.ini")):
            assert stat.S_IMODE(path.stat().st_mode) == 0o600

    def test_the_administrators_settings_win(
        self, configure: ModuleType, environment: dict[str, str], tmp_path: Path
    ):
        extra = tmp_path / "settings.ini"
        extra.write_text("ckan.site_title = 見本市オープンデータ\n", encoding="utf-8")
        settings = read(configure.write(environment, extra))
        assert settings["ckan.site_title"] == "見本市オープンデータ"

    def test_a_missing_secret_is_named(
        self, configure: ModuleType, environment: dict[str, str], tmp_path: Path
    ):
        (tmp_path / "secrets" / "csrf_key").unlink()
        with pytest.raises(configure.Misconfigured, match=r"csrf_key.*make-secrets"):
            configure.write(environment)

    def test_a_secret_may_lie_elsewhere(
        self, configure: ModuleType, environment: dict[str, str], tmp_path: Path
    ):
        (tmp_path / "other").write_text("elsewhere")
        settings = read(configure.write({**environment, "CSRF_KEY_FILE": str(tmp_path / "other")}))
        assert settings["WTF_CSRF_SECRET_KEY"] == "elsewhere"

    @pytest.mark.parametrize(
        "address", ["", "opendata.example.jp", "https://a.jp/portal", "ftp://a.jp"]
    )
    def test_an_address_that_is_none_is_refused(
        self, configure: ModuleType, environment: dict[str, str], address: str
    ):
        with pytest.raises(configure.Misconfigured, match="KANAZAWA_SITE_URL"):
            configure.write({**environment, "KANAZAWA_SITE_URL": address})

    @pytest.mark.parametrize("limit", ["0", "-5", "much", "１００"])
    def test_a_limit_that_is_none_is_refused(
        self, configure: ModuleType, environment: dict[str, str], limit: str
    ):
        with pytest.raises(configure.Misconfigured, match="KANAZAWA_MAX_UPLOAD_MB"):
            configure.write({**environment, "KANAZAWA_MAX_UPLOAD_MB": limit})
