"""What a file may be: known by its content, of a bearable size, without anything that runs."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any

import ckan.plugins.toolkit as tk
from werkzeug.datastructures import FileStorage

from ckanext.kanazawa.contribute import config
from ckanext.kanazawa.contribute.limits.archives import archive_problem, macros_text
from ckanext.kanazawa.contribute.limits.images import image_problem
from ckanext.kanazawa.schemas.shared import Received, extension_of, receive

SAMPLE_BYTES = 1 << 20
ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
RIFF = re.compile(rb"RIFF....WEBP", re.DOTALL)
BOMS = (b"\xff\xfe", b"\xfe\xff")
# Beginnings of what pretends to be text.
RUNNABLE = (b"MZ", b"\x7fELF", b"#!", b"%PDF-", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", OLE, ZIP)
PAGE = re.compile(rb"<\s*(!doctype\s+html|html|script|svg|iframe|body|head)\b", re.IGNORECASE)
ENTITY = re.compile(rb"<!\s*ENTITY", re.IGNORECASE)
ACTIVE_PDF = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFile|RichMedia)\b")
# Names of the parts of old office documents that hold macros, as they stand in its directory.
OLE_MACROS = tuple(name.encode("utf-16-le") for name in ("_VBA_PROJECT", "VBA", "Macros"))
MACRO_ENDINGS = frozenset(
    ("xlsm", "xlsb", "xltm", "xlam", "xla", "docm", "dotm", "pptm", "potm", "ppsm")
)


def check(sent: FileStorage) -> Received:
    """Receive a file and refuse what may not come in.

    Raises:
        tk.ValidationError: at "upload", with a message that says what to do.
    """
    received = receive(sent)
    problem = file_problem(received.name, received.stream)
    if problem:
        text = tk._("{name}: {problem}").format(name=received.name, problem=problem)
        raise tk.ValidationError({"upload": [text]})
    return received


def file_problem(name: str, stream: IO[bytes]) -> str | None:
    """Say what is wrong with a file; None for nothing.

    Args:
        name: its name, made safe.
        stream: the whole file, seekable; left at its beginning.
    """
    ending = extension_of(name)
    if ending in MACRO_ENDINGS:
        return macros_text()
    allowed = ALLOWED.get(ending)
    if allowed is None:
        endings = ", ".join(known for known in ALLOWED)
        return tk._("This kind of file is not accepted. Possible are: {endings}").format(
            endings=endings
        )
    stream.seek(0)
    sample = stream.read(SAMPLE_BYTES)
    stream.seek(0)
    return allowed(_File(ending, stream, sample))


@dataclass(frozen=True)
class _File:
    ending: str
    stream: IO[bytes]
    sample: bytes


def _text(file: _File) -> str | None:
    head = file.sample[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if file.sample.startswith(RUNNABLE) or head.startswith(RUNNABLE):
        return _other_content(file)
    if b"\x00" in file.sample and not file.sample.startswith(BOMS):
        return _other_content(file)
    if PAGE.match(head) or (file.ending in _MARKED and PAGE.search(file.sample)):
        return tk._("The file is a web page, or holds one. Send the data without it.")
    if file.ending in _MARKED and ENTITY.search(file.sample):
        return tk._("The file defines entities, which are refused. Write them out.")
    return None


def _office(file: _File) -> str | None:
    if file.sample.startswith(OLE):
        # Old office documents, and new ones with a password, come in this wrapping.
        return tk._("The file is protected by a password, or in an old form. Save it anew.")
    if not file.sample.startswith(ZIP):
        return _other_content(file)
    return archive_problem(file.stream, is_office=True)


def _archive(file: _File) -> str | None:
    if not file.sample.startswith(ZIP):
        return _other_content(file)
    return archive_problem(file.stream, is_office=False)


def _old_sheet(file: _File) -> str | None:
    if not file.sample.startswith(OLE):
        return _other_content(file)
    return macros_text() if _holds(file.stream, OLE_MACROS) else None


def _pdf(file: _File) -> str | None:
    if b"%PDF-" not in file.sample[:1024]:
        return _other_content(file)
    if _matches(file.stream, ACTIVE_PDF):
        return tk._("The PDF holds programs or other files, which are refused.")
    return None


def _starts(*heads: bytes) -> Callable[[_File], str | None]:
    def look(file: _File) -> str | None:
        return None if file.sample.startswith(heads) else _other_content(file)

    return look


def _image(file: _File) -> str | None:
    problem = image_problem(file.stream, file.ending, config.most_pixels())
    file.stream.seek(0)
    return problem


def _other_content(file: _File) -> str:
    return tk._(
        "The content is not what the ending “.{ending}” says. Save the file anew in that form."
    ).format(ending=file.ending)


def _holds(stream: IO[bytes], words: tuple[bytes, ...]) -> bool:
    return _matches(stream, re.compile(b"|".join(re.escape(word) for word in words)))


def _matches(stream: IO[bytes], pattern: re.Pattern[bytes]) -> bool:
    """Look for a pattern piece by piece, also where it lies across two of them."""
    stream.seek(0)
    before = b""
    try:
        while piece := stream.read(SAMPLE_BYTES):
            if pattern.search(before + piece):
                return True
            before = piece[-64:]
        return False
    finally:
        stream.seek(0)


_MARKED = frozenset(("xml", "kml", "gml", "gpx", "rdf"))
ALLOWED: dict[str, Any] = {
    **dict.fromkeys(("csv", "tsv", "txt", "json", "geojson", "jsonl", "jsonld"), _text),
    **dict.fromkeys(("xml", "kml", "gml", "gpx", "rdf", "ttl", "nt", "ics", "md"), _text),
    **dict.fromkeys(("xlsx", "ods", "docx", "pptx"), _office),
    "xls": _old_sheet,
    **dict.fromkeys(("zip", "kmz"), _archive),
    "pdf": _pdf,
    "gpkg": _starts(b"SQLite format 3\x00"),
    "parquet": _starts(b"PAR1"),
    **dict.fromkeys(("png", "jpg", "jpeg", "tif", "tiff", "webp"), _image),
}
