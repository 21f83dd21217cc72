"""PostgreSQL and Redis of the portal: private ones, or existing ones named in the environment."""

from __future__ import annotations

import os
import shutil
import signal
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

from ckanext.kanazawa.launcher.accounts import Account
from ckanext.kanazawa.launcher.cache import Cache, redis_answers
from ckanext.kanazawa.launcher.children import Child
from ckanext.kanazawa.launcher.cluster import SUPERUSER, Cluster, psql
from ckanext.kanazawa.launcher.commands import clean_environment
from ckanext.kanazawa.launcher.database import DATASTORE, MAIN, READER, WRITER
from ckanext.kanazawa.launcher.failures import CommandFailed, DiskFull, ServerUnreachable
from ckanext.kanazawa.launcher.packages import Need, portal_needs
from ckanext.kanazawa.launcher.settings import Addresses
from ckanext.kanazawa.launcher.stamps import fingerprint

# Below this PostgreSQL would soon stop writing.
MIN_FREE_BYTES = 200_000_000


@dataclass(frozen=True)
class External:
    """Existing servers to use instead of private ones; empty where there are none."""

    postgres: str = ""
    redis: str = ""
    solr: str = ""

    @classmethod
    def from_environment(cls) -> External:
        """Read the three variables that name existing servers."""
        names = ("KANAZAWA_POSTGRES_URL", "KANAZAWA_REDIS_URL", "CKAN_SOLR_URL")
        return cls(*(os.environ.get(name, "").strip() for name in names))

    @property
    def postgres_mark(self) -> str:
        """Return what tells this PostgreSQL from another one."""
        return fingerprint([], self.postgres) if self.postgres else "private"

    def needs(self) -> list[Need]:
        """Return the packages the portal takes beside them."""
        return portal_needs(own_postgres=not self.postgres, own_redis=not self.redis)

    def check(self) -> None:
        """Make sure that they answer.

        Raises:
            ServerUnreachable: one does not.
        """
        if self.postgres:
            try:
                psql(self.postgres, "select 1")
            except CommandFailed as failure:
                detail = failure.values["output"]
                raise ServerUnreachable(
                    variable="KANAZAWA_POSTGRES_URL", detail=detail
                ) from failure
        if self.redis and not redis_answers(self.redis):
            shown = _without_password(self.redis)
            raise ServerUnreachable(variable="KANAZAWA_REDIS_URL", detail=shown)


def postgres_child(cluster: Cluster, log: Path) -> Child:
    """Return the private PostgreSQL as a process to start."""
    return Child(
        name="PostgreSQL",
        command=cluster.server_command(),
        account=cluster.account,
        log=log,
        env=clean_environment(LC_ALL="C.UTF-8"),
        answers=cluster.answers,
        clean=cluster.clear_leftovers,
        stop_signal=signal.SIGINT,
    )


def redis_child(cache: Cache, log: Path) -> Child:
    """Return the private Redis as a process to start."""
    return Child(
        name="Redis",
        command=cache.server_command(),
        account=cache.account,
        log=log,
        env=clean_environment(),
        answers=cache.answers,
        clean=cache.clear_leftovers,
    )


def addresses(
    superuser_url: str, redis_url: str, keys: dict[str, str], site: str, solr: str = ""
) -> Addresses:
    """Return all addresses for CKAN's configuration, derived from the superuser's."""
    return Addresses(
        site=site,
        database=with_login(superuser_url, WRITER, keys[WRITER], MAIN),
        datastore_write=with_login(superuser_url, WRITER, keys[WRITER], DATASTORE),
        datastore_read=with_login(superuser_url, READER, keys[READER], DATASTORE),
        redis=redis_url,
        solr=solr,
    )


def with_login(url: str, user: str, password: str, database: str) -> str:
    """Return a PostgreSQL address with another user and database."""
    parts = urlsplit(url)
    host = parts.netloc.rsplit("@", 1)[-1]
    netloc = f"{quote(user)}:{quote(password, safe='')}@{host}"
    return urlunsplit(("postgresql", netloc, f"/{database}", parts.query, ""))


def own_cluster(data: Path, sockets: Path, account: Account, keys: dict[str, str]) -> Cluster:
    """Return the private PostgreSQL of a data folder."""
    return Cluster(data / "postgres", sockets, account, keys[SUPERUSER])


def check_room(folder: Path, needed_bytes: int = MIN_FREE_BYTES) -> None:
    """Make sure that the disk has room.

    Raises:
        DiskFull: it has too little.
    """
    free = shutil.disk_usage(folder).free
    if free < needed_bytes:
        raise DiskFull(path=folder, free=free // 1_000_000)


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rsplit("@", 1)[-1]))
