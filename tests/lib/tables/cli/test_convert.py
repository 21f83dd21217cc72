from __future__ import annotations

import csv
import json
import os
from pathlib import Path

import polars as pl
import pytest

from ckanext.kanazawa.lib.tables.cli import main
from ckanext.kanazawa.lib.tables.formats.loader import load_format
from tests.lib.gtfs.feeds import CLEAN, replaced, zipped
from tests.lib.tables.cli.conftest import toilets

Output = pytest.CaptureFixture[str]


class TestForms:
    @pytest.mark.parametrize("form", ["xlsx", "json", "jsonl", "geojson", "parquet"])
    def test_goes_beside_the_original(self, form: str, clean: Path, capsys: Output):
        assert main(["convert", str(clean), "--to", form, "--json"]) == 0
        found = json.loads(capsys.readouterr().out)
        assert found["output"] == str(clean.with_suffix(f".{form}"))
        assert (found["rows"], found["form"], found["losses"]) == (3, form, [])

    def test_types_are_those_of_the_format(self, clean: Path):
        main(["convert", str(clean), "--to", "parquet"])
        frame = pl.read_parquet(clean.with_suffix(".parquet"))
        assert frame.schema["男性トイレ総数"].is_integer()
        assert frame.schema["全国地方公共団体コード"] == pl.String

    def test_same_kind_gets_another_name(self, clean: Path):
        assert main(["convert", str(clean)]) == 0
        assert clean.with_suffix(".converted.csv").exists()

    def test_characters_that_an_encoding_lacks_are_named(self, tmp_path: Path, capsys: Output):
        path = tmp_path / "a.csv"
        path.write_bytes(toilets(2, {"備考": "𠮷野家の隣"}))
        assert main(["convert", str(path), "--encoding", "cp932", "--lang", "ja"]) == 1
        assert "𠮷" in capsys.readouterr().out
        assert (tmp_path / "a.converted.csv").read_bytes().decode("cp932")

    @pytest.mark.parametrize(
        ("language", "said"),
        [
            (
                "ja",
                "3 行目「𠮷野家〜東館🚃」：𠮷 (U+20BB7) →「〓」、〜 (U+301C) →「～」、"
                "🚃 (U+1F683) →「〓」",
            ),
            (
                "en",
                "row 3: “𠮷野家〜東館🚃”: 𠮷 (U+20BB7) → “〓”, 〜 (U+301C) → “～”, "
                "🚃 (U+1F683) → “〓”",
            ),
        ],
    )
    def test_a_cell_is_told_once_with_its_characters(
        self, language: str, said: str, tmp_path: Path, capsys: Output
    ):
        path = tmp_path / "a.csv"
        path.write_bytes(toilets(2, {"備考": "𠮷野家〜東館🚃"}))
        assert main(["convert", str(path), "--encoding", "cp932", "--lang", language]) == 1
        output = "".join(capsys.readouterr().out.replace("\n", " ").split())
        assert "".join(said.split()) in output
        assert output.count("𠮷野家") == 1

    def test_what_is_beyond_the_list_is_counted(self, tmp_path: Path, capsys: Output):
        path = tmp_path / "a.csv"
        path.write_text("名称,備考\n" + "館,𠮷\n" * 130, encoding="utf-8")
        assert main(["convert", str(path), "--encoding", "cp932", "--lang", "en"]) == 1
        said = " ".join(capsys.readouterr().out.split())
        assert "(100)" in said and "there are 30 more" in said

    def test_formulas_are_made_harmless_on_request(self, tmp_path: Path):
        path = tmp_path / "a.csv"
        path.write_bytes(toilets(2, {"備考": "=1+1"}))
        main(["convert", str(path), "--defuse", "-o", str(tmp_path / "b.csv")])
        with (tmp_path / "b.csv").open(encoding="utf-8-sig", newline="") as stream:
            assert not list(csv.DictReader(stream))[1]["備考"].startswith("=")

    def test_standard_output_carries_the_table_alone(
        self, clean: Path, capfdbinary: pytest.CaptureFixture[bytes]
    ):
        assert main(["convert", str(clean), "--to", "jsonl", "-o", "-", "--lang", "en"]) == 0
        output = capfdbinary.readouterr()
        assert len([json.loads(line) for line in output.out.splitlines()]) == 3
        assert b"public-toilet" in output.err


