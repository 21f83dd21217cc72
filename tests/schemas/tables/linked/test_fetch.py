"""A link is followed within bounds, and never into the portal's own network."""

from __future__ import annotations

import io
import socket

import pytest

from ckanext.kanazawa.schemas.tables.linked.addresses import is_public
from ckanext.kanazawa.schemas.tables.linked.errors import LinkError
from ckanext.kanazawa.schemas.tables.linked.fetch import Answer, Bounds, fetch
from ckanext.kanazawa.schemas.tables.linked.links import name_of
from tests.schemas.tables.conftest import toilets
from tests.schemas.tables.linked.conftest import ETAG, Site

INSIDE = (
    "127.0.0.1",
    "127.8.8.8",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "100.100.100.200",
    "168.63.129.16",
    "192.0.0.192",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "240.0.0.1",
    "::",
    "::1",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd00:ec2::254",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "2002:7f00:1::",
    "2002:a9fe:a9fe::",
    "64:ff9b::7f00:1",
    "64:ff9b::a00:1",
    "not an address",
)
OUTSIDE = (
    "8.8.8.8",
    "203.104.209.71",
    "2001:4860:4860::8888",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
)
# (path, what is said about it)
BAD = {
    "missing.csv": "link-status",
    "loop.csv": "link-loop",
    "far.csv?0": "link-redirects",
    "short.csv": "link-cut-off",
    "large.csv": "link-too-large",
    "endless.csv": "link-too-large",
    "bomb.csv": "link-too-large",
    "brotli.csv": "link-encoding",
    "empty.csv": "link-empty",
    "garbage.csv": "link-broken-answer",
}


def fetched(url: str, site: Site | None = None, **bounds: object) -> tuple[Answer, bytes]:
    target = io.BytesIO()
    allowed = (site.host,) if site else ()
    limits = Bounds(**{"size_bytes": 1_000_000, "allowed": allowed, **bounds})  # type: ignore[arg-type]
    return fetch(url, target, limits), target.getvalue()


def refusal(url: str, site: Site | None = None, **bounds: object) -> str:
    with pytest.raises(LinkError) as raised:
        fetched(url, site, **bounds)
    assert raised.value.text("ja") and raised.value.text("en")
    return raised.value.code


@pytest.mark.parametrize("address", INSIDE)
def test_address_inside_is_not_public(address: str):
    assert not is_public(address)


@pytest.mark.parametrize("address", OUTSIDE)
def test_address_outside_is_public(address: str):
    assert is_public(address)


class TestGood:
    def test_bytes_come_as_they_are(self, site):
        answer, body = fetched(site.url("table.csv"), site)
        assert (body, answer.headers["etag"]) == (toilets(), ETAG)

    def test_packed_on_the_way_it_is_unpacked(self, site):
        assert fetched(site.url("packed.csv"), site)[1] == toilets()

    def test_name_of_the_server_counts(self, site):
        answer, _ = fetched(site.url("named"), site)
        assert name_of(answer.url, answer.headers) == "厠.csv"

    def test_redirect_is_followed(self, site):
        answer, body = fetched(site.url("on?/table.csv"), site)
        assert (answer.url, body) == (site.url("table.csv"), toilets())

    def test_japanese_address_is_written_as_the_network_wants_it(self, site):
        fetched(site.url("table.csv/厠 一覧?年=令和"), site)
        assert site.asked[0][0].startswith("/table.csv/%E5%8E%A0%20")


class TestBad:
    @pytest.mark.parametrize("path", BAD)
    def test_said_what_is_wrong(self, site, path: str):
        assert refusal(site.url(path), site) == BAD[path]

    def test_dripping_server_is_cut_off(self, site):
        assert refusal(site.url("slow.csv"), site, total_s=0.5) == "link-too-slow"

    def test_silent_server_is_left(self, site):
        assert refusal(site.url("silent.csv"), site, idle_s=0.2) == "link-no-answer"

    def test_nobody_listens(self, site):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            host = f"127.0.0.1:{free.getsockname()[1]}"
        assert refusal(f"http://{host}/a.csv", allowed=(host,)) == "link-no-answer"

    def test_server_without_tls_has_no_certificate(self, site):
        url = site.url("table.csv").replace("http:", "https:")
        assert refusal(url, site) == "link-certificate"

    @pytest.mark.parametrize(
        "url",
        (
            "ftp://www.example.jp/a.csv",
            "file:///etc/passwd",
            "gopher://127.0.0.1/",
            "http://",
            "http://user:word@www.example.jp/a.csv",
            "http://[::1/a.csv",
            "http://www.example.jp:99999/",
        ),
    )
    def test_other_kinds_of_address_are_refused(self, url: str):
        assert refusal(url) == "link-address"

    def test_unknown_host(self):
        assert refusal("http://no-such-host.invalid/a.csv") == "link-unknown-host"


class TestInside:
    def test_address_inside_is_refused(self, site):
        assert refusal(site.url("table.csv")) == "link-not-public"
        assert site.asked == []

    def test_other_spellings_of_it_are_refused(self, site):
        port = site.host.rpartition(":")[2]
        for host in ("127.1", "2130706433", "0x7f000001", "0", "[::ffff:127.0.0.1]"):
            assert refusal(f"http://{host}:{port}/table.csv") == "link-not-public"

    def test_name_that_leads_inside_is_refused(self, site):
        port = site.host.rpartition(":")[2]
        assert refusal(f"http://localhost:{port}/table.csv") == "link-not-public"
        assert site.asked == []

    def test_redirect_that_leads_inside_is_refused(self, site):
        port = site.host.rpartition(":")[2]
        url = site.url(f"on?http://localhost:{port}/table.csv")
        assert refusal(url, site) == "link-not-public"
        assert len(site.asked) == 1

    def test_redirect_to_another_kind_of_address_is_refused(self, site):
        assert refusal(site.url("on?file:///etc/passwd"), site) == "link-address"
