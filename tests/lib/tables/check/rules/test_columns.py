"""Rules between columns of a row."""

from __future__ import annotations

import pytest

from ckanext.kanazawa.lib.tables.check.addresses import folded_address
from ckanext.kanazawa.lib.tables.kinds.base import Setting
from tests.lib.tables.check.making import found, recognised, reported, rows_with


class TestOrder:
    def test_end_before_start(self):
        rows = [
            {"開始日": "2026-04-02", "終了日": "2026-04-01"},
            {"開始日": "2026-04-01", "終了日": "2026-04-01"},
        ]
        assert rows_with(reported(recognised("event", rows)), "end-date-before-start") == [2]

    def test_dates_are_compared_after_their_repair(self):
        rows = [{"開始日": "令和8年4月2日", "終了日": "2026/4/1"}]
        assert rows_with(reported(recognised("event", rows)), "end-date-before-start") == [2]

    def test_times(self):
        times = [("9:00", "08:30"), ("日の出", "日没"), ("09:00", "24:00")]
        rows = [{"開始時間": start, "終了時間": end} for start, end in times]
        report = reported(recognised("public-facility", rows))
        assert rows_with(report, "end-time-before-start") == [2]

    def test_times_may_pass_midnight_where_the_format_says_so(self):
        rows = [{"開始日": "2026-04-01", "開始時間": "20:00", "終了時間": "02:00"}]
        assert not found(reported(recognised("event", rows)), "end-time-before-start")

    @pytest.mark.parametrize(
        ("last_day", "start", "end", "is_told"),
        [
            ("2026-04-01", "15:00", "13:00", True),
            ("2026/4/1", "15:00", "13:00", True),
            ("", "15:00", "13:00", True),
            ("", "10:00", "09:30", True),
            ("2026-04-01", "02:00", "01:00", True),
            ("2026-04-02", "15:00", "13:00", False),
            ("2026-04-01", "13:00", "15:00", False),
            ("2026-04-01", "20:00", "00:00", False),
            ("", "22:00", "05:00", False),
        ],
    )
    def test_times_of_one_day(self, last_day: str, start: str, end: str, is_told: bool):
        row = {"開始日": "2026-04-01", "終了日": last_day, "開始時間": start, "終了時間": end}
        told = found(reported(recognised("event", [row])), "end-time-before-start")
        assert bool(told) is is_told

    def test_times_without_a_last_day_in_the_file(self):
        rows = [{"開始日": "2026-04-01", "開始時間": "15:00", "終了時間": "13:00"}]
        report = reported(recognised("event", rows, without=("終了日",)))
        assert found(report, "end-time-before-start")

    def test_times_without_a_first_day_may_pass_midnight(self):
        rows = [{"終了日": "2026-04-01", "開始時間": "15:00", "終了時間": "13:00"}]
        report = reported(recognised("event", rows, without=("開始日",)))
        assert not found(report, "end-time-before-start")


class TestTotal:
    def test_differs_from_its_parts(self):
        rows = [
            {"総人口": "101", "男性": "50", "女性": "50"},
            {"総人口": "1,00", "男性": "50", "女性": "50"},
            {"総人口": "100", "男性": "50", "女性": "50"},
        ]
        report = reported(recognised("population", rows))
        sums = [one for one in found(report, "sum-differs") if one.column == "総人口"]
        assert [one.row for one in sums] == [2]
        assert sums[0].params["added"] == "100"

    def test_is_as_grave_as_the_definition_says(self):
        people = reported(recognised("population", [{"総人口": "101", "男性": "50", "女性": "50"}]))
        toilets = reported(recognised("public-toilet", [{"男性トイレ総数": "9"}]))
        grades = {one.column: one.level for one in found(people, "sum-differs")}
        grades |= {one.column: one.level for one in found(toilets, "sum-differs")}
        assert grades["総人口"] == "error"
        assert grades["男性"] == grades["男性トイレ総数"] == "warning"

    def test_parts_that_are_empty_leave_room(self):
        rows = [
            {"総人口": "101", "男性": "50", "女性": ""},
            {"総人口": "10", "男性": "50", "女性": ""},
        ]
        report = reported(recognised("population", rows))
        sums = [one.row for one in found(report, "sum-differs") if one.column == "総人口"]
        assert sums == [3]


def test_half_of_a_pair():
    rows = [{"緯度": ""}, {"緯度": "", "経度": ""}, {}]
    report = reported(recognised("public-facility", rows))
    partners = [(one.row, one.column) for one in found(report, "missing-partner")]
    assert partners == [(2, "緯度")]


