from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from ckanext.kanazawa.lib.tables.cli import main
from ckanext.kanazawa.lib.tables.formats.loader import load_format

Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_csv_holds_the_official_headings(folder: Path, capsys: Output):
    assert main(["template", "public-toilet", "--municipality", "172014"]) == 0
    text = (folder / "172014_public_toilet.csv").read_text(encoding="utf-8-sig")
    names = [field.name for field in load_format("public-toilet").current.fields]
    assert text.strip().split(",") == names
    assert capsys.readouterr().out == ""


def test_workbook_can_be_opened(folder: Path):
    assert main(["template", "aed", "--form", "xlsx", "-o", "leer.xlsx"]) == 0
    book = openpyxl.load_workbook(folder / "leer.xlsx")
    assert book.worksheets[0]["A1"].value == "全国地方公共団体コード"


def test_goes_to_standard_output(folder: Path, capfdbinary: pytest.CaptureFixture[bytes]):
    assert main(["template", "aed", "-o", "-"]) == 0
    assert capfdbinary.readouterr().out.startswith("\ufeff全国地方公共団体コード".encode())
    assert list(folder.iterdir()) == []


def test_is_not_written_over_a_file_unasked(folder: Path, capsys: Output):
    (folder / "aed.csv").write_text("mine", encoding="utf-8")
    assert main(["template", "aed"]) == 4
    assert (folder / "aed.csv").read_text(encoding="utf-8") == "mine"
    assert "aed.csv" in capsys.readouterr().err


def test_unverified_format_says_so_in_name_and_words(folder: Path, capsys: Output):
    assert main(["template", "polling-place", "--lang", "ja"]) == 0
    assert [path.name for path in folder.iterdir()] == ["polling_place_未確認.csv"]
    assert "標準に沿ったものとして使わないでください" in capsys.readouterr().err


def test_code_of_five_digits_gets_its_check_digit(folder: Path):
    assert main(["template", "aed", "--municipality", "17201"]) == 0
    assert [path.name for path in folder.iterdir()] == ["172014_aed.csv"]


@pytest.mark.parametrize(
    "arguments", [["boring-log"], ["aed", "--municipality", "172015"], ["aed", "--form", "xls"]]
)
def test_what_makes_no_template_is_refused(arguments: list[str], folder: Path):
    assert main(["template", *arguments]) == 2
    assert list(folder.iterdir()) == []
