from __future__ import annotations

import io
import zipfile

import pytest

from ckanext.kanazawa.schemas.files.encoding import guess_encoding
from ckanext.kanazawa.schemas.files.kind import kind_of, suits

TEXT = "施設名,住所\n見本公園,金沢市広坂1丁目\n"


def archive(*names: str) -> bytes:
    """Make a ZIP archive of empty files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        for name in names:
            packed.writestr(name, "")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("extension", "content", "expected"),
    [
        ("csv", b"a,b", "CSV"),
        ("json", b'\xef\xbb\xbf {"type" : "FeatureCollection", "features": []}', "GeoJSON"),
        ("json", b'{"kind": "FeatureCollection", "type": "list"}', "JSON"),
        ("zip", archive("stops.txt", "routes.txt", "trips.txt"), "GTFS"),
        ("zip", archive("道路.shp", "道路.dbf"), "SHP"),
        ("zip", archive("readme.txt"), "ZIP"),
        ("zip", b"PK\x03\x04 cut off", "ZIP"),
        ("", archive("xl/workbook.xml"), "XLSX"),
        ("bin", b"%PDF-1.7", "PDF"),
        ("", b"who knows", ""),
    ],
)
def test_format_follows_extension_and_content(extension, content, expected):
    assert kind_of(extension, io.BytesIO(content), content).format == expected


@pytest.mark.parametrize(
    ("typed", "extension", "expected"),
    [
        ("CSV", "csv", True),
        ("GTFS", "zip", True),
        ("GeoJSON", "json", True),
        ("CSV", "xlsx", False),
        ("WMS", "xml", True),
        ("CSV", "dat", True),
    ],
)
def test_typed_format_counts_unless_the_file_speaks_against_it(typed, extension, expected):
    assert suits(typed, extension) is expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (TEXT.encode(), "UTF-8"),
        (TEXT.encode("utf-8-sig"), "UTF-8-BOM"),
        (TEXT.encode("cp932"), "CP932"),
        ("髙﨑①㈱,ｱｲｳ".encode("cp932"), "CP932"),
        (TEXT.encode("euc_jp"), "EUC-JP"),
        (TEXT.encode("utf-16"), "UTF-16"),
        (TEXT.encode("iso2022_jp"), "ISO-2022-JP"),
        (b"id,name\n1,a\n", "UTF-8"),
        (b"\x00\x01\x02", None),
        (b"\xff\xfe\x00\xd8", None),
        (b"\x81", None),
        (b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", None),
    ],
)
def test_encoding_is_guessed_strictly(content, expected):
    assert guess_encoding(content, is_whole=True) == expected


def test_sample_may_end_inside_a_character():
    assert guess_encoding(TEXT.encode()[:-3], is_whole=False) == "UTF-8"
    assert guess_encoding("見本".encode()[:5], is_whole=False) == "UTF-8"
