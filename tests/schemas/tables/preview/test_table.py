"""The table as pages show it: sorted, filtered, searched, paged, linked."""

from __future__ import annotations

import ckan.model as model
import pytest
from bs4 import BeautifulSoup
from ckan.tests import factories

from ckanext.kanazawa.schemas.tables.preview import counts
from tests.factories import Resource

from .conftest import column

pytestmark = pytest.mark.usefixtures("with_plugins", "class_db")
NAMES = ["見本公園", "見本小学校体育館", "見本公民館", "<b>見本</b>の森", "遠い公園"]


class TestTable:
    @pytest.fixture
    def table(self, request, make_table):
        """Make one table for the class."""
        if "made" not in request.cls.__dict__:
            request.cls.made = make_table()
        return request.cls.made

    def test_rows_come_in_their_order_and_markup_in_them_is_text(self, see, table):
        assert column(see(table)) == NAMES

    def test_headings_are_japanese_or_from_the_dictionary(self, see, table):
        assert "名称" in see(table).select("thead th")[1].get_text()
        assert "Name" in see(table, lang="/en").select("thead th")[1].get_text()

    @pytest.mark.parametrize("columns", [10, 11])
    def test_cells_of_wide_tables_carry_their_heading_onto_paper(self, see, make_table, columns):
        names = [f"項目{number}" for number in range(columns)]
        row = {**dict.fromkeys(names, "値"), "項目3": ""}
        page = see(make_table([{"id": name, "type": "text"} for name in names], [row]))
        told = [cell["data-label"] for cell in page.select("td[data-label]")]
        assert told == ([name for name in names if name != "項目3"] if columns > 10 else [])

    @pytest.mark.parametrize(
        ("sort", "first", "last"),
        [("収容人数", "遠い公園", "見本公民館"), ("-収容人数", "見本小学校体育館", "見本公民館")],
    )
    def test_sorts_with_empty_cells_last(self, see, table, sort, first, last):
        page = see(table, {"sort": sort})
        assert (column(page)[0], column(page)[-1]) == (first, last)
        direction = "descending" if sort.startswith("-") else "ascending"
        assert len(page.select(f"th[aria-sort={direction}]")) == 1

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({"q": "小学"}, [NAMES[1]]),
            ({"q": "公園 遠い"}, [NAMES[4]]),
            ({"q": "%"}, []),
            ({"has.名称": "公"}, [NAMES[0], NAMES[2], NAMES[4]]),
            ({"is.種別": ["学校", "公民館"]}, [NAMES[1], NAMES[2]]),
            ({"is.URL": "∅"}, [NAMES[1], NAMES[3], NAMES[4]]),
            ({"min.収容人数": "60", "max.収容人数": "１２０"}, [NAMES[0], NAMES[3]]),
            ({"min.更新日": "2026-02-03", "max.更新日": "2026-03-04"}, [NAMES[2], NAMES[3]]),
            ({"is.ない列": "学校", "q": "小学"}, [NAMES[1]]),
        ],
    )
    def test_filters_and_searches(self, see, table, query, found):
        page = see(table, query)
        assert column(page) == found
        assert f"{len(found)} 件" in page.select_one("[data-total]").get_text()

    def test_says_which_limit_it_did_not_understand(self, see, table):
        page = see(table, {"min.収容人数": "たくさん"})
        assert column(page) == NAMES
        assert "たくさん" in page.select_one(".alert").get_text()

    def test_few_values_are_a_list_with_counts(self, see, table):
        choices = see(table, {"filter": "種別"}).select(".kz-preview-control label")
        assert [" ".join(c.get_text(" ", strip=True).split()) for c in choices] == [
            "公園 3",
            "公民館 1",
            "学校 1",
        ]

    def test_pages_lead_there_and_back_in_any_order(self, app, see, make_table):
        rows = [{"番号": n, "組": n % 3 or None} for n in range(1, 61)]
        fields = [{"id": "番号", "type": "int"}, {"id": "組", "type": "int"}]
        table = make_table(fields, rows)
        for sort in ("", "番号", "-番号", "組", "-組"):
            page, seen = see(table, {"sort": sort, "size": "25"}), []
            first = column(page)
            while True:
                seen += column(page)
                later = page.select_one("#kz-preview-later")
                if later is None:
                    break
                address = later["href"]
                page = _page(app, address)
            assert sorted(map(int, seen)) == list(range(1, 61)), sort
            for _ in range(2):
                page = _page(app, page.select_one("#kz-preview-earlier")["href"])
            assert column(page) == first, sort
            assert page.select_one("#kz-preview-earlier") is None, sort

    def test_a_row_is_found_and_marked_on_its_page(self, see, make_table):
        fields = [{"id": "番号", "type": "int"}]
        table = make_table(fields, [{"番号": n} for n in range(1, 201)])
        page = see(table, {"row": "150", "size": "25"})
        assert page.select_one("#kz-preview-marked td").get_text(strip=True) == "150"
        assert len(column(page)) == 25
        assert "201" in see(table, {"row": "201"}).select_one(".alert").get_text()

    def test_many_rows_are_told_of_as_about_so_many(self, see, table, monkeypatch):
        monkeypatch.setattr(counts, "COUNTED", 1)
        for query in ({"q": "見本"}, {"is.種別": ["公園", "学校"]}, {"has.名称": "%公園"}):
            total = see(table, query).select_one("[data-total]").get_text(strip=True)
            assert total.startswith("約") or query == {"has.名称": "%公園"}

    def test_only_chosen_columns_are_shown(self, see, table):
        page = see(table, {"column": ["電話番号", "名称"]})
        assert [th.get_text(strip=True)[:2] for th in page.select("thead th")[1:]] == [
            "名称",
            "電話",
        ]

    def test_cells_lead_to_addresses_and_telephones_and_nowhere_else(self, see, table):
        links = see(table).select(".kz-preview-table td a")
        assert [link["href"] for link in links] == [
            "https://example.jp",
            "tel:0760000001",
            "tel:0760000002",
        ]
        assert all("noopener" in link["rel"] and "nofollow" in link["rel"] for link in links)

    def test_long_cells_are_folded(self, see, make_table):
        table = make_table([{"id": "説明", "type": "text"}], [{"説明": "長い" * 60}])
        fold = see(table).select_one("td details")
        assert fold.summary.get_text().endswith("…")
        assert "長い" * 60 in fold.get_text()

    def test_odd_column_names_are_only_names(self, see, make_table):
        name = "a'b%(x)s:y;--"
        table = make_table([{"id": name, "type": "text"}], [{name: "1"}, {name: "2"}])
        page = see(table, {f"is.{name}": "2", "sort": f"-{name}", "q": "2", "filter": name})
        assert column(page) == ["2"]

    def test_a_table_without_rows_says_so(self, see, make_table):
        table = make_table([{"id": "名称", "type": "text"}], [])
        assert "行がありません" in see(table).select_one(".kz-preview-nothing").get_text()


