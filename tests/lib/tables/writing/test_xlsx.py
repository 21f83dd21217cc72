"""XLSX: real values, text that stays text, Excel's limits."""

from __future__ import annotations

import datetime
import io
import re
import zipfile

import openpyxl
import pytest
from python_calamine import load_workbook

from ckanext.kanazawa.lib.tables import write
from ckanext.kanazawa.lib.tables.errors import WriteError
from ckanext.kanazawa.lib.tables.table import table_of
from ckanext.kanazawa.lib.tables.write import sheet, xlsx
from tests.lib.tables.writing.tables import FACILITIES, facilities, recognition


def written(table, **options) -> tuple[io.BytesIO, write.Written]:
    out = io.BytesIO()
    result = write.write(table, out, "xlsx", **options)
    out.seek(0)
    return out, result


def sheet_of(table, **options):
    return openpyxl.load_workbook(written(table, **options)[0]).active


class TestCells:
    def test_everything_stays_text_where_nothing_is_known(self):
        page = sheet_of(facilities())
        assert [cell.value for cell in page[2]] == FACILITIES[1]
        assert {cell.data_type for cell in page[2]} == {"s"}

    def test_numbers_dates_and_times_are_real_ones(self):
        page = sheet_of(facilities(), recognition=recognition())
        code, _, phone, latitude, _, number, day, time = page[2]
        assert (code.value, phone.value) == ("0001", "076-234-3800")
        assert (latitude.value, number.value) == (36.562109, 1200)
        assert isinstance(number.value, int)
        assert (day.value.date(), day.number_format) == (datetime.date(2026, 4, 1), "yyyy-mm-dd")
        assert (time.value, time.number_format) == (datetime.time(9), "hh:mm")

    def test_what_is_no_value_of_its_type_stays_text_and_is_listed(self):
        out, result = written(facilities(), recognition=recognition())
        page = openpyxl.load_workbook(out).active
        assert [cell.value for cell in page[4]][5:] == ["約30", "2026-02-30", "日の出"]
        assert page["H3"].value == "24:00"
        assert result.findings.totals == {"kept-as-text": 4}
        assert {found.column for found in result.findings.listed} == {"定員", "開始日", "開始時間"}

    def test_days_excel_counts_wrongly_stay_text(self):
        table = table_of(["日"], [["1900-02-28"], ["1868-10-23"], ["1900-03-01"]])
        page = sheet_of(table, recognition=recognition(["date"], ["日"]))
        values = [page[f"A{row}"].value for row in (2, 3, 4)]
        assert values == ["1900-02-28", "1868-10-23", datetime.datetime(1900, 3, 1)]

    def test_signs_of_formulas_and_errors_stay_text(self):
        values = ["=1+1", "#N/A", "+1", "@x"]
        page = sheet_of(table_of(list("ABCD"), [values]))
        assert [cell.value for cell in page[2]] == values
        assert {cell.data_type for cell in page[2]} == {"s"}

    def test_headings_are_bold_text_and_stay_in_sight(self):
        page = sheet_of(table_of(["=A", "", "=A"], [["1", "2", "3"]]))
        assert [cell.value for cell in page[1]] == ["=A", None, "=A"]
        assert all(cell.font.b for cell in page[1]) and page.freeze_panes == "A2"

    def test_control_characters_come_back(self):
        values = ["a\x08b", "one\r\ntwo", "a\rb", "_x0041_", "_", " 　", "タブ\t", "_x12"]
        out, _ = written(table_of(list("ABCDEFGH"), [values]))
        assert load_workbook(out).get_sheet_by_index(0).to_python()[1] == values

    def test_defused_text_keeps_its_value_and_tells_excel(self):
        out, result = written(table_of(["A"], [["=1+1"], ["-5"], ["+1-2"]]), defuse=True)
        page = openpyxl.load_workbook(out).active
        cells = [page[f"A{row}"] for row in (2, 3, 4)]
        assert [cell.value for cell in cells] == ["=1+1", "-5", "+1-2"]
        assert [bool(cell.quotePrefix) for cell in cells] == [True, False, True]
        assert result.findings.totals == {"formula-defused": 2}


class TestLimits:
    def test_full_sheet_goes_on_in_the_next(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(xlsx, "SHEET_ROWS", 3)
        out, result = written(table_of(["A"], [[str(n)] for n in range(5)]), sheet="表")
        book = openpyxl.load_workbook(out)
        assert book.sheetnames == ["表", "表 (2)", "表 (3)"] == list(result.facts["sheets"])
        rows = [[row[0] for row in page.values] for page in book]
        assert rows == [["A", "0", "1"], ["A", "2", "3"], ["A", "4"]]

    def test_sheet_that_would_grow_too_large_for_its_zip_ends(self, monkeypatch):
        monkeypatch.setattr(xlsx, "SHEET_BYTES", 1_000_000)
        monkeypatch.setattr(write.job, "PIECE_CELLS", 1_000)
        out, result = written(table_of(["A"], [["あ" * 100]] * 9_000))
        rows = [page.max_row - 1 for page in openpyxl.load_workbook(out)]
        assert len(rows) == len(result.facts["sheets"]) > 2 and sum(rows) == 9_000

    def test_cell_excel_would_cut_off_is_refused_with_its_place(self):
        table = table_of(["ID", "説明"], [["1", "x" * 32_767], ["2", "😀" * 16_384]])
        with pytest.raises(WriteError) as raised:
            written(table)
        assert raised.value.code == "cell-too-long"
        assert "3 行目「説明」(B 列)" in raised.value.text("ja")

    def test_longest_cell_is_written_whole(self):
        assert len(sheet_of(table_of(["A"], [["あ" * 32_767]]))["A2"].value) == 32_767

    def test_too_many_columns_are_refused(self):
        table = table_of([str(n) for n in range(16_385)], [])
        with pytest.raises(WriteError, match="16384"):
            written(table)

    @pytest.mark.parametrize(
        ("wanted", "name"),
        [
            ("公衆トイレ一覧", "公衆トイレ一覧"),
            ("a/b[c]:d*e?f\\g", "a_b_c__d_e_f_g"),
            ("'引用'", "引用"),
            ("History", "表 History"),
            ("   ", "表"),
            ("長" * 40, "長" * 31),
            ("😀" * 16, "😀" * 15),
        ],
    )
    def test_sheet_gets_a_name_excel_accepts(self, wanted: str, name: str):
        assert sheet_of(facilities(), sheet=wanted).title == name

    def test_sheet_is_named_after_the_file(self):
        assert sheet_of(facilities()).title == "施設"

    def test_later_sheets_keep_their_number_in_a_long_name(self):
        job = write.job.Job(facilities(), write.Options(sheet="長" * 40))
        assert sheet.sheet_name(job, 12) == "長" * 26 + " (12)"

    def test_table_without_rows_is_a_workbook_with_headings(self):
        assert list(sheet_of(table_of(["A", "B"], [])).values) == [("A", "B")]


def test_parts_are_what_excel_asks_for():
    with zipfile.ZipFile(written(facilities(), recognition=recognition())[0]) as book:
        names = set(book.namelist())
        page = book.read("xl/worksheets/sheet1.xml").decode()
    assert {"[Content_Types].xml", "xl/workbook.xml", "xl/styles.xml"} <= names
    assert "<f>" not in page and re.search(r'<pane[^>]*state="frozen"', page)
