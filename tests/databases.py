"""Databases of one's own, beside those the environment names."""

from __future__ import annotations

import os
import re
from urllib.parse import urlsplit

import psycopg2
import sqlalchemy as sa

# The environment says where the servers are; the databases it names are someone else's.
WRITABLE = ("CKAN_SQLALCHEMY_URL", "CKAN_DATASTORE_WRITE_URL")
NAMES = (*WRITABLE, "CKAN_DATASTORE_READ_URL")


class Databases:
    """The catalogue's database and the DataStore's.

    Args:
        suffix: added to the names of the databases in the environment.

    Attributes:
        environment: the variables by which CKAN finds them.
    """

    def __init__(self, suffix: str):
        missing = [name for name in NAMES if not os.environ.get(name)]
        assert not missing, f"{', '.join(missing)} not set: run ./portal test"
        self.given = {name: os.environ[name] for name in NAMES}
        # The addresses are kept as text: SQLAlchemy would encode a socket's path with "%",
        # which CKAN's configuration takes for a reference.
        self.environment = {name: _renamed(url, suffix) for name, url in self.given.items()}

    def create(self) -> None:
        """Make them empty; what an interrupted run left is thrown away."""
        self.drop()
        for name in WRITABLE:
            self._maintain(
                name,
                f'CREATE DATABASE "{self._name(name)}" TEMPLATE template0 '
                "ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'",
            )

    def drop(self) -> None:
        """Remove them, whoever is still connected."""
        for name in WRITABLE:
            self._maintain(name, f'DROP DATABASE IF EXISTS "{self._name(name)}" WITH (FORCE)')

    def grant_datastore(self, script: str) -> None:
        """Run what `ckan datastore set-permissions` prints, a script for psql."""
        # psql's own commands begin with a backslash; no driver understands them.
        script = re.sub(r"^\\.*$", "", script, flags=re.MULTILINE)
        url = self.environment["CKAN_DATASTORE_WRITE_URL"]
        with psycopg2.connect(url) as connection, connection.cursor() as cursor:
            cursor.execute(script)

    def _name(self, variable: str) -> str:
        return urlsplit(self.environment[variable]).path.removeprefix("/")

    def _maintain(self, name: str, statement: str) -> None:
        """Run a statement about databases, which cannot stand inside a transaction."""
        engine = sa.create_engine(
            self.given[name], isolation_level="AUTOCOMMIT", poolclass=sa.pool.NullPool
        )
        with engine.connect() as connection:
            connection.execute(sa.text(statement))


def _renamed(url: str, suffix: str) -> str:
    parts = urlsplit(url)
    return parts._replace(path=f"{parts.path}_{suffix}").geturl()
