"""Compress answers: what, how, and what had better stay as it is.

Left alone are:

- parts of files (206) and downloads: the bytes a client gets are the bytes of the file,
  and it can go on where it broke off;
- pages of people who are logged in: they carry a CSRF token beside text that the address
  can put in, which is what the BREACH attack needs. A visitor's token opens nothing;
- what is compressed already (images, XLSX, ZIP): not in the list of types.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from ckan.common import current_user
from flask import Flask, Request, Response, g, request
from flask_compress import Compress

TYPES = [
    "text/html",
    "text/css",
    "text/plain",
    "text/xml",
    "text/javascript",
    "text/turtle",
    "text/n3",
    "application/javascript",
    "application/json",
    "application/ld+json",
    "application/rdf+xml",
    "application/xml",
    "application/atom+xml",
    "application/manifest+json",
    "application/geo+json",
    "image/svg+xml",
    "image/x-icon",
    "image/vnd.microsoft.icon",
    "font/ttf",
    "font/otf",
]
STATIC_ENDPOINTS = {"static", "webassets.index"}
# Larger files stream; smaller ones are compressed once and kept.
LARGEST_KEPT_BYTES = 2_000_000
KEPT_ASSETS = 256


class AssetCache:
    """Compressed assets by address, file state and algorithm; the least used goes first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, key: str) -> bytes | None:
        """Return what was kept under a key, or None."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def set(self, key: str, value: bytes) -> bool:
        """Keep a value; the oldest makes room."""
        with self._lock:
            self._kept[key] = value
            self._kept.move_to_end(key)
            if len(self._kept) > KEPT_ASSETS:
                self._kept.popitem(last=False)
        return True


def _asset_key(_request: Request) -> str:
    return g.kanazawa_asset_key


def install_compression(app: Flask) -> None:
    """Add compression to the application, after its other `after_request` handlers."""
    app.config.setdefault("COMPRESS_REGISTER", False)
    app.config.setdefault("COMPRESS_MIMETYPES", TYPES)
    app.config.setdefault("COMPRESS_BR_LEVEL", 5)
    app.config.setdefault("COMPRESS_ALGORITHM", ["br", "zstd", "gzip"])
    app.config.setdefault("COMPRESS_ALGORITHM_STREAMING", ["br", "zstd", "gzip"])
    # Done below, after the ETag has become weak.
    app.config.setdefault("COMPRESS_EVALUATE_CONDITIONAL_REQUEST", False)
    pages = Compress(app)
    assets = Compress(app)
    assets.cache = AssetCache()
    assets.cache_key = _asset_key

    def compress(response: Response) -> Response:
        """Compress one answer where that is right."""
        if not may_be_compressed(response):
            return response
        if request.endpoint in STATIC_ENDPOINTS and _is_small_file(response):
            return _with_weak_etag(assets, _held_in_memory(response))
        return _with_weak_etag(pages, response)

    app.after_request(compress)


def may_be_compressed(response: Response) -> bool:
    """Say whether compressing an answer is safe and sensible (see the module)."""
    if request.method not in ("GET", "HEAD", "POST") or response.status_code != 200:
        return False
    if "Range" in request.headers or "Content-Range" in response.headers:
        return False
    if response.headers.get("Content-Disposition", "").startswith("attachment"):
        return False
    if (request.endpoint or "").endswith("download"):
        return False
    if request.endpoint in STATIC_ENDPOINTS:
        return True
    return not current_user.is_authenticated


def _is_small_file(response: Response) -> bool:
    size_bytes = response.content_length
    return size_bytes is not None and size_bytes <= LARGEST_KEPT_BYTES


def _held_in_memory(response: Response) -> Response:
    etag, _ = response.get_etag()
    g.kanazawa_asset_key = f"{request.path} {etag} {response.content_length}"
    if request.method == "GET":
        response.direct_passthrough = False
        response.set_data(response.get_data())
    return response


def _with_weak_etag(compressor: Compress, response: Response) -> Response:
    etag, is_weak = response.get_etag()
    response = compressor.after_request(response)
    if etag and not is_weak and "Content-Encoding" in response.headers:
        # The same text in other bytes: RFC 9110, 8.8.1. A weak tag is also what the view
        # compares with when the client asks again, so no suffix.
        response.set_etag(etag, weak=True)
        response.make_conditional(request)
    return response
