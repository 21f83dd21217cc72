"""Files that may not come in, each refused with its message."""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from io import BytesIO

import ckan.plugins.toolkit as tk
import pytest
from PIL import Image
from werkzeug.datastructures import FileStorage

from ckanext.kanazawa.contribute.limits.files import check
from ckanext.kanazawa.contribute.limits.malware import scan

pytestmark = pytest.mark.usefixtures("with_plugins", "with_request_context")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def archive(*names: str, content: bytes = b"a,b\n1,2\n") -> bytes:
    """Return a ZIP with these members."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name in names:
            made.writestr(name, content)
    return target.getvalue()


def link() -> bytes:
    """Return a ZIP with a symbolic link."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        info = zipfile.ZipInfo("link.csv")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        made.writestr(info, "/etc/passwd")
    return target.getvalue()


def picture(kind: str = "PNG", size: tuple[int, int] = (4, 4)) -> bytes:
    """Return a small picture."""
    target = BytesIO()
    Image.new("RGB", size).save(target, kind)
    return target.getvalue()


def huge_png() -> bytes:
    """Return the head of a PNG that says it has 60,000 by 60,000 pixels."""
    made = bytearray(picture())
    made[16:24] = struct.pack("!II", 60_000, 60_000)
    made[29:33] = struct.pack("!I", zlib.crc32(bytes(made[12:29])))
    return bytes(made)


HOSTILE: dict[str, tuple[str, bytes, str]] = {
    "a program as a table": ("表.csv", b"MZ\x90\x00" + b"\x00" * 100, "中身"),
    "a script as text": ("x.txt", b"#!/bin/sh\nrm -rf /\n", "中身"),
    "a page as a table": ("x.csv", b"<!DOCTYPE html><html></html>", "ウェブページ"),
    "a page": ("x.html", b"<html></html>", "種類"),
    "a drawing": ("x.svg", b"<svg onload='alert(1)'/>", "種類"),
    "a script in a map": ("x.kml", b"<kml><script>alert(1)</script></kml>", "ウェブページ"),
    "entities": ("x.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "実体"),
    "no ending": ("x", b"a,b\n", "種類"),
    "a macro by name": ("x.xlsm", archive("xl/workbook.xml"), "マクロ"),
    "a macro inside": ("x.xlsx", archive("xl/workbook.xml", "xl/vbaProject.bin"), "マクロ"),
    "an old macro": ("x.xls", OLE + "_VBA_PROJECT".encode("utf-16-le") * 2, "マクロ"),
    "old macro sheets": ("x.xlsx", archive("xl/macrosheets/sheet1.xml"), "マクロ"),
    "an embedded file": ("x.docx", archive("word/embeddings/a.bin"), "埋め込まれて"),
    "a password": ("x.xlsx", OLE + b"\x00" * 600, "パスワード"),
    "a bomb": ("x.zip", archive("a.csv", content=b"0" * 50_000_000), "展開"),
    "a way out": ("x.zip", archive("../../etc/cron.d/x"), "外の場所"),
    "a drive": ("x.zip", archive("C:\\x.csv"), "外の場所"),
    "an archive inside": ("x.zip", archive("a.zip"), "さらに"),
    "a program inside": ("x.zip", archive("a.csv", "run.exe"), "run.exe"),
    "a link inside": ("x.zip", link(), "リンク"),
    "too many inside": ("x.zip", archive(*(f"{n}.csv" for n in range(5_001))), "5,001"),
    "half an archive": ("x.zip", archive("a.csv")[:40], "壊れて"),
    "a program in a PDF": ("x.pdf", b"%PDF-1.7\n/OpenAction << /S /JavaScript >>", "プログラム"),
    "no PDF": ("x.pdf", b"hello", "中身"),
    "no picture": ("x.png", b"\x89PNG\r\n\x1a\n" + b"0" * 50, "画像"),
    "another picture": ("x.png", picture("JPEG"), "画像"),
    "too many pixels": ("x.png", huge_png(), "画素"),
    "nothing": ("x.csv", b"", "空"),
}
GOOD: dict[str, bytes] = {
    "表.csv": "施設名\n見本公園\n".encode("cp932"),
    "x.tsv": "a\tb\n".encode("utf-16"),
    "x.xlsx": archive("xl/workbook.xml"),
    "x.xls": OLE + b"Workbook",
    "x.zip": archive("a.csv"),
    "x.pdf": b"%PDF-1.7\n",
    "x.png": picture(),
    "x.jpg": picture("JPEG"),
    "x.geojson": b'{"type": "FeatureCollection", "features": []}',
}


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_files_are_refused_with_their_message(what: str):
    name, content, word = HOSTILE[what]
    with pytest.raises(tk.ValidationError) as refused:
        check(FileStorage(BytesIO(content), name))
    assert word in " ".join(map(str, refused.value.error_dict.values()))


@pytest.mark.parametrize("name", GOOD)
def test_honest_files_come_in(name: str):
    received = check(FileStorage(BytesIO(GOOD[name]), name))
    assert received.stream.read() == GOOD[name]


@pytest.mark.parametrize(
    ("command", "state"),
    [("", "off"), ("true", "clean"), ("false", "found"), ("sh -c 'exit 2'", "failed")],
)
def test_a_scanner_is_asked_where_one_is_set(
    ckan_config: dict[str, str], monkeypatch: pytest.MonkeyPatch, command: str, state: str
):
    monkeypatch.setitem(ckan_config, "ckanext.kanazawa.contribute.malware_command", command)
    assert scan(BytesIO(b"x"))["state"] == state