class TestPosition:
    def test_swapped(self):
        rows = [{"緯度": "136.656205", "経度": "36.561325"}, {}]
        report = reported(recognised("public-facility", rows))
        assert rows_with(report, "position-swapped") == [2]
        assert found(report, "position-swapped")[0].repair == "swap-positions"
        assert not found(report, "coordinate-swapped")

    def test_one_coordinate_that_is_the_other(self):
        rows = [{"緯度": "136.656205"}, {"経度": "36.561325"}]
        report = reported(recognised("public-facility", rows))
        swapped = [(one.row, one.column) for one in found(report, "coordinate-swapped")]
        assert swapped == [(2, "緯度"), (3, "経度")]

    @pytest.mark.parametrize(
        ("code", "latitude", "longitude", "area"),
        [
            ("172014", "36.8", "137.4", "金沢市"),
            ("172065", "35.681236", "139.767125", "石川県"),
            ("172065", "36.302778", "136.315", None),
            ("", "35.681236", "139.767125", None),
        ],
    )
    def test_outside(self, code, latitude, longitude, area):
        own = {"全国地方公共団体コード": "", "所在地_全国地方公共団体コード": code}
        row = {**own, "緯度": latitude, "経度": longitude}
        outside = found(reported(recognised("public-facility", [row])), "position-outside")
        assert [one.params["area"]["ja"] for one in outside] == ([area] if area else [])

    def test_publisher_stands_in_where_rows_have_no_code(self):
        row = {
            "全国地方公共団体コード": "",
            "所在地_全国地方公共団体コード": "",
            "緯度": "35.681236",
            "経度": "139.767125",
        }
        setting = Setting(municipality="172014")
        report = reported(recognised("public-facility", [row]), setting=setting)
        assert rows_with(report, "position-outside") == [2]

    def test_one_position_for_many_addresses(self):
        rows = [{"ID": f"A{n}", "所在地_連結表記": f"石川県金沢市広坂{n}"} for n in range(1, 6)]
        assert rows_with(reported(recognised("public-facility", rows)), "position-shared") == [2]
        assert not found(reported(recognised("public-facility", [{}] * 6)), "position-shared")


class TestAddress:
    @pytest.mark.parametrize(
        ("joined", "town", "block", "differs"),
        [
            ("石川県金沢市広坂一丁目1-1", "広坂一丁目", "1-1", False),
            ("石川県金沢市広坂１丁目１番１号", "広坂一丁目", "1-1", False),
            ("石川県金沢市広坂1-1-1", "広坂1丁目", "1番1号", False),
            ("石川県金沢市八田町西1番地", "八田町西", "1", False),
            ("石川県金沢市香林坊2-1-1", "広坂二丁目", "1-1", True),
            ("石川県金沢市広坂1-1-1", "広坂1丁目", "2番5号", True),
        ],
    )
    def test_parts(self, joined, town, block, differs):
        row = {"所在地_連結表記": joined, "所在地_町字": town, "所在地_番地以下": block}
        report = reported(recognised("public-facility", [row]))
        assert bool(found(report, "part-not-in-address")) is differs

    def test_county_may_be_left_out(self):
        row = {
            "所在地_全国地方公共団体コード": "173614",
            "所在地_連結表記": "石川県津幡町加賀爪1",
            "所在地_市区町村": "河北郡津幡町",
            "所在地_町字": "加賀爪",
            "所在地_番地以下": "1",
        }
        report = reported(recognised("public-facility", [row]))
        assert not found(report, "part-not-in-address")
        assert not found(report, "code-and-address-differ")

    @pytest.mark.parametrize(
        ("code", "address", "differs"),
        [
            ("172014", "石川県金沢市広坂1", False),
            ("172103", "石川県金沢市広坂1", True),
            ("172014", "石川県白山市倉光1", True),
            ("172014", "石川県加賀市大聖寺1", True),
            ("222127", "石川県加賀市大聖寺1", True),
            ("172065", "石川県加賀市大聖寺1", False),
            # The standard asks for the code of the municipality, also in a prefecture's own list.
            ("170003", "石川県金沢市広坂1", True),
        ],
    )
    def test_code(self, code, address, differs):
        row = {"所在地_全国地方公共団体コード": code, "所在地_連結表記": address}
        report = reported(recognised("public-facility", [row]))
        assert bool(found(report, "code-and-address-differ")) is differs

    @pytest.mark.parametrize(
        ("code", "address", "example"),
        [
            ("172014", "石川県白山市倉光1", "白山市=172103"),
            ("172103", "石川県金沢市広坂1", "金沢市=172014"),
            ("172014", "石川県加賀市大聖寺1", "東京都千代田区=131016"),
        ],
    )
    def test_example_is_not_the_wrong_code(self, code, address, example):
        row = {"所在地_全国地方公共団体コード": code, "所在地_連結表記": address}
        (one,) = found(reported(recognised("public-facility", [row])), "code-and-address-differ")
        for language in ("ja", "en"):
            assert example in one.text(language, "expected")

    def test_folding(self):
        assert folded_address("大字字 広坂十二丁目３番地の４") == "広坂12-3-4"
