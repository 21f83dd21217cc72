"""Read the body of an answer: never more than is allowed, and all that was promised."""

from __future__ import annotations

import http.client
import zlib
from collections.abc import Iterator, Mapping
from typing import IO

from ckanext.kanazawa.schemas.files.size import size_text
from ckanext.kanazawa.schemas.tables.linked.errors import LinkError

CHUNK_BYTES = 1 << 16
# zlib's: a gzip or zlib header is recognised by itself.
GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS
PACKED = ("gzip", "x-gzip", "deflate")


def read_body(
    response: http.client.HTTPResponse,
    headers: Mapping[str, str],
    target: IO[bytes],
    limit: int,
) -> None:
    """Write a body to a file.

    Args:
        response: its headers already read.
        headers: names in lower case.
        target: takes the bytes, unpacked.
        limit: bytes it may have, unpacked.

    Raises:
        LinkError: too large, cut off, empty, or packed in a way we do not know.
    """
    encoding = headers.get("content-encoding", "").strip().lower()
    if encoding and encoding != "identity" and encoding not in PACKED:
        raise LinkError("link-encoding", encoding=encoding)
    declared = response.length
    if declared is not None and declared > limit:
        raise too_large(limit)
    size = 0
    pieces = _received(response, declared, limit)
    for piece in _unpacked(pieces, limit) if encoding in PACKED else pieces:
        size += len(piece)
        if size > limit:
            raise too_large(limit)
        target.write(piece)
    if not size:
        raise LinkError("link-empty")


def too_large(limit: int) -> LinkError:
    """Say how large a linked file may be."""
    return LinkError("link-too-large", limit=size_text(limit))


def _received(
    response: http.client.HTTPResponse, declared: int | None, limit: int
) -> Iterator[bytes]:
    received = 0
    try:
        while piece := response.read1(CHUNK_BYTES):
            received += len(piece)
            if received > limit:
                raise too_large(limit)
            yield piece
    except http.client.IncompleteRead as error:
        raise LinkError("link-cut-off") from error
    if declared is not None and received < declared:
        raise LinkError("link-cut-off")


def _unpacked(pieces: Iterator[bytes], limit: int) -> Iterator[bytes]:
    """Unpack piece by piece, so that a bomb is noticed before it goes off."""
    engine = zlib.decompressobj(GZIP_OR_ZLIB)
    try:
        for piece in pieces:
            while piece:
                if engine.eof:  # a file packed in several parts
                    engine = zlib.decompressobj(GZIP_OR_ZLIB)
                yield engine.decompress(piece, CHUNK_BYTES)
                piece = engine.unused_data if engine.eof else engine.unconsumed_tail
    except zlib.error as error:
        raise LinkError("link-broken-packing") from error
    if not engine.eof:
        raise LinkError("link-cut-off")
