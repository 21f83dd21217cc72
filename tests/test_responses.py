"""Compression, caching, headers for other sites' scripts, protection of readers."""

from __future__ import annotations

import gzip

import brotli
import pytest
from ckan.tests import factories

from ckanext.kanazawa.compression import KEPT_ASSETS, AssetCache
from ckanext.kanazawa.responses import is_immutable

ORIGIN = {"Origin": "https://app.example"}
STYLE = "/base/css/main.css"
WITH_CKAN = pytest.mark.usefixtures("with_plugins", "non_clean_db")


@WITH_CKAN
class TestCompression:
    def test_page_says_the_same_in_fewer_bytes(self, app):
        plain = app.get("/about", headers={"Accept-Encoding": "identity"})
        for algorithm, unpack in (("br", brotli.decompress), ("gzip", gzip.decompress)):
            packed = app.get("/about", headers={"Accept-Encoding": algorithm})
            assert packed.headers["Content-Encoding"] == algorithm
            assert len(packed.data) < len(plain.data) / 2
            assert "</html>" in unpack(packed.data).decode()
            assert "Accept-Encoding" in packed.headers["Vary"]

    def test_part_of_a_file_stays_as_it_is(self, app):
        headers = {"Range": "bytes=0-9", "Accept-Encoding": "br"}
        part = app.get(STYLE, headers=headers)
        whole = app.get(STYLE, headers={"Accept-Encoding": "identity"})
        assert part.status_code == 206
        assert "Content-Encoding" not in part.headers
        assert part.data == whole.data[:10]

    def test_compressed_file_is_not_sent_again(self, app):
        first = app.get(STYLE, headers={"Accept-Encoding": "br"})
        tag = first.headers["ETag"]
        assert tag.startswith("W/")
        again = app.get(STYLE, headers={"Accept-Encoding": "br", "If-None-Match": tag})
        assert again.status_code == 304
        assert again.data == b""

    def test_asking_only_for_the_head_works(self, app):
        head = app.test_client().head(STYLE, headers={"Accept-Encoding": "br"})
        assert head.status_code == 200
        assert head.data == b""

    @pytest.mark.usefixtures("clean_db")
    def test_pages_with_a_login_stay_as_they_are(self, app):
        user = factories.UserWithToken()
        headers = {"Authorization": user["token"], "Accept-Encoding": "br"}
        assert "Content-Encoding" not in app.get("/about", headers=headers).headers


@WITH_CKAN
class TestCaching:
    def test_hashed_asset_is_kept_for_a_year(self, app):
        page = app.get("/about").body
        address = page.split('<link href="/webassets/')[1].split('"')[0]
        asset = app.get(f"/webassets/{address}")
        assert asset.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert "Cookie" not in asset.headers.get("Vary", "")
        assert "Set-Cookie" not in asset.headers

    def test_other_files_are_kept_for_a_day(self, app):
        assert app.get(STYLE).headers["Cache-Control"] == "public, max-age=86400"

    def test_missing_file_is_not_kept(self, app):
        missing = app.get("/webassets/base/0123abcd_nothing.css", status=404)
        assert "immutable" not in missing.headers["Cache-Control"]

    def test_pages_are_asked_for_each_time(self, app):
        page = app.get("/about")
        assert page.headers["Cache-Control"] == "private, no-cache"
        assert "Cookie" in page.headers["Vary"]

    @pytest.mark.usefixtures("clean_db")
    def test_answers_for_a_token_are_for_nobody_else(self, app):
        headers = {"Authorization": factories.UserWithToken()["token"]}
        answer = app.get("/api/3/action/status_show", headers=headers)
        assert answer.headers["Cache-Control"] == "private, no-cache"
        assert "Authorization" in answer.headers["Vary"]


@WITH_CKAN
class TestCors:
    def test_scripts_of_other_sites_may_read(self, app):
        answer = app.get("/api/3/action/status_show", headers=ORIGIN)
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        exposed = answer.headers["Access-Control-Expose-Headers"]
        assert {"ETag", "Content-Range", "Content-Disposition"} <= set(exposed.split(", "))
        assert "Access-Control-Allow-Credentials" not in answer.headers

    def test_preflight_is_answered(self, app):
        asked = {"Access-Control-Request-Method": "POST", **ORIGIN}
        asked["Access-Control-Request-Headers"] = "content-type, authorization"
        answer = app.options("/api/3/action/package_search", headers=asked)
        assert answer.status_code == 200
        assert "POST" in answer.headers["Access-Control-Allow-Methods"]
        allowed = answer.headers["Access-Control-Allow-Headers"]
        assert {"Authorization", "Content-Type", "Range"} <= set(allowed.split(", "))
        assert answer.headers["Access-Control-Max-Age"] == "86400"

    def test_own_pages_carry_none_of_it(self, app):
        assert "Access-Control-Expose-Headers" not in app.get("/about").headers

    @pytest.mark.ckan_config("ckan.cors.origin_allow_all", False)
    @pytest.mark.ckan_config("ckan.cors.origin_whitelist", "https://app.example")
    def test_a_named_site_is_answered_by_name(self, app):
        answer = app.get("/api/3/action/status_show", headers=ORIGIN)
        assert answer.headers["Access-Control-Allow-Origin"] == "https://app.example"
        assert "Origin" in answer.headers["Vary"]


@WITH_CKAN
class TestProtection:
    def test_pages_say_how_they_may_be_used(self, app):
        headers = app.get("/about").headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "SAMEORIGIN"
        assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
        assert "object-src 'none'" in headers["Content-Security-Policy"]

    @pytest.mark.ckan_config("ckanext.kanazawa.responses.content_security_policy", "")
    def test_an_empty_policy_sends_none(self, app):
        assert "Content-Security-Policy" not in app.get("/about").headers


def test_cache_forgets_the_least_used():
    cache = AssetCache()
    cache.set("first", b"1")
    for number in range(KEPT_ASSETS - 1):
        cache.set(str(number), b"x")
    assert cache.get("first") == b"1"
    cache.set("one more", b"x")
    assert cache.get("first") == b"1"
    assert cache.get("0") is None


@pytest.mark.parametrize(
    ("path", "version", "expected"),
    [
        ("/webassets/base/f1c08bee_main.css", None, True),
        ("/webassets/vendor/select2/0123abcd_a.b.js", None, True),
        ("/webassets/base/main.css", None, False),
        ("/base/images/logo.svg", "0123abcd", True),
        ("/base/images/logo.svg", "2.1", False),
    ],
)
def test_only_addresses_with_a_hash_never_change(path, version, expected):
    assert is_immutable(path, version) is expected
