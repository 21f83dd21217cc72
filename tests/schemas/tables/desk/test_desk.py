from __future__ import annotations

import csv
import io
import json
import re
import time
import zipfile
from pathlib import Path

import ckan.plugins.toolkit as tk
import pytest
from bs4 import BeautifulSoup
from jsonschema import Draft202012Validator

from ckanext.kanazawa.lib.tables.formats.loader import load_formats
from ckanext.kanazawa.schemas.tables.desk import folder as folders
from ckanext.kanazawa.schemas.tables.desk.rate import client_address
from ckanext.kanazawa.schemas.tables.desk.task import task_of
from tests.lib.tables.read.books import xlsx_of
from tests.schemas.tables.desk.conftest import text_of

pytestmark = pytest.mark.usefixtures("with_plugins")
ROOT = Path(__file__).resolve().parents[4]
SCHEMA = json.loads((ROOT / "schemas" / "tables" / "check-result.schema.json").read_text("utf-8"))
CHECK = "/api/3/action/kanazawa_schemas_table_check"
KANA, MENDED = "ｹﾝﾛｸｴﾝｼﾀ", "ケンロクエンシタ"


def toilets() -> bytes:
    """Return the example row of the format, its reading in half-width kana, in CP932."""
    fields = load_formats()["public-toilet"].current.fields
    row = {field.name: field.example or "" for field in fields} | {"名称_カナ": KANA}
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows((row, row.values()))
    return text.getvalue().encode("cp932")


TOILETS = toilets()


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a.csv", b"0" * (80 << 20))
    return stream.getvalue()


def token_of(answer) -> str:
    found = re.search(r"/tables/check/([A-Za-z0-9_-]{32})", answer.body)
    assert found
    return found[1]


def api(app, content: bytes, name: str = "表.csv", status: int = 200, **fields):
    data = {"upload": (io.BytesIO(content), name), **fields}
    return app.post(CHECK, data=data, status=status)


class TestPage:
    def test_file_is_recognised_checked_and_mended(self, app, send):
        answer = send(TOILETS, "172014_public_toilet.csv")
        text = text_of(answer)
        assert answer.status_code == 200
        assert "公衆トイレ一覧" in text and "Shift_JIS" in text
        assert MENDED in text
        made = app.get(f"/tables/check/{token_of(answer)}/file")
        assert made.get_data().startswith(b"\xef\xbb\xbf")
        assert MENDED in made.get_data().decode("utf-8-sig")
        assert "no-store" in made.headers["Cache-Control"]
        assert "172014_public_toilet.repaired.csv" in made.headers["Content-Disposition"]

    def test_findings_can_be_filtered(self, app, send):
        token = token_of(send(TOILETS))
        page = app.get(f"/tables/check/{token}?severity=error")
        rows = BeautifulSoup(page.body, "html.parser").select(".kanazawa-schemas-findings tbody tr")
        assert all("誤り" in row.get_text() for row in rows)
        result = app.get(f"/tables/check/{token}/result.json").json
        assert len(rows) == result["totals"]["severity"]["error"]

    def test_the_same_file_can_be_made_into_another_form(self, app, send):
        token = token_of(send(TOILETS, "172014_public_toilet.csv"))
        app.post(f"/tables/check/{token}", data={"make": "as-is", "form": "geojson"})
        for _ in range(100):
            if 'hx-trigger="every 1s"' not in app.get(f"/tables/check/{token}").body:
                break
            time.sleep(0.2)
        (made,) = json.loads(app.get(f"/tables/check/{token}/file").get_data())["features"]
        longitude, latitude = made["geometry"]["coordinates"]
        assert longitude == float(made["properties"]["経度"]) and latitude < longitude

    def test_remove_now_removes_everything(self, app, send, place):
        token = token_of(send(TOILETS))
        assert (place / token / "original").exists()
        app.post(f"/tables/check/{token}/remove")
        assert not (place / token).exists()
        app.get(f"/tables/check/{token}", status=404)

    def test_time_over_is_not_found_and_removed(self, app, send, place):
        token = token_of(send(TOILETS))
        task = place / token / "task"
        task.write_text(json.dumps({**json.loads(task.read_text()), "expires": time.time() - 1}))
        app.get(f"/tables/check/{token}/file", status=404)
        assert not (place / token).exists()

    def test_page_says_what_the_limits_are(self, app):
        text = text_of(app.get("/tables/check"))
        assert "20 MB" in text and "15 分" in text and "60 秒" in text

    @pytest.mark.parametrize("token", ["x", "..", "a" * 32, "slot-0"])
    def test_other_names_lead_nowhere(self, app, token):
        app.get(f"/tables/check/{token}", status=404)


