"""The list of findings as the API gives it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ckan.model as model
import jsonschema
import pytest
from ckan.plugins import toolkit as tk
from ckan.tests.helpers import call_action

from ckanext.kanazawa.lib.tables.read import open_tables
from tests.schemas.tables.conftest import toilets
from tests.schemas.tables.findings.conftest import PERSONS

ROOT = Path(__file__).resolve().parents[4]
SCHEMA = json.loads((ROOT / "schemas/tables/check-result.schema.json").read_text("utf-8"))
Examined = Callable[..., dict[str, Any]]


def findings(resource: dict[str, Any], context: dict[str, Any] | None = None, **more: Any) -> Any:
    return call_action(
        "kanazawa_schemas_finding_list", dict(context or {}), resource_id=resource["id"], **more
    )


@pytest.fixture
def visitor() -> dict[str, Any]:
    return {"user": "", "ignore_auth": False}


@pytest.mark.usefixtures("with_plugins", "class_db")
class TestList:
    def test_tells_place_kind_and_what_is_right(self, examined: Examined, visitor: Any):
        found = findings(examined(toilets()), visitor)
        assert found["edition"]["format"] == "public-toilet"
        hours = [one for one in found["findings"] if one["column"] == "利用開始時間"]
        assert [one["row"] for one in hours] == [2, 3]
        first = hours[0]
        assert (first["letter"], first["value"], first["repaired"]) == ("M", "９時", "09:00")
        assert first["repairable"]
        assert first["title"]["ja"]
        assert first["expected"]["en"]

    def test_filters_pages_and_counts(self, examined: Examined, visitor: Any):
        resource = examined(toilets(rows=8, faults=5))
        all_of_them = findings(resource, visitor)
        assert all_of_them["count"] == len(all_of_them["findings"])
        code = next(one for one in all_of_them["facets"]["code"] if one["count"] == 5)["value"]
        some = findings(resource, visitor, code=code, limit=2, offset=4)
        assert some["count"] == 5
        assert [one["row"] for one in some["findings"]] == [6]
        last = findings(resource, visitor, code=code, order="row desc", limit=1)
        assert last["findings"][0]["row"] == 6
        column = findings(resource, visitor, column="利用開始時間", code=code)
        assert column["count"] == 5
        gravest = findings(resource, visitor, order="severity")["findings"]
        ranks = [["error", "warning", "hint"].index(one["severity"]) for one in gravest]
        assert ranks == sorted(ranks)

    @pytest.mark.parametrize("wrong", [{"severity": "fatal"}, {"limit": "x"}, {"order": "id"}])
    def test_refuses_what_is_no_filter(self, examined: Examined, visitor: Any, wrong: Any):
        with pytest.raises(tk.ValidationError):
            findings(examined(toilets()), visitor, **wrong)

    def test_visitors_see_the_shown_edition_and_editors_the_newest(
        self, examined: Examined, visitor: Any, context: Any, newest: Any
    ):
        resource = examined(toilets(rows=4, faults=0))
        examined(toilets(rows=9, faults=9), resource=resource)
        edition = newest(resource)
        edition.release = "held"
        model.Session.commit()
        assert findings(resource, visitor)["edition"]["rows"] == 4
        assert findings(resource, context)["edition"]["rows"] == 9

    def test_files_without_table_have_no_findings(self, upload: Any, visitor: Any):
        found = findings(upload(b"%PDF-1.4\n", "a.pdf"), visitor)
        assert found["findings"] == []


@pytest.mark.usefixtures("with_plugins", "class_db")
class TestPersonal:
    NAMES = ("山田", "鈴木", "花子")

    @pytest.fixture
    def resource(self, examined: Examined) -> dict[str, Any]:
        return examined(PERSONS, "役員.csv")

    def test_editors_see_what_it_quotes(self, resource: Any, context: Any):
        found = findings(resource, context)
        assert any(one["personal"] for one in found["findings"])
        assert "山田" in json.dumps(found, ensure_ascii=False)

    def test_others_learn_place_and_kind_only(self, resource: Any, visitor: Any):
        found = findings(resource, visitor)
        text = json.dumps(found, ensure_ascii=False)
        assert not [name for name in self.NAMES if name in text]
        kept = [one for one in found["findings"] if one["withheld"]]
        assert kept
        assert {one["column"] for one in kept} == {"代表者氏名"}
        assert all(one["message"] == one["title"] for one in kept)
        assert all(one["value"] is None and one["repaired"] is None for one in kept)

    @pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
    def test_files_keep_them_too(
        self, app: Any, resource: Any, editor_headers: dict[str, str], form: str, tmp_path: Path
    ):
        address = f"/dataset/{resource['package_id']}/resource/{resource['id']}/findings"
        for headers, seen in ((None, False), (editor_headers, True)):
            answer = app.get(f"{address}/download.{form}", headers=headers or {})
            assert answer.status_code == 200
            text = answer.get_data().decode("utf-8", "ignore")
            if form == "xlsx":
                (table,) = open_tables(answer.get_data(), "f.xlsx")
                text = "".join(str(block.frame.to_dicts()) for block in table.blocks())
            assert ("山田" in text) is seen
            assert answer.headers["Cache-Control"].startswith(("private", "no-"))

    def test_the_page_keeps_them_too(self, app: Any, resource: Any):
        address = f"/dataset/{resource['package_id']}/resource/{resource['id']}/findings"
        page = app.get(address).get_data(as_text=True)
        assert "代表者氏名" in page
        assert not [name for name in self.NAMES if name in page]


@pytest.mark.usefixtures("with_plugins", "class_db")
class TestFiles:
    @pytest.fixture
    def address(self, examined: Examined) -> str:
        resource = examined(toilets())
        return f"/dataset/{resource['package_id']}/resource/{resource['id']}/findings"

    def test_json_is_that_of_the_command(self, app: Any, address: str):
        document = json.loads(app.get(f"{address}/download.json").get_data())
        jsonschema.validate(document, SCHEMA)
        assert document["format"] == "public-toilet"
        assert document["totals"]["code"]

    @pytest.mark.parametrize(("prefix", "word"), [("", "重要度"), ("/en", "Severity")])
    def test_csv_is_in_the_reader_s_language_with_bom(
        self, app: Any, address: str, prefix: str, word: str
    ):
        answer = app.get(f"{prefix}{address}/download.csv")
        content = answer.get_data()
        assert content.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        assert word in rows[0]
        assert any("９時" in cell for row in rows for cell in row)
        assert "filename*=UTF-8''172014_public_toilet" in answer.headers["Content-Disposition"]

    def test_filters_hold_for_files_too(self, app: Any, address: str):
        content = app.get(f"{address}/download.csv?severity=error").get_data().decode("utf-8-sig")
        assert "９時" not in content or "誤り" in content

    @pytest.mark.parametrize("form", ["pdf", "exe"])
    def test_other_forms_are_not_found(self, app: Any, address: str, form: str):
        assert app.get(f"{address}/download.{form}").status_code == 404
