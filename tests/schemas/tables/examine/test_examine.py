"""Files that come in are examined, and what was found is kept."""

from __future__ import annotations

import ckan.model as model
import pytest
import sqlalchemy as sa

from ckanext.kanazawa.schemas.model.finding import FindingRow
from ckanext.kanazawa.schemas.tables.queue.put import put
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
