"""Small files as clerks have them."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from ckanext.kanazawa.lib.tables.formats.loader import load_format

# Heading → what is wrong there.
DEFECTS = {
    "名称_カナ": "ﾐﾎﾝｺｳｴﾝﾄｲﾚ",
    "男性トイレ総数": "５",
    "利用開始時間": "9:00",
    "緯度": "見本",
}


def toilets(rows: int, defects: dict[str, str], encoding: str = "utf-8-sig") -> bytes:
    """Return a list of public toilets; the second row holds the defects."""
    fields = load_format("public-toilet").current.fields
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(field.name for field in fields)
    for number in range(1, rows + 1):
        cells = {field.name: field.example or "" for field in fields}
        cells |= {
            "ID": f"AA{number:010}",
            "名称": f"見本公園{number}トイレ",
            "所在地_連結表記": f"石川県金沢市広坂一丁目{number}-1",
            "所在地_番地以下": f"{number}-1",
            "緯度": f"36.56{number:04}",
        }
        if number == 2:
            cells |= defects
        writer.writerow(cells[field.name] for field in fields)
    return text.getvalue().encode(encoding)


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    """Return a file without fault."""
    path = tmp_path / "172014_public_toilet.csv"
    path.write_bytes(toilets(3, {}))
    return path


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """Return a file in Shift JIS with an error and things that can be mended."""
    path = tmp_path / "トイレ.csv"
    path.write_bytes(toilets(3, DEFECTS, "cp932"))
    return path


@pytest.fixture
def shifted(tmp_path: Path) -> Path:
    """Return a file with an empty cell too many before each latitude."""
    rows = list(csv.reader(io.StringIO(toilets(30, {}).decode("utf-8-sig"))))
    place = rows[0].index("緯度")
    path = tmp_path / "ずれ.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(rows[0])
        writer.writerows([*row[:place], "", *row[place:-1]] for row in rows[1:])
    return path
