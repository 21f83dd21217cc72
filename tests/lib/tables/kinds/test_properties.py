"""What holds for every kind and any cell: both looks agree, and repairs come to an end."""

from __future__ import annotations

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from ckanext.kanazawa.lib.tables.formats.model import Field
from ckanext.kanazawa.lib.tables.kinds import KINDS, any_cell, is_mechanical, is_right, look
from tests.lib.tables.kinds.fields import KANAZAWA, field_of, repaired, right

# Pieces that right and wrong cells of all kinds are made of.
PIECES = (
    *("\u3099", "\u0301", "'", "‘", "e", "か", "²"),
    *("0", "1", "7", "12", "2025", "172014", "９", "０", "１２", "元", "一"),
    *(
        "-",
        "－",
        "ー",
        "―",
        "ｰ",
        ".",
        "．",
        ",",
        "/",
        ":",
        "：",
        ";",
        "；",
        "、",
        "・",
        "~",
        "～",
        "+",
        "=",
    ),
    *(" ", "\u3000", "\t", "\n", "\u200b", "\ufeff", "\x00", "\xa0", "(", ")", "（", "）", "〒"),
    *(
        "年",
        "月",
        "日",
        "時",
        "分",
        "秒",
        "半",
        "令和",
        "平成",
        "R",
        "午後",
        "PM",
        "火",
        "水",
        "祝",
        "毎日",
    ),
    *(
        "度",
        "°",
        "′",
        "″",
        "北緯",
        "36.561325",
        "136.656205",
        "E+12",
        "台",
        "円",
        "△",
        "○",
        "×",
        "有",
    ),
    *(
        "無",
        "可",
        "なし",
        "076",
        "220",
        "2111",
        "090",
        "内線",
        "https",
        "://",
        "www.",
        "example.jp",
        "@",
    ),
    *(
        "石川",
        "石川県",
        "金沢",
        "市",
        "ア",
        "ｱ",
        "ﾞ",
        "ﾎﾟ",
        "あ",
        "が",
        "㈱",
        "①",
        "髙",
        "𠮷",
        "\ue000",
        "縺",
        "プール",
        "河川・溝等",
        "消火栓",
    ),
    *(
        "\ufffd",
        "A",
        "Ａ",
        "z",
        "é",
        "'",
        "CC BY",
        "4.0",
        "UTF-8",
        "utf-8",
        "CP932",
        "#N/A",
        "null",
    ),
)
CELLS = st.one_of(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=7).map("".join),
    st.text(min_size=1, max_size=12),
)
FIELDS = [
    field_of("text", "町会", many=True),
    *(field_of(kind) for kind in KINDS if kind != "choice"),
    field_of("choice", choices="encodings"),
    field_of("choice", choices="encodings", many=True),
    field_of("choice", choices="fire_water_types", many=True),
    field_of("choice"),
    field_of("phone", many=True),
    field_of("date", many=True),
    field_of("address", "所在地_連結表記"),
    field_of("text", "所在地_番地以下"),
    field_of("number", minimum=0, maximum=100),
    field_of("identifier", pattern="^[0-9]{10}$"),
    field_of("text", pattern="[A-Z]+"),
    field_of("presence", "外部利用不可"),
]


# Every example goes through every field at once: making examples is what costs time.
@settings(max_examples=30, deadline=None, derandomize=True)
@given(cells=st.lists(CELLS, min_size=10, max_size=10))
def test_fast_test_and_close_look_agree(cells: list[str]):
    frame = pl.DataFrame({"c0": cells}, schema={"c0": pl.String})
    passed = frame.select(
        is_right(pl.col("c0"), field).alias(str(number)) for number, field in enumerate(FIELDS)
    )
    for field, column in zip(FIELDS, passed.iter_columns(), strict=True):
        for cell in frame["c0"].filter(column):
            assert look(cell, field, KANAZAWA) == (), f"{field.kind} {field.name}: {cell!r}"


@settings(max_examples=30, deadline=None, derandomize=True)
@given(cells=st.lists(CELLS, min_size=10, max_size=10))
def test_repairs_come_to_an_end(cells: list[str]):
    for field in FIELDS:
        for cell in cells:
            after = repaired(look(cell, field, KANAZAWA))
            assert after != cell
            again = repaired(look(after, field, KANAZAWA)) if after else None
            assert again is None, f"{field.kind} {field.name}: {cell!r}"


@settings(max_examples=30, deadline=None, derandomize=True)
@given(cells=st.lists(CELLS, min_size=10, max_size=10))
def test_mechanical_repairs_alone_come_to_an_end(cells: list[str]):
    for field in FIELDS:
        for cell in cells:
            once = _mechanically(cell, field)
            assert _mechanically(once, field) == once, f"{field.kind} {field.name}: {cell!r}"


@settings(max_examples=100, deadline=None, derandomize=True)
@given(cell=CELLS)
def test_any_cell_agrees_with_itself(cell: str):
    field = field_of("text")
    assert not (right([cell], field)[0] and any_cell.diagnose(cell, field, KANAZAWA))


def _mechanically(cell: str, field: Field) -> str:
    """Return a cell after the repairs nobody needs to agree to."""
    for problem in look(cell, field, KANAZAWA) if cell else ():
        if is_mechanical(problem.repair):
            cell = problem.repaired or ""
    return cell
