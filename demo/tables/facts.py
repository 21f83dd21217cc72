"""Tables made from real facts: shelters, buses, waste days, the prefecture's facilities.

Only facts are taken over (names, addresses, positions, flags, times), into columns of our
own or of the national formats. Remarks and descriptions of the sources stay where they are.
"""

from __future__ import annotations

import csv
import io
import json
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

import yaml

from demo.tables.formats import (
    csv_bytes,
    csv_text,
    geojson_bytes,
    json_bytes,
    xlsx_bytes,
    zip_bytes,
)

MUNICIPALITIES = {
    "172014": ("金沢市", "", "金沢市"),
    "172103": ("白山市", "", "白山市"),
    "172090": ("かほく市", "", "かほく市"),
    "172120": ("野々市市", "", "野々市市"),
    "173614": ("津幡町", "河北郡", "河北郡津幡町"),
    "173657": ("内灘町", "河北郡", "河北郡内灘町"),
}
HAZARDS = (
    "洪水",
    "崖崩れ、土石流及び地滑り",
    "高潮",
    "地震",
    "津波",
    "大規模な火事",
    "内水氾濫",
    "火山現象",
)
EVACUATION = [
    "全国地方公共団体コード",
    "ID",
    "地方公共団体名",
    "名称",
    "所在地_連結表記",
    "緯度",
    "経度",
    "指定緊急避難場所との重複",
]
# Of every contact in the demonstration: nobody answers there.
PHONE = "076-000-0000"
REMARKS = "連絡先備考（その他、SNSなど）"
# Its latitude in the source lies 20 km south of the park: not a fact to pass on.
LEFT_OUT = {"大野湊緑地公園"}
WEEKDAYS = "月火水木金土日"


def columns_of(shared: Path, standard: str) -> list[str]:
    """Return the headings of a national format, in its order."""
    path = shared / "spec" / "national" / f"{standard}.yaml"
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [column["name"] for column in document["columns"]]


def _features(shared: Path, kind: str, code: str) -> list[dict[str, Any]]:
    path = shared / "data" / "real" / "gsi-shelter" / f"{kind}-{code}.json"
    found = json.loads(path.read_text(encoding="utf-8"))["features"]
    return sorted(found, key=lambda feature: feature["properties"]["共通ID"])


def _place(feature: dict[str, Any], code: str) -> dict[str, Any]:
    facts = feature["properties"]
    name, _district, city = MUNICIPALITIES[code]
    longitude, latitude = feature["geometry"]["coordinates"]
    rest = facts["住所"].removeprefix("石川県").removeprefix(city).removeprefix(name)
    return {
        "全国地方公共団体コード": code,
        "ID": facts["共通ID"],
        "地方公共団体名": name,
        "名称": " ".join(facts["施設・場所名"].split()),
        "所在地_全国地方公共団体コード": code,
        "所在地_連結表記": f"石川県{city}{rest}",
        "所在地_都道府県": "石川県",
        "所在地_市区町村": city,
        "緯度": f"{latitude:.6f}",
        "経度": f"{longitude:.6f}",
    }


def emergency_rows(shared: Path, code: str) -> list[dict[str, Any]]:
    """Return the designated emergency evacuation sites of a municipality (national format 03)."""
    rows = []
    for feature in _features(shared, "emergency", code):
        facts = feature["properties"]
        row = _place(feature, code)
        row |= {f"災害種別_{hazard}": facts[hazard] for hazard in HAZARDS}
        row["指定避難所との重複"] = facts["指定避難所との住所同一"]
        # The standard requires both; the source has neither. Nobody is to dial a number that a
        # demonstration gives, so that it is the one of all its contacts, and says so.
        row |= {"市区町村コード": code, "電話番号": PHONE}
        row[REMARKS] = "電話番号は見本です（つながりません）。"
        rows.append(row)
    return rows


def shelter_rows(shared: Path, code: str) -> list[dict[str, Any]]:
    """Return the designated shelters of a municipality; there is no national format."""
    rows = []
    for feature in _features(shared, "evacuation", code):
        row = _place(feature, code)
        row["指定緊急避難場所との重複"] = feature["properties"]["指定緊急避難場所との住所同一"]
        rows.append({key: row[key] for key in EVACUATION})
    return rows


def shelters(shared: Path) -> dict[str, bytes]:
    """Make the files of shelters of the six municipalities."""
    columns = columns_of(shared, "evacuation-space")
    files = {}
    for code in MUNICIPALITIES:
        rows = emergency_rows(shared, code)
        files[f"{code}_evacuation_space.csv"] = csv_bytes(columns, rows)
        files[f"{code}_evacuation_shelter.csv"] = csv_bytes(EVACUATION, shelter_rows(shared, code))
    # A column that is empty throughout is still one of the format: readers are not to miss it.
    rows = emergency_rows(shared, "172014")
    points = [{column: row.get(column) or None for column in columns} for row in rows]
    files["172014_evacuation_space.geojson"] = geojson_bytes(points)
    lines = [[row[key] for key in EVACUATION] for row in shelter_rows(shared, "172014")]
    files["172014_evacuation_shelter.xlsx"] = xlsx_bytes([EVACUATION, *lines], "指定避難所")
    return files