class TestWhoSees:
    def test_a_private_table_is_for_its_organisation(self, app, address, make_table):
        table = make_table(private=True)
        for part in ("", "/embed", "/record/1"):
            app.get(address(table, part), status=404)
        admin = {"Authorization": factories.SysadminWithToken()["token"]}
        app.get(address(table), headers=admin, status=200)

    def test_a_file_without_a_table_has_no_page_and_no_empty_box(self, app, address):
        resource = Resource()
        name = model.Package.get(resource["package_id"]).name
        made = {"dataset": {"name": name}, "resource": resource["id"]}
        app.get(address(made), status=404)
        page = app.get(f"/dataset/{name}/resource/{resource['id']}", status=200)
        assert "kz-preview" not in page.body

    def test_a_table_of_another_dataset_is_not_found(self, app, address, make_table):
        one, other = make_table(), make_table()
        app.get(address({**one, "resource": other["resource"]}), status=404)

    def test_the_page_of_the_file_fetches_the_table_when_it_is_seen(self, app, make_table):
        table = make_table()
        page = app.get(f"/dataset/{table['dataset']['name']}/resource/{table['resource']}")
        assert 'hx-trigger="intersect once"' in page.body


class TestEmbed:
    def test_only_the_embedded_view_may_stand_in_other_pages(self, app, address, make_table):
        table = make_table()
        inside = app.get(address(table, "/embed")).headers
        assert "X-Frame-Options" not in inside
        assert "frame-ancestors *" in inside["Content-Security-Policy"]
        outside = app.get(address(table)).headers
        assert outside["X-Frame-Options"] == "SAMEORIGIN"
        assert "frame-ancestors 'self'" in outside["Content-Security-Policy"]

    def test_code_to_copy_keeps_the_view_and_has_a_title(self, see, make_table):
        table = make_table()
        code = (
            see(table, {"q": "公園", "sort": "-収容人数"}).select_one("#kz-preview-code").get_text()
        )
        assert code.startswith("<iframe") and 'title="見本の表"' in code
        assert "/table/embed?q=" in code and "sort=-" in code


def _page(app, address):
    return BeautifulSoup(app.get(address, status=200).body, "html.parser")
