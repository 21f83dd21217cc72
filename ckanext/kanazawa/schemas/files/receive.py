"""Receive a file: measure it in one pass and check what can be wrong with it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import IO, Any

import ckan.plugins.toolkit as tk
from werkzeug.datastructures import FileStorage

from . import config
from .encoding import guess_encoding
from .kind import SAMPLE_BYTES, Kind, kind_of
from .name import extension_of, safe_file_name
from .size import size_text

CHUNK_BYTES = 1 << 18


@dataclass(frozen=True)
class Received:
    """A file that came with a request, measured and not yet stored."""

    stream: IO[bytes]
    name: str
    size_bytes: int
    sha256: str
    kind: Kind
    encoding: str | None


def receive(sent: FileStorage) -> Received:
    """Measure a file in one pass and check what can be wrong with it.

    Raises:
        ValidationError: too large, empty, or without a usable name.
    """
    limit = config.max_upload_bytes()
    stream = sent.stream
    name = safe_file_name(sent.filename or "")
    if getattr(stream, "is_too_large", False):
        raise too_large(name, limit)
    if not name:
        raise tk.ValidationError(
            {"upload": [tk._("The file has no usable name. Rename it, for example data.csv.")]}
        )
    digest, sample, size = measure(stream)
    if size > limit:
        raise too_large(name, limit)
    if not size:
        raise tk.ValidationError({"upload": [tk._("The file {name} is empty.").format(name=name)]})
    kind = kind_of(extension_of(name), stream, sample)
    encoding = guess_encoding(sample, size <= len(sample)) if kind.is_text else None
    return Received(stream, name, size, digest, kind, encoding)


def measure(stream: IO[bytes]) -> tuple[str, bytes, int]:
    """Read a file once, keeping only its beginning.

    Returns:
        (SHA-256 in hexadecimal, the first `SAMPLE_BYTES`, size in bytes).
    """
    stream.seek(0)
    measured = _measured(iter(lambda: stream.read(CHUNK_BYTES), b""), lambda _chunk: None)
    stream.seek(0)
    return measured


def copy_measured(chunks: Iterable[bytes], target: Any) -> tuple[str, bytes, int]:
    """Copy a file and measure it on the way.

    Args:
        chunks: of the file, in order.
        target: stream that takes them; left at its beginning.

    Returns:
        As `measure`.
    """
    measured = _measured(chunks, target.write)
    target.seek(0)
    return measured


def _measured(chunks: Iterable[bytes], take: Callable[[bytes], object]) -> tuple[str, bytes, int]:
    digest, sample, size = hashlib.sha256(), bytearray(), 0
    for chunk in chunks:
        digest.update(chunk)
        sample += chunk[: SAMPLE_BYTES - len(sample)]
        size += len(chunk)
        take(chunk)
    return digest.hexdigest(), bytes(sample), size


def too_large(name: str, limit: int) -> tk.ValidationError:
    """Say which file is too large, how large it may be, and what to do."""
    message = tk._(
        "The file {name} is too large. Up to {limit} are possible: "
        "compress it or split it, or give a link instead."
    )
    return tk.ValidationError({"upload": [message.format(name=name, limit=size_text(limit))]})