def _bus_tables(shared: Path) -> dict[str, list[dict[str, str]]]:
    tables = {}
    with zipfile.ZipFile(shared / "data" / "real" / "gtfs" / "kanazawa-flatbus.zip") as archive:
        for name in ("routes", "stops", "trips", "stop_times", "translations"):
            text = archive.read(f"{name}.txt").decode("utf-8-sig")
            tables[name] = list(csv.DictReader(io.StringIO(text)))
    return tables


def _route_name(route: dict[str, str]) -> str:
    return route["route_long_name"].replace("\u3000", " ").split(" ")[-1]


def bus(shared: Path) -> dict[str, bytes]:
    """Make a list of stops and a small feed of one route of 金沢ふらっとバス."""
    tables = _bus_tables(shared)
    kana = {t["trans_id"]: t["translation"] for t in tables["translations"] if "Hrkt" in t["lang"]}
    english = {t["trans_id"]: t["translation"] for t in tables["translations"] if t["lang"] == "en"}
    route_of_trip = {trip["trip_id"]: trip["route_id"] for trip in tables["trips"]}
    names = {route["route_id"]: _route_name(route) for route in tables["routes"]}
    served: dict[str, set[str]] = {}
    for time in tables["stop_times"]:
        served.setdefault(time["stop_id"], set()).add(names[route_of_trip[time["trip_id"]]])
    rows = [
        {
            "停留所ID": stop["stop_id"],
            "停留所名": stop["stop_name"],
            "停留所名_かな": kana.get(stop["stop_name"], ""),
            "停留所名_英語": english.get(stop["stop_name"], "").replace("\u3000", " "),
            "緯度": f"{float(stop['stop_lat']):.6f}",
            "経度": f"{float(stop['stop_lon']):.6f}",
            "ルート": ";".join(sorted(served.get(stop["stop_id"], ()))),
        }
        for stop in tables["stops"]
    ]
    return {
        "172014_flatbus_stops.csv": csv_bytes(list(rows[0]), rows),
        "172014_flatbus_stops.geojson": geojson_bytes(rows),
        "172014_flatbus_konohana_gtfs.zip": _feed(tables),
    }


def _feed(tables: dict[str, list[dict[str, str]]]) -> bytes:
    """Write the weekday-and-weekend trips of one route as a feed of its own."""
    route = tables["routes"][0]
    trips = [t for t in tables["trips"] if t["route_id"] == route["route_id"]]
    trips = [t for t in trips if t["service_id"] == "全日"]
    number = {trip["trip_id"]: f"K{index:03d}" for index, trip in enumerate(trips, start=1)}
    times = [t for t in tables["stop_times"] if t["trip_id"] in number]
    used = {time["stop_id"] for time in times}
    agency, feed = _publisher()
    parts: dict[str, list[dict[str, str]]] = {
        "agency.txt": [agency],
        "routes.txt": [
            {
                "route_id": "konohana",
                "agency_id": "mihon",
                "route_long_name": _route_name(route),
                "route_type": "3",
                "route_color": route["route_color"],
                "route_text_color": route["route_text_color"],
            }
        ],
        "calendar.txt": [
            {"service_id": "every-day"}
            | dict.fromkeys(
                ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"), "1"
            )
            | {"start_date": "20260323", "end_date": "20270331"}
        ],
        "stops.txt": [
            {key: stop[key] for key in ("stop_id", "stop_name", "stop_lat", "stop_lon")}
            for stop in tables["stops"]
            if stop["stop_id"] in used
        ],
        "trips.txt": [
            {"route_id": "konohana", "service_id": "every-day", "trip_id": number[t["trip_id"]]}
            for t in trips
        ],
        "stop_times.txt": [
            {
                "trip_id": number[time["trip_id"]],
                "arrival_time": time["arrival_time"],
                "departure_time": time["departure_time"],
                "stop_id": time["stop_id"],
                "stop_sequence": time["stop_sequence"],
            }
            for time in times
        ],
        "feed_info.txt": [feed],
    }
    return zip_bytes(
        {name: csv_text(list(rows[0]), rows).encode("utf-8") for name, rows in parts.items()}
    )


def _publisher() -> tuple[dict[str, str], dict[str, str]]:
    """Return the rows that say whose timetable, and whose feed, it is."""
    name, address = "見本交通（金沢市の公開データを加工）", "https://www.example.com/"
    agency = {
        "agency_id": "mihon",
        "agency_name": name,
        "agency_url": address,
        "agency_timezone": "Asia/Tokyo",
        "agency_lang": "ja",
    }
    feed = {
        "feed_publisher_name": name,
        "feed_publisher_url": address,
        "feed_lang": "ja",
        "feed_version": "demo-1",
    }
    return agency, feed


