"""What a report tells: totals, the list, JSON, words."""

from __future__ import annotations

import json

from ckanext.kanazawa.lib.tables.check import check
from ckanext.kanazawa.lib.tables.check.collect import Collector, Fault
from ckanext.kanazawa.lib.tables.read import open_tables
from ckanext.kanazawa.lib.tables.recognise import recognise
from ckanext.kanazawa.lib.tables.table import Block, Table
from tests.lib.tables.check.making import found, recognised, reported, unrecognised
from tests.lib.tables.read.books import xlsx_of


def test_json_names_what_programs_read():
    report = reported(recognised("public-facility", [{"緯度": "0"}]))
    told = json.loads(json.dumps(report.as_dict(), ensure_ascii=False))
    assert list(told) == [
        *("format", "version", "confidence", "format_chosen"),
        *("encoding", "sheet", "rows", "columns"),
        *("totals", "findings"),
    ]
    assert (told["format"], told["version"], told["rows"]) == ("public-facility", "current", 1)
    zero = next(one for one in told["findings"] if one["code"] == "coordinate-zero")
    assert (zero["row"], zero["column"], zero["letter"], zero["value"]) == (2, "緯度", "S", "0")
    assert zero["expected"]["ja"] and zero["message"]["en"]


def test_an_error_of_a_workbook_is_counted_once():
    data = xlsx_of([["名称", "値"], ["兼六園", "#N/A"], ["金沢城", 1]])
    (table,) = open_tables(data)
    totals = check(table, recognise(table)).found.totals
    assert [one.code for one in table.late_findings()] == ["cell-error"]
    assert (totals["cell-error"], totals["spreadsheet-error"]) == (0, 1)


def test_heights_that_no_place_in_japan_has_are_told():
    heights = ("30.5", "-4", "3776", "9999", "-500")
    rows = [{"ID": f"A{number}", "標高": value} for number, value in enumerate(heights)]
    report = reported(recognised("evacuation-space", rows))
    assert [one.value for one in found(report, "number-out-of-range")] == ["9999", "-500"]


def test_totals_are_exact_where_the_list_is_capped():
    rows = [{"ID": f"A{number}", "名称": ""} for number in range(30)]
    report = reported(recognised("evacuation-space", rows), listed_per_code=5)
    assert report.found.totals["required-missing"] == 30
    assert len(found(report, "required-missing")) == 5
    assert report.found.by_severity["error"] >= 30


def test_one_full_column_does_not_hide_the_same_fault_in_another():
    rows = [{"開始時間": "9:00", "終了時間": "17:00"} for _ in range(8)]
    rows.append({"開始時間": "7:00", "終了時間": "9:00"})
    report = reported(recognised("public-facility", rows), listed_per_code=4)
    columns = {finding.column for finding in report.findings if finding.repair == "time"}
    assert columns == {"開始時間", "終了時間"}


def test_clean_table_says_so_in_both_languages():
    report = reported(recognised("garbage-separation", [{}]))
    assert report.is_clean
    assert "確かめました" in report.summary("ja")
    assert "rows: 1," in report.summary("en")


def test_table_of_no_format_is_checked_for_what_holds_everywhere():
    report = reported(unrecognised(["名前", ""], [["あ ", None], ["い", "う"]]))
    assert report.as_dict()["format"] is None
    assert found(report, "surrounding-spaces")[0].row == 2
    assert "様式は分かりませんでした" in report.summary("ja")


def test_table_without_rows_says_no_more_than_that():
    report = reported(recognised("public-facility", []))
    assert (report.rows, dict(report.found.totals)) == (0, {"no-rows": 1})


def test_blocks_are_one_table():
    table, known = recognised("public-facility", [{"ID": f"A{n % 7}"} for n in range(20)])
    (block,) = table.blocks()
    pieces = [Block(block.frame.slice(start, 3)) for start in range(0, 20, 3)]
    parts = Table(table.origin, table.headings, 1, lambda: iter(pieces))
    seen: list[int] = []
    whole, divided = reported((table, known)), reported((parts, known), progress=seen.append)
    assert divided.found.totals == whole.found.totals
    assert divided.as_dict() == whole.as_dict()
    assert seen[-1] == 20


def test_same_findings_are_listed_however_many_might_be():
    """Only what may be listed is kept; the choice is that of a list that keeps everything."""
    sizes = {0: 3, 1: 40, 2: 1, 3: 12, 4: 25}
    few, all_kept = (Collector(("",) * 5, None, 10) for _ in range(2))
    for index, size in sizes.items():
        places = [(row, "x") for row in range(2, size + 2)]
        for collector, kept in ((few, few.room("surrounding-spaces", index)), (all_kept, 10)):
            collector.count(Fault("surrounding-spaces"), index, size)
            collector.keep(Fault("surrounding-spaces"), index, places[:kept])
    assert few.findings().listed == all_kept.findings().listed
