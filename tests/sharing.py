"""Several processes that share the tests of one run, each on databases of its own.

pytest-xdist hands out the work. Its unit is a file, in whose classes and module fixtures
are made once; the browser's tests are one unit, as they share a portal.
"""

from __future__ import annotations

import os
import re
from urllib.parse import urlsplit

import pytest
from xdist.remote import Producer
from xdist.scheduler.loadscope import LoadScopeScheduling

from tests.databases import NAMES, Databases

FIRST = "gw0"
TOGETHER = "tests/browser/"


class ByFile(LoadScopeScheduling):
    """Hands out files in the order of their names: the browser's long unit comes first."""

    def __init__(self, config: pytest.Config, log: Producer | None = None):
        config.option.loadscopereorder = False
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        return TOGETHER if nodeid.startswith(TOGETHER) else nodeid.partition("::")[0]


def take_own_places() -> None:
    """Give this process databases, a Redis database and a folder of its own.

    The first process, and one that works alone, keeps those that the environment names.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER", FIRST)
    if worker == FIRST:
        return
    databases = Databases(worker)
    databases.create()
    databases.grant_datastore(_permissions(databases.environment))
    os.environ.update(databases.environment)
    os.environ["CKAN_REDIS_URL"] = other_redis(os.environ["CKAN_REDIS_URL"], int(worker[2:]))
    if storage := os.environ.get("CKAN_STORAGE_PATH"):
        os.environ["CKAN_STORAGE_PATH"] = f"{storage}-{worker}"


def _permissions(environment: dict[str, str]) -> str:
    """Return CKAN's script with the rights of the DataStore's reader."""
    # CKAN's own plugins are in sight only once pytest has loaded all of its own.
    from ckanext.datastore.cli import permissions_sql

    main, write, read = (urlsplit(environment[name]) for name in NAMES)
    return permissions_sql(
        maindb=main.path[1:],
        datastoredb=write.path[1:],
        mainuser=main.username or "",
        writeuser=write.username or "",
        readuser=read.username or "",
    )


def other_redis(url: str, number: int) -> str:
    """Return the address of the Redis database so many further on."""
    return re.sub(r"(?<=/|=)\d+$", lambda found: str(int(found[0]) + number), url)
