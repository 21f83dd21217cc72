"""Only the cells of a correction change."""

from __future__ import annotations

import csv
import io
from typing import Any

import ckan.model as model
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.kanazawa.contribute.publication.cells import (
    CellsDiffer,
    corrected,
    records,
    row_hash,
)
from ckanext.kanazawa.contribute.publication.files import let_go
from ckanext.kanazawa.schemas.shared import Edition
from tests.contribute.publication.test_publish import published, shown
from tests.contribute.published import editions_of
from tests.schemas.tables.conftest import toilets

TEXT = 'ID,名称,緯度\r\n1,公園,36.5\r\n2,"駅, 東",36.6\r\n3,公園,36.5\r\n'
cells = st.text(st.sampled_from('ab",\n 公'), max_size=5)


def change(row: dict[str, Any], column: str, old: str, new: str) -> dict[str, Any]:
    """Return a change as a correction holds it."""
    return {"edition": "e", "row": row, "column": column, "old": old, "new": new}


class TestText:
    def test_one_cell_by_its_key(self):
        found = corrected(TEXT, ",", 1, [change({"key": {"ID": "3"}}, "緯度", "36.5", "36.7")])
        assert found == TEXT.replace("3,公園,36.5", "3,公園,36.7")

    def test_one_cell_by_the_hash_of_its_row(self):
        row = {"hash": row_hash(["2", "駅, 東", "36.6"])}
        found = corrected(TEXT, ",", 1, [change(row, "名称", "駅, 東", '駅"西"')])
        assert found == TEXT.replace('"駅, 東"', '"駅""西"""')

    @pytest.mark.parametrize(
        "wrong",
        [
            change({"key": {"ID": "9"}}, "緯度", "36.5", "1"),
            change({"key": {"名称": "公園"}}, "緯度", "36.5", "1"),
            change({"key": {"ID": "1"}}, "緯度", "36.4", "1"),
            change({"key": {"ID": "1"}}, "経度", "", "1"),
        ],
    )
    def test_what_is_not_there_or_is_something_else_by_now(self, wrong: dict[str, Any]):
        right = change({"key": {"ID": "1"}}, "緯度", "36.5", "36.7")
        with pytest.raises(CellsDiffer) as refused:
            corrected(TEXT, ",", 1, [right, wrong])
        assert refused.value.count == 1

    def test_what_somebody_else_corrected_already_is_done(self):
        done = change({"key": {"ID": "1"}}, "緯度", "1", "36.5")
        assert corrected(TEXT, ",", 1, [done]) == TEXT

    @given(st.lists(st.lists(cells, min_size=2, max_size=2), min_size=1, max_size=4))
    def test_records_are_those_of_every_other_reader(self, rows: list[list[str]]):
        text = io.StringIO()
        csv.writer(text).writerows(rows)
        assert [[c.value for c in row] for row in records(text.getvalue(), ",")] == rows


@pytest.mark.usefixtures("with_plugins", "class_db")
class TestPublished:
    def test_a_correction_is_an_edition_in_which_only_this_differs(
        self, approved: Any, upload: Any, dataset: Any, work: Any, storage_folder: Any
    ):
        resource = upload(toilets(3), "トイレ.csv")
        work()
        (old,) = editions_of(resource["id"])
        row = {"number": 3, "key": {"ID": "0000000001"}}
        changes = [change(row, "緯度", "36.5601", "36.5701")]
        live = shown_live(dataset)
        submission = approved(
            "correction",
            live=live,
            files=(),
            fields={"changes": changes},
            resource_id=resource["id"],
        )
        submission = published(submission)
        assert (submission.state, submission.checks) == ("published", {})
        work()
        new = Edition.shown(resource["id"])
        assert new is not None
        assert new.id != old.id
        record = model.Session.get(model.File, new.file_id)
        assert record is not None
        content = (storage_folder / "resources" / record.location).read_bytes()
        assert content == toilets(3).replace(b"36.5601", b"36.5701")
        assert shown(submission)["owner_org"] == live["owner_org"]
        again = approved(
            "correction",
            live=live,
            files=(),
            fields={"changes": [change(row, "緯度", "36.5601", "36.9")]},
            resource_id=resource["id"],
        )
        again = published(again)
        assert (again.state, again.checks["publication"]) == (
            "in_review",
            {"code": "cells", "cells": 1},
        )
        let_go(["no such file"])


def shown_live(dataset: dict[str, Any]) -> dict[str, Any]:
    """Return a dataset as it is now."""
    from ckan.tests.helpers import call_action

    return call_action("package_show", id=dataset["id"])
