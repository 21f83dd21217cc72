from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import re
import shutil
import signal
import time
from pathlib import Path

import ckan.plugins.toolkit as tk
import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from ckanext.kanazawa.lib.tables.formats.loader import load_formats
from ckanext.kanazawa.schemas.cli import kanazawa_schemas
from ckanext.kanazawa.schemas.tables.desk import folder as folders
from ckanext.kanazawa.schemas.tables.desk import start
from ckanext.kanazawa.schemas.tables.desk.process.notes import write_note
from ckanext.kanazawa.schemas.tables.desk.rate import client_address
from ckanext.kanazawa.schemas.tables.desk.task import task_of
from tests.lib.gtfs.feeds import CLEAN, zipped
from tests.lib.tables.read.books import sharing
from tests.schemas.tables.desk.conftest import text_of, worked
from tests.schemas.tables.hostile import UNREADABLE

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


def token_of(answer) -> str:
    found = re.search(r"/tables/check/([A-Za-z0-9_-]{32})", answer.body)
    assert found
    return found[1]


def api(app, content: bytes, name: str = "表.csv", status: int = 200, **fields):
    data = {"upload": (io.BytesIO(content), name), **fields}
    return app.post(CHECK, data=data, status=status)


class TestPage:
    @pytest.fixture(scope="class")
    def known(self) -> dict[str, str]:
        """Remember the check that the tests of the class look at."""
        return {}

    @pytest.fixture
    def token(self, known, send) -> str:
        """Return the token of a check that was asked for on the page, once."""
        if not known:
            known["token"] = token_of(send(TOILETS, "172014_public_toilet.csv"))
        return known["token"]

    def test_file_is_recognised_checked_and_mended(self, app, token):
        text = text_of(app.get(f"/tables/check/{token}"))
        assert "公衆トイレ一覧" in text and "Shift_JIS" in text
        assert MENDED in text
        made = app.get(f"/tables/check/{token}/file")
        assert made.get_data().startswith(b"\xef\xbb\xbf")
        assert MENDED in made.get_data().decode("utf-8-sig")
        assert "no-store" in made.headers["Cache-Control"]
        assert "172014_public_toilet.repaired.csv" in made.headers["Content-Disposition"]

    def test_findings_can_be_filtered(self, app, token):
        page = app.get(f"/tables/check/{token}?severity=error")
        rows = BeautifulSoup(page.body, "html.parser").select(".kanazawa-schemas-findings tbody tr")
        assert all("誤り" in row.get_text() for row in rows)
        result = app.get(f"/tables/check/{token}/result.json").json
        assert len(rows) == result["totals"]["severity"]["error"]

    def test_time_over_is_not_found_and_removed(self, app, token, place):
        copy = place / ("o" * 32)
        shutil.copytree(place / token, copy)
        task = copy / "task"
        task.write_text(json.dumps({**json.loads(task.read_text()), "expires": time.time() - 1}))
        app.get(f"/tables/check/{copy.name}/file", status=404)
        assert not copy.exists()

    def test_the_same_file_is_made_into_another_form_and_removed(self, app, token, place):
        app.post(f"/tables/check/{token}", data={"make": "as-is", "form": "geojson"})
        start.wait(place / token, 60)
        (made,) = json.loads(app.get(f"/tables/check/{token}/file").get_data())["features"]
        longitude, latitude = made["geometry"]["coordinates"]
        assert longitude == float(made["properties"]["経度"]) and latitude < longitude
        app.post(f"/tables/check/{token}/remove")
        assert not (place / token).exists()
        app.get(f"/tables/check/{token}", status=404)

    def test_page_says_what_the_limits_are(self, app):
        text = text_of(app.get("/tables/check"))
        assert "20 MB" in text and "15 分" in text and "60 秒" in text

    def test_other_names_lead_nowhere(self, app):
        for token in ("x", "..", "a" * 32, "slot-0"):
            app.get(f"/tables/check/{token}", status=404)


def test_timetable_is_checked_and_its_stops_are_drawn(app):
    token = worked(zipped(dict(CLEAN)), "gtfs.zip", make="stops")
    text = text_of(app.get(f"/tables/check/{token}"))
    assert "標準的なバス情報フォーマット" in text
    made = json.loads(app.get(f"/tables/check/{token}/file").get_data())
    assert {each["geometry"]["type"] for each in made["features"]} == {"Point"}
    assert app.get(f"/tables/check/{token}/result.json").json["file"] == "gtfs.zip"


