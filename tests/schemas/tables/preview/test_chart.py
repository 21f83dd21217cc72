"""Charts: what is added up, along what, and that the table beside says the same."""

from __future__ import annotations

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from ckanext.kanazawa.schemas.tables.preview.chart.drawing import NARROW, WIDE, drawing_of, written
from ckanext.kanazawa.schemas.tables.preview.chart.periods import Period, month_of, period_of
from ckanext.kanazawa.schemas.tables.preview.chart.roles import measures_of
from ckanext.kanazawa.schemas.tables.preview.chart.series import Series
from ckanext.kanazawa.schemas.tables.preview.columns import Column, Layout


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2026", Period(2026)),
        ("2026年度", Period(2026)),
        ("令和８年", Period(2026)),
        ("R8.4", Period(2026, 4)),
        ("平成元年", Period(1989)),
        ("2026-04", Period(2026, 4)),
        ("2026年4月", Period(2026, 4)),
        ("2026/04/01", Period(2026, 4)),
        ("202604", Period(2026, 4)),
        ("202613", None),
        ("4月", None),
        ("金沢市", None),
        ("4641", None),
    ],
)
def test_periods_are_read_as_tables_write_them(text, period):
    assert period_of(text) == period


def test_months_of_no_year_keep_the_order_of_the_table():
    january, april = (sorted(month_of(f"{n}月", first) for n in range(1, 13)) for first in (1, 4))
    assert [period.label for period in january][:2] == ["1", "2"]
    assert [period.label for period in april][:2] == ["4", "5"]
    assert month_of("13") is None


def series(is_line: bool, *values: float | None) -> Series:
    x = Column("年", "text", {"ja": "年", "en": "Year"}, {}, {})
    labels = [str(2020 + place) for place in range(len(values))]
    return Series(x, [], None, is_line, "year", labels, [("", list(values))])


@pytest.mark.parametrize(
    "name",
    [
        *("№", "No.", "Ｎｏ", "番号", "ID", "施設_ID", "緯度", "年度", "月", "#property"),
        *("標高（メートル）", "高齢化率", "構成比(%)", "割合", "平均気温", "単価"),
    ],
)
def test_numbers_that_only_tell_rows_apart_are_not_added_up(name):
    columns = [Column(each, "integer", {"ja": each, "en": each}, {}, {}) for each in (name, "4月")]
    assert [column.id for column in measures_of(Layout("t", tuple(columns), 2))] == ["4月"]


class TestDrawing:
    def test_a_line_stops_where_a_number_is_missing(self):
        (line,) = drawing_of(series(True, 1, 2, None, 3, 4)).lines
        assert (len(line.pieces), len(line.marks)) == (2, 4)

    def test_an_axis_that_does_not_begin_at_zero_says_so(self):
        assert drawing_of(series(True, 10, 100)).zero
        assert not drawing_of(series(True, 4000, 4100)).zero

    @pytest.mark.parametrize("values", [(0,), (5,), (-3, 4), (1e12, 3), (0.001, 0.002)])
    @pytest.mark.parametrize("is_line", [True, False])
    @pytest.mark.parametrize("paper", [WIDE, NARROW])
    def test_any_numbers_can_be_drawn(self, values, is_line, paper):
        drawing = drawing_of(series(is_line, *values), paper)
        marks = [at for line in drawing.lines for at in line.marks]
        assert all(0 <= x <= drawing.width and 0 <= y <= drawing.height for x, y in marks)
        assert all(bar.x >= 0 and bar.x + bar.width <= drawing.width for bar in drawing.bars)

    def test_periods_lie_as_far_apart_as_in_time(self):
        found = replace(series(True, 1, 2, 3), places=[2020, 2021, 2030])
        drawing = drawing_of(found)
        (line,) = drawing.lines
        first, second, last = (x for x, _ in line.marks)
        assert (last - first) == pytest.approx(10 * (second - first), abs=1)
        assert [tick.text for tick in drawing.x_ticks] == ["2020", "2021", "2022"]
        assert len(drawing_of(found, NARROW).x_ticks) == 2

    def test_numbers_are_written_for_people(self):
        assert [written(n) for n in (1234567, 0.5, 2.0, None)] == ["1,234,567", "0.5", "2", ""]


MONTHS = [{"年月": f"2025-{m:02d}", "区分": k, "人数": m * (1 + n)}
          for m in range(1, 13) for n, k in enumerate(("男", "女"))]  # fmt: skip
MONTH_FIELDS = [
    {"id": "年月", "type": "text"},
    {"id": "区分", "type": "text"},
    {"id": "人数", "type": "int"},
]


