"""What readers meet on pages: summary, state of the job, list, badges."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.model as model
import pytest
from sqlalchemy import event

from ckanext.kanazawa.schemas.model.edition import Edition
from tests.factories import Dataset
from tests.schemas.tables.conftest import toilets

Examined = Callable[..., dict[str, Any]]


def page_of(resource: dict[str, Any], rest: str = "", prefix: str = "") -> str:
    return f"{prefix}/dataset/{resource['package_id']}/resource/{resource['id']}{rest}"


def text_of(app: Any, address: str, **more: Any) -> str:
    answer = app.get(address, **more)
    assert answer.status_code == 200
    return " ".join(answer.get_data(as_text=True).split())


@pytest.mark.usefixtures("with_plugins", "class_db")
class TestSummary:
    def test_says_in_words_what_was_found(self, app: Any, examined: Examined):
        resource = examined(toilets())
        page = text_of(app, page_of(resource))
        assert "5 件の公衆トイレ。" in page
        assert "自動で直せます" in page
        assert "公衆トイレ一覧" in page
        english = text_of(app, page_of(resource, prefix="/en"))
        assert "5 public toilets." in english
        assert "of them automatically." in english

    def test_visitors_get_no_buttons_of_editors(
        self, app: Any, examined: Examined, work: Any, editor_headers: dict[str, str]
    ):
        resource = examined(toilets())
        work()
        assert "/repairs" not in text_of(app, page_of(resource))
        mine = text_of(app, page_of(resource), headers=editor_headers)
        assert "/repairs" in mine
        assert "次にすること" in mine and "次にすること" not in text_of(app, page_of(resource))
        assert "もう一度調べる" in mine

    def test_a_page_that_waits_asks_again_and_one_that_is_done_does_not(
        self, app: Any, upload: Any, work: Any
    ):
        resource = upload(toilets())
        state = page_of(resource, "/findings/state")
        waiting = text_of(app, page_of(resource))
        assert "/findings/state?n=1" in waiting
        assert "<noscript>" in waiting
        part = text_of(app, f"{state}?n=1", headers={"HX-Request": "true"})
        assert "/findings/state?n=2" in part
        assert "<html" not in part
        work()
        done = text_of(app, f"{state}?n=2", headers={"HX-Request": "true"})
        assert "hx-get" not in done
        assert "いまのページ全体を表示する" in done
        assert "5 件の公衆トイレ。" in done

    def test_says_why_a_file_could_not_be_examined(self, app: Any, examined: Examined):
        resource = examined(b"PK\x03\x04 cut off", "cut.xlsx")
        assert "cut.xlsx は途中で切れているか" in text_of(app, page_of(resource))
        assert "cut.xlsx is cut off" in text_of(app, page_of(resource, prefix="/en"))

    def test_never_says_that_an_unverified_format_is_followed(
        self, app: Any, examined: Examined, newest: Any
    ):
        resource = examined(toilets())
        edition = newest(resource)
        edition.format, edition.version = "polling-place", "current"
        model.Session.commit()
        page = text_of(app, page_of(resource))
        assert "標準に沿っているかどうかは分かりません" in page
        assert "標準どおり" not in page

    def test_the_editor_is_told_that_a_mapping_no_longer_fits(
        self, app: Any, examined: Examined, newest: Any, editor_headers: dict[str, str]
    ):
        resource = examined(toilets())
        edition = newest(resource)
        edition.choices = {"unfit": {"problems": [], "missing": ["施設"], "added": ["建物"]}}
        model.Session.commit()
        assert "なくなった見出し：施設" in text_of(app, page_of(resource), headers=editor_headers)
        assert "なくなった見出し" not in text_of(app, page_of(resource))


@pytest.mark.usefixtures("with_plugins", "class_db")
class TestPage:
    def test_leads_to_the_cell_and_names_it(self, app: Any, examined: Examined):
        resource = examined(toilets())
        page = text_of(app, page_of(resource, "/findings"))
        assert "2 行目 M 列" in page
        assert "/table?row=2&amp;cell=" in page
        assert "９時" in page

    def test_filters_stay_with_pages(self, app: Any, examined: Examined):
        resource = examined(toilets(rows=120, faults=120))
        page = text_of(app, page_of(resource, "/findings?column=利用開始時間"))
        assert "120 件の一覧" in page
        assert "page=2" in page
        assert "column=%E5%88%A9" in page
        last = text_of(app, page_of(resource, "/findings?column=利用開始時間&page=3"))
        assert "121 行目" in last

    @pytest.mark.parametrize("odd", ["page=x", "page=0", "order=;", "severity=fatal", "code=no"])
    def test_odd_addresses_are_answered(self, app: Any, examined: Examined, odd: str):
        text_of(app, page_of(examined(toilets()), f"/findings?{odd}"))

    @pytest.mark.ckan_config("ckanext.kanazawa.schemas.listed_per_code", "10")
    def test_says_how_many_there_are_in_all(self, app: Any, examined: Examined):
        resource = examined(toilets(rows=40, faults=40))
        page = text_of(app, page_of(resource, "/findings"))
        assert "種類ごとに、はじめの 10 件を表示" in page

    def test_private_datasets_are_not_told_from_missing_ones(
        self, app: Any, examined: Examined, city: Any
    ):
        private = Dataset(owner_org=city["id"], private=True)
        resource = examined(toilets(), dataset=private)
        for rest in ("/findings", "/findings/state", "/findings/download.csv"):
            assert app.get(page_of(resource, rest)).status_code == 404

    def test_only_editors_have_it_examined_again(
        self, app: Any, examined: Examined, editor_headers: dict[str, str], work: Any
    ):
        resource = examined(toilets())
        work()
        assert app.post(page_of(resource, "/findings")).status_code in (302, 403)
        assert work() == []
        answer = app.post(
            page_of(resource, "/findings"), headers=editor_headers, follow_redirects=False
        )
        assert answer.status_code == 302
        assert ("examine", "done") in work()


@pytest.mark.usefixtures("with_plugins", "class_db")
class TestBadge:
    def test_lists_say_it_in_a_word(self, app: Any, examined: Examined, city: Any):
        dataset = Dataset(owner_org=city["id"])
        resource = examined(toilets(), dataset=dataset)
        expected = "要確認"
        assert expected in text_of(app, "/dataset/")
        assert expected in text_of(app, f"/dataset/{resource['package_id']}")

    def test_a_list_without_tables_says_nothing(self, app: Any, city: Any):
        dataset = Dataset(owner_org=city["id"])
        assert "kanazawa-schemas-badge" not in text_of(app, f"/dataset/{dataset['name']}")

    def test_one_query_for_the_whole_list(self, app: Any, examined: Examined, city: Any):
        for _ in range(4):
            examined(toilets(rows=2), dataset=Dataset(owner_org=city["id"]))
        asked: list[str] = []

        def note(_c: Any, _u: Any, statement: str, *_: Any) -> None:
            if Edition.__tablename__ in statement:
                asked.append(statement)

        engine = model.ensure_engine()
        event.listen(engine, "before_cursor_execute", note)
        try:
            page = text_of(app, "/dataset/")
        finally:
            event.remove(engine, "before_cursor_execute", note)
        assert page.count("kanazawa-schemas-badge") >= 4
        assert len(asked) == 1
