"""How often one visitor may come: counted by address in Redis, the address itself unsaid."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import logging
from collections.abc import Mapping, Sequence
from typing import Any

import ckan.plugins.toolkit as tk
from ckan.lib.redis import connect_to_redis
from redis.exceptions import RedisError

from ckanext.kanazawa.schemas import config

log = logging.getLogger(__name__)
WINDOW_S = 600
UNIX = "unix"


def wait_s(environ: Mapping[str, Any]) -> int:
    """Count a visit; return how many seconds the visitor has to wait first, 0 for none.

    Where Redis does not answer nobody is refused: the number of checks at once still holds.
    """
    key = f"ckan:{tk.config['ckan.site_id']}:kanazawa-desk:{client_mark(environ)}"
    try:
        redis = connect_to_redis()
        count = int(redis.incr(key))
        if count == 1:
            redis.expire(key, WINDOW_S)
        left = int(redis.ttl(key))
        if left < 0:  # who counted first died before setting the time
            redis.expire(key, WINDOW_S)
            left = WINDOW_S
    except RedisError:
        log.exception("Redis does not answer: visits of the desk are not counted")
        return 0
    return max(1, left) if count > config.desk_per_client() else 0


def client_mark(environ: Mapping[str, Any]) -> str:
    """Return what stands for the address a request came from; nobody can read it back."""
    return _mark(client_address(environ, config.desk_trusted_proxies()))


def client_address(environ: Mapping[str, Any], trusted: Sequence[str]) -> str:
    """Return the address a request came from.

    X-Forwarded-For is read from the right, as far as the proxies that wrote it are trusted:
    what stands further left anybody may have written.

    Args:
        environ: of the request (WSGI).
        trusted: networks of proxies, and "unix".
    """
    address = str(environ.get("REMOTE_ADDR") or UNIX)
    said = str(environ.get("HTTP_X_FORWARDED_FOR") or "").split(",")
    chain = [part.strip() for part in said if part.strip()]
    while chain and _is_trusted(address, trusted):
        address = chain.pop()
    return _shortened(address)


def _is_trusted(address: str, trusted: Sequence[str]) -> bool:
    if address == UNIX:
        return UNIX in trusted
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    networks = (ipaddress.ip_network(one, strict=False) for one in trusted if one != UNIX)
    return any(found in network for network in networks)


def _shortened(address: str) -> str:
    """Return the network of an IPv6 address: one household has 2 to the 64th of them."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if found.version == 4:
        return str(found)
    return str(ipaddress.ip_network((found, 64), strict=False))


def _mark(address: str) -> str:
    secret = str(tk.config["SECRET_KEY"]).encode()
    return hmac.new(secret, address.encode(), hashlib.sha256).hexdigest()[:32]
