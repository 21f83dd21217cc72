"""Fictitious figures: statistics, measurements, budgets; drawn by lot with fixed seeds."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from typing import Any

from demo.tables.facts import MUNICIPALITIES

Rows = list[dict[str, Any]]
AGES = [*(f"{low}-{low + 4}歳" for low in range(0, 85, 5)), "85歳以上"]


def _chance(name: str) -> random.Random:
    return random.Random(name)


def population_rows(code: str) -> Rows:
    """Return people by district and age (national format 04); 1,000 to 9,000 a district."""
    chance = _chance(f"population{code}")
    rows = []
    for number in range(1, 11):
        row: dict[str, Any] = {
            "全国地方公共団体コード": code,
            "地域コード": f"{number:03d}",
            "地方公共団体名": MUNICIPALITIES[code][0],
            "調査年月日": "2026-04-01",
            "地域名": f"見本{number}丁目",
        }
        by_age = {
            f"{age}の{sex}": chance.randint(30, 250) for age in AGES for sex in ("男性", "女性")
        }
        row["男性"] = sum(value for key, value in by_age.items() if key.endswith("男性"))
        row["女性"] = sum(value for key, value in by_age.items() if key.endswith("女性"))
        row["総人口"] = row["男性"] + row["女性"]
        row |= by_age
        row["世帯数"] = row["総人口"] * 10 // 24
        row["備考"] = "架空の数値"
        rows.append(row)
    return rows


def old_population_rows() -> Rows:
    """Return people by year as an office kept it: full-width digits, 人 in the cell."""
    chance = _chance("old-population")
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    return [
        {
            "年度": f"平成{year}年度".translate(wide),
            "世帯数": f"{chance.randint(9000, 11000):,}".translate(wide),
            "人口（人）": f"{chance.randint(25000, 27000)}人".translate(wide),
            "備考": "架空",
        }
        for year in range(21, 31)
    ]


def old_park_rows() -> Rows:
    """Return parks with the headings of the national format before 2023."""
    chance = _chance("old-park")
    wide = str.maketrans("0123456789-", "０１２３４５６７８９－")
    return [
        {
            "都道府県コード又は市区町村コード": "172014",
            "NO": f"{number:010d}",
            "都道府県名": "石川県",
            "市区町村名": "金沢市",
            "名称": f"見本第{number}公園".translate(wide),
            "名称_カナ": f"ミホンダイ{number}コウエン",
            "住所": f"石川県金沢市見本町{number}-{number + 1}".translate(wide),
            "緯度": f"{36.55 + chance.random() / 20:.6f}",
            "経度": f"{136.62 + chance.random() / 20:.6f}",
            "面積（㎡）": f"{chance.randint(500, 20000):,}",
            "開設年月日": f"昭和{40 + number}年4月1日",
            "備考": "",
        }
        for number in range(1, 21)
    ]


def monthly(name: str, columns: dict[str, tuple[int, int]], years: range) -> Rows:
    """Return one row a month with a whole number drawn for each column.

    Args:
        name: seed.
        columns: heading → (lowest, highest).
        years: calendar years.
    """
    chance = _chance(name)
    return [
        {"年月": f"{year}-{month:02d}"}
        | {column: chance.randint(low, high) for column, (low, high) in columns.items()}
        for year in years
        for month in range(1, 13)
    ]


def by_kind(name: str, head: str, kinds: list[str], columns: dict[str, tuple[int, int]]) -> Rows:
    """Return one row a kind with a whole number drawn for each column."""
    chance = _chance(name)
    return [
        {head: kind}
        | {column: chance.randint(low, high) for column, (low, high) in columns.items()}
        for kind in kinds
    ]


def rain() -> dict[str, Any]:
    """Return a day of ten-minute rain at a gauge that does not exist."""
    chance = _chance("rain")
    start = datetime(2026, 6, 20)
    return {
        "observatory": "見本雨量計",
        "notice": "架空の観測値です。防災には使えません。",
        "unit": "mm/10min",
        "observations": [
            {
                "time": (start + timedelta(minutes=10 * step)).isoformat() + "+09:00",
                "rain": round(max(0.0, chance.gauss(0.2, 0.8)), 1),
            }
            for step in range(144)
        ],
    }


def snow_rows() -> Rows:
    """Return the snow of a winter at points that do not exist."""
    chance = _chance("snow")
    first = date(2025, 12, 1)
    return [
        {
            "観測日": (first + timedelta(days=day)).isoformat(),
            "見本平野観測点_積雪cm": max(0, int(chance.gauss(12, 14))),
            "見本山間観測点_積雪cm": max(0, int(chance.gauss(80, 45))),
        }
        for day in range(121)
    ]


def budget_rows() -> Rows:
    """Return a budget in thousand yen."""
    kinds = ["議会費", "総務費", "民生費", "衛生費", "労働費", "農林水産業費", "商工費", "土木費"]
    kinds += ["消防費", "教育費", "災害復旧費", "公債費", "予備費"]
    columns = {
        "令和7年度予算額（千円）": (100_000, 9_000_000),
        "令和8年度予算額（千円）": (100_000, 9_000_000),
    }
    return by_kind("budget", "款", kinds, columns)


def library_lines() -> list[list[Any]]:
    """Return a statistics sheet as offices make them: title, notes, the header in row 7."""
    rows = monthly(
        "library", {"来館者数": (2000, 6000), "貸出冊数": (5000, 14000)}, range(2025, 2026)
    )
    return [
        ["見本図書館 利用統計"],
        [],
        ["作成", "見本課"],
        ["単位", "人・冊"],
        ["注", "数値はすべて架空です"],
        [],
        ["年月", "来館者数", "貸出冊数"],
        *[list(row.values()) for row in rows],
        ["合計", sum(row["来館者数"] for row in rows), sum(row["貸出冊数"] for row in rows)],
    ]


def lunch_rows() -> Rows:
    """Return a week of school lunches, a row a food."""
    menu = {
        "2026-11-16": ["ごはん", "見本みそ汁", "見本焼き魚"],
        "2026-11-17": ["パン", "見本シチュー", "みかん"],
        "2026-11-18": ["ごはん", "見本カレー", "見本サラダ"],
        "2026-11-19": ["見本うどん", "見本かき揚げ", "りんご"],
        "2026-11-20": ["ごはん", "見本豚汁", "見本肉じゃが"],
    }
    chance = _chance("lunch")
    return [
        {
            "情報の管理主体_全国地方公共団体コード": "172090",
            "学校ID": "0001",
            "学校所在地_都道府県名": "石川県",
            "学校所在地_市区町村名": "かほく市",
            "学校名称": "見本小学校",
            "学校名称_カナ": "ミホンショウガッコウ",
            "レコードID": f"{day.replace('-', '')}{number:02d}",
            "提供年月日": day,
            "献立ID": day.replace("-", ""),
            "料理ID": f"{number:02d}",
            "料理名称": dish,
            "エネルギー": chance.randint(80, 320),
            "アレルゲン情報公開・非公開": "非公開",
            "備考": "架空の献立",
        }
        for day, dishes in menu.items()
        for number, dish in enumerate(dishes, start=1)
    ]


def point_rows(name: str, label: str, count: int, middle: tuple[float, float]) -> Rows:
    """Return numbered points strewn around a middle (latitude, longitude)."""
    chance = _chance(name)
    return [
        {
            "番号": number,
            "名称": f"{label}{number}",
            "緯度": f"{middle[0] + chance.uniform(-0.01, 0.01):.6f}",
            "経度": f"{middle[1] + chance.uniform(-0.01, 0.01):.6f}",
            "数": chance.randint(1, 60),
        }
        for number in range(1, count + 1)
    ]


def sensor_rows() -> Rows:
    """Return hourly temperatures of a research sensor that does not exist."""
    chance = _chance("sensor")
    start = datetime(2026, 8, 1)
    return [
        {
            "time": (start + timedelta(hours=hour)).isoformat() + "+09:00",
            "temperature_c": round(
                26 + 5 * chance.random() + (3 if 10 <= hour % 24 <= 16 else 0), 1
            ),
            "humidity_percent": chance.randint(50, 95),
        }
        for hour in range(24 * 14)
    ]


def bird_rows() -> Rows:
    """Return bird sightings in a park that does not exist."""
    chance = _chance("bird")
    birds = ["スズメ", "ヒヨドリ", "シジュウカラ", "メジロ", "ツバメ", "カワセミ", "ハクセキレイ"]
    first = date(2026, 4, 1)
    return [
        {
            "観察日": (first + timedelta(days=7 * week)).isoformat(),
            "場所": "見本公園",
            "種名": bird,
            "個体数": chance.randint(0, 24),
        }
        for week in range(26)
        for bird in birds
    ]
