"""Templates: what a person who fills them in meets."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from ckanext.kanazawa.lib.tables.errors import FormatError
from ckanext.kanazawa.lib.tables.formats.loader import load_format, load_formats
from ckanext.kanazawa.lib.tables.formats.model import Format
from ckanext.kanazawa.lib.tables.formats.template import (
    csv_template,
    template_name,
    xlsx_template,
)
from ckanext.kanazawa.lib.tables.formats.validations import options

WITH_COLUMNS = [found for found in load_formats().values() if found.status != "placeholder"]


def workbook(name: str, language: Any = "ja") -> openpyxl.Workbook:
    target = io.BytesIO()
    xlsx_template(load_format(name), target, language)
    return openpyxl.load_workbook(target)


def heading(sheet: Worksheet, name: str):
    return next(cell for cell in sheet[1] if cell.value == name)


def drop_downs(sheet: Worksheet) -> dict[str, tuple[str, str]]:
    """Return column letter → list and what a wrong value meets."""
    lists = [one for one in sheet.data_validations.dataValidation if one.type == "list"]
    return {str(one.sqref).split("2:")[0]: (one.formula1, one.errorStyle) for one in lists}


class TestCsv:
    def test_headings_with_bom_and_crlf(self):
        data = csv_template(load_format("garbage-separation"))
        assert data.startswith(b"\xef\xbb\xbf")
        assert data.endswith(b"\r\n")
        assert data.decode("utf-8-sig").strip().split(",")[2] == "ごみの分別方法_品目"

    @pytest.mark.parametrize("found", WITH_COLUMNS, ids=lambda found: found.id)
    def test_unverified_formats_are_marked_in_the_name(self, found: Format):
        assert ("未確認" in template_name(found, "csv")) == (found.status != "verified")

    def test_name_takes_the_code_of_the_publisher(self):
        name = template_name(load_format("public-toilet"), "csv", "172014")
        assert name == "172014_public_toilet.csv"

    def test_format_without_columns_has_no_template(self):
        for make in (csv_template, lambda found: xlsx_template(found, io.BytesIO())):
            with pytest.raises(FormatError) as caught:
                make(load_format("baby-station"))
            assert "赤ちゃんの駅一覧" in caught.value.text("ja")


class TestWorkbook:
    def test_first_sheet_is_an_empty_table(self):
        sheet = workbook("public-toilet").worksheets[0]
        assert sheet.title == "公衆トイレ一覧"
        assert sheet.max_row == 1
        names = [cell.value for cell in sheet[1]]
        assert names == [field.name for field in load_format("public-toilet").current.fields]

    def test_example_sheet_holds_typed_values_and_keeps_zeros(self):
        sheet = workbook("cultural-property").worksheets[1]
        row = {cell.value: sheet.cell(2, cell.column) for cell in sheet[1]}
        assert row["町字ID"].value == "0008001"
        assert row["町字ID"].number_format == "@"
        assert row["緯度"].value == pytest.approx(36.561325)
        assert row["文化財指定日"].value == datetime(1988, 3, 31)
        assert row["文化財指定日"].number_format == "yyyy-mm-dd"

    def test_columns_of_text_stay_text(self):
        sheet = workbook("public-toilet").worksheets[0]
        for name in ("全国地方公共団体コード", "町字ID", "所在地_番地以下", "利用開始時間"):
            letter = heading(sheet, name).column_letter
            assert sheet.column_dimensions[letter].number_format == "@"

    def test_drop_downs_stop_only_where_the_values_are_sure(self):
        sheet = workbook("public-facility").worksheets[0]
        lists = drop_downs(sheet)
        height = heading(sheet, "高度の種別").column_letter
        wheelchair = heading(sheet, "車椅子可").column_letter
        assert lists[height] == ('"階数,標高,地表高"', "stop")
        assert lists[wheelchair] == ('"可,否,有,無"', "warning")

    def test_headings_carry_notes(self):
        sheet = workbook("public-toilet").worksheets[0]
        note = heading(sheet, "名称").comment
        assert note is not None
        assert "必須" in note.text
        assert "例: 見本公園トイレ" in note.text

    def test_english_on_request(self):
        book = workbook("public-toilet", "en")
        note = heading(book.worksheets[0], "名称").comment
        assert note is not None
        assert note.text.startswith("Name (Required)")
        assert book.sheetnames == ["Public toilets", "Example", "Columns"]

    @pytest.mark.parametrize(("language", "mark"), [("ja", "未確認"), ("en", "Unverified")])
    def test_unverified_format_says_so_and_claims_no_standard(self, language: str, mark: str):
        book = workbook("support-system", language)
        assert book.sheetnames[0].startswith(mark)
        assert mark in str(book.worksheets[2]["A1"].value)
        note = heading(book.worksheets[0], "お問い合わせ先").comment
        assert note is not None
        assert mark in note.text


@pytest.mark.parametrize("found", WITH_COLUMNS, ids=lambda found: found.id)
def test_drop_downs_fit_into_what_a_spreadsheet_allows(found: Format):
    for field in found.current.fields:
        assert len(",".join(options(field))) <= 255
        assert not any("," in value or '"' in value for value in options(field))
