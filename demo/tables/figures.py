"""Files of fictitious figures, theme by theme."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from demo.tables.facts import columns_of
from demo.tables.figure_rows import (
    Rows,
    bird_rows,
    budget_rows,
    by_kind,
    library_lines,
    lunch_rows,
    monthly,
    old_park_rows,
    old_population_rows,
    point_rows,
    population_rows,
    rain,
    sensor_rows,
    snow_rows,
)
from demo.tables.formats import cp932_bytes, csv_bytes, geojson_bytes, json_bytes, xlsx_bytes


def _table(rows: Rows, writer: Callable[[list[str], Rows], bytes] = csv_bytes) -> bytes:
    return writer(list(rows[0]), rows)


def _sheet(rows: Rows, name: str) -> bytes:
    return xlsx_bytes([list(rows[0]), *(list(row.values()) for row in rows)], name)


def figures(shared: Path) -> dict[str, bytes]:
    """Make every file of fictitious figures."""
    return people(shared) | towns() | money() | nature()


def people(shared: Path) -> dict[str, bytes]:
    """People, schools and culture."""
    people = columns_of(shared, "population")
    lunch = columns_of(shared, "school-lunch")
    nationalities = ["見本国A", "見本国B", "見本国C", "見本国D", "その他"]
    return {
        "172014_population.csv": csv_bytes(people, population_rows("172014")),
        "172014_population.xlsx": _sheet(population_rows("172014"), "人口"),
        "172103_population.csv": csv_bytes(people, population_rows("172103")),
        "173657_population_history.csv": _table(old_population_rows(), cp932_bytes),
        "172014_foreign_residents.csv": _table(
            by_kind(
                "foreign", "国籍・地域", nationalities, {"2025年": (50, 900), "2026年": (50, 900)}
            )
        ),
        "172090_library_use.xlsx": xlsx_bytes(library_lines(), "R7統計"),
        "172090_school_lunch.csv": csv_bytes(lunch, lunch_rows()),
        "university_dialect.csv": _table(
            [
                {
                    "番号": n,
                    "見出し": f"見本語{n}",
                    "品詞": ("名詞", "動詞", "形容詞")[n % 3],
                    "意味": f"架空の意味{n}",
                }
                for n in range(1, 41)
            ]
        ),
    }


def towns() -> dict[str, bytes]:
    """Parks, houses, streets and ways."""
    streets = ["見本通り東", "見本通り西", "見本通り南", "見本通り北", "見本駅前"]
    return {
        "172014_park_h25.csv": _table(old_park_rows(), cp932_bytes),
        "172120_foot_traffic.csv": _table(
            by_kind("foot", "地点", streets, {"平日（人）": (300, 4000), "休日（人）": (300, 6000)})
        ),
        "172120_bus_riders.csv": _table(
            monthly(
                "riders",
                {"見本循環北ルート": (900, 2400), "見本循環南ルート": (900, 2400)},
                range(2023, 2026),
            )
        ),
        "173614_vacant_house.csv": _table(
            by_kind(
                "vacant",
                "地区",
                [f"見本{n}区" for n in range(1, 9)],
                {"住宅戸数": (200, 900), "空き家戸数": (5, 90)},
            )
        ),
        "company_charger.csv": _table(point_rows("charger", "見本充電器", 12, (36.57, 136.64))),
        "company_charger.geojson": geojson_bytes(
            point_rows("charger", "見本充電器", 12, (36.57, 136.64))
        ),
        "group_accessible_route.csv": _table(
            [
                {
                    "区間": f"見本区間{n}",
                    "長さm": 40 + 7 * n,
                    "段差cm": n % 4,
                    "傾斜%": n % 6,
                    "車椅子": "可" if n % 4 < 2 else "注意",
                }
                for n in range(1, 26)
            ]
        ),
    }


def money() -> dict[str, bytes]:
    """Budgets, wages, prices and trade."""
    trades = ["建設業", "製造業", "卸売業・小売業", "宿泊業・飲食サービス業", "医療・福祉", "教育"]
    return {
        "172014_budget.csv": _table(budget_rows()),
        "172014_budget.xlsx": _sheet(budget_rows(), "歳出"),
        "172014_wage.csv": _table(
            by_kind(
                "wage", "産業", trades, {"事業所数": (5, 90), "平均月額（円）": (210_000, 380_000)}
            )
        ),
        "173614_manufacturing.csv": _table(
            by_kind(
                "industry",
                "産業中分類",
                ["食料品", "繊維", "金属製品", "生産用機械", "電子部品"],
                {"事業所数": (1, 30), "従業者数": (20, 900), "出荷額（百万円）": (100, 9000)},
            )
        ),
        "170003_price_survey.csv": _table(
            monthly(
                "price",
                {
                    "見本米5kg（円）": (2800, 4600),
                    "見本牛乳1L（円）": (210, 280),
                    "見本灯油18L（円）": (1900, 2400),
                },
                range(2024, 2026),
            )
        ),
        "company_sales.csv": _table(
            monthly(
                "sales", {"客数": (3000, 9000), "売上（千円）": (4000, 15000)}, range(2023, 2026)
            )
        ),
    }


def nature() -> dict[str, bytes]:
    """Weather, water, plants and waste."""
    crops = ["水稲", "大豆", "見本だいこん", "見本れんこん", "見本なし", "見本いちじく"]
    return {
        "172014_rain.json": json_bytes(rain()),
        "172103_snow_depth.csv": _table(snow_rows()),
        "172103_harvest.csv": _table(
            by_kind(
                "harvest", "作物", crops, {"作付面積（ha）": (2, 400), "収穫量（t）": (10, 2500)}
            )
        ),
        "172090_water_quality.csv": _table(
            monthly(
                "water",
                {"見本浄水場_残留塩素×0.01mg/L": (20, 60), "見本浄水場_硬度mg/L": (30, 60)},
                range(2024, 2026),
            )
        ),
        "173657_beach_water.csv": _table(
            monthly(
                "beach",
                {"見本海岸_透明度cm": (40, 150), "見本海岸_COD×0.1mg/L": (10, 40)},
                range(2025, 2026),
            )
        ),
        "union_waste_amount.csv": _table(
            monthly(
                "union",
                {
                    "搬入量（t）": (900, 1900),
                    "焼却量（t）": (800, 1700),
                    "発電量（MWh）": (300, 700),
                },
                range(2022, 2026),
            )
        ),
        "university_temperature.csv": _table(sensor_rows()),
        "university_temperature.json": json_bytes(sensor_rows()),
        "group_cherry.geojson": geojson_bytes(point_rows("cherry", "見本桜", 30, (36.56, 136.66))),
        "group_cherry.csv": _table(point_rows("cherry", "見本桜", 30, (36.56, 136.66))),
        "citizen_birds.csv": _table(bird_rows()),
    }
