"""Fictitious places in national formats: every name says 見本, no address and no telephone exists.

There are no shelters, AEDs, hospitals or hydrants among them: somebody might run to one.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from demo.tables.facts import MUNICIPALITIES, PHONE, columns_of
from demo.tables.formats import csv_bytes, geojson_bytes, pdf_bytes, utf16_bytes, xlsx_bytes

ZIP_CODE = "000-0000"
# Roughly the middle of each municipality; the places are strewn around it.
MIDDLES = {
    "172014": (36.561, 136.656),
    "172103": (36.514, 136.566),
    "172090": (36.720, 136.707),
    "172120": (36.519, 136.610),
    "173614": (36.669, 136.729),
    "173657": (36.654, 136.645),
}


def place(code: str, number: int, prefix: str, name: str, kana: str) -> dict[str, Any]:
    """Return the columns that all national lists of places share.

    Args:
        code: six-digit code of the municipality.
        number: number of the place in its list, from 1; also decides its position.
        prefix: two letters that begin the ID.
        name: must contain 見本.
        kana: reading in full-width katakana.
    """
    municipality, _district, city = MUNICIPALITIES[code]
    chance = random.Random(f"{code}{prefix}{number}")
    latitude, longitude = MIDDLES[code]
    town, lot = "見本町", f"{number}番地"
    return {
        "全国地方公共団体コード": code,
        "ID": f"{prefix}{number:010d}",
        "地方公共団体名": municipality,
        "名称": name,
        "名称_カナ": kana,
        "所在地_全国地方公共団体コード": code,
        "所在地_連結表記": f"石川県{city}{town}{lot}",
        "所在地_都道府県": "石川県",
        "所在地_市区町村": city,
        "所在地_町字": town,
        "所在地_番地以下": lot,
        "緯度": f"{latitude + chance.uniform(-0.02, 0.02):.6f}",
        "経度": f"{longitude + chance.uniform(-0.02, 0.02):.6f}",
        "電話番号": PHONE,
        "郵便番号": ZIP_CODE,
    }


KINDS_OF_FACILITY = (
    ("見本公園", "ミホンコウエン", "Sample Park", "1003"),
    ("見本図書館", "ミホントショカン", "Sample Library", "1512"),
    ("見本公民館", "ミホンコウミンカン", "Sample Community Centre", "1511"),
    ("見本体育館", "ミホンタイイクカン", "Sample Gymnasium", "1106"),
    ("見本小学校", "ミホンショウガッコウ", "Sample Elementary School", "1503"),
    ("見本資料館", "ミホンシリョウカン", "Sample Museum", "0801"),
)


def facility_rows(code: str) -> list[dict[str, Any]]:
    """Return two facilities of each kind (national format 01)."""
    rows = []
    for number in range(1, 13):
        name, kana, english, poi = KINDS_OF_FACILITY[(number - 1) % 6]
        round_ = (number - 1) // 6 + 1
        row = place(
            code, number, "AA", f"第{round_}{name}", f"ダイ{'イチ' if round_ == 1 else 'ニ'}{kana}"
        )
        row |= {
            "名称_英字": f"{english} No. {round_}",
            "POIコード": poi,
            "利用可能曜日": "月火水木金土日" if poi == "1003" else "火水木金土日",
            "開始時間": "09:00",
            "終了時間": "17:00" if round_ == 1 else "20:00",
            "車椅子可": "可",
            "バリアフリートイレ": "有" if number % 3 else "無",
            "授乳室": "有" if poi == "1512" else "無",
            "飲食可否": "可" if poi == "1003" else "不可",
            "画像_ライセンス": "",
        }
        rows.append(row)
    return rows


def toilet_rows(code: str, count: int) -> list[dict[str, Any]]:
    """Return public toilets (national format 13)."""
    rows = []
    for number in range(1, count + 1):
        row = place(
            code, number, "JJ", f"見本公園{number}号トイレ", f"ミホンコウエン{number}ゴウトイレ"
        )
        men, women = 2 + number % 3, 2 + number % 4
        row |= {
            "名称_英語": f"Sample Park Toilet No. {number}",
            "設置位置": "公園内",
            "男性トイレ総数": men,
            "男性トイレ数（小便器）": men - 1,
            "男性トイレ数（和式）": 0,
            "男性トイレ数（洋式）": 1,
            "女性トイレ総数": women,
            "女性トイレ数（和式）": women % 2,
            "女性トイレ数（洋式）": women - women % 2,
            "男女共用トイレ総数": 1,
            "男女共用トイレ数（和式）": 0,
            "男女共用トイレ数（洋式）": 1,
            "バリアフリートイレ数": number % 2,
            "車椅子使用者用トイレ有無": "有" if number % 2 else "無",
            "乳幼児用設備設置トイレ有無": "有" if number % 3 == 0 else "無",
            "オストメイト設置トイレ有無": "有" if number % 4 == 0 else "無",
            "利用開始時間": "00:00",
            "利用終了時間": "23:59",
        }
        rows.append(row)
    return rows


EVENTS = (
    ("見本まつり", "ミホンマツリ", "Sample Festival", "2026-10-03", "2026-10-04"),
    ("見本マラソン", "ミホンマラソン", "Sample Marathon", "2026-10-25", "2026-10-25"),
    ("見本おはなし会", "ミホンオハナシカイ", "Sample Story Time", "2026-11-07", "2026-11-07"),
    ("見本やさい市", "ミホンヤサイイチ", "Sample Vegetable Market", "2026-11-14", "2026-11-15"),
    ("見本ごみ拾い", "ミホンゴミヒロイ", "Sample Clean-up", "2026-11-21", "2026-11-21"),
    (
        "見本冬の音楽会",
        "ミホンフユノオンガクカイ",
        "Sample Winter Concert",
        "2026-12-12",
        "2026-12-12",
    ),
    (
        "見本雪かき講習",
        "ミホンユキカキコウシュウ",
        "Sample Snow Clearing Class",
        "2027-01-16",
        "2027-01-16",
    ),
    ("見本ハッカソン", "ミホンハッカソン", "Sample Hackathon", "2027-02-20", "2027-02-21"),
)


def event_rows(code: str) -> list[dict[str, Any]]:
    """Return events (national format 12)."""
    rows = []
    for number, (name, kana, english, start, end) in enumerate(EVENTS, start=1):
        row = place(code, number, "II", "見本ホール", "ミホンホール")
        row |= {
            "イベント名": name,
            "言語コード": "ja",
            "イベント名_カナ": kana,
            "イベント名_英語": english,
            "開始日": start,
            "終了日": end,
            "開始時間": "10:00",
            "終了時間": "16:00",
            "概要": "実在しない催しです。",
            "料金(基本)": "無料" if number % 2 else "500円",
            "連絡先名称": "見本課",
            "連絡先電話番号": PHONE,
            "主催者": "見本実行委員会",
            "場所名称": "見本ホール",
            "定員": 30 * number,
        }
        rows.append(row)
    return rows


TOURISM = (
    ("見本庭園", "ミホンテイエン", "Sample Garden", "無料"),
    ("見本武家屋敷", "ミホンブケヤシキ", "Sample Samurai House", "300円"),
    ("見本茶屋街案内所", "ミホンチャヤガイアンナイジョ", "Sample Tea District Office", "無料"),
    ("見本工芸館", "ミホンコウゲイカン", "Sample Craft House", "200円"),
    ("見本展望台", "ミホンテンボウダイ", "Sample Lookout", "無料"),
    ("見本水族館", "ミホンスイゾクカン", "Sample Aquarium", "1000円"),
)


def tourism_rows(code: str) -> list[dict[str, Any]]:
    """Return tourist facilities (national format 11)."""
    rows = []
    for number, (name, kana, english, price) in enumerate(TOURISM, start=1):
        row = place(code, number, "HH", name, kana)
        row |= {
            "名称_英語": english,
            "利用可能曜日": "月火水木金土日",
            "開始時間": "09:00",
            "終了時間": "17:00",
            "料金(基本)": price,
            "説明": "実在しない施設です。",
            "説明_英語": "This place does not exist.",
            "車椅子可": "可",
        }
        rows.append(row)
    return rows


CULTURAL = (
    ("見本屏風", "ミホンビョウブ", "Sample Folding Screen", "絵画", "1", "双", "1968-04-01"),
    ("見本茶碗", "ミホンチャワン", "Sample Tea Bowl", "工芸品", "1", "口", "1975-11-03"),
    ("見本土蔵", "ミホンドゾウ", "Sample Storehouse", "建造物", "2", "棟", "1989-06-15"),
    ("見本獅子舞", "ミホンシシマイ", "Sample Lion Dance", "無形民俗文化財", "", "", "2001-02-20"),
    (
        "見本の大ケヤキ",
        "ミホンノオオケヤキ",
        "Sample Great Zelkova",
        "天然記念物",
        "1",
        "本",
        "1954-09-09",
    ),
    ("見本古文書", "ミホンコモンジョ", "Sample Documents", "古文書", "128", "点", "2015-03-27"),
)


def cultural_rows(code: str) -> list[dict[str, Any]]:
    """Return cultural properties (national format 02)."""
    rows = []
    for number, (name, kana, english, kind, count, unit, date) in enumerate(CULTURAL, start=1):
        row = place(code, number, "BB", name, kana)
        row |= {
            "名称_英語": english,
            "文化財分類": "市指定",
            "種類": kind,
            "場所名称": "見本資料館",
            "員数（数）": count,
            "員数（単位）": unit,
            "文化財指定日": date,
            "概要": "実在しない文化財です。",
        }
        rows.append(row)
    return rows


def preschool_rows(code: str) -> list[dict[str, Any]]:
    """Return childcare facilities (national format 05)."""
    kinds = ("認可保育所", "認定こども園", "幼稚園")
    rows = []
    for number in range(1, 10):
        row = place(code, number, "DD", f"第{number}見本こども園", f"ダイ{number}ミホンコドモエン")
        row |= {
            "名称_英字": f"Sample Nursery No. {number}",
            "種別": kinds[number % 3],
            "認可等年月日": f"{1980 + number * 4}-04-01",
            "収容定員": 60 + 10 * number,
            "受入年齢": "0歳～5歳" if number % 3 < 2 else "3歳～5歳",
            "利用可能曜日": "月火水木金土",
            "開始時間": "07:30",
            "終了時間": "18:30",
            "一時預かりの有無": "有" if number % 2 else "無",
        }
        rows.append(row)
    return rows


def bicycle_rows(code: str) -> list[dict[str, Any]]:
    """Return public bicycle parking (national format 26)."""
    rows = []
    for number in range(1, 7):
        base = place(code, number, "FF", f"見本駅第{number}駐輪場", "")
        rows.append(
            {
                "公営駐輪場_全国地方公共団体コード": code,
                "公営駐輪場_ID": f"{number:04d}",
                "公営駐輪場_名称": base["名称"],
                "公営駐輪場_名称（カナ）": f"ミホンエキダイ{number}チュウリンジョウ",
                "公営駐輪場_名称（英字）": f"Sample Station Bicycle Parking No. {number}",
                "公営駐輪場_緯度": base["緯度"],
                "公営駐輪場_経度": base["経度"],
                "公営駐輪場_屋内外": "屋内" if number % 2 else "屋外",
                "公営駐輪場_最大駐輪台数": 40 * number,
            }
        )
    return rows


def station_rows(code: str) -> list[dict[str, Any]]:
    """Return waste collection points whose IDs and telephones lost their leading zeros."""
    rows = []
    for number in range(1, 31):
        base = place(code, number, "GG", f"見本第{number}集積場所", "")
        rows.append(
            {
                "市町村コード": code,
                "番号": str(number),
                "集積場所名": base["名称"],
                "住所": f"津幡町見本{number}-1",
                "郵便番号": "0",
                "電話": "760000000",
                "緯度": base["緯度"],
                "経度": base["経度"],
                "収集日": ("火・金", "月・木", "水・土")[number % 3],
            }
        )
    return rows


def places(shared: Path) -> dict[str, bytes]:
    """Make every file of fictitious places."""

    def national(standard: str, rows: list[dict[str, Any]]) -> bytes:
        known = columns_of(shared, standard)
        return csv_bytes(known, [{k: v for k, v in row.items() if k in known} for row in rows])

    tourism = tourism_rows("172014")
    stations = station_rows("173614")
    toilets = [{k: v for k, v in row.items() if v != ""} for row in toilet_rows("172120", 14)]
    plain = [
        "全国地方公共団体コード",
        "ID",
        "名称",
        "所在地_連結表記",
        "緯度",
        "経度",
        "バリアフリートイレ数",
    ]
    bicycles = bicycle_rows("173657")
    files = {
        f"{code}_public_facility.csv": national("public-facility", facility_rows(code))
        for code in ("172014", "172103", "173657")
    }
    return files | {
        "172014_public_toilet.csv": national("public-toilet", toilet_rows("172014", 24)),
        "172120_toilet_utf16.tsv": utf16_bytes(
            plain, [{key: row[key] for key in plain} for row in toilets]
        ),
        "172014_event.csv": national("event", event_rows("172014")),
        "172120_event.csv": national("event", event_rows("172120")),
        "172014_tourism.csv": national("tourism", tourism),
        "172014_tourism.geojson": geojson_bytes(tourism),
        "172014_cultural_property.csv": national("cultural-property", cultural_rows("172014")),
        "172103_preschool.csv": national("preschool", preschool_rows("172103")),
        "173657_bicycle_parking.csv": national("bicycle-parking", bicycles),
        "173614_garbage_station.csv": csv_bytes(list(stations[0]), stations),
        "173614_garbage_station.xlsx": xlsx_bytes(
            [list(stations[0]), *(list(row.values()) for row in stations)], "集積場所"
        ),
        "172014_sample_park_guide.pdf": pdf_bytes(
            [
                "見本公園案内図（見本）",
                "",
                "これは実在しない公園の案内です。",
                "所在地：金沢市見本町1番地",
                f"電話：{PHONE}",
            ]
        ),
    }
