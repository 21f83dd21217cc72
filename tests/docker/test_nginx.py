"""nginx with our real configuration in front of a small server that tells what reached it."""

from __future__ import annotations

import json
import re
import shutil
import socket
import ssl
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "docker" / "nginx"
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
# Under root, nginx would serve as its own user, which must be able to write.
AS_ROOT = "user root;\n"

pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed")


class Portal(BaseHTTPRequestHandler):
    """Answers with what it was asked, as JSON."""

    def do_GET(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        self.rfile.read(length)
        self.server.visits.append(self.path)  # type: ignore[attr-defined]
        body = json.dumps({"path": self.path, "headers": dict(self.headers)}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        if self.path.startswith("/webassets/"):
            self.send_header("Cache-Control", "public, max-age=3600, immutable")
            self.send_header("Vary", "Accept-Encoding")
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def upstream() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Portal)
    server.visits = []  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()


def variables(run: Path, upstream: str, **more: str) -> dict[str, str]:
    """Run the script of the image's entrypoint; return the variables it leaves."""
    given = {
        "KANAZAWA_MAX_UPLOAD_MB": "1",
        "KANAZAWA_TRUSTED_PROXY": "192.0.2.1/32",
        "KANAZAWA_UPSTREAM": upstream,
        "KANAZAWA_RESOLVER": "127.0.0.1",
        "KANAZAWA_RUN": str(run),
        "KANAZAWA_CACHE": str(run / "cache"),
        "KANAZAWA_ERROR_PAGES": str(FOLDER / "errors"),
        "KANAZAWA_PORT": str(free_port()),
        "KANAZAWA_TLS_PORT": str(free_port()),
        "KANAZAWA_SECRETS": str(run),
        **more,
    }
    script = f". {FOLDER}/15-portal.envsh && env"
    output = subprocess.run(
        ["sh", "-c", script],
        env={"PATH": "/usr/bin:/bin", **given},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    pairs = [line.split("=", 1) for line in output.splitlines() if line.startswith("KANAZAWA_")]
    return {name: value for name, value in pairs}


def render(run: Path, values: dict[str, str]) -> Path:
    """Fill in the templates as envsubst does in the image; return the main file."""
    (run / "cache").mkdir(exist_ok=True)
    for template in (FOLDER / "templates").glob("*.template"):
        text = re.sub(
            r"\$\{(KANAZAWA_\w+)\}", lambda m: values[m[1]], template.read_text(encoding="utf-8")
        )
        (run / template.name.removesuffix(".template")).write_text(text, encoding="utf-8")
    main = run / "nginx.conf"
    text = main.read_text(encoding="utf-8")
    # The image has these as devices of its own.
    text = text.replace("/dev/stdout", str(run / "access.log"))
    main.write_text(AS_ROOT + text.replace("/dev/stderr", str(run / "error.log")))
    return main


@pytest.fixture(scope="module")
def nginx(upstream: ThreadingHTTPServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    run = tmp_path_factory.mktemp("nginx")
    values = variables(run, f"127.0.0.1:{upstream.server_port}")
    yield from serve(render(run, values), f"http://127.0.0.1:{values['KANAZAWA_PORT']}")


def serve(main: Path, address: str) -> Iterator[str]:
    assert NGINX
    command = [NGINX, "-e", str(main.with_name("error.log")), "-c", str(main), "-g", "daemon off;"]
    process = subprocess.Popen(command)
    try:
        for _ in range(100):
            try:
                urllib.request.urlopen(f"{address}/_nginx/health", timeout=5)
                break
            except OSError:
                time.sleep(0.05)
        yield address
    finally:
        process.terminate()
        process.wait()


def ask(address: str, data: bytes | None = None, **headers: str) -> tuple[int, dict[str, str], str]:
    """Send a request; return status, headers and text, redirects and errors included."""
    request = urllib.request.Request(
        address, data=data, headers={k.replace("_", "-"): v for k, v in headers.items()}
    )
    opener = urllib.request.build_opener(NoRedirect, urllib.request.HTTPSHandler(context=INSECURE))
    try:
        answer = opener.open(request, timeout=10)
    except urllib.error.HTTPError as error:
        answer = error
    return answer.status or 0, dict(answer.headers), answer.read().decode()


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """Leaves redirects to the test."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


INSECURE = ssl.create_default_context()
INSECURE.check_hostname = False
INSECURE.verify_mode = ssl.CERT_NONE


class TestRequests:
    def test_pages_reach_the_portal(self, nginx: str):
        status, headers, text = ask(f"{nginx}/dataset/?q=%E9%81%BF%E9%9B%A3")
        assert status == 200
        assert json.loads(text)["path"] == "/dataset/?q=%E9%81%BF%E9%9B%A3"
        assert headers["Server"] == "nginx"

    def test_a_forged_forwarding_header_is_replaced(self, nginx: str):
        _, _, text = ask(f"{nginx}/", X_Forwarded_For="203.0.113.9", X_Forwarded_Host="evil.test")
        headers = json.loads(text)["headers"]
        assert headers["X-Forwarded-For"] == "127.0.0.1"
        assert "X-Forwarded-Host" not in headers

    def test_texts_are_compressed_where_the_portal_did_not(self, nginx: str):
        request = urllib.request.Request(
            f"{nginx}/api/3/{'a' * 1200}", headers={"Accept-Encoding": "gzip"}
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            assert answer.headers["Content-Encoding"] == "gzip"
            assert "Accept-Encoding" in answer.headers["Vary"]

    def test_static_files_are_kept(self, nginx: str, upstream: ThreadingHTTPServer):
        for expected in ("MISS", "HIT"):
            _, headers, _ = ask(f"{nginx}/webassets/x.css?{id(self)}")
            assert headers["X-Cache"] == expected
            assert headers["Cache-Control"] == "public, max-age=3600, immutable"
        visits: list[str] = upstream.visits  # type: ignore[attr-defined]
        assert sum(path.startswith("/webassets/") for path in visits) == 1

    def test_pages_are_not_kept(self, nginx: str):
        for _ in range(2):
            _, headers, _ = ask(f"{nginx}/en/dataset")
            assert "X-Cache" not in headers


class TestLimits:
    def test_a_file_of_the_full_size_passes_with_its_form(self, nginx: str):
        status, _, _ = ask(f"{nginx}/dataset/new", data=b"x" * (1024 * 1024 + 5000))
        assert status == 200

    def test_a_larger_one_is_refused_before_it_is_sent_in_both_languages(self, nginx: str):
        """Only the headers are sent: the answer comes without the body."""
        port = int(nginx.rsplit(":", 1)[1])
        with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
            connection.sendall(
                b"POST /dataset/new HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n"
            )
            text = b""
            while piece := connection.recv(65536):
                text += piece
        answer = text.decode()
        assert answer.startswith("HTTP/1.1 413")
        assert "ファイルが大きすぎます" in answer and "The file is too large" in answer

    def test_programs_get_the_refusal_as_json(self, nginx: str):
        status, headers, text = ask(
            f"{nginx}/api/3/action/resource_create", data=b"x" * 3 * 1024 * 1024
        )
        assert status == 413
        assert headers["Content-Type"] == "application/json"
        assert json.loads(text)["success"] is False

    def test_guessing_passwords_is_slowed_down(self, nginx: str):
        answers = [ask(f"{nginx}/user/login", data=b"login=admin")[0] for _ in range(14)]
        assert answers[:10] == [200] * 10
        assert 429 in answers
        assert ask(f"{nginx}/user/login")[0] == 200

    def test_a_wrong_limit_is_refused_at_start(self, tmp_path: Path):
        with pytest.raises(subprocess.CalledProcessError):
            variables(tmp_path, "127.0.0.1:1", KANAZAWA_MAX_UPLOAD_MB="much")


class TestAway:
    @pytest.fixture
    def alone(self, tmp_path: Path) -> Iterator[str]:
        values = variables(tmp_path, f"127.0.0.1:{free_port()}")
        yield from serve(render(tmp_path, values), f"http://127.0.0.1:{values['KANAZAWA_PORT']}")

    def test_visitors_are_told_when_the_portal_is_away(self, alone: str):
        status, headers, text = ask(f"{alone}/dataset")
        assert status == 503
        assert headers["Content-Type"].startswith("text/html")
        assert "ただいまサイトを利用できません" in text and "not available right now" in text

    def test_programs_are_told_in_json(self, alone: str):
        status, _, text = ask(f"{alone}/api/3/action/status_show")
        assert status == 503
        assert "Service Unavailable" in json.loads(text)["error"]["__type"]


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
class TestTls:
    @pytest.fixture(scope="class")
    def secured(
        self, upstream: ThreadingHTTPServer, tmp_path_factory: pytest.TempPathFactory
    ) -> Iterator[tuple[str, str]]:
        run = tmp_path_factory.mktemp("tls")
        subprocess.run(
            [
                *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"),
                *("-subj", "/CN=localhost", "-keyout", "tls_key", "-out", "tls_certificate"),
            ],
            cwd=run,
            check=True,
            capture_output=True,
        )
        values = variables(run, f"127.0.0.1:{upstream.server_port}", KANAZAWA_TLS="on")
        plain = f"http://127.0.0.1:{values['KANAZAWA_PORT']}"
        for _ in serve(render(run, values), plain):
            yield plain, f"https://127.0.0.1:{values['KANAZAWA_TLS_PORT']}"

    def test_plain_http_leads_to_https(self, secured: tuple[str, str]):
        status, headers, _ = ask(f"{secured[0]}/dataset/?q=a")
        assert (status, headers["Location"]) == (301, "https://127.0.0.1/dataset/?q=a")

    def test_https_serves_and_says_so(self, secured: tuple[str, str]):
        status, headers, text = ask(f"{secured[1]}/")
        assert status == 200
        assert headers["Strict-Transport-Security"] == "max-age=31536000"
        assert json.loads(text)["headers"]["X-Forwarded-Proto"] == "https"
