"""The demonstration's content: complete, credited, and never a place one could run to."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml

from ckanext.kanazawa.lib.choices import load_choices
from ckanext.kanazawa.lib.tables.check import check
from ckanext.kanazawa.lib.tables.read import open_tables
from ckanext.kanazawa.lib.tables.recognise import recognise
from demo.content import FILES, FREQUENCY, LANGUAGE, ContentError, providers

ROOT = Path(__file__).resolve().parents[2]
PROVIDERS = providers()
DATASETS = [dataset for provider in PROVIDERS for dataset in provider["datasets"]]
RESOURCES = [file for dataset in DATASETS for file in dataset["files"]]
CODECS = {"CP932": "cp932", "UTF-16": "utf-16"}
# Nobody may be sent to one of these by a demonstration.
RESCUE = {"aed", "hospital", "fire_hydrant", "disaster_radio"}


def name_of(dataset: dict[str, Any]) -> str:
    return dataset["name"]


def is_fiction(dataset: dict[str, Any]) -> bool:
    return "架空" in dataset["provenance"]["ja"]


def rows_of(path: Path, encoding: str = "utf-8-sig", delimiter: str = ",") -> list[dict[str, str]]:
    text = path.read_bytes().decode(encoding)
    return list(csv.DictReader(io.StringIO(text), delimiter=delimiter, strict=True))


def test_there_are_enough_and_no_name_twice():
    names = [dataset["name"] for dataset in DATASETS]
    assert len(names) >= 40
    assert len(names) == len(set(names))


def test_every_kind_is_there():
    owners = {provider["organization"]["name"] for provider in PROVIDERS}
    kinds = {provider["organization"].get("kanazawa_provider_kind") for provider in PROVIDERS}
    municipalities = load_choices("municipalities").values()
    assert {choice.extra["name"] for choice in municipalities} <= owners
    # The municipalities bring the first two kinds themselves.
    assert kinds >= set(load_choices("provider_kinds")) - {"city", "municipality"}
    themes = {theme for dataset in DATASETS for theme in dataset["kanazawa_theme"]}
    assert themes == set(load_choices("themes"))
    assert {dataset["license_id"] for dataset in DATASETS} == set(load_choices("licences"))
    formats = {file["format"] for file in RESOURCES}
    assert formats >= {"CSV", "XLSX", "GeoJSON", "JSON", "PDF", "GTFS", "TSV"}


@pytest.mark.parametrize("dataset", DATASETS, ids=name_of)
class TestDataset:
    def test_values_are_in_the_code_lists(self, dataset: dict[str, Any]):
        assert dataset["frequency"].startswith(FREQUENCY)
        assert dataset["frequency"] in load_choices("frequencies")
        assert set(dataset["language"]) <= set(load_choices("languages"))
        assert all(code.startswith(LANGUAGE) for code in dataset["language"])
        assert set(dataset["kanazawa_area"]) <= set(load_choices("municipalities"))
        if "kanazawa_standard" in dataset:
            assert dataset["kanazawa_standard"] in load_choices("standards")

    def test_both_languages_are_complete(self, dataset: dict[str, Any]):
        translated = [dataset["title_translated"], dataset["notes_translated"]]
        translated += [dataset["provenance"]]
        translated += [file["name_translated"] for file in dataset["files"]]
        for text in translated:
            assert text["ja"].strip() and text["en"].strip()
            assert text["en"].isascii()

    def test_facts_are_credited_and_fiction_says_so(self, dataset: dict[str, Any]):
        if is_fiction(dataset):
            words = dataset["title_translated"]["ja"] + dataset["notes_translated"]["ja"]
            assert any(word in words for word in ("見本", "架空", "実在しない"))
        else:
            assert "加工して作成" in dataset["kanazawa_credit"]

    def test_nobody_can_be_reached_or_run_to(self, dataset: dict[str, Any]):
        for contact in dataset["contact"]:
            assert contact["email"].endswith(".example")
            assert contact["kanazawa_phone"] == "076-000-0000"
            assert "架空" in contact["name"]
        assert dataset.get("kanazawa_standard") not in RESCUE
        if dataset.get("kanazawa_standard") == "evacuation_space":
            assert "国土地理院" in dataset["kanazawa_credit"]

    def test_invented_places_are_named_as_samples(self, dataset: dict[str, Any]):
        if not is_fiction(dataset):
            return
        for file in dataset["files"]:
            if file["format"] != "CSV":
                continue
            encoding = CODECS.get(file.get("kanazawa_encoding", ""), "utf-8-sig")
            for row in rows_of(FILES / file["file"], encoding):
                place = row.get("名称") or row.get("場所名称") or "見本"
                assert "見本" in place
                assert "避難" not in place and "病院" not in place and "AED" not in place

    def test_tags_are_long_enough_for_ckan(self, dataset: dict[str, Any]):
        assert all(2 <= len(tag["name"]) <= 100 for tag in dataset["tags"])

    def test_a_licence_without_a_code_has_its_address(self, dataset: dict[str, Any]):
        if dataset["license_id"] == "other":
            assert dataset["kanazawa_license_url"].startswith("https://")


@pytest.mark.parametrize("file", RESOURCES, ids=lambda file: file["file"])
def test_file_is_what_it_says(file: dict[str, Any]):
    path = FILES / file["file"]
    content = path.read_bytes()
    if file["format"] == "CSV":
        rows = rows_of(path, CODECS.get(file.get("kanazawa_encoding", ""), "utf-8-sig"))
        assert rows and all(None not in row and None not in row.values() for row in rows)
    elif file["format"] == "TSV":
        assert rows_of(path, CODECS[file["kanazawa_encoding"]], "\t")
    elif file["format"] == "GeoJSON":
        features = json.loads(content)["features"]
        for longitude, latitude in (item["geometry"]["coordinates"] for item in features):
            assert 136 < longitude < 137 and 36 < latitude < 37
    elif file["format"] == "JSON":
        assert json.loads(content)
    elif file["format"] == "PDF":
        assert content.startswith(b"%PDF-") and content.rstrip().endswith(b"%%EOF")
    else:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert archive.testzip() is None
            if file["format"] == "XLSX":
                sheet = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
                assert len(sheet[0]) > 1
            else:
                assert "stop_times.txt" in archive.namelist()


def test_folder_holds_what_is_listed_and_is_small():
    files = {path.name for path in FILES.iterdir()}
    assert files == {file["file"] for file in RESOURCES}
    assert sum(path.stat().st_size for path in FILES.iterdir()) < 3_000_000


def test_shelters_are_only_those_of_the_source(real_data: Path):
    for code in load_choices("municipalities"):
        for kind, stem in (("emergency", "space"), ("evacuation", "shelter")):
            source = json.loads((real_data / "gsi-shelter" / f"{kind}-{code}.json").read_text())
            known = {feature["properties"]["共通ID"] for feature in source["features"]}
            assert {row["ID"] for row in rows_of(FILES / f"{code}_evacuation_{stem}.csv")} == known


def test_feed_is_whole():
    with zipfile.ZipFile(FILES / "172014_flatbus_konohana_gtfs.zip") as archive:
        tables = {
            name: list(csv.DictReader(io.StringIO(archive.read(name).decode())))
            for name in archive.namelist()
        }
    trips = {trip["trip_id"] for trip in tables["trips.txt"]}
    stops = {stop["stop_id"] for stop in tables["stops.txt"]}
    assert {time["trip_id"] for time in tables["stop_times.txt"]} == trips
    assert {time["stop_id"] for time in tables["stop_times.txt"]} == stops


def test_files_are_made_again_the_same(real_data: Path):
    command = [sys.executable, "demo/make.py", "--check", "--shared", str(real_data.parents[1])]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert run.returncode == 0, run.stdout + run.stderr


def test_broken_metadata_names_the_file(tmp_path: Path):
    (tmp_path / "broken.yaml").write_text(yaml.safe_dump({"datasets": []}), encoding="utf-8")
    with pytest.raises(ContentError, match=r"broken\.yaml"):
        providers(tmp_path)


@pytest.mark.parametrize("path", sorted(FILES.glob("*_evacuation_space.csv")), ids=lambda p: p.name)
def test_emergency_sites_break_no_rule_of_their_format(path: Path):
    (table,) = open_tables(path)
    assert check(table, recognise(table)).found.by_severity["error"] == 0
