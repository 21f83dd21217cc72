"""Which encoding a text is in: BOM, strict UTF-8, strict CP932, UTF-16, EUC-JP.

Every answer holds for the whole file, which is decoded once, strictly: a file that is ASCII
for its first megabytes and CP932 later is CP932, and a wrong byte at the end is found before
the first row is handed on. Nothing is ever replaced.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from ckanext.kanazawa.lib.tables.errors import FileError, UndecodableError
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
# Python's cp932 lets these bytes pass as characters; no Windows program writes them.
NO_CP932 = ("\x80", "\uf8f0", "\uf8f1", "\uf8f2", "\uf8f3")
# A text in UTF-16 has a zero byte beside every comma, digit and line end.
ZERO_SHARE = 0.05


@dataclass(frozen=True)
class Fault:
    """The first byte that does not fit an encoding.

    Attributes:
        codec: Python's name of the encoding.
        offset: of the byte, from 0.
        line: it stands in, from 1.
        byte: the byte itself.
    """

    codec: str
    offset: int
    line: int
    byte: int


def find_encoding(source: Source, asked: str | None = None) -> str:
    """Return Python's name of the encoding that fits the whole file.

    Args:
        source: the text file.
        asked: what the user says it is; then only that is tried.

    Raises:
        UndecodableError: no encoding fits; names line and byte of the one that got furthest.
        FileError: there is no encoding of the name asked for.
    """
    if asked:
        return _asked(source, asked)
    head = source.head()
    for bom, codec in BOMS:
        if head.startswith(bom):
            return _sure(source, codec)
    if wide := _wide(head):
        return _sure(source, wide)
    if b"\x1b$" in head and first_fault(source, "iso2022_jp") is None:
        return "iso2022_jp"
    return _narrow(source)


def first_fault(source: Source, codec: str) -> Fault | None:
    """Decode the whole file strictly; return where it first fails, None where it does not."""
    decoder = codecs.getincrementaldecoder(codec)()
    before, lines = 0, 0
    for chunk in source.chunks():
        start = before - len(decoder.getstate()[0])
        try:
            text = decoder.decode(chunk)
        except UnicodeDecodeError as error:
            return _fault(error, codec, before + len(chunk), lines)
        except UnicodeError:
            # Decoders with states have no place to tell when they run out of patience.
            return Fault(codec, start, lines + 1, chunk[0])
        if codec == "cp932" and any(sign in text for sign in NO_CP932):
            return _unwritten(text, start, lines)
        lines += text.count("\n")
        before += len(chunk)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        return _fault(error, codec, before, lines)
    except UnicodeError:
        return Fault(codec, before, lines + 1, 0)
    return None


def _asked(source: Source, asked: str) -> str:
    name = SPOKEN.get(asked.lower().replace("-", "_"), SPOKEN.get(asked.lower(), asked))
    try:
        plain = codecs.lookup(name).name
    except (LookupError, ValueError) as error:
        raise FileError("encoding-unknown", file=source.label, value=asked) from error
    if plain not in KNOWN:
        raise FileError("encoding-unknown", file=source.label, value=asked)
    if plain == "utf-8" and source.head(3) == codecs.BOM_UTF8:
        plain = "utf-8-sig"
    return _sure(source, plain)


def _sure(source: Source, codec: str) -> str:
    if fault := first_fault(source, codec):
        raise _undecodable(source, fault)
    return codec


def _wide(head: bytes) -> str | None:
    """Tell UTF-16 without a BOM by where its zero bytes stand."""
    zeros = head.count(0)
    if zeros < max(2, len(head) * ZERO_SHARE):
        return None
    even = head[::2].count(0)
    if even * 10 < zeros:
        return "utf-16-le"
    if (zeros - even) * 10 < zeros:
        return "utf-16-be"
    return None


def _narrow(source: Source) -> str:
    """Choose among the encodings without marks: UTF-8, CP932, EUC-JP."""
    faults = []
    for codec in ("utf-8", "cp932"):
        fault = first_fault(source, codec)
        if fault is None:
            return _told_apart(source) if codec == "cp932" else codec
        faults.append(fault)
    for codec in ("euc_jp", "euc_jis_2004"):
        if first_fault(source, codec) is None:
            return codec
    raise _undecodable(source, max(faults, key=lambda fault: fault.offset))


def _told_apart(source: Source) -> str:
    """Tell EUC-JP from CP932 where the bytes are right in both."""
    for codec in ("euc_jp", "euc_jis_2004"):
        if first_fault(source, codec) is None:
            return codec if is_rather_euc(source, codec) else "cp932"
    return "cp932"


def _fault(error: UnicodeDecodeError, codec: str, read: int, lines: int) -> Fault:
    # `error.object` may begin with bytes kept from the chunk before, and always ends where
    # reading stands now.
    offset = read - len(error.object) + error.start
    good = error.object[: error.start].decode(codec, "ignore")
    return Fault(codec, offset, lines + good.count("\n") + 1, error.object[error.start])


def _unwritten(text: str, start: int, lines: int) -> Fault:
    place = min(found for sign in NO_CP932 if (found := text.find(sign)) >= 0)
    good = text[:place]
    byte = text[place].encode("cp932")[0]
    return Fault("cp932", start + len(good.encode("cp932")), lines + good.count("\n") + 1, byte)


def _undecodable(source: Source, fault: Fault) -> UndecodableError:
    return UndecodableError(
        "undecodable",
        file=source.label,
        encoding=fault.codec,
        line=f"{fault.line:,}",
        offset=f"{fault.offset:,}",
        byte=f"0x{fault.byte:02X}",
    )
