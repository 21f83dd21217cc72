"""Look into archives without unpacking them: sizes, paths, what must not be inside."""

from __future__ import annotations

import re
import stat
import zipfile
from typing import IO

import ckan.plugins.toolkit as tk

MOST_MEMBERS = 5_000
LARGEST_BYTES = 2 << 30
# Tables shrink to a twentieth; a thousandth is a trap.
MOST_TIMES = 300
MOST_DIRECTORY_BYTES = 4 << 20
MACROS = re.compile(r"(^|/)(vbaProject(Signature)?\.bin|vbaData\.xml|.*\.xlm)$", re.IGNORECASE)
MACRO_FOLDERS = re.compile(r"(^|/)(macrosheets|activeX|dialogsheets|Basic|Scripts)/", re.IGNORECASE)
EMBEDDED = re.compile(r"(^|/)embeddings/", re.IGNORECASE)
NESTED = (".zip", ".7z", ".rar", ".gz", ".tgz", ".bz2", ".xz", ".tar", ".lzh", ".cab", ".iso")
RUNNABLE = (
    *(".exe", ".dll", ".com", ".scr", ".msi", ".bat", ".cmd", ".ps1", ".vbs", ".vbe", ".js"),
    *(".jse", ".wsf", ".hta", ".lnk", ".jar", ".sh", ".py", ".php", ".app", ".apk", ".html"),
    *(".htm", ".xhtml", ".svg", ".swf", ".xlsm", ".xlsb", ".docm", ".pptm", ".xltm", ".xlam"),
)
DRIVE = re.compile(r"^[A-Za-z]:")


def archive_problem(stream: IO[bytes], *, is_office: bool) -> str | None:
    """Say what is wrong with a ZIP archive or an office document; None for nothing.

    Args:
        stream: the whole file, seekable.
        is_office: macros and embedded programs are looked for, too.
    """
    if _directory_bytes(stream) > MOST_DIRECTORY_BYTES:
        return _broken()
    try:
        stream.seek(0)
        with zipfile.ZipFile(stream) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, UnicodeDecodeError):
        return _broken()
    finally:
        stream.seek(0)
    return _size_problem(members) or _names_problem(members, is_office=is_office)


def _directory_bytes(stream: IO[bytes]) -> int:
    """Return what the end of an archive says of its directory, before it is read into memory."""
    end = stream.seek(0, 2)
    stream.seek(max(0, end - 65_557))
    tail = stream.read()
    record = tail.rfind(b"PK\x05\x06")
    stream.seek(0)
    return int.from_bytes(tail[record + 12 : record + 16], "little") if record >= 0 else 0


def _size_problem(members: list[zipfile.ZipInfo]) -> str | None:
    if len(members) > MOST_MEMBERS:
        message = tk._("The archive holds {number} files; at most {most} are possible.")
        return message.format(number=f"{len(members):,}", most=f"{MOST_MEMBERS:,}")
    if any(member.flag_bits & 1 for member in members):
        return tk._("The file is protected by a password. Send it without one.")
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if unpacked > LARGEST_BYTES or unpacked > MOST_TIMES * max(packed, 10_000):
        return tk._("Unpacked the archive would be far too large.")
    return None


def _names_problem(members: list[zipfile.ZipInfo], *, is_office: bool) -> str | None:
    for member in members:
        # As it stands in the archive; `filename` was cut at a NUL and mended.
        name = member.orig_filename
        if _leads_outside(name):
            return tk._("A file in the archive has a path that leads out of it.")
        if stat.S_ISLNK(member.external_attr >> 16):
            return tk._("The archive holds a link instead of a file.")
        if MACROS.search(name) or (is_office and MACRO_FOLDERS.search(name)):
            return macros_text()
        if is_office and EMBEDDED.search(name):
            return tk._("Other files are embedded in the document. Send them apart.")
        if not is_office and name.lower().endswith(NESTED):
            return tk._("The archive holds another archive. Send the files apart.")
        if not is_office and name.lower().endswith(RUNNABLE):
            message = tk._("The archive holds a file that a computer could run: {name}")
            return message.format(name=name[-80:])
    return None


def _leads_outside(name: str) -> bool:
    parts = re.split(r"[/\\]", name)
    return (
        name.startswith(("/", "\\"))
        or DRIVE.match(name) is not None
        or ".." in parts
        or "\x00" in name
        or len(name.encode("utf-8", "replace")) > 1_000
    )


def macros_text() -> str:
    """Say that macros are refused, and what to do."""
    return tk._(
        "The document holds macros, which are refused. Save it without them, for example as "
        "XLSX or CSV."
    )


def _broken() -> str:
    return tk._("The archive is damaged and cannot be read.")
