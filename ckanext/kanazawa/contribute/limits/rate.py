"""How often somebody may do something: slowed down, never locked out.

Counted in Redis by "leaky bucket": some at once, then one after the other in even steps. Tries
that were refused do not count, so that an address that many people share is only slowed.
"""

from __future__ import annotations

import logging

import ckan.plugins.toolkit as tk
from ckan.lib.redis import connect_to_redis
from flask import has_request_context, request
from redis.exceptions import RedisError

from ckanext.kanazawa.schemas.shared import client_mark

log = logging.getLogger(__name__)
# KEYS: bucket; ARGV: seconds from one to the next, how many at once. Returns seconds to wait.
BUCKET = """
local time = redis.call('TIME')
local now = tonumber(time[1]) + tonumber(time[2]) / 1000000
local step, size = tonumber(ARGV[1]), tonumber(ARGV[2])
local full = math.max(tonumber(redis.call('GET', KEYS[1]) or now), now) + step
local wait = full - step * size - now
if wait > 0 then return math.ceil(wait) end
redis.call('SET', KEYS[1], string.format('%.6f', full), 'EX', math.ceil(full - now))
return 0
"""


class TooOften(tk.ValidationError):
    """Somebody has to wait.

    Attributes:
        status: of the answer over HTTP.
        retry_after_s: how long.
    """

    status = 429

    def __init__(self, retry_after_s: int) -> None:
        self.retry_after_s = retry_after_s
        text = tk._("This was done too often. Try again in {seconds} seconds.")
        super().__init__({"rate": [text.format(seconds=retry_after_s)]})


def wait_s(name: str, key: str, per_hour: int) -> int:
    """Count a try; return how many seconds to wait first, 0 for none.

    Where Redis does not answer nobody is refused: what is done stays as safe, only not as slow.

    Args:
        name: of what is done.
        key: who does it; no personal data (`client_key`, or an id).
        per_hour: how often, and how many at once.
    """
    bucket = f"ckan:{tk.config['ckan.site_id']}:kanazawa-contribute:{name}:{key}"
    try:
        redis = connect_to_redis()
        return int(redis.eval(BUCKET, 1, bucket, 3600 / per_hour, per_hour))  # pyright: ignore
    except RedisError:
        log.exception("Redis does not answer: tries of %s are not counted", name)
        return 0


def slow_down(name: str, key: str, per_hour: int) -> None:
    """Count a try, and refuse it where there were too many.

    Raises:
        TooOften: with the seconds to wait.
    """
    seconds = wait_s(name, key, per_hour)
    if seconds:
        raise TooOften(seconds)


def client_key() -> str | None:
    """Return what stands for the address of the client (proxies: as configured), unreadably.

    None where nothing was asked over HTTP.
    """
    return client_mark(request.environ) if has_request_context() else None


def slow_client(name: str, per_hour: int) -> None:
    """Slow the client down that asks now; calls from inside the portal are not counted.

    Raises:
        TooOften: with the seconds to wait.
    """
    key = client_key()
    if key:
        slow_down(name, key, per_hour)
