"""Throw broken files at reading: nothing but the declared errors may come out.

Usage::

    python3 bench/tables/fuzz.py [--inputs 100000] [--seed 1] [--seconds 5] [--memory 4]

Small valid files of every kind are cut, overwritten, doubled and spliced; parts of ZIPs and
workbooks also inside, so that checksums do not stop everything at the door. Each is opened
and all its rows are read. Prints how many were read and how many refused, by error, and the
slowest. Ends with 1 and the input that did it where anything else is raised, an input takes
longer than `--seconds`, or the process would need more than `--memory` GiB.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import random
import resource
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import xlwt
from openpyxl import Workbook

from ckanext.kanazawa.lib.tables.errors import FileError
from ckanext.kanazawa.lib.tables.read import open_tables

GIBIBYTE = 1 << 30
# Bytes that parsers trip over.
TRIPS = (
    b"\x00",
    b"\xff\xff\xff\xff",
    b"\x7f\xff\xff\xff",
    b'"',
    b'""',
    b"\r",
    b"\n",
    b",",
    b"\t",
    b"\x82\xa0",
    b"\xe3\x81",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"PK\x03\x04",
    b"[" * 50,
    b'{"a":',
    b"<!ENTITY a 'a'>",
    b"</row>",
    b'r="XFD1048576"',
    b'number-rows-repeated="1048576"',
    b"999999999",
    b"-1",
    b"1e999",
    b"\x1b$B",
    b"\nx\x01",
    b"\nx^",
    b"\n\xef\xbb\xbf",
)
CSV = (
    "全国地方公共団体コード,ID,名称,緯度,経度,備考\r\n"
    '172014,AA01,兼六園,36.562,136.662,"名勝, 特別\r\n名勝"\r\n'
    "172014,AA02,金沢城公園,36.565,136.659,\r\n\r\n"
    '172014,AA03,"石川県立""図書館""",36.5,136.6,x\r\n'
)
PLAIN = 'a,b,c\r\n1,"x, y",3\r\n"q""q",2,\r\n\r\n4,5,6\n7,"l\nm",8'
RECORDS = '[{"名称":"兼六園","緯度":36.562,"他":{"a":[1,null]}},{"名称":"城","有":true}]'
FEATURES = (
    '{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point",'
    '"coordinates":[136.66,36.56]},"properties":{"名称":"兼六園"}},{"type":"Feature",'
    '"geometry":{"type":"LineString","coordinates":[[1,2],[3,4]]},"properties":{"b":[1]}}]}'
)
ODS = (
    '<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body>'
    '<office:spreadsheet><table:table table:name="表"><table:table-row><table:table-cell '
    'office:value-type="string"><text:p>名称</text:p></table:table-cell><table:table-cell '
    'office:value-type="string"><text:p>値</text:p></table:table-cell></table:table-row>'
    '<table:table-row table:number-rows-repeated="3"><table:table-cell '
    'office:value-type="percentage" office:value="0.123"><text:p>12.3%</text:p>'
    '</table:table-cell><table:table-cell office:value-type="date" '
    'office:date-value="2026-04-01"/></table:table-row></table:table></office:spreadsheet>'
    "</office:body></office:document-content>"
)