class TestFormats:
    def test_former_version_and_back(self, clean: Path, tmp_path: Path, capsys: Output):
        old = tmp_path / "old.csv"
        arguments = ["--as", "public-toilet:2019", "-o", str(old), "--lang", "ja"]
        assert main(["convert", str(clean), *arguments]) == 1
        assert "失われるもの" in capsys.readouterr().out
        with old.open(encoding="utf-8-sig", newline="") as stream:
            assert next(csv.reader(stream))[:2] == ["都道府県コード又は市区町村コード", "NO"]
        new = tmp_path / "new.csv"
        assert main(["convert", str(old), "--as", "public-toilet", "-o", str(new)]) == 0
        with new.open(encoding="utf-8-sig", newline="") as stream:
            assert next(csv.DictReader(stream))["名称"] == "見本公園1トイレ"

    def test_losses_are_data_too(self, clean: Path, capsys: Output):
        assert main(["convert", str(clean), "--as", "public-toilet:2019", "--json"]) == 1
        found = json.loads(capsys.readouterr().out)
        assert found["target_version"] == "2019" and found["losses"][0]["count"] > 0
        assert {one["outcome"] for one in found["losses"]} == {"lost"}
        assert found["totals"]["lost"] == sum(one["count"] for one in found["losses"])
        assert found["output"].endswith("172014_public_toilet.public-toilet.csv")

    def test_what_is_kept_is_no_loss(self, tmp_path: Path, capsys: Output):
        source = tmp_path / "old.csv"
        heads = "都道府県コード又は市区町村コード,NO,都道府県名,市区町村名,名称,住所,緯度,経度"
        row = "172014,0000000001,石川県,金沢市,見本公園,金沢市広坂1-1-1,36.561325,136.656205"
        source.write_text(f"{heads}\n{row}\n", encoding="utf-8")
        options = ["--format", "public-toilet", "--version", "2019", "--as", "public-toilet"]
        arguments = ["convert", str(source), *options, "--municipality", "172014"]
        assert main([*arguments, "--json"]) == 0
        found = json.loads(capsys.readouterr().out)
        assert found["losses"] == [] and found["totals"]["lost"] == 0
        assert {one["outcome"] for one in found["changes"]} <= {"changed", "open"}
        assert "address-not-split" in [one["code"] for one in found["changes"]]
        assert main([*arguments, "--force", "--lang", "ja"]) == 0
        said = capsys.readouterr().out
        assert "失われる" not in said and "確かめるか、書き足すもの" in said

    @pytest.mark.parametrize(
        ("target", "said"),
        [
            ("aed", "no ready conversion from public-toilet to aed"),
            ("public-toilet:1999", "no version “1999”"),
            ("aeds", "Did you mean aed?"),
        ],
    )
    def test_where_no_conversion_leads_is_said(
        self, target: str, said: str, clean: Path, capsys: Output
    ):
        assert main(["convert", str(clean), "--as", target, "--lang", "en"]) == 2
        assert said in capsys.readouterr().err
        assert os.listdir(clean.parent) == [clean.name]

    @pytest.mark.parametrize(
        ("name", "target", "rows"),
        [("target.csv", "garbage-separation", 1251), ("area_days.csv", "garbage-station", 284)],
    )
    def test_garbage_app_becomes_the_national_form(
        self, name: str, target: str, rows: int, real_data: Path, tmp_path: Path, capsys: Output
    ):
        source = str(real_data / "5374-kanazawa" / name)
        arguments = ["--as", target, "--municipality", "172014", "-o", str(tmp_path / "g.csv")]
        assert main(["convert", source, *arguments, "--json"]) in (0, 1)
        assert json.loads(capsys.readouterr().out)["rows"] == rows

    @pytest.mark.parametrize(
        ("source", "target", "known"),
        [
            ("garbage-separation", "5374-center", "5374-target"),
            ("garbage-separation", "5374-area-days", "5374-target"),
            ("garbage-station", "5374-remarks", "5374-area-days"),
            ("garbage-station", "5374-target", "5374-area-days"),
            ("public-facility", "aed", "ishikawa-facility, ishikawa-superset"),
        ],
    )
    def test_only_the_counterpart_is_made_and_named(
        self, source: str, target: str, known: str, tmp_path: Path, capsys: Output
    ):
        path = tmp_path / "national.csv"
        fields = load_format(source).current.fields
        lines = (field.name for field in fields), (field.example or "" for field in fields)
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            csv.writer(stream).writerows(lines)
        arguments = ["convert", str(path), "--format", source, "--as", target]
        assert main([*arguments, "--json", "--lang", "ja"]) == 2
        output = capsys.readouterr()
        error = json.loads(output.out)["error"]
        assert (error["code"], known in output.err) == ("convert-other-way", True)
        assert f"can become {known} " in error["message"]["en"]
        assert os.listdir(tmp_path) == [path.name]


@pytest.mark.parametrize("form", ["geojson", "json", "jsonl", "xlsx", "parquet"])
def test_encoding_is_for_csv_only(form: str, clean: Path, capsys: Output):
    assert main(["convert", str(clean), "--to", form, "--encoding", "cp932", "--lang", "en"]) == 2
    assert "--encoding is for CSV only" in capsys.readouterr().err
    assert os.listdir(clean.parent) == [clean.name]


class TestFeed:
    def test_stops_and_routes_become_geojson(self, real_data: Path, tmp_path: Path, capsys: Output):
        source = str(real_data / "gtfs" / "kanazawa-flatbus.zip")
        assert main(["convert", source, "-o", f"{tmp_path}/"]) == 0
        names = sorted(os.listdir(tmp_path))
        assert names == ["kanazawa-flatbus.routes.geojson", "kanazawa-flatbus.stops.geojson"]
        stops = json.loads((tmp_path / names[1]).read_text(encoding="utf-8"))
        assert stops["features"][0]["geometry"]["type"] == "Point"
        assert main(["convert", source, "-o", f"{tmp_path}/"]) == 4

    def test_what_no_map_shows_is_said(self, tmp_path: Path, capsys: Output):
        swapped = replaced("stops.txt", "36.572004,136.656864", "136.656864,36.572004")
        source = tmp_path / "bus.zip"
        source.write_bytes(zipped({**CLEAN, "stops.txt": swapped["stops_txt"]}))
        assert main(["convert", str(source), "--json"]) == 1
        found = json.loads(capsys.readouterr().out)
        codes = [one["code"] for one in found["findings"]]
        assert codes == ["without-position", "gtfs-stop-not-in-line"]
        assert found["totals"] == {"lost": 2}
        assert main(["convert", str(source), "--force", "--lang", "ja"]) == 1
        said = capsys.readouterr().out
        assert "136.656864, 36.572004" in said and "停留所「近江町市場」" in said
