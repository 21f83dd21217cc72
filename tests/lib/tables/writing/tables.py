"""Tables the tests write, and what recognising would say of them."""

from __future__ import annotations

from ckanext.kanazawa.lib.tables.formats.model import Field
from ckanext.kanazawa.lib.tables.recognise.model import Recognition
from ckanext.kanazawa.lib.tables.table import Table, table_of

FACILITIES = [
    ["ID", "名称", "電話番号", "緯度", "経度", "定員", "開始日", "開始時間"],
    ["0001", "兼六園", "076-234-3800", "36.562109", "136.662596", "1200", "2026-04-01", "09:00"],
    [
        "0002",
        '金沢駅 "もてなし"\nドーム',
        "+81-76-220-2111",
        "36.578",
        "136.648",
        "-5",
        None,
        "24:00",
    ],
    ["0003", "=HYPERLINK(1)", None, None, "136.6", "約30", "2026-02-30", "日の出"],
]
KINDS = ["identifier", "text", "phone", "latitude", "longitude", "integer", "date", "time"]


def facilities() -> Table:
    """Return three facilities with what real tables hold."""
    return table_of(FACILITIES[0], FACILITIES[1:], name="施設.csv")


def recognition(kinds: list[str] = KINDS, headings: list[str] = FACILITIES[0]) -> Recognition:
    """Say which kind each column is, as recognising does."""
    columns = {
        index: Field(heading, {}, "", kind, "string", "optional", "unknown", {})
        for index, (heading, kind) in enumerate(zip(headings, kinds, strict=True))
    }
    return Recognition(None, None, 1.0, columns, {})


def cells(table: Table) -> list[list[str | None]]:
    """Return all cells of a table, without the row numbers."""
    return [list(row[1:]) for block in table.blocks() for row in block.frame.iter_rows()]