def _days(text: str) -> tuple[str, str]:
    """Split `火1 火3 火5` into weekdays and weeks of the month: ("火", "1;3;5")."""
    parts = text.split()
    days = "".join(sorted({part[0] for part in parts}, key=WEEKDAYS.index))
    weeks = [part[1:] for part in parts if part[1:]]
    return days, ";".join(dict.fromkeys(weeks))


def waste(shared: Path) -> dict[str, bytes]:
    """Make the collection days by district and the list of how items are sorted."""
    folder = shared / "data" / "real" / "5374-kanazawa"
    text = (folder / "area_days.csv").read_text(encoding="utf-8-sig")
    rows = []
    for area in csv.DictReader(io.StringIO(text)):
        for kind in ("燃やすごみ", "燃やさないごみ", "資源", "あきびん"):
            days, weeks = _days(area[kind])
            rows.append(
                {
                    "全国地方公共団体コード": "172014",
                    "校下・地区": area["校下・地区"].strip(),
                    "担当": area["センター"].strip(),
                    "ごみの種類": kind,
                    "収集曜日": days,
                    "収集週": weeks or "毎週",
                }
            )
    return {
        "172014_garbage_collection_day.csv": csv_bytes(list(rows[0]), rows),
        "172014_garbage_separation.csv": _separation(shared),
    }


def _separation(shared: Path) -> bytes:
    columns = columns_of(shared, "garbage-separation")
    path = shared / "data" / "real" / "5374-kanazawa" / "target.csv"
    items = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")))
    # Items with a note are left out: the note is somebody's text, and often half of the name.
    plain = [item for item in items if not item["notice"].strip()]
    rows = [
        {
            "ごみの分別方法_全国地方公共団体コード": "172014",
            "ごみの分別方法_ID": f"{number:04d}",
            "ごみの分別方法_品目": " ".join(item["name"].split()),
            "ごみの分別方法_分別区分": item["type"].strip(),
        }
        for number, item in enumerate(plain, start=1)
    ]
    return csv_bytes(columns, rows)


def prefecture(shared: Path) -> dict[str, bytes]:
    """Make the prefecture's facilities and Wi-Fi in the six municipalities."""
    facilities = _prefecture_rows(shared, "public_facility")
    wifi = _prefecture_rows(shared, "public_wireless_lan")
    return {
        "170003_public_facility.csv": csv_bytes(columns_of(shared, "public-facility"), facilities),
        "170003_public_facility.geojson": geojson_bytes(
            {key: value for key, value in row.items() if value} for row in facilities
        ),
        "170003_public_wireless_lan.csv": csv_bytes(
            columns_of(shared, "public-wireless-lan"), wifi
        ),
    }


# The source gives some places far away a code of the area; the name of the town decides too.
def _is_in_the_area(facts: dict[str, str]) -> bool:
    names = [name for name, _district, _city in MUNICIPALITIES.values()]
    return facts["所在地_全国地方公共団体コード"] in MUNICIPALITIES and any(
        name in facts["所在地_市区町村"] for name in names
    )


TAKEN = (
    "全国地方公共団体コード",
    "ID",
    "地方公共団体名",
    "名称",
    "名称_カナ",
    "名称_英字",
    "名称_英語",
    "POIコード",
    "所在地_全国地方公共団体コード",
    "所在地_連結表記",
    "所在地_都道府県",
    "所在地_市区町村",
    "緯度",
    "経度",
    "電話番号",
    "URL",
)


def _prefecture_rows(shared: Path, name: str) -> list[dict[str, str]]:
    path = shared / "data" / "real" / "ishikawa-pref" / f"170003_{name}.csv"
    source = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")))
    rows = []
    for facts in source:
        if not _is_in_the_area(facts):
            continue
        row = {
            key: " ".join(unicodedata.normalize("NFKC", facts[key]).split())
            for key in TAKEN
            if facts.get(key)
        }
        if not row.get("URL", "").startswith(("http://", "https://")):
            row.pop("URL", None)
        if row["名称"].strip("_ ") not in LEFT_OUT:
            row["名称"] = row["名称"].strip("_ ")
            rows.append(row)
    return rows


def municipalities(root: Path) -> dict[str, bytes]:
    """Make the table of the six municipalities from the project's own code list."""
    path = root / "schemas" / "choices" / "municipalities.yaml"
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))["choices"]
    rows = [
        {
            "全国地方公共団体コード": entry["value"],
            "団体名": entry["label"]["ja"],
            "団体名_カナ": entry["kana"],
            "団体名_英語": entry["label"]["en"],
            "都道府県名": "石川県",
        }
        for entry in entries
    ]
    return {
        "170003_municipality_code.csv": csv_bytes(list(rows[0]), rows),
        "170003_municipality_code.json": json_bytes(rows),
    }
