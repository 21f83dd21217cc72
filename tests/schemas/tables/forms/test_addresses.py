from __future__ import annotations

import csv
import io
import json
from datetime import datetime, timezone

import ckan.model as model
import openpyxl
import polars as pl
import pytest
from ckan.tests.helpers import call_action

from ckanext.kanazawa.schemas.files.sweep import sweep
from ckanext.kanazawa.schemas.model.edition import Edition
from ckanext.kanazawa.schemas.model.form import Form
from ckanext.kanazawa.schemas.tables.forms import kinds
from ckanext.kanazawa.schemas.tables.queue.put import put
from tests.schemas.tables.conftest import toilets

pytestmark = pytest.mark.usefixtures("with_plugins", "class_db", "storage_folder")
PLAIN = "名称,数\n髙島屋,1\n𠮷野家,2\n".encode()


@pytest.fixture
def toilet(upload, work):
    """Return an examined resource of public toilets."""
    resource = upload(toilets())
    work("examine")
    return resource


@pytest.fixture
def plain(upload, work):
    """Return an examined resource without positions, with a character CP932 lacks."""
    resource = upload(PLAIN, "店.csv")
    work("examine")
    return resource


def latest(resource, ending):
    return f"/tables/{resource['id']}/latest.{ending}"


class TestForms:
    def test_each_form_has_its_type_and_holds_the_rows(self, app, toilet):
        types = {
            "csv": "text/csv; charset=utf-8",
            "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "geojson": "application/geo+json",
            "json": "application/json",
            "jsonl": "application/x-ndjson",
            "parquet": "application/vnd.apache.parquet",
        }
        answers = {ending: app.get(latest(toilet, ending)) for ending in types}
        assert {e: a.headers["Content-Type"] for e, a in answers.items()} == types
        rows = list(csv.reader(io.StringIO(answers["csv"].data.decode("utf-8-sig"))))
        assert (answers["csv"].data[:3], len(rows)) == (b"\xef\xbb\xbf", 6)
        assert len(json.loads(answers["geojson"].data)["features"]) == 5
        assert len(json.loads(answers["json"].data)) == 5
        assert len(answers["jsonl"].data.splitlines()) == 5
        assert pl.read_parquet(io.BytesIO(answers["parquet"].data)).height == 5
        book = openpyxl.load_workbook(io.BytesIO(answers["xlsx"].data))
        assert book.worksheets[0].max_row == 6

    def test_name_is_japanese_with_the_date_of_the_edition(self, app, plain):
        label = Edition.shown(plain["id"]).label
        header = app.get(latest(plain, "xlsx")).headers["Content-Disposition"]
        assert f"filename*=UTF-8''%E5%BA%97_{label}.xlsx" in header
        dataset = call_action("package_show", id=plain["package_id"])
        assert f'filename="{dataset["name"]}_{label}.xlsx"' in header

    def test_no_positions_no_geojson(self, app, plain):
        for _ in range(2):  # written first, remembered then
            answer = app.get(latest(plain, "geojson"))
            assert answer.status_code == 404
            assert "緯度" in answer.body
        assert "latitude" in app.get(f"/en{latest(plain, 'geojson')}").body

    def test_cp932_names_what_it_lacks(self, app, plain):
        answer = app.get(latest(plain, "csv") + "?encoding=cp932")
        assert answer.headers["Content-Type"] == "text/csv; charset=windows-31j"
        assert answer.data.decode("cp932").splitlines()[1:] == ["髙島屋,1", "〓野家,2"]
        assert answer.headers["Kanazawa-Replaced-Characters"] == "1"
        assert "/losses?encoding=cp932" in answer.headers.get_all("Link")[-2]
        page = app.get(latest(plain, "csv") + "/losses?encoding=cp932").body
        assert "U+20BB7" in page

    def test_unknown_form_or_encoding(self, app, plain):
        for address in ("latest.tsv", "latest.csv?encoding=latin1", "latest.json?encoding=cp932"):
            assert app.get(f"/tables/{plain['id']}/{address}").status_code == 404


