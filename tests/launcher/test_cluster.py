"""The private PostgreSQL: made whole or not at all, and back after every kind of death."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator

import pytest

from ckanext.kanazawa.launcher import servers
from ckanext.kanazawa.launcher.children import Child
from ckanext.kanazawa.launcher.cluster import Cluster, libpq_settings, psql
from ckanext.kanazawa.launcher.database import databases_script, roles_script
from ckanext.kanazawa.launcher.failures import CommandFailed, NewerDatabase, ServerFailed
from tests.launcher.conftest import is_running, users_of, wait_for

KEYS = {"postgres": "a-p@ss/word", "ckan": "b'c d", "datastore_ro": "e%f"}


@pytest.fixture
def child(cluster: Cluster) -> Iterator[Child]:
    """A running PostgreSQL."""
    cluster.create()
    child = servers.postgres_child(cluster, cluster.sockets.parent / "postgres.log")
    child.start()
    child.wait_until_ready()
    yield child
    child.stop()


class TestCreation:
    def test_half_finished_one_is_made_anew(self, cluster: Cluster):
        cluster.folder.mkdir()
        (cluster.folder / "base").mkdir()
        cluster.folder.with_name("postgres.new").mkdir()
        cluster.create()
        assert cluster.version() is not None
        assert not cluster.folder.with_name("postgres.new").exists()

    def test_existing_one_is_kept(self, cluster: Cluster):
        cluster.create()
        before = (cluster.folder / "global" / "pg_control").stat().st_mtime_ns
        cluster.create()
        assert (cluster.folder / "global" / "pg_control").stat().st_mtime_ns == before

    def test_data_of_a_newer_version_are_refused_and_kept(self, cluster: Cluster):
        cluster.folder.mkdir()
        (cluster.folder / "PG_VERSION").write_text("99\n")
        with pytest.raises(NewerDatabase) as refusal:
            cluster.create()
        assert refusal.value.values["written"] == 99
        assert (cluster.folder / "PG_VERSION").exists()


class TestServer:
    def test_runs_unprivileged_and_without_network(self, child: Child, cluster: Cluster):
        assert child.process is not None
        assert users_of(child.process.pid) == {cluster.account.uid}
        assert cluster.account.uid != 0
        assert cluster.sql("show listen_addresses").strip() == ""

    def test_asks_for_the_password(self, child: Child, cluster: Cluster):
        with pytest.raises(CommandFailed, match="command_failed") as refusal:
            psql(cluster.url("postgres", "wrong", "postgres"), "select 1")
        assert "password" in str(refusal.value.values["output"])

    def test_is_back_after_being_killed(self, child: Child, cluster: Cluster):
        cluster.sql("set synchronous_commit = on; create table kept as select 1 as number")
        assert child.process is not None
        os.kill(child.process.pid, signal.SIGKILL)
        child.process.wait()
        assert (cluster.folder / "postmaster.pid").exists()
        child.stop()
        child.start()
        child.wait_until_ready()
        assert cluster.sql("select number from kept").strip() == "1"

    def test_lock_naming_a_stranger_is_removed(self, child: Child, cluster: Cluster):
        child.stop()
        lock = cluster.folder / "postmaster.pid"
        lock.write_text(f"{os.getpid()}\n{cluster.folder}\n")
        child.start()
        child.wait_until_ready()
        assert cluster.answers()

    def test_orphan_of_a_lost_launcher_is_stopped(self, child: Child, cluster: Cluster):
        assert child.process is not None
        orphan = child.process.pid
        cluster.clear_leftovers()
        wait_for(lambda: child.process is not None and child.process.poll() is not None)
        assert not is_running(orphan)

    def test_says_why_it_does_not_start(self, cluster: Cluster):
        cluster.create()
        with (cluster.folder / "postgresql.conf").open("a") as settings:
            settings.write("no_such_setting = on\n")
        child = servers.postgres_child(cluster, cluster.sockets.parent / "postgres.log")
        child.start()
        with pytest.raises(ServerFailed) as failure:
            child.wait_until_ready()
        child.stop()
        assert "no_such_setting" in failure.value.values["output"]


class TestRoles:
    def test_databases_can_be_made_again_and_hold_japanese(self, child: Child, cluster: Cluster):
        for _ in range(2):
            cluster.sql(roles_script(KEYS))
            cluster.sql(databases_script(("ckan", "datastore")))
        url = servers.with_login(cluster.url("x", "y", "z"), "ckan", KEYS["ckan"], "ckan")
        assert psql(url, "select '金沢' || current_user").strip() == "金沢ckan"

    def test_addresses_escape_what_would_end_them_early(self):
        url = servers.with_login(
            "postgresql://a:b@db.example:5433/x?sslmode=require", "u", "p@/", "d"
        )
        assert libpq_settings(url) | {"PGCONNECT_TIMEOUT": ""} == {
            "PGUSER": "u",
            "PGPASSWORD": "p@/",
            "PGHOST": "db.example",
            "PGPORT": "5433",
            "PGDATABASE": "d",
            "PGSSLMODE": "require",
            "PGCONNECT_TIMEOUT": "",
        }


def test_two_clusters_do_not_disturb_each_other(child: Child, cluster: Cluster):
    other = Cluster(
        cluster.folder.with_name("other"), cluster.sockets.parent / "t", cluster.account, "other"
    )
    other.sockets.mkdir()
    other.account.own(other.sockets, 0o700)
    other.create()
    second = servers.postgres_child(other, cluster.sockets.parent / "other.log")
    second.start()
    second.wait_until_ready()
    cluster.sql("create database first_only")
    names = other.sql("select datname from pg_database")
    second.stop()
    shutil.rmtree(other.folder)
    assert "first_only" not in names
