"""Repairs are seen, switched, published and undone."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import ckan.model as model
import pytest
from ckan.plugins import toolkit as tk
from ckan.tests.helpers import call_action

from ckanext.kanazawa.schemas.model.choice import Choice
from ckanext.kanazawa.schemas.tables.contents import published
from ckanext.kanazawa.schemas.tables.mend.differences import before_and_after
from tests.lib.gtfs.feeds import CLEAN
from tests.lib.gtfs.feeds import zipped as zipped_feed
from tests.once import once
from tests.schemas.tables.conftest import toilets

Examined = Callable[..., dict[str, Any]]


def act(name: str, context: dict[str, Any], resource: dict[str, Any], **fields: Any) -> Any:
    action = f"kanazawa_schemas_{name}"
    return call_action(action, dict(context), resource_id=resource["id"], **fields)


def hours(edition: Any) -> list[str]:
    with published(edition) as content:
        (block,) = content.table.blocks()
        index = content.table.headings.index("利用開始時間")
        return block.frame[f"c{index}"].to_list()


@pytest.mark.usefixtures("with_plugins", "class_db")
class TestActions:
    @pytest.fixture
    def resource(self, examined: Examined) -> dict[str, Any]:
        return examined(toilets())

    @pytest.fixture
    def untouched(self, request: pytest.FixtureRequest, examined: Examined) -> dict[str, Any]:
        """Return a resource of tests that change nothing, one for all of them."""
        return once(request, "untouched", lambda: examined(toilets()))

    def test_cells_stand_before_and_after(self, untouched: Any, context: Any):
        found = act("repair_preview", context, untouched)
        (kind,) = [kind for kind in found["kinds"] if kind["name"] == "time"]
        assert (kind["count"], kind["on"], kind["declared"]) == (2, True, False)
        cells = act("repair_preview", context, untouched, repair="time")["cells"]
        assert [(c["row"], c["before"], c["after"]) for c in cells] == [
            (2, "９時", "09:00"),
            (3, "９時", "09:00"),
        ]

    def test_what_is_switched_off_stays(self, untouched: Any, context: Any):
        found = act("repair_preview", context, untouched, switched_off="time", repair="time")
        assert {cell["after"] for cell in found["cells"]} == {"９時"}

    def test_publishing_mends_remembers_and_is_undone(
        self, resource: Any, context: Any, newest: Any, work: Any
    ):
        work()
        assert hours(newest(resource))[:3] == ["９時", "９時", "09:00"]
        act("repair_publish", context, resource)
        assert hours(newest(resource))[:3] == ["09:00", "09:00", "09:00"]
        kept = model.Session.get(Choice, resource["id"])
        assert kept is not None
        assert kept.choices == {"publish": True}
        assert {kind for kind, _ in work()} & {"load", "forms"}
        act("repair_publish", context, resource, publish=False)
        assert hours(newest(resource))[0] == "９時"

    def test_the_next_file_goes_the_same_way(
        self, resource: Any, context: Any, examined: Examined, newest: Any
    ):
        act("repair_publish", context, resource, switched_off=["trim"])
        examined(toilets(rows=3, faults=3), resource=resource)
        edition = newest(resource)
        assert edition.choices == {"publish": True, "switched_off": ["trim"]}
        assert hours(edition) == ["09:00"] * 3

    def test_figures_of_no_known_format_become_numbers_with_their_unit(
        self, app: Any, examined: Examined, context: Any, work: Any
    ):
        rows = ["校区,世帯,総数", "味噌蔵町,９，１４８,２６３５９人", "材木町,８０２,１，２００人"]
        lines = "\r\n".join([*rows, "小立野,７０,9人", ""])
        resource = examined(lines.encode(), "population.csv")
        cells = act("repair_preview", context, resource, repair="figures-unit")["cells"]
        assert [(c["before"], c["after"]) for c in cells][:1] == [("２６３５９人", "26359")]
        act("repair_publish", context, resource)
        work()
        found = call_action("datastore_search", resource_id=resource["id"])
        fields = {field["id"]: field for field in found["fields"]}
        assert [fields[name]["type"] for name in ("世帯", "総数（人）")] == ["int4", "int4"]
        assert "単位: 人" in fields["総数（人）"]["info"]["notes"]
        assert [row["世帯"] for row in found["records"]] == [9148, 802, 70]
        address = f"/dataset/{resource['package_id']}/resource/{resource['id']}/table"
        chart = app.get(f"{address}?view=chart").get_data(as_text=True)
        assert '<figure class="kz-chart">' in chart and "9,148" in chart

    @pytest.mark.parametrize("wrong", [{"agreed": ["magic"]}, {"switched_off": [1]}])
    def test_refuses_repairs_there_are_none_of(self, untouched: Any, context: Any, wrong: Any):
        with pytest.raises(tk.ValidationError):
            act("repair_publish", context, untouched, **wrong)

    @pytest.mark.parametrize("name", ["repair_preview", "repair_publish", "mapping_save"])
    def test_others_may_not(self, untouched: Any, name: str):
        with pytest.raises(tk.NotAuthorized):
            act(name, {"user": "", "ignore_auth": False}, untouched)


@pytest.mark.usefixtures("with_plugins", "class_db")
class TestPage:
    @pytest.fixture
    def address(self, request: pytest.FixtureRequest, examined: Examined) -> str:
        """Return the address of a resource of tests that change nothing, one for all of them."""
        resource = once(request, "resource", lambda: examined(toilets()))
        return f"/dataset/{resource['package_id']}/resource/{resource['id']}"

    def test_shows_what_is_done_and_that_the_original_stays(
        self, app: Any, address: str, editor_headers: dict[str, str]
    ):
        page = app.get(f"{address}/repairs", headers=editor_headers).get_data(as_text=True)
        assert "元のファイルは 1 バイトも変えずに残り" in page
        assert "<del>" in page
        assert 'id="repair-time"' in page

    def test_switching_changes_the_cells(
        self, app: Any, address: str, editor_headers: dict[str, str]
    ):
        part = app.get(f"{address}/repairs/preview?offered=time", headers=editor_headers).get_data(
            as_text=True
        )
        assert "<html" not in part
        assert "09:00" not in part

    def test_one_click_publishes(
        self, app: Any, examined: Examined, editor_headers: dict[str, str]
    ):
        resource = examined(toilets())
        address = f"/dataset/{resource['package_id']}/resource/{resource['id']}"
        form = {"publish": "mended", "offered": ["time"], "on": ["time"]}
        answer = app.post(
            f"{address}/repairs", data=form, headers=editor_headers, follow_redirects=False
        )
        assert answer.status_code == 302
        page = app.get(address, headers=editor_headers).get_data(as_text=True)
        assert "直した表を公開しています" in page

    def test_hint_to_choose_the_format_leads_there(
        self, app: Any, examined: Examined, editor_headers: dict[str, str]
    ):
        resource = examined("品目,値\r\nりんご,1\r\n".encode(), "own.csv")
        address = f"/dataset/{resource['package_id']}/resource/{resource['id']}"
        link = f'{address}/reading#reading-format"'
        page = app.get(f"{address}/findings", headers=editor_headers).get_data(as_text=True)
        assert link.split("/", 3)[-1] in page
        assert "reading-format" not in app.get(f"{address}/findings").get_data(as_text=True)

    @pytest.mark.parametrize(
        ("content", "name", "asked"),
        [
            ("品目,値\r\nりんご,1\r\n".encode(), "own.csv", "format encoding delimiter header_row"),
            (b'[{"name": "a", "n": 1}]', "own.json", "format encoding"),
            (b"PK\x03\x04 broken", "own.xlsx", "format sheet header_row"),
            (zipped_feed(CLEAN), "bus.zip", ""),
        ],
    )
    def test_reading_asks_for_what_a_file_of_its_kind_has(
        self,
        app: Any,
        examined: Examined,
        editor_headers: dict[str, str],
        content: bytes,
        name: str,
        asked: str,
    ):
        resource = examined(content, name)
        address = f"/dataset/{resource['package_id']}/resource/{resource['id']}"
        page = app.get(f"{address}/reading", headers=editor_headers).get_data(as_text=True)
        fields = re.findall(r'id="reading-[a-z-]+" name="([a-z_]+)"', page)
        assert sorted(fields) == sorted(asked.split())
        summary = app.get(address, headers=editor_headers).get_data(as_text=True)
        assert ("/reading" in summary) == bool(asked)

    @pytest.mark.parametrize("rest", ["/repairs", "/mapping", "/reading"])
    def test_is_for_editors(self, app: Any, address: str, rest: str):
        assert app.get(f"{address}{rest}").status_code in (302, 403)
        assert app.post(f"{address}{rest}").status_code in (302, 400, 403)


class TestDifferences:
    @pytest.mark.parametrize(
        ("before", "after", "old", "new"),
        [
            ("　金沢 ", "金沢", "<del>□</del>金沢<del>␣</del>", "金沢"),
            ("１2", "12", "<del>１</del>2", "<ins>1</ins>2"),
            ("a\u200bb", "ab", "a<del>∅</del>b", "ab"),
            ("<b>", None, "<del>&lt;b&gt;</del>", ""),
            (None, "x", "", "<ins>x</ins>"),
            ("-", None, '<del class="is-line">-</del>', ""),
            ("１ー", "1", "<del>１ー</del>", "<ins>1</ins>"),
        ],
    )
    def test_lost_and_changed_characters_are_seen(
        self, before: Any, after: Any, old: str, new: str
    ):
        assert before_and_after(before, after) == (old, new)
