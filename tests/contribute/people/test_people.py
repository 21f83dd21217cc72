"""The people of the tests are what they are said to be."""

from __future__ import annotations

from typing import Any

import ckan.model as model
import pytest

from ckanext.kanazawa.contribute.acting import hindrance, is_steward, municipalities


@pytest.mark.usefixtures("with_plugins", "class_db")
class TestPeople:
    def test_nothing_keeps_a_contributor_from_acting(self, person: dict[str, Any]):
        user = model.User.get(person["id"])
        assert hindrance(user) is None
        assert user is not None
        assert not user.get_group_ids()

    def test_staff_are_stewards_of_their_own_municipality(
        self,
        steward: dict[str, Any],
        municipality: dict[str, Any],
        other_municipality: dict[str, Any],
    ):
        user = model.User.get(steward["id"])
        assert set(municipalities()) == {municipality["id"], other_municipality["id"]}
        assert is_steward(user, municipality["id"])
        assert not is_steward(user, other_municipality["id"])
        assert hindrance(user) == "no-account"
