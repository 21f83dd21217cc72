"""Decode a file strictly, into UTF-8 with "\\n" for every kind of line end.

Nothing is ever replaced: a byte that does not fit ends the reading, with its place.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ckanext.kanazawa.lib.tables.read.source import Source

# Python's cp932 lets these bytes pass as characters; no Windows program writes them.
NO_CP932 = ("\x80", "\uf8f0", "\uf8f1", "\uf8f2", "\uf8f3")
# Several passes over a text go fastest in steps that stay in the processor's cache.
_STEP_BYTES = 256 * 1024
_ALONE = re.compile(rb"\r(?!\n)")


@dataclass(frozen=True)
class Fault:
    """The first byte that does not fit an encoding.

    Attributes:
        codec: Python's name of the encoding.
        offset: of the byte, from 0.
        line: it stands in, from 1.
        byte: the byte itself.
        is_cut: the file ends inside a character.
        is_plain: every character before it is ASCII.
    """

    codec: str
    offset: int
    line: int
    byte: int
    is_cut: bool = False
    is_plain: bool = False


class MisfitError(Exception):
    """A file is not in the encoding it is decoded from; never leaves this room."""

    def __init__(self, fault: Fault):
        super().__init__(f"{fault.codec} at {fault.offset}")
        self.fault = fault


def utf8_chunks(source: Source, codec: str) -> Iterator[bytes]:
    """Yield a file's text in UTF-8, chunk by chunk; no character is cut in two.

    Raises:
        MisfitError: a byte does not fit, or the last character is not complete.
    """
    decoder = _Decoder(source, codec)
    ends = _LineEnds()
    for chunk in source.chunks():
        steps = range(0, len(chunk), _STEP_BYTES)
        text = (decoder.decode(chunk[place : place + _STEP_BYTES]) for place in steps)
        if plain := b"".join(ends.plain(step.encode()) for step in text):
            yield plain
    if plain := ends.plain(decoder.decode(b"", final=True).encode(), final=True):
        yield plain


class _Decoder:
    """A strict decoder that knows where it is."""

    def __init__(self, source: Source, codec: str):
        self._source = source
        self._codec = codec
        self._decoder = codecs.getincrementaldecoder(codec)()
        self._read = 0

    def decode(self, data: bytes, *, final: bool = False) -> str:
        start = self._read - len(self._decoder.getstate()[0])
        try:
            text = self._decoder.decode(data, final)
        except UnicodeDecodeError as error:
            # `error.object` may begin with bytes kept from the step before, and always ends
            # where reading stands now.
            offset = self._read + len(data) - len(error.object) + error.start
            raise self._misfit(offset, error.object[error.start], is_cut=final) from error
        except UnicodeError as error:
            # Decoders with states have no place to tell when they run out of patience.
            raise self._misfit(start, data[0] if data else 0) from error
        if self._codec == "cp932" and any(sign in text for sign in NO_CP932):
            place = min(found for sign in NO_CP932 if (found := text.find(sign)) >= 0)
            good = len(text[:place].encode("cp932"))
            raise self._misfit(start + good, text[place].encode("cp932")[0])
        self._read += len(data)
        return text

    def _misfit(self, offset: int, byte: int, *, is_cut: bool = False) -> MisfitError:
        """Return the error; its line is counted now, as most files never ask for it."""
        decoder = codecs.getincrementaldecoder(self._codec)(errors="ignore")
        line, left, is_plain = 1, offset, True
        for chunk in self._source.chunks():
            text = decoder.decode(chunk[:left])
            line += text.count("\n")
            is_plain = is_plain and text.isascii()
            left -= len(chunk)
            if left <= 0:
                break
        return MisfitError(Fault(self._codec, offset, line, byte, is_cut, is_plain))


class _LineEnds:
    """Writes "\\n" for every kind of line end, of which one may come in two steps."""

    def __init__(self):
        self._waiting = b""

    def plain(self, text: bytes, *, final: bool = False) -> bytes:
        if self._waiting:
            text, self._waiting = self._waiting + text, b""
        if text.endswith(b"\r") and not final:
            text, self._waiting = text[:-1], b"\r"
        if b"\r" not in text:
            return text
        if _ALONE.search(text) is None:
            return text.replace(b"\r", b"")  # Five times as fast as looking for both signs.
        return text.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
