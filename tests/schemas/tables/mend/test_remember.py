"""What was decided about one edition goes on with the next."""

from __future__ import annotations

from typing import Any

import ckan.model as model
import pytest

from ckanext.kanazawa.lib.tables.messages import message
from ckanext.kanazawa.schemas.model.choice import Choice
from ckanext.kanazawa.schemas.model.edition import Edition
from ckanext.kanazawa.schemas.tables.mend.remember import (
    remember,
    remembered,
    remembered_reading,
)

HEADINGS = ["施設", "場所"]
MAPPING = {"mapping": 1, "format": "public-facility", "columns": {"施設": "名称"}}


@pytest.fixture
def decide() -> Any:
    def call(resource_id: str, choices: dict[str, Any], dataset_id: str = "data") -> Edition:
        edition = Edition(owner_id=resource_id, name="施設.csv", label="2026-04-01")
        edition.headings = HEADINGS
        model.Session.add(edition)
        model.Session.flush()
        remember(edition, dataset_id, choices, "staff")
        return edition

    yield call
    model.Session.rollback()


@pytest.mark.usefixtures("with_plugins", "class_db")
class TestRemembered:
    def test_nothing_was_decided(self):
        assert remembered("nobody", "nothing", HEADINGS) == {}
        assert remembered_reading("nobody") == {}

    def test_the_next_edition_starts_with_the_choices(self, decide: Any):
        choices = {"publish": True, "switched_off": ["date"], "read": {"encoding": "cp932"}}
        edition = decide("one", {**choices, "agreed": []})
        assert edition.choices == choices
        assert remembered("one", "data", ["anything"]) == choices
        assert remembered_reading("one") == {"encoding": "cp932"}

    def test_a_resource_beside_it_with_the_same_headings_too_but_reads_its_own_way(
        self, decide: Any
    ):
        decide("one", {"publish": True, "read": {"sheet": "施設"}})
        assert remembered("two", "data", HEADINGS) == {"publish": True}
        assert remembered("two", "data", ["別の見出し"]) == {}
        assert remembered("two", "elsewhere", HEADINGS) == {}

    def test_a_mapping_that_fits_goes_on(self, decide: Any):
        decide("one", {"mapping": MAPPING, "publish": True})
        found = remembered("one", "data", ["場所", "施 設", "備考"])
        assert found == {"mapping": MAPPING, "publish": True}

    def test_a_mapping_that_does_not_is_left_out_and_the_change_told(self, decide: Any):
        decide("one", {"mapping": MAPPING, "publish": True, "format": "public-facility"})
        found = remembered("one", "data", ["施設の名前", "場所"])
        assert found.keys() == {"format", "unfit"}
        assert found["unfit"]["missing"] == ["施設"]
        assert found["unfit"]["added"] == ["施設の名前"]
        (problem,) = found["unfit"]["problems"]
        assert "施設" in message(problem["code"], "ja", problem["params"])

    def test_the_choices_stay_for_an_edition_that_fits_again(self, decide: Any):
        decide("one", {"mapping": MAPPING})
        remembered("one", "data", ["別"])
        kept = model.Session.get(Choice, "one")
        assert kept is not None
        assert kept.choices == {"mapping": MAPPING}
