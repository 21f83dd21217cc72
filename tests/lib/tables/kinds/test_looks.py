"""Every case of `cases/`: what the close look finds and mends, what the fast test lets pass."""

from __future__ import annotations

import pytest

from ckanext.kanazawa.lib.tables.kinds import look
from tests.lib.tables.kinds.cases import CASES
from tests.lib.tables.kinds.fields import KANAZAWA, field_of, repaired, right


@pytest.mark.parametrize(("kind", "value", "codes", "mended"), CASES)
class TestLooks:
    def test_close_look(self, kind: str, value: str, codes: list[str], mended: str | None):
        problems = look(value, field_of(kind), KANAZAWA)
        assert [problem.code for problem in problems] == codes
        assert repaired(problems) == mended

    def test_fast_test_passes_nothing_wrong(
        self, kind: str, value: str, codes: list[str], mended: str | None
    ):
        assert not (codes and right([value], field_of(kind))[0])
