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


@pytest.mark.parametrize(
    ("prefecture", "latitude", "longitude"),
    [
        ("01", 45.5578, 148.7525),  # 択捉島
        ("01", 41.51, 139.33),  # 渡島大島
        ("13", 20.4253, 136.0697),  # 沖ノ鳥島
        ("13", 24.2831, 153.9864),  # 南鳥島
        ("13", 27.09, 142.19),  # 父島
        ("32", 37.2472, 131.8669),  # 竹島
        ("42", 32.24, 128.10),  # 肥前鳥島
        ("46", 27.02, 128.40),  # 与論島
        ("47", 25.93, 123.68),  # 久場島
        ("47", 25.96, 131.33),  # 北大東島
        ("47", 24.45, 122.93),  # 与那国島
    ],
)
def test_remote_islands_are_in_the_box_of_their_prefecture(
    prefecture: str, latitude: float, longitude: float
):
    west, south, east, north = load_choices("prefectures")[prefecture].extra["box"]
    assert west <= longitude <= east and south <= latitude <= north
