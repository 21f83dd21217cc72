"""Which addresses of the network may be asked for linked files: public ones."""

from __future__ import annotations

import ipaddress
import socket
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from threading import Thread
from typing import Any

from ckanext.kanazawa.schemas.tables.linked.errors import LinkError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
# What older versions of Python take for public, or what only looks so: addresses of
# protocols, local NAT64, site-local ones, and one that answers machines of a cloud only.
SPECIAL = tuple(
    map(
        ipaddress.ip_network,
        ("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32", "64:ff9b:1::/48", "fec0::/10"),
    )
)
NAT64 = ipaddress.ip_network("64:ff9b::/96")


def is_public(text: str) -> bool:
    """Say whether an address is one of the public network, whatever it wraps.

    Args:
        text: IPv4 or IPv6, with or without a zone (`fe80::1%eth0`).
    """
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return all(_is_plainly_public(one) for one in (address, *_wrapped(address)))


def _is_plainly_public(address: Address) -> bool:
    special = address.is_multicast or address.is_reserved or address.is_unspecified
    # IPv4-mapped addresses are judged by what they wrap.
    mapped = isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None
    if mapped or (isinstance(address, ipaddress.IPv6Address) and address in NAT64):
        return True
    return address.is_global and not special and not any(address in net for net in SPECIAL)


def _wrapped(address: Address) -> list[Address]:
    """Return the IPv4 addresses an IPv6 address leads to."""
    if not isinstance(address, ipaddress.IPv6Address):
        return []
    teredo = address.teredo or ()
    found: list[Any] = [address.ipv4_mapped, address.sixtofour, *teredo]
    if address in NAT64:
        found.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [one for one in found if one is not None]


def resolve(host: str, port: int, seconds: float) -> list[Any]:
    """Return the addresses of a host, as `socket.getaddrinfo` gives them.

    Args:
        host: name or address.
        port: wanted there.
        seconds: how long to wait; the system's resolver has no limit of its own.

    Raises:
        LinkError: there is no such host, or nobody says.
    """
    answer: Future[list[Any]] = Future()
    Thread(target=_resolve, args=(host, port, answer), daemon=True).start()
    try:
        return answer.result(seconds)
    except (OSError, UnicodeError, FutureTimeout) as error:
        raise LinkError("link-unknown-host", host=host) from error


def _resolve(host: str, port: int, answer: Future[list[Any]]) -> None:
    try:
        answer.set_result(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
    except Exception as error:
        answer.set_exception(error)
