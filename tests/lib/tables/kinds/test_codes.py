"""Codes of fixed length."""

from __future__ import annotations

from ckanext.kanazawa.lib.tables.kinds import Setting, look
from tests.lib.tables.kinds.fields import field_of, repaired


def test_five_digits_that_read_both_ways_need_the_publisher():
    # About one five-digit code in eleven also passes with a zero put before it.
    field = field_of("municipality-code")
    both = next(
        code
        for code in (f"1{number:04}" for number in range(9999))
        if repaired(look(code, field, Setting())) is None
    )
    assert repaired(look(both, field, Setting(municipality="0" + both))) == "0" + both
