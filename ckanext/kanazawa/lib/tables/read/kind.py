"""What a file is, told by its content and never by its ending."""

from __future__ import annotations

import codecs
import re

from ckanext.kanazawa.lib.tables.read.encoding import wide
from ckanext.kanazawa.lib.tables.read.source import Source

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# First bytes → what messages call it (`NAMES`). Nothing of these is a table.
STRANGERS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"BM", "bmp"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"\xcf\xfa\xed\xfe", "program"),
    (b"\xfe\xed\xfa", "program"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!", "rar"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"PAR1", "parquet"),
    (b"SQLite format 3\x00", "sqlite"),
    (b"\x00\x01\x00\x00Standard ", "access"),
    (b"\x00\x00\x27\x0a", "shapefile"),
    (b"{\\rtf", "rtf"),
    (b"ID3", "sound"),
    (b"OggS", "sound"),
)
NAMES: dict[str, dict[str, str]] = {
    "pdf": {"ja": "PDF", "en": "a PDF document"},
    "png": {"ja": "画像（PNG）", "en": "an image (PNG)"},
    "jpeg": {"ja": "画像（JPEG）", "en": "an image (JPEG)"},
    "gif": {"ja": "画像（GIF）", "en": "an image (GIF)"},
    "tiff": {"ja": "画像（TIFF）", "en": "an image (TIFF)"},
    "bmp": {"ja": "画像（BMP）", "en": "an image (BMP)"},
    "webp": {"ja": "画像（WebP）", "en": "an image (WebP)"},
    "heic": {"ja": "画像または動画（HEIC・MP4）", "en": "an image or a film (HEIC, MP4)"},
    "svg": {"ja": "画像（SVG）", "en": "an image (SVG)"},
    "program": {"ja": "実行ファイル（プログラム）", "en": "a program"},
    "gzip": {"ja": "圧縮ファイル（gzip）", "en": "a compressed file (gzip)"},
    "bzip2": {"ja": "圧縮ファイル（bzip2）", "en": "a compressed file (bzip2)"},
    "xz": {"ja": "圧縮ファイル（xz）", "en": "a compressed file (xz)"},
    "7z": {"ja": "圧縮ファイル（7z）", "en": "a compressed file (7z)"},
    "rar": {"ja": "圧縮ファイル（RAR）", "en": "a compressed file (RAR)"},
    "zstd": {"ja": "圧縮ファイル（Zstandard）", "en": "a compressed file (Zstandard)"},
    "parquet": {"ja": "Parquet ファイル", "en": "a Parquet file"},
    "sqlite": {"ja": "SQLite のデータベース", "en": "an SQLite database"},
    "access": {"ja": "Access のデータベース", "en": "an Access database"},
    "shapefile": {"ja": "シェープファイルの一部", "en": "a part of a shapefile"},
    "rtf": {"ja": "リッチテキスト文書（RTF）", "en": "a rich text document (RTF)"},
    "sound": {"ja": "音声ファイル", "en": "a sound file"},
    "html": {"ja": "ウェブページ（HTML）", "en": "a web page (HTML)"},
    "xml": {"ja": "XML 文書", "en": "an XML document"},
    "word": {"ja": "Word 文書", "en": "a Word document"},
    "powerpoint": {"ja": "PowerPoint 文書", "en": "a PowerPoint document"},
    "odt": {"ja": "OpenDocument の文書", "en": "an OpenDocument text"},
    "excel4": {"ja": "とても古い形式の Excel ブック", "en": "a very old Excel workbook"},
    "mail": {"ja": "Outlook のメール", "en": "an Outlook message"},
    "json": {"ja": "表でない JSON", "en": "JSON that is no table"},
    "markdown": {"ja": "Markdown の文章", "en": "a text in Markdown"},
    "prose": {"ja": "文章（テキスト）", "en": "a text without columns"},
    "binary": {"ja": "文字の入っていないファイル（バイナリ）", "en": "a binary file, not text"},
}
HTML = re.compile(
    rb"(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|meta)\b", re.I | re.S
)
SVG = re.compile(
    rb"(?:<\?xml.*?\?>\s*)?(?:<!--.*?-->\s*)*(?:<!DOCTYPE svg.*?>\s*)?<svg\b", re.I | re.S
)
# Control characters that stand in no text.
CONTROLS = bytes(set(range(32)) - {7, 8, 9, 10, 12, 13, 26, 27})
BINARY_SHARE = 0.05
# As many slip into a text by hand, however short it is.
FEW_CONTROLS = 3


def sniff(source: Source) -> str:
    """Return the kind of a file.

    Returns:
        "zip" (XLSX and ODS are such), "ole" (XLS and locked XLSX are such), "json" (GeoJSON
        and JSON Lines too), "text" for what may be delimited text, or a key of `NAMES`.
    """
    head = source.head()
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return "zip"
    if head.startswith(OLE):
        return "ole"
    for first, kind in STRANGERS:
        if head.startswith(first) and (kind != "bmp" or b"\x00" in head[:30]):
            return kind
    if head[:4] == b"RIFF":
        return "webp" if head[8:12] == b"WEBP" else "sound"
    if head[4:8] == b"ftyp":
        return "heic"
    if head[:4] in (b"\x09\x08\x10\x00", b"\x09\x04\x06\x00", b"\x09\x02\x06\x00"):
        return "excel4"
    return _text_kind(head)


def _text_kind(head: bytes) -> str:
    plain = head
    for bom, codec in ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if head.startswith(bom):
            plain = head[: len(head) // 2 * 2].decode(codec, "ignore").encode()
    if plain is head and (codec := wide(head)) is not None:
        plain = head[: len(head) // 2 * 2].decode(codec, "ignore").encode()
    plain = plain.removeprefix(codecs.BOM_UTF8).lstrip()
    if SVG.match(plain):
        return "svg"
    if HTML.match(plain) or (plain.startswith(b"<?xml") and b"<html" in plain[:2000].lower()):
        return "html"
    if plain.startswith(b"<?xml"):
        return "xml"
    if plain[:1] == b"{" or re.match(rb"\[\s*(?:[\[{\]\"\d-]|true|false|null)", plain):
        return "json"
    controls = len(plain) - len(plain.translate(None, CONTROLS))
    # Zero bytes beside ASCII are UTF-16; other control characters are no text at all.
    zeros = plain.count(0)
    if zeros and not plain.strip(b"\0 \t\r\n"):
        return "binary"
    if controls - zeros > max(len(plain) * BINARY_SHARE, FEW_CONTROLS):
        return "binary"
    return "text"
