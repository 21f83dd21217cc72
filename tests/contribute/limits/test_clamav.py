"""Files are sent to ClamAV's daemon as its protocol says; what it cannot say is not clean."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from ckanext.kanazawa.contribute.limits import malware

pytestmark = pytest.mark.usefixtures("with_plugins")
VIRUS = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"


class Daemon:
    """A server that speaks INSTREAM as clamd does.

    Attributes:
        files: what was sent, whole.
        most_bytes: more it does not take.
    """

    def __init__(self, listening: socket.socket) -> None:
        self.files: list[bytes] = []
        self.most_bytes = 1 << 20
        self._listening = listening
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _address = self._listening.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as said:
                if said.read(10) == b"zINSTREAM\0":
                    connection.sendall(self._answer(said) + b"\0")

    def _answer(self, said: Any) -> bytes:
        content = b""
        while length := struct.unpack("!L", said.read(4))[0]:
            content += said.read(length)
            if len(content) > self.most_bytes:
                return b"INSTREAM size limit exceeded. ERROR"
        self.files.append(content)
        return b"stream: Eicar-Signature FOUND" if VIRUS in content else b"stream: OK"


@pytest.fixture(params=["path", "host:port"])
def daemon(
    request: Any, tmp_path: Path, ckan_config: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Daemon]:
    """Run the server at a path or a port, and point the portal to it."""
    if request.param == "path":
        listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        address = str(tmp_path / "clamd")
        listening.bind(address)
    else:
        listening = socket.socket()
        listening.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{listening.getsockname()[1]}"
    listening.listen()
    monkeypatch.setitem(ckan_config, "ckanext.kanazawa.contribute.clamav", address)
    yield Daemon(listening)
    listening.shutdown(socket.SHUT_RDWR)
    listening.close()


class TestDaemon:
    def test_it_gets_the_whole_file_and_says_what_it_is(self, daemon: Daemon):
        clean = b"a,b\r\n" * 200_000
        daemon.most_bytes = len(clean)
        assert malware.scan(BytesIO(clean)) == {"state": "clean"}
        found = malware.scan(BytesIO(b"x" * 10 + VIRUS))
        assert found == {"state": "found", "name": "Eicar-Signature"}
        assert malware.scan(BytesIO(b"")) == {"state": "clean"}
        assert [len(content) for content in daemon.files] == [len(clean), 10 + len(VIRUS), 0]

    def test_what_it_refuses_is_not_clean(self, daemon: Daemon):
        daemon.most_bytes = 10
        assert malware.scan(BytesIO(b"x" * 100)) == {"state": "failed"}

    @pytest.mark.parametrize("address", ["/nowhere/clamd.ctl", "127.0.0.1:1", "no-port"])
    def test_without_it_nothing_is_clean(
        self, ckan_config: Any, monkeypatch: pytest.MonkeyPatch, address: str
    ):
        monkeypatch.setitem(ckan_config, "ckanext.kanazawa.contribute.clamav", address)
        assert malware.scan(BytesIO(b"x")) == {"state": "failed"}
