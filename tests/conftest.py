"""Fixtures every feature uses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import ckan.model as model
import ckan.plugins as plugins
import pytest
import sqlalchemy as sa
from ckan.lib.app_globals import _CONFIG_CACHE

from tests import sharing, shortcuts

# Plugins with tables of their own; CKAN's `clean_db` knows only the core's.
MIGRATED_PLUGINS = (
    "activity",
    "tracking",
    "kanazawa_schemas",
    "kanazawa_search",
    "kanazawa_contribute",
)
# Those whose tables are in a PostgreSQL schema of their own, which CKAN never empties.
OWN_SCHEMAS = ("kanazawa_search",)
shortcuts.take()

_migrated: set[str] = set()
SHARED = Path(__file__).resolve().parents[2] / "shared"


def pytest_configure() -> None:
    """Keep apart the processes that share the tests, before CKAN reads its settings."""
    sharing.take_own_places()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> sharing.ByFile:
    """Hand out whole files."""
    return sharing.ByFile(config, log)


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Return the folder of real municipal files; skip, saying so, where it is absent."""
    folder = SHARED / "data" / "real"
    if not folder.is_dir():
        pytest.skip(f"real municipal files are not at hand: {folder}")
    return folder


@pytest.fixture
def make_app(ckan_config: object) -> Callable[[], shortcuts.CKANTestApp]:
    """Make applications, without loading again the plugins that `with_plugins` has loaded."""
    # As CKAN's fixture does: settings of tests before must not win over those of this one.
    _CONFIG_CACHE.clear()
    return shortcuts.make_app


@pytest.fixture
def clean_db(reset_db: Callable[[], None], migrate_db_for: Callable[[str], None]) -> None:
    """Empty the database and make the tables of those of our plugins that are loaded."""
    empty_database(reset_db, migrate_db_for)


def empty_database(reset_db: Callable[[], None], migrate_db_for: Callable[[str], None]) -> None:
    """Do what `clean_db` does, whatever tests of other features left."""
    _empty_record()
    reset_db()
    for plugin in filter(plugins.plugin_loaded, MIGRATED_PLUGINS):
        if plugin in OWN_SCHEMAS:
            _empty_schema(plugin)
        if not _is_migrated(plugin):
            migrate_db_for(plugin)
            _migrated.add(plugin)


def _empty_record() -> None:
    """Empty the record of contributions, whose lines no other command may delete."""
    with model.ensure_engine().begin() as connection:
        if sa.inspect(connection).has_table("kanazawa_contribute_record"):
            connection.execute(sa.text("TRUNCATE kanazawa_contribute_record CASCADE"))


def _is_migrated(plugin: str) -> bool:
    """Say whether this run made the plugin's tables, and nothing dropped them since.

    Alembic takes longer to find nothing to do than most tests take.
    """
    if plugin not in _migrated:
        return False
    with model.ensure_engine().begin() as connection:
        return sa.inspect(connection).has_table(f"{plugin}_alembic_version")


def _empty_schema(name: str) -> None:
    """Empty the tables of a schema; drop it where the record of its migrations is gone."""
    with model.ensure_engine().begin() as connection:
        tables = sa.inspect(connection).get_table_names(schema=name)
        if not sa.inspect(connection).has_table(f"{name}_alembic_version"):
            connection.execute(sa.text(f"DROP SCHEMA IF EXISTS {name} CASCADE"))
        elif tables:
            quoted = ", ".join(f"{name}.{table}" for table in tables)
            connection.execute(sa.text(f"TRUNCATE {quoted}"))


@pytest.fixture
def class_db(request: pytest.FixtureRequest) -> None:
    """Empty the database before the first test of a class; the others find what it left.

    For tests that are refused, or that look only at what they made themselves: emptying
    takes most of their time.
    """
    if "_database_is_clean" not in request.cls.__dict__:
        request.getfixturevalue("clean_db")
        request.cls._database_is_clean = True