class TestHostile:
    def test_each_is_said_in_both_languages(self, app):
        wrong = {}
        for what, (content, name, _state, code) in UNREADABLE.items():
            token = worked(content, name)
            answers = [app.get(f"{each}/tables/check/{token}") for each in ("", "/en")]
            told = [BeautifulSoup(a.body, "html.parser").select("[role=alert]") for a in answers]
            texts = [" ".join(part.get_text(" ", strip=True) for part in one) for one in told]
            known = json.loads((folders.root() / token / "result").read_text())["error"]["code"]
            statuses = {answer.status_code for answer in answers}
            if (statuses, known) != ({422}, code) or texts[0] == texts[1] or not all(texts):
                wrong[what] = (statuses, known, texts)
            folders.remove(folders.root() / token)
        assert wrong == {}

    def test_bomb_is_refused_and_the_worker_lives(self, app, send):
        content, name, _state, _code = UNREADABLE["ZIP bomb"]
        assert send(content, name).status_code == 422
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

    @pytest.mark.ckan_config("ckanext.kanazawa.schemas.desk_max_size", 1)
    def test_what_grows_too_large_when_made_is_not_kept_and_what_was_found_is(self, app, place):
        """A book whose thousand cells share one long text is small, and large as JSON."""
        result = api(app, sharing("長" * 30_000, 400), "表.xlsx", make="as-is", form="json").json
        assert result["result"]["make_error"]["code"] == "made-too-large"
        assert "16 MB" in result["result"]["make_error"]["message"]["ja"]
        assert result["result"]["check"]["rows"] == 399
        token = result["result"]["remove_url"].split("/")[-2]
        assert not (place / token / "made").exists()


class TestNothingIsKept:
    def test_it_is_removed_though_nobody_comes_by(self, place):
        folder = folders.create()
        (folder / "original").write_bytes(TOILETS)
        start.start(folder, {**task_of({}, "a.csv"), "expires": time.time() + 4})
        assert start.wait(folder, 60)["state"] == "done"
        end = time.monotonic() + 60
        while folder.exists() and time.monotonic() < end:
            time.sleep(0.1)
        assert not folder.exists()

    def test_what_a_dead_server_left_is_swept(self, place):
        over, fresh, half = (folders.create() for _ in range(3))
        for folder, seconds in ((over, -1), (fresh, 60)):
            write_note(folder, "task", {"expires": time.time() + seconds})
        (half / "original").write_bytes(b"x")
        long_ago = time.time() - folders.ABANDONED_AFTER_S - 1
        os.utime(half, (long_ago, long_ago))
        result = CliRunner().invoke(kanazawa_schemas, ["desk-sweep"])
        assert "2" in result.output
        assert [folder.exists() for folder in (over, fresh, half)] == [False, True, False]

    def test_a_killed_check_leaves_its_seat(self, place):
        folder = folders.create()
        (folder / "original").write_bytes(TOILETS)
        task = {**task_of({}, "a.csv"), "at_once": 1}
        start.start(folder, task)
        with pytest.raises(start.Busy):
            start.start(folder, task)
        for process in processes_of(folder):
            os.kill(process, signal.SIGKILL)
        end = time.monotonic() + 30
        while processes_of(folder) and time.monotonic() < end:
            time.sleep(0.05)
        start.start(folder, task)
        assert start.wait(folder, 60)["state"] == "done"


def processes_of(folder: Path) -> list[int]:
    """Return the processes that work on a check."""
    found = []
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if entry.name.isdigit() and str(folder).encode() in (entry / "cmdline").read_bytes():
                found.append(int(entry.name))
    return found


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
        before = list(place.iterdir())
        assert send(b"a,b\n" * 400_000).status_code == 413
        assert api(app, b"a,b\n" * 400_000, status=413).json["error"]["upload"]
        assert list(place.iterdir()) == before

    @pytest.mark.ckan_config("ckanext.kanazawa.schemas.desk_per_client", 1)
    def test_too_often_is_told_when_to_come_again(self, app, send):
        assert send(b"").status_code == 422
        answer = send(TOILETS)
        assert answer.status_code == 429
        assert 0 < int(answer.headers["Retry-After"]) <= 600
        assert int(api(app, TOILETS, status=429).headers["Retry-After"]) > 0

    @pytest.mark.ckan_config("ckanext.kanazawa.schemas.desk_at_once", 0)
    def test_all_slots_taken(self, app, send, place):
        before = set(place.iterdir())
        answer = send(TOILETS)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
        assert api(app, TOILETS, status=503).headers["Retry-After"] == "10"
        assert not set(place.iterdir()) - before

    @pytest.mark.ckan_config("ckanext.kanazawa.schemas.desk_kept", 0)
    def test_folder_is_full(self, send):
        assert send(TOILETS).status_code == 503

    def test_folder_that_others_can_read_is_not_used(self, place):
        place.chmod(0o755)
        try:
            with pytest.raises(folders.NotPrivate):
                folders.root()
        finally:
            place.chmod(0o700)

    @pytest.mark.usefixtures("with_request_context")
    def test_wrong_fields_are_named(self):
        wrong = {
            "format": "no-such",
            "encoding": "utf-7",
            "header_row": "-1",
            "municipality": "12",
            "form": "exe",
            "make": "coffee",
            "agree": "format-disk",
        }
        with pytest.raises(tk.ValidationError) as caught:
            task_of(wrong, "a.csv")
        assert set(caught.value.error_dict) == set(wrong)
        with pytest.raises(tk.ValidationError) as caught:
            task_of({"format": "aed:1999"}, "a.csv")
        assert set(caught.value.error_dict) == {"format"}


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

    def test_what_leads_nowhere_is_said_beside_the_findings(self, place):
        token = worked(TOILETS, make="converted", to="aed")
        result = json.loads((place / token / "result").read_text())
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
