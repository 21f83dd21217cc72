"""Forms while they are written, by several at once, and of real files."""

from __future__ import annotations

import io
import json
import threading
import time

import ckan.model as model
import polars as pl
import pytest

from ckanext.kanazawa.lib.tables.read import open_tables
from ckanext.kanazawa.lib.tables.table import ROW
from ckanext.kanazawa.lib.tables.write import write
from ckanext.kanazawa.schemas.files.sweep import sweep
from ckanext.kanazawa.schemas.model.edition import Edition
from ckanext.kanazawa.schemas.model.form import Form
from ckanext.kanazawa.schemas.tables.contents import published
from ckanext.kanazawa.schemas.tables.forms.build import build, is_sure
from ckanext.kanazawa.schemas.tables.forms.growing import GrowingFile
from ckanext.kanazawa.schemas.tables.forms.kinds import KINDS
from tests.schemas.tables.conftest import toilets

pytestmark = pytest.mark.usefixtures("with_plugins", "class_db", "storage_folder")


def latest(resource, ending):
    return f"/tables/{resource['id']}/latest.{ending}"


def forms():
    """Return the names of all written forms."""
    model.Session.rollback()
    return sorted(form.form for form in model.Session.query(Form))


class TestLarge:
    @pytest.fixture
    def large(self, upload, work):
        """Return a resource whose table is sent while it is written."""
        resource = upload(toilets(6000, 0))
        work("examine")
        return resource

    def test_first_answer_is_streamed_and_the_second_has_ranges(self, app, large):
        first = app.get(latest(large, "geojson"))
        assert "Content-Length" not in first.headers
        assert len(json.loads(first.data)["features"]) == 6000
        for _ in range(100):  # the writer stores it after its last byte
            if "geojson" in forms():
                break
            time.sleep(0.1)
        second = app.get(latest(large, "geojson"), headers={"Range": "bytes=0-9"})
        assert (second.status_code, second.data) == (206, first.data[:10])
        assert second.headers["ETag"] == first.headers["ETag"]

    def test_many_at_once_write_it_once(self, large):
        edition = Edition.shown(large["id"])
        builds = [build(edition, KINDS["json"]) for _ in range(4)]
        for written in builds:
            written.file.wait_for_end(60)
        contents = {b"".join(written.file.chunks()) for written in builds}
        assert len(contents) == 1
        assert len({id(written) for written in builds}) <= 2


class TestPromise:
    def test_geojson_begins_before_the_table_is_opened_and_is_the_same_file(
        self, upload, work, app
    ):
        resource = upload(toilets(6000, 0))
        work("examine")
        edition = Edition.shown(resource["id"])
        assert is_sure(edition, KINDS["geojson"])
        assert not is_sure(edition, KINDS["csv"])
        streamed = app.get(latest(resource, "geojson")).data
        table = io.BytesIO()
        with published(edition) as content:
            write(content.table, table, "geojson", recognition=content.recognition)
        assert streamed == table.getvalue()

    def test_nothing_is_promised_of_what_may_be_refused(self, upload, work, newest, app):
        resource = upload("名称,住所\r\n公園,金沢市\r\n".encode(), "a.csv")
        work("examine")
        assert not is_sure(newest(resource), KINDS["geojson"])
        sure = upload(toilets(3, 0))
        work("examine")
        edition = newest(sure)
        edition.choices = {"publish": True}
        assert not is_sure(edition, KINDS["geojson"])
        edition.choices, edition.engine = {}, "0"
        assert not is_sure(edition, KINDS["geojson"])
        model.Session.rollback()


class TestStorage:
    def test_sweep_leaves_forms_and_choices_replace_them(
        self, app, upload, work, newest, storage_folder
    ):
        resource = upload(toilets())
        work("examine")
        before = app.get(latest(resource, "csv")).data
        count = len([path for path in storage_folder.rglob("*") if path.is_file()])
        assert not sweep(model.Session.query(Form).first().made).files
        newest(resource).choices = {"publish": True}
        model.Session.commit()
        assert app.get(latest(resource, "csv")).data != before
        assert len([path for path in storage_folder.rglob("*") if path.is_file()]) == count

    def test_form_the_storage_lost_is_written_again(self, app, upload, work, storage_folder):
        resource = upload(toilets())
        work("examine")
        before = app.get(latest(resource, "csv")).data
        location = model.Session.query(Form).filter_by(form="csv").first().location
        for form in model.Session.query(Form):
            (storage_folder / form.location).unlink(missing_ok=True)
        assert location
        assert app.get(latest(resource, "csv")).data == before


class TestGrowingFile:
    def test_reader_follows_the_writer_to_the_end(self):
        file = GrowingFile()
        read: list[bytes] = []
        reader = threading.Thread(target=lambda: read.extend(file.chunks()))
        reader.start()
        for part in (b"a" * 100_000, b"b", b"c" * 70_000):
            file.write(part)
        file.end()
        reader.join(10)
        assert b"".join(read) == b"a" * 100_000 + b"b" + b"c" * 70_000

    def test_reader_learns_of_a_failure(self):
        file = GrowingFile()
        file.write(b"half")
        file.end(ValueError("broken"))
        with pytest.raises(ValueError, match="broken"):
            list(file.chunks())


# One CSV in CP932, one workbook with titles above its headings.
REAL = ("yaizu/222127_nouen.csv", "takamatsu/events.xlsx")


class TestReal:
    @pytest.mark.parametrize("path", REAL)
    def test_what_is_read_from_each_form_is_the_published_table(
        self, app, upload, work, real_data, tmp_path, path
    ):
        file = real_data / path
        if not file.exists():
            pytest.skip(f"not at hand: {file}")
        resource = upload(file.read_bytes(), file.name)
        work("examine")
        edition = Edition.shown(resource["id"])
        with published(edition) as content:
            headings, wanted = content.table.headings, cells(content.table)
        for ending in ("csv", "jsonl"):
            answer = app.get(latest(resource, ending))
            copy = tmp_path / f"copy.{ending}"
            copy.write_bytes(answer.data)
            (table, *_) = open_tables(copy, copy.name)
            assert len(table.headings) == len(headings)
            assert cells(table).rows() == wanted.rows()
        parquet = pl.read_parquet(io.BytesIO(app.get(latest(resource, "parquet")).data))
        assert parquet.shape == (wanted.height, len(headings))


def cells(table):
    """Return the cells of a table without the numbers of their rows."""
    frames = [block.frame.drop(ROW) for block in table.blocks()]
    return pl.concat(frames)
