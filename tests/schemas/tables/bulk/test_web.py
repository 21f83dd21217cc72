from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import ckan.model as model
import pytest
from ckan.tests import factories

from ckanext.kanazawa.schemas.model.bulk_import import BulkImport
from ckanext.kanazawa.schemas.model.job import Job
from ckanext.kanazawa.schemas.tables.bulk.stored import forget_old
from ckanext.kanazawa.schemas.tables.queue.run import run_job
from tests.factories import Organization
from tests.schemas.tables.bulk.conftest import datasets, row, sheet_bytes
from tests.schemas.tables.conftest import toilets, waiting_jobs

PAGE = "/tables/import"


def packed(files: dict[str, bytes], **options: Any) -> bytes:
    """Return a ZIP of files."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


@pytest.fixture
def send(app: Any, storage_folder: object, editor_headers: Any) -> Callable[..., Any]:
    """Return a function that sends a ZIP through the page, as an editor."""

    def call(content: bytes, name: str = "folder.zip", **fields: str) -> Any:
        return app.post(
            PAGE,
            data={"upload": (io.BytesIO(content), name), **fields},
            headers=editor_headers,
            follow_redirects=False,
        )

    return call


def latest() -> BulkImport:
    """Return the import that was sent last, read anew."""
    model.Session.rollback()
    model.Session.expire_all()
    found = model.Session.query(BulkImport).order_by(BulkImport.created.desc()).first()
    assert found
    return found


def folder_of(**files: bytes) -> bytes:
    """Return a ZIP of two datasets, one of which names a file that is not there."""
    rows = [row("web-ok", "下/一覧.csv"), row("web-no", "none.csv")]
    content = {"datasets.csv": sheet_bytes(rows), "下/一覧.csv": toilets(), **files}
    return packed({f"まとめ/{name}": part for name, part in content.items()})


@pytest.mark.usefixtures("with_plugins", "class_db")
class TestPages:
    def test_tried_then_taken_in(self, app, send, work, editor_headers, stored_files):
        address = send(folder_of(**{"extra.csv": b"1"})).headers["Location"]
        assert "試すのを待っています" in app.get(address, headers=editor_headers).body
        number = len(datasets())
        work("import")
        page = app.get(address, headers=editor_headers).body
        assert len(datasets()) == number and "none.csv" in page and "extra.csv" in page
        assert "今すぐ登録する" in page
        app.post(f"{address}/run", headers=editor_headers)
        work("import")
        found = latest()
        assert [one["status"] for one in found.results] == ["made", "refused"]
        assert found.state == "ended" and found.location is None
        assert len(datasets()) == number + 1
        assert [path.parent.name for path in stored_files()] != [found.id]
        page = app.get(address, headers=editor_headers).body
        assert "今すぐ登録する" not in page and f"/dataset/{found.results[0]['dataset']}" in page
        sheet = app.get(f"{address}/result.csv", headers=editor_headers)
        assert "受け付けず / refused" in sheet.body
        state = app.get(f"{address}/state", headers={**editor_headers, "HX-Request": "true"})
        assert "<html" not in state.body and "refused" in state.body

    def test_sent_again_nothing_is_doubled(self, send, work, app, editor_headers):
        for _ in range(2):
            address = send(folder_of()).headers["Location"]
            work("import")
            app.post(f"{address}/run", headers=editor_headers)
            work("import")
        assert latest().results[0]["status"] == "unchanged"

    def test_only_whoever_sent_it_sees_it(self, app, city, send, editor_headers):
        address = send(folder_of()).headers["Location"]
        other = factories.UserWithToken()
        headers = {"Authorization": other["token"]}
        app.get(PAGE, status=403)
        app.get(PAGE, headers=headers, status=403)
        app.get(address, headers=headers, status=403)
        Organization(users=[{"name": other["name"], "capacity": "editor"}])
        app.get(PAGE, headers=headers)
        for part in ("", "/result.csv"):
            app.get(address + part, headers=headers, status=404)
        for part in ("/run", "/delete"):
            app.post(address + part, headers=headers, status=404)
        app.get(address, headers=editor_headers)

    def test_removed_with_its_zip(self, app, send, editor_headers, stored_files):
        address = send(folder_of()).headers["Location"]
        assert len(stored_files()) == 1
        app.post(f"{address}/delete", headers=editor_headers)
        assert not stored_files()
        app.get(address, headers=editor_headers, status=404)

    def test_cannot_be_taken_in_before_it_was_tried(self, app, send, editor_headers, work):
        address = send(folder_of()).headers["Location"]
        app.post(f"{address}/run", headers=editor_headers)
        assert latest().dry_run
        work("import")

    def test_goes_on_where_a_worker_died(self, app, send, editor_headers, work, monkeypatch):
        files = {f"{n}.csv": toilets(n + 2) for n in range(3)}
        rows = [row(f"turn-{n}", f"{n}.csv") for n in range(3)]
        address = send(packed({"datasets.csv": sheet_bytes(rows), **files})).headers["Location"]
        work("import")
        app.post(f"{address}/run", headers=editor_headers)
        monkeypatch.setattr("ckanext.kanazawa.schemas.tables.bulk.jobs.TURN_S", -1.0)
        run_job(next(job.id for job in waiting_jobs() if job.kind == "import"))
        assert latest().done == 1 and latest().state == "running"
        work("import")
        assert [one["status"] for one in latest().results] == ["made"] * 3
        assert len({one["row"] for one in latest().results}) == 3

    def test_removed_while_it_runs_it_stops(self, app, send, editor_headers, work, monkeypatch):
        rows = [row(f"stop-{n}", "a.csv") for n in range(3)]
        files = {"datasets.csv": sheet_bytes(rows), "a.csv": toilets()}
        address = send(packed(files)).headers["Location"]
        work("import")
        app.post(f"{address}/run", headers=editor_headers)
        number = len(datasets())
        monkeypatch.setattr("ckanext.kanazawa.schemas.tables.bulk.jobs.TURN_S", -1.0)
        run_job(next(job.id for job in waiting_jobs() if job.kind == "import"))
        app.post(f"{address}/delete", headers=editor_headers)
        assert work("import") == [("import", "done")]
        assert len(datasets()) == number + 1

    def test_template(self, app, editor_headers, city):
        assert app.get(f"{PAGE}/template.xlsx", headers=editor_headers).data[:2] == b"PK"
        assert "ファイル名" in app.get(f"{PAGE}/template.csv", headers=editor_headers).body
        app.get(f"{PAGE}/template.csv", status=403)

    def test_forgotten_after_a_while(self, send, work, stored_files):
        send(folder_of())
        work("import")
        found = latest()
        found.created = "2026-01-01T00:00:00+00:00"
        model.Session.commit()
        assert forget_old() == 1 and not stored_files()


def crowded() -> bytes:
    """Return a ZIP that says to list more files than anybody could hold."""
    content = bytearray(packed({"datasets.csv": b"x"}))
    end = content.rindex(b"PK\x05\x06")
    content[end + 12 : end + 16] = (1 << 30).to_bytes(4, "little")
    return bytes(content)


HOSTILE = {
    "crowd": crowded(),
    "no-zip": b"name,file\n1,2\n",
    "cut-off": folder_of()[:-40],
    "no-sheet": packed({"a.csv": b"1"}),
    "climbs": packed({"datasets.csv": b"x", "../../a.csv": b"1"}),
    "bomb": packed({"datasets.csv": b"x", "zeros.csv": bytes(80 << 20)}),
    "many": packed({f"{n}.csv": b"" for n in range(2_001)}),
}


@pytest.mark.usefixtures("with_plugins", "class_db")
class TestHostile:
    @pytest.mark.parametrize("name", HOSTILE)
    def test_is_refused_beside_the_field_and_not_kept(self, send, stored_files, name):
        answer = send(HOSTILE[name])
        assert answer.status_code == 422 and 'id="problem-upload"' in answer.body
        assert not stored_files()

    def test_sheet_that_is_none(self, app, send, work, editor_headers):
        address = send(packed({"datasets.csv": b"%PDF-1.4"})).headers["Location"]
        work("import")
        assert latest().state == "failed" and latest().error
        assert 'role="alert"' in app.get(address, headers=editor_headers).body
        job = model.Session.query(Job).filter_by(owner_id=latest().id).one()
        assert job.state == "done"

    def test_rows_that_reach_out_or_into_a_damaged_member(self, send, work):
        rows = [row("out", "../x.csv"), row("root", "/etc/passwd"), row("bad", "bad.csv")]
        content = bytearray(
            packed(
                {"datasets.csv": sheet_bytes(rows), "bad.csv": toilets(300)},
                strict_timestamps=False,
            )
        )
        place = content.index(b"bad.csv") + 60
        content[place : place + 8] = b"\xff" * 8
        send(bytes(content))
        work("import")
        found = latest()
        assert [one["status"] for one in found.results] == ["refused"] * 3
        assert "ZIP" in found.results[2]["said"]["en"]
