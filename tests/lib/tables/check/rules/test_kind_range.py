"""Numbers that are too large or small for what another column says they count."""

from __future__ import annotations

import pytest

from tests.lib.tables.check.making import found, recognised, reported

CASES = [
    ("階数", ("1", "-2", "1.5", "64"), ("0", "120", "-30")),
    ("標高", ("0", "30.5", "-4", "3776"), ("3900",)),
    ("地表高", ("0", "12", "-30", "634"), ("900", "-150")),
]


class TestKindRange:
    @pytest.mark.parametrize(("kind", "likely", "unlikely"), CASES)
    def test_each_kind_has_its_range(self, kind, likely, unlikely):
        rows = [{"高度の種別": kind, "高度の値": one} for one in (*likely, *unlikely)]
        told = found(reported(recognised("public-facility", rows)), "number-unlike-its-kind")
        assert [one.value for one in told] == list(unlikely)
        assert {one.level for one in told} == {"warning"}

    def test_range_reason_and_source_are_those_of_the_list(self):
        rows = [{"高度の種別": "階数", "高度の値": "0"}]
        (told,) = found(reported(recognised("public-toilet", rows)), "number-unlike-its-kind")
        assert "-10以上70以下（0 を除く）" in told.text("ja", "expected")
        assert "no storey 0" in told.text("en", "expected")
        assert 'where "高度の種別" is Storey' in told.text("en")
        assert "国立国会図書館" in (told.source or "")

    def test_what_no_kind_allows_is_told_once(self):
        report = reported(recognised("aed", [{"高度の種別": "階数", "高度の値": "9999"}]))
        assert found(report, "number-out-of-range")
        assert not found(report, "number-unlike-its-kind")

    def test_without_a_kind_or_a_number_nothing_is_told(self):
        rows = [{"高度の種別": "", "高度の値": "0"}, {"高度の種別": "階数", "高度の値": "屋上"}]
        report = reported(recognised("public-facility", rows))
        assert not found(report, "number-unlike-its-kind")
