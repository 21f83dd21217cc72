"""Own layouts are matched with a format: guessed, corrected, kept, used again, removed."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
import yaml
from bs4 import BeautifulSoup
from ckan.plugins import toolkit as tk

from ckanext.kanazawa.schemas.tables.contents import published
from ckanext.kanazawa.schemas.tables.findings.summary import summary_of
from tests.schemas.tables.mend.test_repairs import act

Examined = Callable[..., dict[str, Any]]
OWN = (
    "施設,場所,緯度,洋式,担当\r\n見本公園トイレ,金沢市広坂1-1-1,36.56,あり,管理課\r\n"
    "第二公園トイレ,金沢市広坂1-1-2,36.57,なし,管理課\r\n"
).encode("cp932")
MAPPING = {
    "mapping": 1,
    "format": "public-toilet",
    "version": "current",
    "columns": {"施設": "名称", "場所": "所在地_連結表記", "緯度": "緯度"},
    "constants": {"地方公共団体名": "石川県金沢市"},
    "dropped": ["担当"],
}


def names(edition: Any) -> list[str]:
    with published(edition) as content:
        (block,) = content.table.blocks()
        return block.frame[f"c{content.table.headings.index('名称')}"].to_list()


@pytest.fixture
def resource(examined: Examined) -> dict[str, Any]:
    return examined(OWN, "トイレ.csv")


@pytest.fixture
def address(resource: dict[str, Any]) -> str:
    return f"/dataset/{resource['package_id']}/resource/{resource['id']}/mapping"


@pytest.mark.usefixtures("with_plugins", "class_db")
class TestActions:
    def test_a_guess_comes_with_its_first_rows(self, resource: Any, context: Any):
        found = act("mapping_guess", context, resource, format="public-toilet")
        assert found["mapping"]["format"] == "public-toilet"
        assert set(found["how"]) | set(found["open"]) == {"施設", "場所", "緯度", "洋式", "担当"}
        assert found["preview"]["checked"] == 2

    def test_saved_it_publishes_in_the_format_and_goes_on_with_the_next_file(
        self, resource: Any, context: Any, examined: Examined, work: Any, newest: Any
    ):
        act("mapping_save", context, resource, mapping=MAPPING)
        work("examine")
        assert newest(resource).format == "public-toilet"
        assert names(newest(resource)) == ["見本公園トイレ", "第二公園トイレ"]
        examined(OWN.replace("見本".encode("cp932"), "新".encode("cp932")), resource=resource)
        assert names(newest(resource))[0] == "新公園トイレ"

    def test_a_file_with_other_headings_is_published_as_it_came_and_told(
        self, resource: Any, context: Any, examined: Examined, work: Any, newest: Any
    ):
        act("mapping_save", context, resource, mapping=MAPPING)
        work("examine")
        examined(OWN.replace("施設".encode("cp932"), "設備".encode("cp932")), resource=resource)
        edition = newest(resource)
        assert "mapping" not in edition.choices
        assert edition.choices["unfit"]["missing"] == ["施設"]
        told = summary_of(resource["id"], "ja", is_editor=True)
        assert told and told.unfit["problems"][0].startswith(edition.name)
        with published(edition) as content:
            assert content.table.headings[0] == "設備"

    def test_removed_the_table_is_published_as_it_came(
        self, resource: Any, context: Any, newest: Any
    ):
        act("mapping_save", context, resource, mapping=yaml.safe_dump(MAPPING))
        assert "mapping" in newest(resource).choices
        act("mapping_save", context, resource)
        assert "mapping" not in newest(resource).choices

    @pytest.mark.parametrize(
        "wrong",
        [
            {**MAPPING, "columns": {"ない": "名称"}},
            {**MAPPING, "columns": {"施設": "存在しない"}},
            {**MAPPING, "format": "nothing"},
            "{",
            [1],
        ],
    )
    def test_says_what_does_not_fit(self, resource: Any, context: Any, wrong: Any):
        with pytest.raises(tk.ValidationError) as refused:
            act("mapping_save", context, resource, mapping=wrong)
        assert refused.value.error_dict["mapping"]

    def test_reading_is_overruled_and_examined_again(
        self, resource: Any, context: Any, work: Any, newest: Any
    ):
        act("reading_save", context, resource, header_row=2, format="none")
        work("examine")
        assert newest(resource).headings[0] == "見本公園トイレ"
        assert newest(resource).format is None
        act("reading_save", context, resource)
        work("examine")
        assert newest(resource).headings[0] == "施設"

    @pytest.mark.parametrize(
        "wrong", [{"encoding": "klingon"}, {"format": "nothing"}, {"header_row": "x"}]
    )
    def test_reading_that_fails_is_refused_at_once(self, resource: Any, context: Any, wrong: Any):
        with pytest.raises(tk.ValidationError):
            act("reading_save", context, resource, **wrong)


@pytest.mark.usefixtures("with_plugins", "class_db")
class TestPage:
    def get(self, app: Any, address: str, headers: Any) -> str:
        answer = app.get(address, headers=headers)
        assert answer.status_code == 200
        return answer.get_data(as_text=True)

    def test_formats_are_searched(self, app: Any, address: str, editor_headers: Any):
        every = self.get(app, address, editor_headers)
        assert "公衆トイレ一覧" in every
        assert "未確認" in every
        assert "調達情報" not in every  # no columns are known of it
        some = self.get(app, f"{address}?q=トイレ", editor_headers)
        assert "公衆トイレ一覧" in some
        assert "公共施設一覧" not in some

    def test_the_form_is_filled_in_with_guesses(self, app: Any, address: str, editor_headers: Any):
        page = self.get(app, f"{address}?format=public-toilet", editor_headers)
        assert 'name="target-0"' in page
        assert "見本公園トイレ" in page
        assert "推測：" in page

    def form(self, **more: str) -> dict[str, str]:
        return {
            "format": "public-toilet",
            "version": "current",
            "target-0": "名称",
            "target-1": "所在地_連結表記",
            "target-4": "-",
            **more,
        }

    def test_first_rows_and_problems_are_shown(self, app: Any, address: str, editor_headers: Any):
        answer = app.post(f"{address}/preview", data=self.form(), headers=editor_headers)
        assert "第二公園トイレ" in answer.get_data(as_text=True)
        twice = self.form(**{"target-1": "名称"})
        part = app.post(f"{address}/preview", data=twice, headers=editor_headers)
        assert "kanazawa-schemas-problem" in part.get_data(as_text=True)
        assert "名称" in part.get_data(as_text=True)

    def test_saving_keeps_it(
        self, app: Any, address: str, editor_headers: Any, resource: Any, newest: Any
    ):
        words = {"target-3": "バリアフリートイレ数", "word-3-0": "あり", "standard-3-0": "1"}
        data = self.form(do="save", **words)
        answer = app.post(address, data=data, headers=editor_headers, follow_redirects=False)
        assert answer.status_code == 302
        kept = newest(resource).choices["mapping"]
        assert kept["columns"]["施設"] == "名称"
        assert kept["values"] == {"バリアフリートイレ数": {"あり": "1"}}
        assert kept["dropped"] == ["担当"]

    def test_a_file_goes_out_and_comes_in_with_its_joins(
        self, app: Any, address: str, editor_headers: Any
    ):
        joins = '{"joins": {"備考": {"of": ["洋式", "担当"], "between": "、"}}}'
        data = {**self.form(rest=joins), "target-4": "", "file": "yaml"}
        answer = app.post(f"{address}/file", data=data, headers=editor_headers)
        document = yaml.safe_load(answer.get_data())
        assert document["joins"]["備考"]["of"] == ["洋式", "担当"]
        upload = {"mapping": (BytesIO(answer.get_data()), "m.yaml")}
        page = app.post(f"{address}/upload", data=upload, headers=editor_headers)
        assert "洋式 + 担当" in page.get_data(as_text=True)

    def test_columns_beyond_the_form_and_joins_outlive_saving(
        self, app: Any, examined: Examined, editor_headers: Any, newest: Any
    ):
        headings = [f"列{number}" for number in range(210)]
        row = [f"値{number}" for number in range(210)]
        resource = examined("\r\n".join((",".join(headings), ",".join(row))).encode(), "幅.csv")
        address = f"/dataset/{resource['package_id']}/resource/{resource['id']}/mapping"
        mapping = {
            "mapping": 1,
            "format": "public-toilet",
            "version": "current",
            "columns": {"列0": "名称", "列205": "名称_カナ"},
            "joins": {"備考": {"of": ["列1", "列206"], "between": "、"}},
            "dropped": ["列209"],
        }
        sent = {"mapping": (BytesIO(yaml.safe_dump(mapping).encode()), "m.yaml")}
        answer = app.post(f"{address}/upload", data=sent, headers=editor_headers)
        page = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
        assert "200 列" in page.select_one("main").get_text()
        form = page.select_one("#kanazawa-schemas-mapping")
        fields = {
            **{one["name"]: one.get("value", "") for one in form.select("input[name]")},
            **{
                one["name"]: chosen["value"] if (chosen := one.select_one("[selected]")) else ""
                for one in form.select("select[name]")
            },
        }
        app.post(address, data={**fields, "do": "save"}, headers=editor_headers)
        kept = newest(resource).choices["mapping"]
        assert kept["columns"] == mapping["columns"]
        assert kept["joins"]["備考"]["of"] == ["列1", "列206"]
        assert kept["dropped"] == ["列209"]

    @pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"x" * 1_100_000, b"[]"])
    def test_what_is_no_mapping_is_told(
        self, app: Any, address: str, editor_headers: Any, content: bytes
    ):
        upload = {"mapping": (BytesIO(content), "m.yaml")}
        answer = app.post(f"{address}/upload", data=upload, headers=editor_headers)
        assert answer.status_code == 200
        assert 'role="alert"' in answer.get_data(as_text=True)
