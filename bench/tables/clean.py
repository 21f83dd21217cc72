"""Tables without a fault, of any length, made from the formats' example rows."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator

from ckanext.kanazawa.lib.tables.formats.loader import load_format
from ckanext.kanazawa.lib.tables.formats.model import Field, Version

Row = dict[str, str]

CITY = "172014"
# Inside the rectangle of 金沢市, away from its edges: west, south, east, north.
BOX = (136.58, 36.40, 136.80, 36.65)
TOWNS = [
    *(
        "広坂",
        "香林坊",
        "片町",
        "長町",
        "尾山町",
        "武蔵町",
        "此花町",
        "東山",
        "寺町",
        "野町",
        "泉野町",
    ),
    *("小立野", "石引", "笠舞", "平和町", "有松", "新神田", "西念", "駅西本町", "大野町", "金石西"),
]
SUBJECTS = [
    *(
        "公民館",
        "児童館",
        "図書館",
        "体育館",
        "市民センター",
        "運動公園",
        "駐車場",
        "美術館",
        "保育所",
    ),
    *(
        "福祉会館",
        "消防分団",
        "コミュニティプラザ",
        "防災倉庫",
        "プール",
        "歴史館",
        "斎場",
        "学習館",
    ),
]
KANA = "アイウエオカキクケコサシスセソタチツテトナニヌネノマミムメモラリルレロ"
DAYS = ["月火水木金土日", "火水木金土日", "月火水木金", "土日"]
LINES = [
    "会議室とホールを備え、どなたでも利用できる施設",
    "四季の花が楽しめる庭園のある、市民の憩いの場",
    "地域の歴史と伝統工芸を、実物と映像で紹介する",
    "親子で遊べる広場と、雨の日も使える遊戯室がある",
]


def clean_rows(format_id: str, count: int, seed: int = 1) -> Iterator[Row]:
    """Yield rows a check finds no fault with: heading → cell."""
    chance = random.Random(seed)
    version = load_format(format_id).current
    example = {field.name: field.example or "" for field in version.fields}
    for number in range(1, count + 1):
        row = dict(example)
        for field in version.fields:
            make = _MAKERS.get(field.kind)
            if make is not None and (example[field.name] or field.kind == "identifier"):
                row[field.name] = make(field, number, chance) or row[field.name]
        _settle(row, version, number, chance)
        yield row


def _settle(row: Row, version: Version, number: int, chance: random.Random) -> None:
    """Make the row agree with itself: names, address, dates, sums."""
    town = chance.choice(TOWNS)
    block = f"{1 + number % 4}-{1 + number % 29}-{1 + number % 13}"
    parts = ["石川県", "金沢市", town, block, ""]
    for rule in version.rules:
        if rule["rule"] == "address":
            row[rule["joined"]] = "".join(parts)
            row.update(zip(rule["parts"], parts, strict=False))
        elif rule["rule"] == "duplicates":
            row[rule["name"]] = f"{town}{chance.choice(SUBJECTS)}第{number}号館"
            if rule.get("address") and row[rule["address"]] != "".join(parts):
                row[rule["address"]] = "".join(parts)
    orders = [rule for rule in version.rules if rule["rule"] == "order"]
    for rule in orders * len(orders):
        first, then = sorted((row[rule["first"]], row[rule["then"]]))
        row[rule["first"]], row[rule["then"]] = first, then
    for name in ("名称", "施設名"):
        if name in row and "号館" not in row[name]:
            row[name] = f"{town}{chance.choice(SUBJECTS)}第{number}号館"
    sums = [rule for rule in version.rules if rule["rule"] == "sum"]
    for rule in sums * len(sums):
        added = sum(int(row[part] or 0) for part in rule["parts"])
        if any(row[part] for part in rule["parts"]):
            row[rule["total"]] = str(added)


def _identifier(field: Field, number: int, chance: random.Random) -> str:
    written = f"AA{number:010}"
    if field.pattern and not re.search(field.pattern, written):
        return f"17{number:08}"
    return written


def _kana(field: Field, number: int, chance: random.Random) -> str:
    return "".join(chance.choices(KANA, k=9))


def _date(field: Field, number: int, chance: random.Random) -> str:
    return f"20{chance.randint(15, 26)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"


def _time(field: Field, number: int, chance: random.Random) -> str:
    hours = (7, 10) if "開" in field.name else (16, 22)
    return f"{chance.randint(*hours):02}:{chance.choice(('00', '15', '30', '45'))}"


def _integer(field: Field, number: int, chance: random.Random) -> str:
    low = int(field.minimum or 0)
    return str(chance.randint(low, int(field.maximum or low + 90)))


def _phone(field: Field, number: int, chance: random.Random) -> str:
    return f"076-2{chance.randint(10, 99)}-{chance.randint(1000, 9999)}"


def _url(field: Field, number: int, chance: random.Random) -> str:
    return f"https://www.example.lg.jp/shisetsu/{number}/index.html"


def _degrees(low: float, high: float) -> Callable[[Field, int, random.Random], str]:
    def make(field: Field, number: int, chance: random.Random) -> str:
        return f"{chance.uniform(low, high):.5f}{chance.randint(1, 9)}"

    return make


def _yes_or_no(field: Field, number: int, chance: random.Random) -> str:
    return chance.choice(("有", "無"))


_MAKERS: dict[str, Callable[[Field, int, random.Random], str]] = {
    "identifier": _identifier,
    "school-code": lambda field, number, chance: f"B1{number:011}",
    "municipality-code": lambda field, number, chance: CITY,
    "kana": _kana,
    "date": _date,
    "time": _time,
    "integer": _integer,
    "phone": _phone,
    "url": _url,
    "latitude": _degrees(BOX[1], BOX[3]),
    "longitude": _degrees(BOX[0], BOX[2]),
    "presence": _yes_or_no,
    "weekdays": lambda field, number, chance: chance.choice(DAYS),
    "postal-code": lambda field, number, chance: f"920{chance.randint(1, 999):04}",
    "multiline": lambda field, number, chance: chance.choice(LINES),
    "town-id": lambda field, number, chance: (
        f"0{chance.randint(1, 299):03}{chance.randint(0, 5):03}"
    ),
    "latin": lambda field, number, chance: f"Kanazawa Community House No. {number}",
    "email": lambda field, number, chance: f"shisetsu{number}@city.kanazawa.lg.jp",
}