class TestHostile:
    @pytest.mark.parametrize(
        ("content", "name", "said"),
        [
            (b"<!DOCTYPE html><html><body><p>x</p></body></html>", "a.csv", "HTML"),
            (xlsx_of([["a", "b"], [1, 2]])[:900], "a.xlsx", "a.xlsx"),
            (b"\x00\x01\x02\xff" * 50, "a.csv", "a.csv"),
            (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "表.pdf", "PDF"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.xls", "a.xls"),
        ],
        ids=("html", "cut-off", "binary", "pdf", "ole"),
    )
    def test_what_is_no_table_is_said_in_both_languages(self, app, send, content, name, said):
        japanese = send(content, name)
        english = app.get(f"/en/tables/check/{token_of(japanese)}", status=422)
        texts = [
            BeautifulSoup(answer.body, "html.parser").select_one("[role=alert]").get_text()
            for answer in (japanese, english)
        ]
        assert japanese.status_code == 422
        assert all(said in text for text in texts) and texts[0] != texts[1]

    def test_bomb_is_refused_and_the_worker_lives(self, app, send):
        assert send(bomb(), "bomb.zip").status_code == 422
        app.get("/tables/check", status=200)

    @pytest.mark.ckan_config("ckanext.kanazawa.schemas.desk_memory", 40)
    def test_process_is_stopped_at_the_memory_limit(self, send):
        answer = send(TOILETS)
        assert answer.status_code == 422
        assert "40 MB" in text_of(answer)

    @pytest.mark.ckan_config("ckanext.kanazawa.schemas.desk_timeout", 0)
    def test_process_is_stopped_at_the_time_limit(self, send):
        answer = send(TOILETS, prefix="/en")
        assert answer.status_code == 422
        assert "was stopped" in text_of(answer)


class TestRefused:
    def test_no_file_is_said_at_the_field(self, app):
        answer = app.post("/tables/check", data={"format": "auto"}, status=422)
        page = BeautifulSoup(answer.body, "html.parser")
        assert page.select_one("#field-upload")["aria-invalid"] == "true"
        assert page.select_one("#problem-upload").get_text() == "ファイルを選んでください。"

    def test_empty_file(self, send):
        assert send(b"").status_code == 422

    @pytest.mark.ckan_config("ckanext.kanazawa.schemas.desk_max_size", 1)
    def test_too_large_is_known_before_anything_is_kept(self, app, send, place):
        assert send(b"a,b\n" * 400_000).status_code == 413
        assert api(app, b"a,b\n" * 400_000, status=413).json["error"]["upload"]
        assert list(place.iterdir()) == []

    @pytest.mark.ckan_config("ckanext.kanazawa.schemas.desk_per_client", 1)
    def test_too_often_is_told_when_to_come_again(self, app, send):
        send(TOILETS)
        answer = send(TOILETS)
        assert answer.status_code == 429
        assert 0 < int(answer.headers["Retry-After"]) <= 600
        assert int(api(app, TOILETS, status=429).headers["Retry-After"]) > 0

    @pytest.mark.ckan_config("ckanext.kanazawa.schemas.desk_at_once", 0)
    def test_all_slots_taken(self, app, send, place):
        answer = send(TOILETS)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
        assert api(app, TOILETS, status=503).headers["Retry-After"] == "10"
        assert not [entry for entry in place.iterdir() if folders.TOKEN.fullmatch(entry.name)]

    @pytest.mark.ckan_config("ckanext.kanazawa.schemas.desk_kept", 0)
    def test_folder_is_full(self, send):
        assert send(TOILETS).status_code == 503

    def test_folder_that_others_can_read_is_not_used(self, place):
        place.chmod(0o755)
        with pytest.raises(folders.NotPrivate):
            folders.root()

    @pytest.mark.usefixtures("with_request_context")
    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("format", "no-such"),
            ("format", "aed:1999"),
            ("encoding", "utf-7"),
            ("header_row", "-1"),
            ("municipality", "12"),
            ("form", "exe"),
            ("make", "coffee"),
            ("agree", "format-disk"),
        ],
    )
    def test_wrong_fields_are_named(self, field, value):
        with pytest.raises(tk.ValidationError) as caught:
            task_of({field: value}, "a.csv")
        assert set(caught.value.error_dict) == {field}


class TestAction:
    def test_returns_what_the_command_line_prints_and_the_mended_file(self, app):
        result = api(app, TOILETS, "172014_public_toilet.csv").json["result"]
        Draft202012Validator(SCHEMA).validate(result["check"])
        assert result["check"]["format"] == "public-toilet"
        assert "公衆トイレ" in result["summary"]["ja"] and result["summary"]["en"]
        made = app.get(result["made"]["url"])
        assert MENDED in made.get_data().decode("utf-8-sig")

    def test_converts_to_another_version(self, app):
        result = api(app, TOILETS, make="converted", to="public-toilet:2019", form="xlsx")
        made = result.json["result"]["made"]
        assert made["name"].endswith(".public-toilet.xlsx")
        assert app.get(made["url"]).get_data().startswith(b"PK")

    def test_what_leads_nowhere_is_said_beside_the_findings(self, app):
        result = api(app, TOILETS, make="converted", to="aed").json["result"]
        assert result["made"] is None
        assert result["make_error"]["code"] == "convert-no-way"
        assert result["check"]["findings"]

    def test_file_that_is_no_table_is_refused_with_its_code(self, app):
        error = api(app, b"<html></html>", status=409).json["error"]
        assert error["code"] == ["not-a-table"]

    def test_call_without_file_is_refused(self, app):
        assert "upload" in app.post(CHECK, json={}, status=422).json["error"]
        assert "upload" in app.post(CHECK, json={"upload": "x"}, status=422).json["error"]


class TestClient:
    def test_what_a_client_writes_itself_is_not_believed(self):
        environ = {"REMOTE_ADDR": "203.0.113.9", "HTTP_X_FORWARDED_FOR": "198.51.100.1"}
        assert client_address(environ, ["127.0.0.0/8"]) == "203.0.113.9"

    def test_proxies_of_ours_are_believed_as_far_as_they_wrote(self):
        said = "10.9.9.9, 198.51.100.1, 127.0.0.1"
        environ = {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": said}
        assert client_address(environ, ["127.0.0.0/8"]) == "198.51.100.1"

    def test_addresses_of_one_household_are_one(self):
        one, other = (
            client_address({"REMOTE_ADDR": f"2001:db8:1:2::{end}"}, []) for end in ("1", "ff")
        )
        assert one == other
