"""The private Redis."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest
from redis import Redis

from ckanext.kanazawa.launcher import servers
from ckanext.kanazawa.launcher.cache import Cache, redis_answers
from ckanext.kanazawa.launcher.children import Child
from tests.launcher.conftest import users_of


@pytest.fixture
def child(cache: Cache) -> Iterator[Child]:
    """A running Redis."""
    cache.create()
    child = servers.redis_child(cache, cache.sockets.parent / "redis.log")
    child.start()
    child.wait_until_ready()
    yield child
    child.stop()


def test_is_reached_by_the_address_ckan_gets(child: Child, cache: Cache):
    assert Redis.from_url(cache.url).ping() is True
    assert redis_answers(cache.url)


def test_runs_unprivileged_and_without_network(child: Child, cache: Cache):
    assert child.process is not None
    assert users_of(child.process.pid) == {cache.account.uid}
    assert Redis.from_url(cache.url).config_get("port") == {"port": "0"}


def test_keeps_queued_jobs_over_a_restart(child: Child, cache: Cache):
    Redis.from_url(cache.url).lpush("queue", "job")
    child.stop()
    child.start()
    child.wait_until_ready()
    assert Redis.from_url(cache.url).lrange("queue", 0, -1) == [b"job"]


def test_is_back_after_being_killed(child: Child, cache: Cache):
    assert child.process is not None
    os.kill(child.process.pid, signal.SIGKILL)
    child.process.wait()
    assert cache.socket.exists()
    child.start()
    child.wait_until_ready()
    assert cache.answers()


def test_address_where_nobody_listens_is_told(cache: Cache):
    assert not redis_answers("redis://127.0.0.1:1/0")
    assert not redis_answers(cache.url)
