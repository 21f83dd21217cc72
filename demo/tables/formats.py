"""Write tables as files, the same bytes each time."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

Row = Mapping[str, Any]
BOM = "\ufeff"
# ZIP entries carry a time; a fixed one keeps the bytes the same.
EPOCH = (2026, 4, 1, 0, 0, 0)


def csv_text(columns: Sequence[str], rows: Iterable[Row], delimiter: str = ",") -> str:
    """Write rows as delimited text with CRLF; missing cells are empty."""
    target = io.StringIO()
    writer = csv.DictWriter(target, columns, restval="", delimiter=delimiter, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return target.getvalue()


def csv_bytes(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """Write CSV as the national formats want it: UTF-8 with BOM, CRLF."""
    return (BOM + csv_text(columns, rows)).encode("utf-8")


def cp932_bytes(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """Write CSV as older office software does: CP932, CRLF."""
    return csv_text(columns, rows).encode("cp932")


def utf16_bytes(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """Write what a spreadsheet calls "Unicode text": UTF-16 with BOM, tabs."""
    return b"\xff\xfe" + csv_text(columns, rows, delimiter="\t").encode("utf-16-le")


def json_bytes(value: Any) -> bytes:
    """Write readable JSON in UTF-8."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def geojson_bytes(rows: Iterable[Row], latitude: str = "緯度", longitude: str = "経度") -> bytes:
    """Write rows that have a position as GeoJSON points (longitude first)."""
    features = [
        {
            "type": "Feature",
            "geometry": {
                "type": "Point",
                "coordinates": [float(row[longitude]), float(row[latitude])],
            },
            "properties": {
                key: value for key, value in row.items() if key not in (latitude, longitude)
            },
        }
        for row in rows
        if row.get(latitude) and row.get(longitude)
    ]
    return json_bytes({"type": "FeatureCollection", "features": features})


def zip_bytes(files: Mapping[str, bytes]) -> bytes:
    """Pack files in their order, with one fixed time."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)
    return target.getvalue()


def _cell(reference: str, value: Any) -> str:
    if value in ("", None):
        return ""
    if isinstance(value, int | float):
        return f'<c r="{reference}"><v>{value}</v></c>'
    return f'<c r="{reference}" t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def xlsx_bytes(lines: Sequence[Sequence[Any]], sheet: str = "Sheet1") -> bytes:
    """Write one sheet as a minimal Office Open XML workbook.

    Args:
        lines: cells from the top; numbers stay numbers, everything else is text.
        sheet: name of the sheet.
    """
    rows = "".join(
        f'<row r="{y}">'
        + "".join(_cell(f"{_letters(x)}{y}", value) for x, value in enumerate(line, start=1))
        + "</row>"
        for y, line in enumerate(lines, start=1)
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/>'
        "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        f'<sheet name="{escape(sheet)}" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData>'
        "</worksheet>",
    }
    return zip_bytes({name: (head + part).encode("utf-8") for name, part in parts.items()})


def pdf_bytes(lines: Sequence[str]) -> bytes:
    """Write one A4 page of Japanese text, with the reader's own font (none embedded)."""
    shown = "".join(f"<{line.encode('utf-16-be').hex()}> Tj T*\n" for line in lines)
    stream = f"BT /F1 14 Tf 24 TL 72 760 Td\n{shown}ET".encode("ascii")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (ja) >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /HeiseiKakuGo-W5 /Encoding /UniJIS-UCS2-H"
        b" /DescendantFonts [6 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /HeiseiKakuGo-W5"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 2 >>"
        b" /FontDescriptor 7 0 R /DW 1000 >>",
        b"<< /Type /FontDescriptor /FontName /HeiseiKakuGo-W5 /Flags 4"
        b" /FontBBox [-92 -250 1010 922] /ItalicAngle 0 /Ascent 752 /Descent -221"
        b" /CapHeight 737 /StemV 114 >>",
    ]
    content = b"%PDF-1.4\n"
    starts = []
    for number, body in enumerate(objects, start=1):
        starts.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    return content + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (len(starts) + 1, table, len(starts) + 1, len(content))
    )
