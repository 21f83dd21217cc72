"""Files that come in are examined, and what was found is kept."""

from __future__ import annotations

from threading import Thread
from typing import Any

import ckan.model as model
import pytest
import sqlalchemy as sa
from openpyxl import Workbook

from ckanext.kanazawa.schemas.model.choice import Choice
from ckanext.kanazawa.schemas.model.edition import Edition
from ckanext.kanazawa.schemas.model.finding import FindingRow
from ckanext.kanazawa.schemas.tables.queue.put import put
from tests.lib.gtfs.feeds import CLEAN
from tests.lib.gtfs.feeds import zipped as zipped_feed
from tests.lib.tables.read.books import xlsx
from tests.schemas.files.conftest import act
from tests.schemas.tables.conftest import toilets

pytestmark = pytest.mark.usefixtures("with_plugins", "class_db")


def rows_of(edition) -> list[FindingRow]:
    query = sa.select(FindingRow).where(FindingRow.edition_id == edition.id)
    return list(model.Session.scalars(query.order_by(FindingRow.number)))


def contents_of(edition) -> list[tuple]:
    columns = [column for column in FindingRow.__table__.columns]
    return [tuple(getattr(row, column.name) for column in columns) for row in rows_of(edition)]


class TestTable:
    def test_format_size_and_totals_are_kept(self, upload, work, newest):
        resource = upload(toilets())
        assert ("examine", "done") in work()
        edition = newest(resource)
        assert (edition.state, edition.format, edition.encoding) == (
            "examined",
            "public-toilet",
            "cp932",
        )
        assert (edition.rows, edition.columns) == (5, 15)
        assert edition.totals["code"]["time-format"] == 2
        assert edition.totals["column"]["利用開始時間"] == 2
        assert edition.totals["repairs"]["time"] == 2

    def test_findings_name_their_cells(self, upload, work, newest):
        edition_of = upload(toilets())
        work()
        found = [row for row in rows_of(newest(edition_of)) if row.column == "利用開始時間"]
        assert [(row.row, row.value, row.repaired) for row in found] == [
            (2, "９時", "09:00"),
            (3, "９時", "09:00"),
        ]

    def test_examined_again_it_is_the_same(self, upload, work, newest):
        resource = upload(toilets())
        work()
        edition = newest(resource)
        before = contents_of(edition)
        put("examine", resource["id"], edition.id)
        model.Session.commit()
        work()
        assert contents_of(newest(resource)) == before


class TestWorkbook:
    def test_sheet_that_follows_a_standard_is_chosen(self, upload, work, newest):
        def fill(book: Workbook, sheet: Any) -> None:
            for number in range(50):  # larger, and no table of any format
                sheet.append([f"メモ{number}", number, "説明"])
            other = book.create_sheet("トイレ")
            for line in toilets(encoding="utf-8").decode().split():
                other.append(line.split(","))

        resource = upload(xlsx(fill), "トイレ.xlsx")
        work("examine")
        edition = newest(resource)
        assert (edition.sheet, edition.format) == ("トイレ", "public-toilet")
        assert [sheet["rows"] for sheet in edition.facts["sheets"]] == [49, 5]
        assert edition.facts["chosen"] == "recognised"


class TestFeed:
    def test_bus_timetable_is_examined_as_a_whole(self, upload, work, newest):
        resource = upload(zipped_feed(CLEAN), "バス.zip")
        assert [kind for kind, _ in work("examine")] == ["examine"]
        edition = newest(resource)
        assert (edition.state, edition.format) == ("examined", "gtfs-jp")
        feed = edition.facts["gtfs"]
        assert (feed["stops"], feed["routes"]) == (3, 1)
        assert feed["bounds"] == [136.649504, 36.565473, 136.664804, 36.578506]


class TestPersonal:
    def test_everything_quoted_from_the_column_is_marked(self, upload, work, newest):
        rows = "\r\n".join(f" 山田 太郎{n},090-1234-56{n:02}" for n in range(3))
        resource = upload(f"担当者名,メモ\r\n{rows}\r\n".encode(), "名簿.csv")
        work("examine")
        edition = newest(resource)
        assert edition.personal >= 4
        quoting = [row for row in rows_of(edition) if row.value and row.index is not None]
        assert {row.code for row in quoting} >= {"surrounding-spaces", "mobile-number"}
        assert all(row.personal for row in quoting)

    def test_facilities_are_not(self, upload, work, newest):
        resource = upload(toilets())
        work("examine")
        assert newest(resource).personal == 0
        assert not any(row.personal for row in rows_of(newest(resource)))


class TestRemembered:
    def test_next_edition_goes_the_same_way(self, upload, work, newest, dataset):
        resource = upload(toilets())
        work("examine")
        choices = {"publish": True, "switched_off": ["time"]}
        model.Session.add(
            Choice(
                resource_id=resource["id"],
                dataset_id=dataset["id"],
                choices=choices,
                headings=newest(resource).headings,
            )
        )
        model.Session.commit()
        upload(toilets(6), resource=resource)
        work("examine")
        assert newest(resource).choices == choices


class TestTwoAtOnce:
    def test_later_upload_wins_whole(self, upload, work, newest):
        resource = upload(toilets())
        rows = range(11, 15)
        threads = [
            Thread(target=upload, args=(toilets(n),), kwargs={"resource": resource}) for n in rows
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        work("examine")
        model.Session.expire_all()
        editions = Edition.newest_first(resource["id"])
        shown = act("resource_show", id=resource["id"])
        assert (shown["hash"], shown["size"]) == (editions[0].sha256, editions[0].size_bytes)
        assert len({edition.label for edition in editions}) == len(editions)
        assert all(edition.state == "examined" for edition in editions)