def zipped(members: dict[str, bytes]) -> bytes:
    """Return a ZIP of these members, not compressed, so that changes reach what is inside."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for name, content in members.items():
            made.writestr(name, content)
    return stream.getvalue()


def members_of(data: bytes) -> dict[str, bytes]:
    """Return what is inside a ZIP."""
    with zipfile.ZipFile(io.BytesIO(data)) as given:
        return {name: given.read(name) for name in given.namelist()}


def _xlsx() -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (["名称", "率", "番号"], ["兼六園", 0.123, 76], ["城", None, "=1/0"]):
        sheet.append(row)
    sheet["B2"].number_format, sheet["C2"].number_format = "0.0%", "000"
    sheet.merge_cells("A2:A3")
    stream = io.BytesIO()
    book.save(stream)
    members = members_of(stream.getvalue())
    members.pop("xl/theme/theme1.xml")
    return zipped(members)


def _xls() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    style = xlwt.easyxf(num_format_str="0.0%")
    for row, values in enumerate((("名称", "率"), ("兼六園", 0.123), ("城", 2))):
        for column, value in enumerate(values):
            sheet.write(row, column, value, style)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@cache
def seeds() -> tuple[bytes, ...]:
    """Return small valid files of every kind; text stands there more than once."""
    text = [CSV.encode(codec) for codec in ("utf-8-sig", "cp932", "utf-16", "euc_jp")]
    tabs = CSV.replace(",", "\t").encode()
    jsons = [RECORDS.encode(), FEATURES.encode(), b'{"a":1}\n{"a":"2","b":[]}\n']
    mime = b"application/vnd.oasis.opendocument.spreadsheet"
    ods = zipped({"mimetype": mime, "content.xml": ODS.encode()})
    packed = zipped({"表.csv": CSV.encode(), "README.txt": b"x"})
    plain = [PLAIN.encode()] * 4
    return (*text, *plain, tabs, *jsons, _xlsx(), _xls(), ods, packed)


def mutated(draw: Callable[[int], int], depth: int = 0) -> bytes:
    """Return a broken file.

    Args:
        draw: returns a number from 0 up to, not including, the one given.
        depth: 1 inside a ZIP.
    """
    files = seeds()
    data = files[draw(len(files))]
    if data.startswith(b"PK") and not depth and draw(3):
        members = members_of(data)
        name = sorted(members)[draw(len(members))]
        members[name] = _changed(members[name], draw, files)
        return zipped(members)
    return _changed(data, draw, files)


def _changed(data: bytes, draw: Callable[[int], int], files: tuple[bytes, ...]) -> bytes:
    for _ in range(1 + draw(4)):
        place = draw(len(data) + 1)
        end = min(len(data), place + 1 + draw(40))
        how = draw(7)
        if how == 0:
            data = data[:place] + bytes([draw(256)]) + data[place + 1 :]
        elif how == 1:
            data = data[:place] + TRIPS[draw(len(TRIPS))] + data[place:]
        elif how == 2:
            data = data[:place] + TRIPS[draw(len(TRIPS))] + data[end:]
        elif how == 3:
            data = data[:place] + data[end:]
        elif how == 4:
            data = data[:end] + data[place:end] * draw(20) + data[end:]
        elif how == 5:
            data = data[:place]
        else:
            other = files[draw(len(files))]
            data = data[:place] + other[draw(len(other)) :][:200] + data[place:]
    return data


def outcome(data: bytes) -> str:
    """Open a file and read all its rows; return "read", or the code of the declared error."""
    try:
        for table in open_tables(data, "x"):
            for block in table.blocks():
                assert block.width == table.width
            for finding in (*table.findings, *table.late_findings()):
                assert finding.text("ja") and finding.text("en")
    except FileError as error:
        assert error.text("ja")
        return error.code
    return "read"


@contextlib.contextmanager
def quiet():
    """Keep the reader's notes about its own panics off the screen."""
    kept = os.dup(2)
    with open(os.devnull, "w") as nowhere:
        os.dup2(nowhere.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def main() -> int:
    """Run the inputs; return 1 where one does what none may do."""
    parser = argparse.ArgumentParser(description="Fuzz the reading of tables.")
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=5.0, help="the most one may take")
    parser.add_argument("--memory", type=int, default=4, help="GiB the process may have")
    chosen = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (chosen.memory * GIBIBYTE,) * 2)
    outcomes: Counter[str] = Counter()
    slowest = 0.0
    begun = time.monotonic()
    for number in range(chosen.inputs):
        data = mutated(random.Random(f"{chosen.seed}/{number}").randrange)
        start = time.process_time()
        try:
            with quiet():
                outcomes[outcome(data)] += 1
        except BaseException as error:
            return _failed(data, number, repr(error))
        slowest = max(slowest, time.process_time() - start)
        if slowest > chosen.seconds:
            return _failed(data, number, f"{slowest:.1f} s")
    print(
        json.dumps(
            {
                "inputs": chosen.inputs,
                "seconds": round(time.monotonic() - begun, 1),
                "slowest_s": round(slowest, 3),
                "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10,
                "outcomes": dict(outcomes.most_common()),
            },
            ensure_ascii=False,
            indent=1,
        )
    )
    return 0


def _failed(data: bytes, number: int, why: str) -> int:
    path = Path(f"fuzz-{number}.bin")
    path.write_bytes(data)
    print(f"input {number}: {why}; kept as {path}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
