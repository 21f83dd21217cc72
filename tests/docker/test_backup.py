"""Databases made, backed up and brought back by the containers' own scripts, on a real server."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from sqlalchemy.engine import make_url

FOLDER = Path(__file__).resolve().parents[2] / "docker"
TOOLS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
PATH = f"{TOOLS[-1]}:/usr/bin:/bin" if TOOLS else "/usr/bin:/bin"

# `./portal test` sets it; making roles needs more rights than the portal itself has.
SUPERUSER = "KANAZAWA_TEST_SUPERUSER_URL"
pytestmark = [
    pytest.mark.skipif(shutil.which("pg_dump", path=PATH) is None, reason="no pg_dump here"),
    pytest.mark.skipif(SUPERUSER not in os.environ, reason=f"{SUPERUSER} is not set"),
]


class Server:
    """Databases of a made-up portal on the tests' PostgreSQL server."""

    def __init__(self, folder: Path):
        mark = secrets.token_hex(4)
        url = make_url(os.environ[SUPERUSER])
        host = url.host or str(url.query.get("host", "localhost"))
        port = url.port or int(str(url.query.get("port", 5432)))
        self.at = {"host": host, "port": port, "user": url.username, "password": url.password}
        self.names = {
            "KANAZAWA_MAIN_DB": f"main_{mark}",
            "KANAZAWA_DATASTORE_DB": f"store_{mark}",
            "KANAZAWA_DB_USER": f"owner_{mark}",
            "KANAZAWA_DATASTORE_USER": f"reader_{mark}",
        }
        self.main, self.store, self.owner, self.reader = self.names.values()
        self.storage, self.backups = folder / "storage", folder / "backups"
        self.environment = {
            "PATH": PATH,
            "PGHOST": host,
            "PGPORT": str(port),
            "PGUSER": url.username or "",
            "POSTGRES_USER": url.username or "",
            "PGPASSWORD": url.password or "",
            "KANAZAWA_SECRETS": str(folder / "secrets"),
            "KANAZAWA_LIB": str(FOLDER / "backup"),
            "KANAZAWA_STORAGE": str(self.storage),
            "KANAZAWA_BACKUPS": str(self.backups),
            **self.names,
        }
        for path in (self.storage, self.backups, folder / "secrets"):
            path.mkdir()
        for name in ("ckan_db_password", "datastore_db_password"):
            (folder / "secrets" / name).write_text("it's a 'quoted' one")

    def run(self, script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run one of the scripts."""
        return subprocess.run(
            [FOLDER / script, *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def connect(self, database: str) -> Any:
        """Open a connection in which each statement stands for itself."""
        connection = psycopg2.connect(dbname=database, **self.at)
        connection.autocommit = True
        return connection

    def sql(self, database: str, statement: str) -> list[tuple[Any, ...]]:
        """Run a statement; return its rows."""
        connection = self.connect(database)
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def remove(self) -> None:
        """Drop all that was made."""
        for name in (self.main, self.store):
            for database in (name, f"{name}_before_restore", f"{name}_restoring"):
                self.sql("postgres", f'drop database if exists "{database}" with (force)')
        for role in (self.owner, self.reader):
            self.sql("postgres", f'drop role if exists "{role}"')


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path)
    made = server.run("postgres/10-databases.sh")
    assert made.returncode == 0, made.stderr
    server.sql(server.main, "create table package (name text, state text)")
    server.sql(server.main, "insert into package values ('避難所', 'active')")
    server.sql(server.store, 'create table "表" (_id int)')
    server.sql(server.store, f'grant select on "表" to "{server.reader}"')
    (server.storage / "避難所.csv").write_bytes("名称\r\n".encode("cp932"))
    (server.storage / "webassets").mkdir()
    (server.storage / "webassets" / "made_again.css").write_text("x")
    yield server
    server.remove()


def backup(server: Server) -> Path:
    """Write a backup; return its folder."""
    made = server.run("backup/backup")
    assert made.returncode == 0, made.stderr
    return max(path for path in server.backups.iterdir() if path.is_dir())


class TestDatabases:
    def test_owner_and_encoding_are_right(self, server: Server):
        found = server.sql(
            "postgres",
            "select pg_get_userbyid(datdba), pg_encoding_to_char(encoding), datcollate"
            f" from pg_database where datname in ('{server.main}', '{server.store}')",
        )
        assert found == [(server.owner, "UTF8", "C.UTF-8")] * 2

    def test_the_reader_cannot_enter_the_catalogue(self, server: Server):
        query = f"select has_database_privilege('{server.reader}', '{server.main}', 'connect')"
        assert server.sql("postgres", query) == [(False,)]


class TestBackup:
    def test_it_holds_databases_and_files_and_says_so(self, server: Server):
        made = backup(server)
        names = {path.name for path in made.iterdir()}
        dumps = {f"{server.main}.dump", f"{server.store}.dump"}
        assert names == {*dumps, "storage.tar.gz", "about.txt", "SHA256SUMS"}
        about = (made / "about.txt").read_text()
        assert "datasets: 1" in about and "files: 1" in about

    def test_a_failure_leaves_no_half_backup(self, server: Server):
        server.environment["KANAZAWA_STORAGE"] = "/nonexistent"
        refused = server.run("backup/backup")
        assert refused.returncode == 1
        assert "/nonexistent" in refused.stderr
        assert list(server.backups.iterdir()) == []

    def test_old_ones_go(self, server: Server):
        for year in (2001, 2002, 2003):
            (server.backups / f"{year}-01-01T000000Z").mkdir()
        server.environment["KANAZAWA_KEEP"] = "2"
        newest = backup(server)
        kept = sorted(path.name for path in server.backups.iterdir())
        assert kept == ["2003-01-01T000000Z", newest.name]


class TestRestore:
    def test_everything_comes_back_and_what_was_there_is_kept(self, server: Server):
        made = backup(server)
        server.sql(server.main, "update package set name = 'changed'")
        (server.storage / "避難所.csv").unlink()
        (server.storage / "later.csv").write_text("later")
        restored = server.run("backup/restore", made.name)
        assert restored.returncode == 0, restored.stderr
        assert server.sql(server.main, "select name from package") == [("避難所",)]
        assert (server.storage / "避難所.csv").read_bytes() == "名称\r\n".encode("cp932")
        assert not (server.storage / "later.csv").exists()
        kept = server.sql(f"{server.main}_before_restore", "select name from package")
        assert kept == [("changed",)]
        assert (server.storage / ".before-restore" / "later.csv").exists()

    def test_rights_come_back(self, server: Server):
        assert server.run("backup/restore", backup(server).name).returncode == 0
        query = f"""select has_database_privilege('{server.reader}', '{server.store}', 'connect'),
            has_database_privilege('{server.reader}', '{server.main}', 'connect'),
            has_table_privilege('{server.reader}', '表', 'select')"""
        assert server.sql(server.store, query) == [(True, False, True)]

    def test_a_damaged_backup_changes_nothing(self, server: Server):
        made = backup(server)
        archive = made / "storage.tar.gz"
        archive.write_bytes(archive.read_bytes()[:-7])
        refused = server.run("backup/restore", made.name)
        assert refused.returncode == 1
        assert "damaged; nothing was changed" in refused.stderr
        assert (server.storage / "避難所.csv").exists()

    def test_a_portal_in_use_is_not_overwritten(self, server: Server):
        made = backup(server)
        connection = server.connect(server.main)
        try:
            refused = server.run("backup/restore", made.name)
        finally:
            connection.close()
        assert refused.returncode == 1
        assert "docker compose stop" in refused.stderr

    @pytest.mark.parametrize("name", ["../secrets", ".hidden", "2001-01-01T000000Z"])
    def test_a_name_that_is_none_is_refused(self, server: Server, name: str):
        refused = server.run("backup/restore", name)
        assert refused.returncode == 1
        assert server.sql(server.main, "select count(*) from package") == [(1,)]
