"""Which encoding a text is in: BOM, strict UTF-8, strict CP932, UTF-16, EUC-JP.

Every answer holds for the whole file, which is decoded once, strictly: a file that is ASCII
for its first megabytes and CP932 later is CP932, and a wrong byte at the end is found before
the first row is handed on. Nothing is ever replaced.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from ckanext.kanazawa.lib.tables.errors import FileError, UndecodableError
from ckanext.kanazawa.lib.tables.read.decode import Fault, MisfitError, utf8_chunks
from ckanext.kanazawa.lib.tables.read.limits import MEBIBYTE
from ckanext.kanazawa.lib.tables.read.plausible import is_rather_euc
from ckanext.kanazawa.lib.tables.read.source import Source

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# People say Shift_JIS and mean Windows' extension of it, with ①, ㈱ and 髙.
SPOKEN = {"shift_jis": "cp932", "sjis": "cp932", "windows-31j": "cp932", "ms932": "cp932"}
# What a user may ask for. Python knows more that decode no files of tables.
_KNOWN = """
utf-8 utf-8-sig utf-16 utf-16-le utf-16-be utf-32 utf-32-le utf-32-be
cp932 shift_jis_2004 shift_jisx0213 euc_jp euc_jis_2004 euc_jisx0213
iso2022_jp iso2022_jp_1 iso2022_jp_2 iso2022_jp_3 iso2022_jp_ext iso2022_jp_2004
ascii iso8859-1 cp1252 gb18030 big5 euc_kr cp949
"""
KNOWN = frozenset(_KNOWN.split())
# A text in UTF-16 has a zero byte beside every comma, digit and line end.
ZERO_SHARE = 0.05
# What Japanese text is made of.
_USUAL = re.compile("[\t\n\r -~\u2010-\u203b\u2460-\u2473\u3000-\u30ff\u4e00-\u9fff\uff01-\uff9f]")


# Files up to this size are decoded once: their text is kept until their rows were read.
KEPT_BYTES = 48 * MEBIBYTE


class Kept:
    """Keeps the text of a file, while it is decoded, for its first reader."""

    def __init__(self, codec: str):
        self.codec = codec
        self.chunks: list[bytes] = []

    def take(self, chunk: bytes) -> None:
        """Take the next chunk, in UTF-8 with "\\n" for every line end."""
        self.chunks.append(chunk)

    def end(self, *, fits: bool) -> None:
        """Hear that there is no more, or that the file is in another encoding."""
        if not fits:
            self.chunks.clear()


Keeper = TypeVar("Keeper", bound=Kept)


class Text(Generic[Keeper]):
    """The text of a file whose encoding is known.

    Attributes:
        source: the file.
        encoding: Python's name of it.
        kept: what was kept of it when its encoding was told, until somebody has read it;
            None where it is too large.
    """

    def __init__(self, source: Source, encoding: str, kept: Keeper | None):
        self.source = source
        self.encoding = encoding
        self.kept = kept

    def chunks(self) -> Iterator[bytes]:
        """Yield it in UTF-8 with "\\n" for every line end; no character is cut in two.

        What was kept is let go once it was read to the end: the rows made of it are kept.

        Raises:
            UndecodableError: the file was changed since its encoding was told.
        """
        if self.kept is None:
            yield from self.decoded()
            return
        yield from self.kept.chunks
        self.kept = None

    def decoded(self) -> Iterator[bytes]:
        """Yield the same, decoded anew."""
        try:
            yield from utf8_chunks(self.source, self.encoding)
        except MisfitError as error:
            raise _undecodable(self.source, error.fault) from error

    def strings(self) -> Iterator[str]:
        """Yield the same as strings."""
        return (chunk.decode() for chunk in self.chunks())


def find_text(
    source: Source, asked: str | None = None, keeper: Callable[[str], Keeper] = Kept
) -> Text[Keeper]:
    """Decode a file from the encoding that fits the whole of it.

    Args:
        source: the text file.
        asked: what the user says it is; then only that is tried.
        keeper: called with each encoding that is tried; what it returns gets the text.

    Raises:
        UndecodableError: no encoding fits; names line and byte of the one that got furthest.
        FileError: there is no encoding of the name asked for.
    """
    tries = _Tries(source, keeper)
    if asked:
        return tries.sure(_asked(source, asked))
    head = source.head()
    for bom, codec in BOMS:
        if head.startswith(bom):
            return tries.sure(codec)
    if codec := wide(head):
        return tries.sure(codec)
    if b"\x1b$" in head and isinstance(text := tries.tried("iso2022_jp"), Text):
        return text
    return tries.narrow()


class _Tries(Generic[Keeper]):
    """Tries encodings on one file."""

    def __init__(self, source: Source, keeper: Callable[[str], Keeper]):
        self._source = source
        self._keeper = keeper

    def tried(self, codec: str) -> Text[Keeper] | Fault:
        """Decode the whole file strictly; return its text, or where it first fails."""
        kept = self._keeper(codec) if self._source.size_bytes <= KEPT_BYTES else None
        fits = False
        try:
            for chunk in utf8_chunks(self._source, codec):
                if kept is not None:
                    kept.take(chunk)
            fits = True
        except MisfitError as error:
            return error.fault
        finally:
            if kept is not None:
                kept.end(fits=fits)
        return Text(self._source, codec, kept)

    def sure(self, codec: str) -> Text[Keeper]:
        """Return the text in the only encoding that comes into question."""
        text = self.tried(codec)
        if isinstance(text, Fault):
            raise _undecodable(self._source, text)
        return text

    def narrow(self) -> Text[Keeper]:
        """Choose among the encodings without marks: UTF-8, CP932, EUC-JP."""
        faults: list[Fault] = []
        for codec in ("utf-8", "cp932"):
            found = self.tried(codec)
            if isinstance(found, Text):
                return self._told_apart(found) if codec == "cp932" else found
            if codec == "utf-8" and found.is_cut and not found.is_plain:
                # All of it was UTF-8 up to the last character, which nothing else looks like.
                raise _undecodable(self._source, found)
            faults.append(found)
        euc = self.tried("euc_jp")
        if isinstance(euc, Fault):
            faults.append(euc)
            euc = self._euc()
        if euc is not None:
            return euc
        raise _undecodable(self._source, max(faults, key=lambda fault: fault.offset))

    def _told_apart(self, text: Text[Keeper]) -> Text[Keeper]:
        """Tell EUC-JP from CP932 where the bytes are right in both."""
        euc = self._euc()
        return euc if euc and is_rather_euc(euc.source, euc.encoding) else text

    def _euc(self) -> Text[Keeper] | None:
        for codec in ("euc_jp", "euc_jis_2004"):
            if isinstance(found := self.tried(codec), Text):
                return found
        return None


def _asked(source: Source, asked: str) -> str:
    """Return Python's name of an encoding a user asks for."""
    name = SPOKEN.get(asked.lower().replace("-", "_"), SPOKEN.get(asked.lower(), asked))
    try:
        plain = codecs.lookup(name).name
    except (LookupError, ValueError) as error:
        raise FileError("encoding-unknown", file=source.label, value=asked) from error
    if plain not in KNOWN:
        raise FileError("encoding-unknown", file=source.label, value=asked)
    if plain == "utf-8" and source.head(3) == codecs.BOM_UTF8:
        plain = "utf-8-sig"
    return plain


def wide(head: bytes) -> str | None:
    """Tell UTF-16 without a BOM by where its zero bytes stand."""
    zeros = head.count(0)
    if zeros < 2:
        return None
    even = head[::2].count(0)
    codec = "utf-16-le" if even * 10 < zeros else "utf-16-be"
    if codec == "utf-16-be" and (zeros - even) * 10 >= zeros:
        return None
    if zeros >= len(head) * ZERO_SHARE or _is_wide_text(head, codec):
        return codec
    return None


def _is_wide_text(head: bytes, codec: str) -> bool:
    """Say whether nearly all of a text with few ASCII characters is Japanese."""
    text = head.decode(codec, "ignore")
    return len(_USUAL.findall(text)) > len(text) * 0.9


def _undecodable(source: Source, fault: Fault) -> UndecodableError:
    return UndecodableError(
        "text-cut-off" if fault.is_cut else "undecodable",
        file=source.label,
        encoding=fault.codec,
        line=f"{fault.line:,}",
        offset=f"{fault.offset:,}",
        byte=f"0x{fault.byte:02X}",
    )
