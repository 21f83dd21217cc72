"""Strings of old workbooks: of one byte or two a character, and shared ones over records."""

from __future__ import annotations

import struct
from typing import Protocol

WIDE, EXTENDED, RICH = 1, 4, 8


class Coded(Protocol):
    """What is known of a workbook before its strings."""

    data: bytes
    is_new: bool
    codec: str


def plain_string(book: Coded, place: int, length: int, *, wide_count: bool) -> str:
    """Return a string that stands in one record.

    Args:
        book: whose bytes they are.
        place: where the count of its characters stands.
        length: bytes there are.
        wide_count: the count has two bytes.

    Raises:
        UnicodeDecodeError: its bytes are no text.
    """
    head = 2 if wide_count else 1
    if length < head:
        return ""
    count = int.from_bytes(book.data[place : place + head], "little")
    place += head
    length -= head
    if not book.is_new:
        return book.data[place : place + min(count, length)].decode(book.codec)
    flags = book.data[place] if length else 0
    text = book.data[place + 1 : place + length]
    return _decoded(text, count, flags)


def _decoded(data: bytes, count: int, flags: int) -> str:
    if flags & WIDE:
        return data[: count * 2].decode("utf-16-le")
    return data[:count].decode("latin-1")


def shared_strings(parts: list[bytes]) -> list[str]:
    """Return the strings the cells share, from the records that hold them.

    A string may go on in the next record, which then begins with its width anew.
    """
    strings: list[str] = []
    part, place = 0, 8
    while part < len(parts):
        data = parts[part]
        if place + 3 > len(data):
            part, place = part + 1, max(0, place - len(data)) if place > len(data) else 0
            continue
        count, flags = struct.unpack_from("<HB", data, place)
        place += 3
        after = 0
        if flags & RICH and place + 2 <= len(data):
            after += struct.unpack_from("<H", data, place)[0] * 4
            place += 2
        if flags & EXTENDED and place + 4 <= len(data):
            after += struct.unpack_from("<I", data, place)[0]
            place += 4
        text, part, place = _over_records(parts, part, place, count, flags)
        strings.append(text)
        place += after
    return strings


def _over_records(
    parts: list[bytes], part: int, place: int, count: int, flags: int
) -> tuple[str, int, int]:
    """Read characters to their count; return them and where the reading stands then."""
    found: list[str] = []
    while True:
        size = 2 if flags & WIDE else 1
        room = max(0, len(parts[part]) - place) // size
        found.append(_decoded(parts[part][place:], min(count, room), flags))
        if count <= room:
            return "".join(found), part, place + count * size
        count -= room
        part, place = part + 1, 1
        if part >= len(parts) or not parts[part]:
            return "".join(found), len(parts), 0
        flags = parts[part][0]
