"""Write CKAN's configuration from the environment and the secrets; run at each start.

The settings are those of `./portal up` (the launcher's templates), with the addresses of
this composition and Solr as the search engine. Nothing is kept: the files live in memory.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, urlsplit

import ckanext.kanazawa.launcher as launcher
from ckanext.kanazawa.launcher.keys import write_secret
from ckanext.kanazawa.launcher.settings import escaped

EXTRA = Path("/etc/kanazawa/settings.ini")
# nginx, the only one that reaches the portal, has an address that Docker chooses. It replaces what
# clients write into X-Forwarded-For, so that checks are counted by visitor.
SECTION = "[app:main]"
BEHIND_NGINX = (
    "ckanext.kanazawa.schemas.desk_trusted_proxies = "
    "10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 fc00::/7"
)
KEYS = {"session": "session_key", "csrf": "csrf_key", "token": "token_key"}


class Misconfigured(Exception):
    """Something is missing or wrong; the text says what, and what to do."""


def secret(environment: Mapping[str, str], name: str) -> str:
    """Read a secret from its file: `/run/secrets/<name>`, or where `<NAME>_FILE` says.

    Raises:
        Misconfigured: there is no such file, or it is empty.
    """
    folder = Path(environment.get("KANAZAWA_SECRETS", "/run/secrets"))
    path = Path(environment.get(f"{name.upper()}_FILE") or folder / name)
    try:
        text = path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise Misconfigured(
            f"The secret {name} cannot be read from {path} ({error.strerror}). "
            "Run docker/bin/make-secrets."
        ) from error
    if not text:
        raise Misconfigured(f"The secret in {path} is empty. Delete it, run make-secrets.")
    return text


def site_url(environment: Mapping[str, str]) -> str:
    """Return the address of the site.

    Raises:
        Misconfigured: it is missing, or no address of a site.
    """
    address = environment.get("KANAZAWA_SITE_URL", "").rstrip("/")
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.path:
        raise Misconfigured(
            f"KANAZAWA_SITE_URL is {address!r}; it must look like https://opendata.example.jp."
        )
    return address


def max_upload_mb(environment: Mapping[str, str]) -> int:
    """Return the largest file in MB.

    Raises:
        Misconfigured: it is no positive number.
    """
    text = environment.get("KANAZAWA_MAX_UPLOAD_MB") or "100"
    if not text.isascii() or not text.isdigit() or int(text) == 0:
        raise Misconfigured(f"KANAZAWA_MAX_UPLOAD_MB is {text!r}; it must be a number like 100.")
    return int(text)


def database_url(environment: Mapping[str, str], user: str, password: str, name: str) -> str:
    """Return the address of one database."""
    host = environment.get("KANAZAWA_DB_HOST", "db")
    port = environment.get("KANAZAWA_DB_PORT", "5432")
    return f"postgresql://{user}:{quote(password, safe='')}@{host}:{port}/{name}"


def values(environment: Mapping[str, str]) -> dict[str, str]:
    """Return what the launcher's template asks for."""
    owner = secret(environment, "ckan_db_password")
    reader = secret(environment, "datastore_db_password")
    cache = quote(secret(environment, "redis_password"), safe="")
    user = environment.get("KANAZAWA_DB_USER", "ckan")
    store = environment.get("KANAZAWA_DATASTORE_DB", "datastore")
    redis = environment.get("KANAZAWA_REDIS_HOST", "redis")
    storage = environment.get("KANAZAWA_STORAGE", "/var/lib/ckan")
    site = site_url(environment)
    return {
        "site_url": site,
        "secure_cookies": str(site.startswith("https:")).lower(),
        "database": database_url(
            environment, user, owner, environment.get("KANAZAWA_MAIN_DB", "ckan")
        ),
        "datastore_write": database_url(environment, user, owner, store),
        "datastore_read": database_url(
            environment, environment.get("KANAZAWA_DATASTORE_USER", "datastore_ro"), reader, store
        ),
        "redis": f"redis://:{cache}@{redis}/0",
        "solr": environment.get("CKAN_SOLR_URL", "http://solr:8983/solr/ckan"),
        "engine": environment.get("KANAZAWA_SEARCH_ENGINE", "solr"),
        "storage": storage,
        "webassets": f"{storage}/webassets",
        "max_upload_mb": str(max_upload_mb(environment)),
    }


def write(environment: Mapping[str, str], extra: Path = EXTRA) -> Path:
    """Write both files of the configuration, readable by the portal's user alone.

    Args:
        environment: what the composition says.
        extra: file with settings of the administrator, which win; may be missing.

    Returns:
        the file for CKAN.

    Raises:
        Misconfigured: something is missing or wrong.
    """
    ini = Path(environment.get("CKAN_INI", "/run/kanazawa/ckan.ini"))
    templates = Path(next(iter(launcher.__path__))) / "templates"
    settings = (templates / "launcher.ini").read_text(encoding="utf-8")
    keys = {name: secret(environment, file) for name, file in KEYS.items()}
    own = (templates / "ckan.ini").read_text(encoding="utf-8").format_map(escaped(keys))
    if extra.is_file():
        own += "\n" + extra.read_text(encoding="utf-8")
    settings = settings.format_map(escaped(values(environment)))
    settings = settings.replace(SECTION, f"{SECTION}\n{BEHIND_NGINX}", 1)
    write_secret(ini.with_name("launcher.ini"), settings)
    write_secret(ini, own)
    return ini


if __name__ == "__main__":
    try:
        write(os.environ)
    except Misconfigured as error:
        sys.exit(f"portal: {error}")
