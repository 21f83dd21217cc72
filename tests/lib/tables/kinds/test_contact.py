"""Postal codes, telephone numbers, addresses of mail and web."""

from __future__ import annotations

from ckanext.kanazawa.lib.tables.kinds import look
from tests.lib.tables.kinds.fields import KANAZAWA, field_of, repaired, right


def test_many_values_are_looked_at_one_by_one():
    field = field_of("phone", many=True)
    assert right(["076-220-2111;076-220-2222", "076-220-2111;1"], field) == [True, False]
    problems = look("０７６-220-2111;076.220.2222", field, KANAZAWA)
    assert repaired(problems) == "076-220-2111;076-220-2222"
