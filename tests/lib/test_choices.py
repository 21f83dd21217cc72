from __future__ import annotations

from pathlib import Path

import pytest

from ckanext.kanazawa.lib.choices import ChoiceListError, load_choices

FILES = sorted((Path(__file__).resolve().parents[2] / "schemas" / "choices").glob("*.yaml"))


@pytest.mark.parametrize("name", [path.stem for path in FILES])
def test_every_code_list_loads(name: str):
    assert load_choices(name)


def test_unknown_list_is_named():
    with pytest.raises(ChoiceListError, match="no-such-list"):
        load_choices("no-such-list")


def test_municipality_codes_carry_their_check_digit():
    for code in load_choices("municipalities"):
        total = sum(
            int(digit) * weight for digit, weight in zip(code[:5], (6, 5, 4, 3, 2), strict=True)
        )
        remainder = 11 - total % 11 if total >= 11 else 11 - total
        assert int(code[5]) == remainder % 10