@pytest.mark.usefixtures("with_plugins", "class_db")
class TestPage:
    @pytest.fixture
    def chart(self, see, make_table):
        def get(fields=None, rows=None, **query) -> BeautifulSoup:
            return see(make_table(fields, rows), {"view": "chart", **query})

        return get

    def numbers(self, page: BeautifulSoup) -> list[list[str]]:
        rows = page.select(".kz-preview-table tbody tr")
        return [[cell.get_text(strip=True) for cell in row.select("th, td")] for row in rows]

    def test_months_are_found_and_added_up(self, chart):
        page = chart(MONTH_FIELDS, MONTHS)
        assert self.numbers(page)[:2] == [["2025-01", "3"], ["2025-02", "6"]]
        assert len(page.select("svg.kz-chart-wide polyline.kz-chart-line")) == 1

    @pytest.mark.parametrize(
        ("heading", "type", "unit"), [("month", "int", ""), ("月", "text", "月")]
    )
    def test_months_of_no_year_are_a_line(self, chart, heading, type, unit):
        fields = [
            {"id": heading, "type": type},
            *({"id": n, "type": "int"} for n in ("人数", "空")),
        ]
        rows = [{heading: f"{m}{unit}", "人数": m} for m in (*range(4, 13), 1, 2, 3)]
        page = chart(fields, rows)
        assert [row[0] for row in self.numbers(page)] == [*map(str, range(4, 13)), "1", "2", "3"]
        assert len(page.select("svg.kz-chart-wide polyline.kz-chart-line")) == 1
        # No number of the other column was ever given, and there is no year to add up.
        assert not page.select("#kz-chart-step, input[value='空']")

    def test_divided_by_a_category_and_in_years(self, chart):
        page = chart(MONTH_FIELDS, MONTHS, by="区分", step="year")
        assert self.numbers(page) == [["2025", "156", "78"]]
        assert [li.get_text(strip=True) for li in page.select(".kz-chart-legend li")] == [
            "女",
            "男",
        ]

    def test_categories_are_bars_and_filters_hold(self, chart):
        page = chart(x="種別", **{"min.収容人数": "100"})
        assert self.numbers(page) == [["学校", "800"], ["公園", "120"]]
        assert len(page.select("svg.kz-chart-wide rect.kz-chart-bar")) == 2
        narrow = page.select_one("svg.kz-chart-narrow")
        assert narrow and int(narrow["width"]) < 390 - 32

    def test_what_most_rows_share_comes_before_what_few_do(self, chart):
        fields = [{"id": name, "type": "text"} for name in ("通称", "区分")]
        fields.append({"id": "人数", "type": "int"})
        kinds = ("学校", "公園", "公園")
        rows = [{"通称": f"館{n % 25}", "区分": kinds[n % 3], "人数": 1} for n in range(40)]
        page = chart(fields, rows)
        assert self.numbers(page) == [["公園", "26"], ["学校", "14"]]

    def test_a_chart_begins_with_columns_that_hold_something(self, chart):
        fields = [{"id": name, "type": "text"} for name in ("休止期間", "区分")]
        fields += [{"id": name, "type": "int"} for name in ("増設", "人数")]
        rows = [{"区分": "公園" if n % 4 else "学校", "人数": 1} for n in range(20)]
        rows = [{**row, **({"休止期間": f"202{n}年", "増設": 5} if n < 3 else {})}
                for n, row in enumerate(rows)]  # fmt: skip
        page = chart(fields, rows)
        assert self.numbers(page) == [["公園", "15"], ["学校", "5"]]

    @pytest.mark.parametrize(
        ("days", "told"),
        [
            (("2026-01-05", "2026-03-01", "2026-03-02"), "1 0 2"),  # months
            (("2016-01-05", "2016-04-01", "2023-04-02"), "2 0 0 0 0 0 0 1"),  # years
        ],
    )
    def test_periods_without_rows_count_as_none(self, chart, days, told):
        fields = [{"id": "公開日", "type": "date"}, {"id": "人数", "type": "int"}]
        page = chart(fields, [{"公開日": day, "人数": 7} for day in days], y="_rows")
        assert [row[1] for row in self.numbers(page)] == told.split()

    def test_rows_can_be_counted(self, chart):
        assert self.numbers(chart(x="種別", y="_rows"))[0] == ["公園", "3"]

    def test_text_in_a_chart_is_text(self, chart):
        rows = [{"名": "<script>1</script>", "数": 1}, {"名": "乙", "数": 2}]
        page = chart([{"id": "名", "type": "text"}, {"id": "数", "type": "int"}], rows)
        assert not page.select("figure script")
        assert "<script>1</sc…" in page.select_one("figure svg").get_text()
