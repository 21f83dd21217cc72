"""Dates, times of day, days of the week."""

from __future__ import annotations

from ckanext.kanazawa.lib.tables.kinds import look
from tests.lib.tables.kinds.fields import KANAZAWA, field_of


def test_what_needs_a_yes_comes_last_among_many():
    problems = look("45658;2025/1/1", field_of("date", many=True), KANAZAWA)
    assert [(problem.repair, problem.repaired) for problem in problems] == [
        ("date", "45658;2025-01-01"),
        ("excel-serial", "2025-01-01;2025-01-01"),
    ]
