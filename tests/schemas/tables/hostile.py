"""Files made to do harm, and files that are merely odd: one collection for all ways in."""

from __future__ import annotations

from tests.lib.tables.read.books import replaced, sharing, xlsx_of, zipped
from tests.schemas.tables.conftest import toilets

SHEET = "xl/worksheets/sheet1.xml"
BOOK = xlsx_of([["名称", "値"], ["兼六園", 1]])
ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><styleSheet'
PAGE = b"<!DOCTYPE html><html><body>\xe6\xba\x96\xe5\x82\x99\xe4\xb8\xad</body></html>"


def locked() -> bytes:
    """Return a ZIP whose member claims to be encrypted."""
    data = bytearray(zipped({"a.csv": toilets()}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


# what it is: (bytes, name, state, code)
UNREADABLE: dict[str, tuple[bytes, str, str, str]] = {
    "ZIP bomb": (zipped({"a.csv": b"0" * (80 << 20)}), "表.zip", "failed", "zip-too-large"),
    "ZIPs in ZIPs": (
        zipped({"c.zip": zipped({"b.zip": zipped({"a.csv": toilets()})})}),
        "表.zip",
        "failed",
        "zip-nested",
    ),
    "locked ZIP": (locked(), "表.zip", "failed", "zip-protected"),
    "path that leads outside": (
        zipped({"../../etc/a.csv": toilets()}),
        "表.zip",
        "failed",
        "zip-path",
    ),
    "several tables": (
        zipped({"a.csv": toilets(), "b.csv": toilets()}),
        "表.zip",
        "failed",
        "zip-many-tables",
    ),
    "cut-off workbook": (BOOK[: len(BOOK) // 2], "表.xlsx", "failed", "zip-damaged"),
    "cell far away": (
        replaced(BOOK, SHEET, b'<c r="B2"', b'<c r="XFD1048576"'),
        "表.xlsx",
        "failed",
        "table-too-wide",
    ),
    "entities": (
        replaced(BOOK, "xl/styles.xml", b"<styleSheet", ENTITIES),
        "表.xlsx",
        "failed",
        "workbook-damaged",
    ),
    "page called CSV": (PAGE, "表.csv", "failed", "not-a-table"),
    "PDF called CSV": (b"%PDF-1.7\n1 0 obj\n", "表.csv", "failed", "not-a-table"),
    "PDF": (b"%PDF-1.7\n1 0 obj\n", "案内.pdf", "no-table", "not-a-table"),
    "image": (b"\x89PNG\r\n\x1a\n" + bytes(99), "写真.png", "no-table", "not-a-table"),
    "page": (PAGE, "案内.html", "no-table", "not-a-table"),
    "two encodings": (
        "名称,値\n兼六園,1\n".encode() * 50 + "金沢城,2\n".encode("cp932"),
        "表.csv",
        "failed",
        "undecodable",
    ),
    "three thousand columns": (b",".join([b"a"] * 3000), "表.csv", "failed", "table-too-wide"),
    "enormous cell": (
        b"a,b\n1," + b"x" * 1_100_000 + b"\n",
        "表.csv",
        "failed",
        "cell-beyond-limit",
    ),
    "nothing but lines": (b"\r\n" * 10, "表.csv", "failed", "empty-file"),
    "half a pair": (rb'[{"a": "\ud800x"}, {"a": "y"}]', "表.json", "failed", "json-damaged"),
    "deep JSON": (b"[" * 100_000, "表.json", "failed", "json-too-deep"),
}
# what it is: (bytes, name)
ODD: dict[str, tuple[bytes, str]] = {
    "NUL in a cell": ("名称,値\n兼六\x00園,1\n金沢城,2\n".encode(), "表.csv"),
    "formulas": ('名称,値\n=HYPERLINK("http://x"),1\n@SUM(A1),2\n'.encode(), "表.csv"),
    "long text in every cell": (sharing("x" * 30_000, 40), "表.xlsx"),
    "<script>": (b"<script>alert(1)</script>,b\n<img src=x onerror=1>,2\n", "表.csv"),
}