class TestHttp:
    def test_unchanged_and_ranges(self, app, plain):
        whole = app.get(latest(plain, "csv"))
        tag = whole.headers["ETag"]
        assert not tag.startswith("W/")
        again = app.get(latest(plain, "csv"), headers={"If-None-Match": tag})
        assert (again.status_code, again.data) == (304, b"")
        since = {"If-Modified-Since": whole.headers["Last-Modified"]}
        assert app.get(latest(plain, "csv"), headers=since).status_code == 304
        part = app.get(latest(plain, "csv"), headers={"Range": "bytes=3-8", "If-Range": tag})
        assert (part.status_code, part.data) == (206, whole.data[3:9])
        other = {"Range": "bytes=3-8", "If-Range": '"other"'}
        assert app.get(latest(plain, "csv"), headers=other).data == whole.data
        assert app.get(latest(plain, "csv"), headers={"Range": "bytes=999-"}).status_code == 416
        two = {"Range": "bytes=0-1,3-4"}
        assert app.get(latest(plain, "csv"), headers=two).data == whole.data

    def test_is_not_compressed(self, app, toilet):
        answer = app.get(latest(toilet, "geojson"), headers={"Accept-Encoding": "gzip, br"})
        assert "Content-Encoding" not in answer.headers

    def test_head(self, app, plain):
        answer = app.flask_app.test_client().head(latest(plain, "json"))
        assert (answer.status_code, answer.data) == (200, b"")
        assert int(answer.headers["Content-Length"]) > 0

    def test_other_sites_may_read_it(self, app, plain):
        answer = app.get(latest(plain, "csv"), headers={"Origin": "https://app.example"})
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "ETag" in answer.headers["Access-Control-Expose-Headers"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"

    def test_caches_ask_each_time_so_that_a_withdrawal_holds_at_once(self, app, plain, context):
        edition = Edition.shown(plain["id"])
        base = f"/tables/{plain['id']}/{edition.label}"
        for address in (latest(plain, "csv"), f"{base}.csv", f"{base}/original"):
            kept = app.get(address)
            assert kept.headers["Cache-Control"] == "public, no-cache", address
            asked = {"If-None-Match": kept.headers["ETag"]}
            assert app.get(address, headers=asked).status_code == 304
        call_action("kanazawa_schemas_edition_withdraw", context, id=edition.id)
        for address in (latest(plain, "csv"), f"{base}.csv", f"{base}/original"):
            refused = app.get(address, headers=asked)
            assert (refused.status_code, refused.data == kept.data) == (404, False)

    def test_choices_change_the_tag_and_the_form(self, app, upload, work, newest):
        resource = upload(toilets())
        work("examine")
        before = app.get(latest(resource, "csv"))
        newest(resource).choices = {"publish": True}
        model.Session.commit()
        after = app.get(latest(resource, "csv"))
        assert after.headers["ETag"] != before.headers["ETag"]
        assert ("９時" in before.text, "９時" in after.text) == (True, False)


class TestEditions:
    def test_latest_follows_and_dated_stays(self, app, upload, work, plain):
        first = Edition.shown(plain["id"]).label
        before = app.get(latest(plain, "csv")).data
        upload("名称,数\n新しい,3\n".encode(), "別の名.csv", resource=plain)
        assert app.get(latest(plain, "csv")).data == before  # not examined yet
        work("examine")
        assert "新しい" in app.get(latest(plain, "csv")).text
        assert app.get(f"/tables/{plain['id']}/{first}.csv").data == before
        original = app.get(f"/tables/{plain['id']}/{first}/original")
        assert original.data == PLAIN

    def test_still_examined_asks_to_come_back(self, app, upload):
        resource = upload(PLAIN, "店.csv")
        answer = app.get(latest(resource, "csv"))
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) > 0

    def test_no_table(self, app, upload, work):
        resource = upload(b"%PDF-1.4\n1 0 obj\n", "資料.pdf")
        work("examine")
        answer = app.get(latest(resource, "csv"))
        assert answer.status_code == 404
        assert "表" in answer.body

    @pytest.mark.parametrize("path", ["latest.csv", "2026-01-01.csv", "latest/original"])
    def test_unknown_resource(self, app, path):
        assert app.get(f"/tables/nothing/{path}").status_code == 404

    def test_private_dataset(self, app, plain, context, editor_headers):
        call_action("package_patch", context, id=plain["package_id"], private=True)
        assert app.get(latest(plain, "csv")).status_code == 404
        mine = app.get(latest(plain, "csv"), headers=editor_headers)
        assert "no-store" in mine.headers["Cache-Control"]

    def test_job_writes_csv_and_geojson(self, toilet, work):
        edition = Edition.shown(toilet["id"])
        put("forms", toilet["id"], edition.id)
        model.Session.commit()
        work("forms")
        found = model.Session.query(Form).filter_by(edition_id=edition.id)
        assert {form.form for form in found} >= {"csv", "geojson"}

    def test_forms_of_another_software_are_swept_and_written_anew(
        self, app, plain, storage_folder, monkeypatch
    ):
        before = app.get(latest(plain, "csv"))
        (form,) = model.Session.query(Form).filter_by(edition_id=Edition.shown(plain["id"]).id)
        file = storage_folder / form.location
        assert file.exists()
        monkeypatch.setattr(kinds, "WRITER", kinds.WRITER + 1)
        kinds.software.cache_clear()
        try:
            assert form.location in sweep(datetime.now(timezone.utc)).files
            assert not file.exists()
            after = app.get(latest(plain, "csv"))
        finally:
            kinds.software.cache_clear()
        assert after.data == before.data
        assert after.headers["ETag"] != before.headers["ETag"]
