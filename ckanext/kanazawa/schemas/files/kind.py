"""What kind of file it is: format, media type and encoding, from name and content."""

from __future__ import annotations

import codecs
import json
import zipfile
from dataclasses import dataclass
from typing import IO

SAMPLE_BYTES = 1 << 20
MAX_DIRECTORY = 4 << 20


@dataclass(frozen=True)
class Kind:
    """A file format: its name in the catalogue, its media type, whether it is text."""

    format: str
    mimetype: str
    is_text: bool = False


BY_EXTENSION: dict[str, Kind] = {
    "csv": Kind("CSV", "text/csv", True),
    "tsv": Kind("TSV", "text/tab-separated-values", True),
    "txt": Kind("TXT", "text/plain", True),
    "md": Kind("MD", "text/markdown", True),
    "json": Kind("JSON", "application/json", True),
    "geojson": Kind("GeoJSON", "application/geo+json", True),
    "jsonld": Kind("JSON-LD", "application/ld+json", True),
    "xml": Kind("XML", "application/xml", True),
    "kml": Kind("KML", "application/vnd.google-earth.kml+xml", True),
    "gml": Kind("GML", "application/gml+xml", True),
    "gpx": Kind("GPX", "application/gpx+xml", True),
    "ics": Kind("ICS", "text/calendar", True),
    "html": Kind("HTML", "text/html", True),
    "htm": Kind("HTML", "text/html", True),
    "ttl": Kind("TTL", "text/turtle", True),
    "rdf": Kind("RDF", "application/rdf+xml", True),
    "nt": Kind("N-Triples", "application/n-triples", True),
    "svg": Kind("SVG", "image/svg+xml", True),
    "xlsx": Kind("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "xlsm": Kind("XLSX", "application/vnd.ms-excel.sheet.macroenabled.12"),
    "xls": Kind("XLS", "application/vnd.ms-excel"),
    "ods": Kind("ODS", "application/vnd.oasis.opendocument.spreadsheet"),
    "docx": Kind("DOCX", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "doc": Kind("DOC", "application/msword"),
    "pptx": Kind(
        "PPTX", "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    ),
    "ppt": Kind("PPT", "application/vnd.ms-powerpoint"),
    "pdf": Kind("PDF", "application/pdf"),
    "zip": Kind("ZIP", "application/zip"),
    "gz": Kind("GZIP", "application/gzip"),
    "kmz": Kind("KMZ", "application/vnd.google-earth.kmz"),
    "gpkg": Kind("GeoPackage", "application/geopackage+sqlite3"),
    "parquet": Kind("Parquet", "application/vnd.apache.parquet"),
    "png": Kind("PNG", "image/png"),
    "jpg": Kind("JPEG", "image/jpeg"),
    "jpeg": Kind("JPEG", "image/jpeg"),
    "tif": Kind("TIFF", "image/tiff"),
    "tiff": Kind("TIFF", "image/tiff"),
    "webp": Kind("WebP", "image/webp"),
    "mp4": Kind("MP4", "video/mp4"),
    "mp3": Kind("MP3", "audio/mpeg"),
}
GTFS = Kind("GTFS", "application/zip")
SHAPEFILE = Kind("SHP", "application/zip")
UNKNOWN = Kind("", "application/octet-stream")
# The first bytes of formats that people rename or send without an extension.
BY_SIGNATURE: tuple[tuple[bytes, Kind], ...] = (
    (b"%PDF-", BY_EXTENSION["pdf"]),
    (b"\x89PNG\r\n\x1a\n", BY_EXTENSION["png"]),
    (b"\xff\xd8\xff", BY_EXTENSION["jpg"]),
    (b"PK\x03\x04", BY_EXTENSION["zip"]),
    (b"PAR1", BY_EXTENSION["parquet"]),
)
# Parts that only this kind of office document has.
OFFICE_PARTS = {
    "xl/workbook.xml": "xlsx",
    "word/document.xml": "docx",
    "ppt/presentation.xml": "pptx",
}


def kind_of(extension: str, stream: IO[bytes], sample: bytes) -> Kind:
    """Say what a file is; the content refines what the extension says.

    Args:
        extension: lower case, without dot; may be empty.
        stream: the whole file, seekable; left where it was found.
        sample: the first `SAMPLE_BYTES` of it.
    """
    kind = BY_EXTENSION.get(extension)
    if sample.startswith(b"PK\x03\x04") and (kind is None or kind.format == "ZIP"):
        return archive_kind(stream)
    if kind is None:
        return next((found for head, found in BY_SIGNATURE if sample.startswith(head)), UNKNOWN)
    if kind.format == "JSON" and looks_like_geojson(sample):
        return BY_EXTENSION["geojson"]
    return kind


def archive_names(stream: IO[bytes]) -> set[str]:
    """List what a ZIP archive holds; empty where it is broken or has too much to list."""
    position = stream.tell()
    try:
        end = stream.seek(0, 2)
        stream.seek(max(0, end - 65557))
        tail = stream.read()
        record = tail.rfind(b"PK\x05\x06")
        # A directory of many MB would be parsed into memory just for a guess.
        if record < 0 or int.from_bytes(tail[record + 12 : record + 16], "little") > MAX_DIRECTORY:
            return set()
        with zipfile.ZipFile(stream) as archive:
            return set(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
        return set()
    finally:
        stream.seek(position)


def archive_kind(stream: IO[bytes]) -> Kind:
    """Tell GTFS feeds, shapefiles and office documents from other ZIP archives."""
    names = archive_names(stream)
    for part, extension in OFFICE_PARTS.items():
        if part in names:
            return BY_EXTENSION[extension]
    if {"stops.txt", "routes.txt", "trips.txt"} <= names:
        return GTFS
    if any(name.lower().endswith(".shp") for name in names):
        return SHAPEFILE
    return BY_EXTENSION["zip"]


def looks_like_geojson(sample: bytes) -> bool:
    """Tell GeoJSON from other JSON by its type near the start (RFC 7946, section 1.4)."""
    head = sample[:4096].lstrip(codecs.BOM_UTF8 + b" \t\r\n")
    if not head.startswith(b"{") or b'"type"' not in head:
        return False
    types = ("FeatureCollection", "Feature", "GeometryCollection")
    compact = b"".join(head.split())
    return any(b'"type":' + json.dumps(name).encode() in compact for name in types)


def suits(format_name: str, extension: str) -> bool:
    """Say whether a format that a person typed can be true of a file with this extension.

    Unknown names are taken as they are: people know formats that we do not.
    """
    wanted = format_name.strip().lower().lstrip(".")
    known = {ext for ext, kind in BY_EXTENSION.items() if kind.format.lower() == wanted}
    known |= {"zip"} if wanted in {"gtfs", "shp"} else set()
    known |= {"json"} if wanted in {"geojson", "json-ld"} else set()
    known |= {"xml"} if wanted in {"rdf", "gml", "kml"} else set()
    return not known or extension in known or extension not in BY_EXTENSION
