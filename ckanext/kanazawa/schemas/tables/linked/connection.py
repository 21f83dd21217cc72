"""Connections whose address is checked on the very socket that is used."""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Collection
from typing import Any

from ckanext.kanazawa.schemas.tables.linked.addresses import is_public, resolve
from ckanext.kanazawa.schemas.tables.linked.errors import LinkError


def public_socket(host: str, port: int, seconds: float, allowed: Collection[str]) -> socket.socket:
    """Connect to a host of the public network.

    A name is asked for once, and all its addresses are judged before the first is tried:
    one that leads inside as well is refused, and cannot answer differently a second time.

    Args:
        host: name or address.
        port: wanted there.
        seconds: to wait for the name, and for each address.
        allowed: `host` or `host:port` that may stand in the portal's own network.

    Raises:
        LinkError: no such host, one inside, or no answer.
    """
    is_allowed = host.lower() in allowed or f"{host.lower()}:{port}" in allowed
    found = resolve(host, port, seconds)
    if not is_allowed and not all(is_public(place[4][0]) for place in found):
        raise LinkError("link-not-public", host=host)
    for family, kind, protocol, _, place in found:
        connected = _connected(family, kind, protocol, place, seconds)
        if connected is None:
            continue
        if not is_allowed and not is_public(connected.getpeername()[0]):
            connected.close()
            raise LinkError("link-not-public", host=host)
        return connected
    raise LinkError("link-no-answer", host=host)


def _connected(
    family: int, kind: int, protocol: int, place: Any, seconds: float
) -> socket.socket | None:
    connection = socket.socket(family, kind, protocol)
    connection.settimeout(seconds)
    try:
        connection.connect(place)
    except OSError:
        connection.close()
        return None
    return connection


class PublicConnection(http.client.HTTPConnection):
    """An HTTP or HTTPS connection to a public host; no proxy stands in between."""

    def __init__(
        self, host: str, port: int, *, secure: bool, seconds: float, allowed: Collection[str]
    ):
        """Remember where to connect to.

        Args:
            host: name or address, without brackets.
            port: wanted there.
            secure: speak TLS, and check the host's certificate.
            seconds: to wait for each piece of an answer.
            allowed: as in `public_socket`.
        """
        super().__init__(host, port, timeout=seconds)
        self.default_port = http.client.HTTPS_PORT if secure else http.client.HTTP_PORT
        self._secure = secure
        self._seconds = seconds
        self._allowed = allowed

    def connect(self) -> None:
        """Connect, and speak TLS with the name of the host where that is wanted.

        Raises:
            LinkError: as `public_socket`, or the certificate is wrong.
        """
        self.sock = public_socket(self.host, self.port, self._seconds, self._allowed)
        if not self._secure:
            return
        plain = self.sock
        try:
            self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)
        except ssl.SSLError as error:
            plain.close()
            raise LinkError("link-certificate", host=self.host) from error
        except OSError as error:
            plain.close()
            raise LinkError("link-no-answer", host=self.host) from error
