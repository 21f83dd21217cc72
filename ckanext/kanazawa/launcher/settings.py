"""CKAN's configuration: one file of ours, written anew when addresses change, and one of yours.

`ckan.ini` is made once, and belongs to the administrator: it holds the secrets and
whatever is added by hand. It builds on `launcher.ini`, which the launcher keeps up to date.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ckanext.kanazawa.launcher.keys import write_secret
from ckanext.kanazawa.launcher.places import Places

NO_SOLR = "http://127.0.0.1:1/solr/unused-the-engine-is-postgres"
MAX_UPLOAD_MB = 100
TEMPLATES = Path(__file__).with_name("templates")


@dataclass(frozen=True)
class Addresses:
    """Where the portal is found, and where it finds its servers."""

    site: str
    database: str
    datastore_write: str
    datastore_read: str
    redis: str
    solr: str = ""


def write_settings(places: Places, addresses: Addresses, keys: dict[str, str]) -> None:
    """Write the configuration; the file with the secrets is written only once."""
    ours = places.data / "launcher.ini"
    values = escaped(_values(places, addresses))
    text = (TEMPLATES / "launcher.ini").read_text("utf-8")
    _write_if_new(ours, text.format_map(values))
    places.code.own(ours, 0o600)
    if not places.ini.exists():
        template = TEMPLATES / "ckan.ini"
        secret = escaped({name: keys[name] for name in ("session", "csrf", "token")})
        write_secret(places.ini, template.read_text("utf-8").format_map(secret))
    places.code.own(places.ini, 0o600)


def _values(places: Places, addresses: Addresses) -> dict[str, str]:
    return {
        "site_url": addresses.site,
        "secure_cookies": str(addresses.site.startswith("https:")).lower(),
        "database": addresses.database,
        "datastore_write": addresses.datastore_write,
        "datastore_read": addresses.datastore_read,
        "redis": addresses.redis,
        "solr": addresses.solr or NO_SOLR,
        "engine": "solr" if addresses.solr else "postgres",
        "storage": str(places.data / "storage"),
        "webassets": str(places.data / "webassets"),
        "max_upload_mb": str(MAX_UPLOAD_MB),
    }


def escaped(values: dict[str, str]) -> dict[str, str]:
    """Double the percent signs, which an ini file would take for a reference."""
    return {name: value.replace("%", "%%") for name, value in values.items()}


def _write_if_new(path: Path, text: str) -> None:
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        write_secret(path, text)
