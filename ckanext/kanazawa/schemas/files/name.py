"""The name a file keeps: its own, made safe for every file system and header."""

from __future__ import annotations

import re
import unicodedata

# File systems allow 255 bytes; browsers add " (1)" and the like when saving.
MAX_BYTES = 240
MAX_EXTENSION_BYTES = 20
# Cc control, Cf invisible marks (bidi overrides among them), Cs broken
# surrogates, Co private use, Cn unassigned, Zl and Zp line separators.
UNSAFE_CATEGORIES = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
# What Windows cannot store; a portal's files are opened on Windows.
FORBIDDEN = re.compile(r'[<>:"|?*]')


def safe_file_name(raw: str) -> str:
    """Keep a file's own name, without path, control signs and tricks.

    Args:
        raw: the name as the client sent it; may be a path of any system.

    Returns:
        The last part of the path in NFC, at most `MAX_BYTES` bytes of UTF-8 with
        the extension kept; empty where nothing usable is left (`..`, for example).
    """
    name = re.split(r"[/\\]", raw)[-1]
    name = unicodedata.normalize("NFC", name)
    name = "".join(c for c in name if unicodedata.category(c) not in UNSAFE_CATEGORIES)
    name = FORBIDDEN.sub("_", name).strip().lstrip(".").rstrip(". ")
    return shorten(name.strip())


def shorten(name: str) -> str:
    """Cut the stem so that the whole name fits, never the extension."""
    if len(name.encode()) <= MAX_BYTES:
        return name
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension.encode()) > MAX_EXTENSION_BYTES:
        stem, dot, extension = name, "", ""
    room = MAX_BYTES - len((dot + extension).encode())
    return stem.encode()[:room].decode(errors="ignore").rstrip() + dot + extension


def extension_of(name: str) -> str:
    """Return the extension in lower case without its dot; empty where there is none."""
    stem, dot, extension = name.rpartition(".")
    return extension.lower() if dot and stem else ""
