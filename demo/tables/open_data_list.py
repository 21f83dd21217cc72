"""The open data list of 金沢市 in the national format, from the demonstration's own metadata."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from demo.content import providers
from demo.tables.facts import columns_of
from demo.tables.formats import csv_bytes

OWNER = "kanazawa-city"


def open_data_list(shared: Path, datasets: Path) -> dict[str, bytes]:
    """Make the list (national format 06), a row a file; it does not list itself."""
    rows = [
        _row(dataset, file)
        for provider in providers(datasets)
        if provider["organization"]["name"] == OWNER
        for dataset in provider["datasets"]
        if dataset.get("kanazawa_standard") != "open_data_list"
        for file in dataset["files"]
    ]
    return {"172014_open_data_list.csv": csv_bytes(columns_of(shared, "open-data-list"), rows)}


def _row(dataset: dict[str, Any], file: dict[str, Any]) -> dict[str, Any]:
    contact = dataset["contact"][0]
    return {
        "データセット_ID": dataset["name"],
        "全国地方公共団体コード": "172014",
        "地方公共団体名": "金沢市",
        "データセット_タイトル": dataset["title_translated"]["ja"],
        "データセット_概要": dataset["notes_translated"]["ja"],
        "データセット_キーワード": ";".join(tag["name"] for tag in dataset["tags"]),
        "データセット_最終更新日": dataset.get("kanazawa_as_of", ""),
        "データセット_言語": "ja",
        "データセット_対象地域": "金沢市",
        "データセット_連絡先名称": contact["name"],
        "データセット_連絡先メールアドレス": contact["email"],
        "データセット_連絡先電話番号": contact["kanazawa_phone"],
        "ファイル_タイトル": file["name_translated"]["ja"],
        "ファイル_形式": file["format"],
        "ファイル_ライセンス": dataset["license_id"],
        "ファイル_言語": "ja",
    }
