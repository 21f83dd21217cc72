"""Dates, times of day, days of the week."""

from __future__ import annotations

import pytest

from ckanext.kanazawa.lib.tables.kinds import look
from tests.lib.tables.kinds.fields import KANAZAWA, field_of, repaired, right

# kind, cell, codes found, cell after all repairs (None: nothing repaired).
CASES = [
    ("date", "7.4.1", ["date-two-digit-year"], None),
    ("date", "4月1日", ["date-incomplete"], None),
    ("date", "～9月25日(金)\nまで", ["not-a-date"], None),
    ("date", "2025/4/1、2025/4/2", ["several-dates"], None),
    ("time", "①13：00\n②14：45", ["several-times"], None),
    ("time", "月・水・金 19:00 火・木 17:00", ["several-times"], None),
    ("time", "日没まで", ["time-sun"], None),
    ("date", "2025-01-01", [], None),
    ("date", "2024-02-29", [], None),
    ("date", "2025/1/1", ["date-format"], "2025-01-01"),
    ("date", "2025.1.1", ["date-format"], "2025-01-01"),
    ("date", "2025-1-1", ["date-format"], "2025-01-01"),
    ("date", "20250101", ["date-format"], "2025-01-01"),
    ("date", "2025年1月1日", ["date-format"], "2025-01-01"),
    ("date", "２０２５年１月１日（水）", ["date-format"], "2025-01-01"),
    ("date", "2025-01-01 00:00:00", ["date-format"], "2025-01-01"),
    ("date", "２０２５－０１－０１", ["full-width-characters"], "2025-01-01"),
    ("date", "令和7年1月1日", ["date-format"], "2025-01-01"),
    ("date", "㋿7年1月1日", ["date-format"], "2025-01-01"),
    ("date", "R7.1.1", ["date-format"], "2025-01-01"),
    ("date", "令和元年5月1日", ["date-format"], "2019-05-01"),
    ("date", "平成31年4月30日", ["date-format"], "2019-04-30"),
    ("date", "平成元年1月8日", ["date-format"], "1989-01-08"),
    ("date", "昭和64年1月7日", ["date-format"], "1989-01-07"),
    ("date", "S25.4.1", ["date-format"], "1950-04-01"),
    ("date", "大正15年12月24日", ["date-format"], "1926-12-24"),
    ("date", "明治30年12月28日", ["date-format"], "1897-12-28"),
    ("date", "平成31年5月1日", ["date-era"], "2019-05-01"),
    ("date", "平成35年3月31日", ["date-era"], "2023-03-31"),
    ("date", "45658", ["date-serial"], "2025-01-01"),
    ("date", "2025年1月", ["date-incomplete"], None),
    ("date", "令和7年", ["date-incomplete"], None),
    ("date", "2025", ["date-incomplete"], None),
    ("date", "25/1/1", ["date-two-digit-year"], None),
    ("date", "2025-02-30", ["date-impossible"], None),
    ("date", "2023-02-29", ["date-impossible"], None),
    ("date", "令和0年1月1日", ["date-impossible"], None),
    ("date", "2025/1/1～2025/2/1", ["date-range"], None),
    ("date", "2025年1月1日(木)", ["date-weekday"], None),
    ("date", "明治4年1月1日", ["date-lunar"], None),
    ("date", "0999-01-01", ["date-implausible"], None),
    ("date", "2025/1/1 9:00", ["not-a-date"], None),
    ("date", "秋ごろ", ["not-a-date"], None),
    ("date", "未定", ["word-for-empty"], ""),
    ("time", "09:00", [], None),
    ("time", "24:00", [], None),
    ("time", "9:00", ["time-format"], "09:00"),
    ("time", "９：００", ["time-format"], "09:00"),
    ("time", "０９：００", ["full-width-characters"], "09:00"),
    ("time", "9時", ["time-format"], "09:00"),
    ("time", "9時30分", ["time-format"], "09:30"),
    ("time", "9時半", ["time-format"], "09:30"),
    ("time", "午後5時", ["time-format"], "17:00"),
    ("time", "午前9時30分", ["time-format"], "09:30"),
    ("time", "5:00 PM", ["time-format"], "17:00"),
    ("time", "PM5:00", ["time-format"], "17:00"),
    ("time", "17:00:00", ["time-format"], "17:00"),
    ("time", "1899-12-30 09:00:00", ["time-format"], "09:00"),
    ("time", "0900", ["time-format"], "09:00"),
    ("time", "正午", ["time-format"], "12:00"),
    ("time", "0.375", ["time-fraction"], "09:00"),
    ("time", "25:30", ["time-past-midnight"], None),
    ("time", "31:00", ["time-impossible"], None),
    ("time", "午前12時", ["time-noon"], None),
    ("time", "17:00:30", ["time-seconds"], None),
    ("time", "日の出", ["time-sun"], None),
    ("time", "日没", ["time-sun"], None),
    ("time", "9:00～17:00", ["time-range"], None),
    ("time", "8:30-17:15", ["time-range"], None),
    ("time", "終日", ["not-a-time"], None),
    ("weekdays", "月火水", [], None),
    ("weekdays", "月火水木金土日", [], None),
    ("weekdays", "日月火水木金土", ["weekdays-format"], "月火水木金土日"),
    ("weekdays", "月・水・金", ["weekdays-format"], "月水金"),
    ("weekdays", "月曜日、火曜日", ["weekdays-format"], "月火"),
    ("weekdays", "月～金", ["weekdays-format"], "月火水木金"),
    ("weekdays", "土～月", ["weekdays-format"], "月土日"),
    ("weekdays", "毎日", ["weekdays-format"], "月火水木金土日"),
    ("weekdays", "平日", ["weekdays-word"], "月火水木金"),
    ("weekdays", "月火水木金土日祝", ["weekdays-holiday"], None),
    ("weekdays", "火曜定休", ["weekdays-unclear"], None),
    ("weekdays", "月月", ["weekdays-unclear"], None),
]


@pytest.mark.parametrize(("kind", "value", "codes", "mended"), CASES)
def test_look(kind: str, value: str, codes: list[str], mended: str | None):
    problems = look(value, field_of(kind), KANAZAWA)
    assert [problem.code for problem in problems] == codes
    assert repaired(problems) == mended


@pytest.mark.parametrize(("kind", "value", "codes", "mended"), CASES)
def test_fast_test_passes_nothing_wrong(
    kind: str, value: str, codes: list[str], mended: str | None
):
    assert not (codes and right([value], field_of(kind))[0])


def test_what_needs_a_yes_comes_last_among_many():
    problems = look("45658;2025/1/1", field_of("date", many=True), KANAZAWA)
    assert [(problem.repair, problem.repaired) for problem in problems] == [
        ("date", "45658;2025-01-01"),
        ("excel-serial", "2025-01-01;2025-01-01"),
    ]
