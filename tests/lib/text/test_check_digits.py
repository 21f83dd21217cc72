"""Check digits, against numbers that the authorities publish."""

from __future__ import annotations

import pytest

from ckanext.kanazawa.lib.text.check_digits import (
    is_corporate_number,
    is_individual_number,
    is_municipality_code,
    is_ror,
    municipality_check_digit,
)

# 札幌市, 青森市, 東京都, 千代田区, 石川県 and its six municipalities of the central area, 那覇市.
CODES = (
    *("011002", "022012", "130001", "131016", "170003", "172014", "172090", "172103"),
    *("172120", "173614", "173657", "472018"),
)


@pytest.mark.parametrize("code", CODES)
def test_municipality_codes(code: str):
    assert is_municipality_code(code)
    assert municipality_check_digit(code[:5]) == code[5]


@pytest.mark.parametrize("code", ["172015", "482018", "000000"])
def test_no_municipality_codes(code: str):
    assert not is_municipality_code(code)


def test_every_wrong_digit_is_noticed():
    wrong = [
        "172014"[:place] + digit + "172014"[place + 1 :]
        for place in range(6)
        for digit in "0123456789"
        if digit != "172014"[place]
    ]
    # Rests of 10 and 0 share the digit 1 and 0 with others, so that a few pass.
    assert sum(is_municipality_code(code) for code in wrong) <= 2


@pytest.mark.parametrize("number", ["4000020172014", "2000020170003", "5220005000175"])
def test_corporate_numbers(number: str):
    assert is_corporate_number(number)
    assert not is_corporate_number(number[0] + number[2:] + number[1])


def test_individual_number():
    assert is_individual_number("123456789018")
    assert not is_individual_number("123456789012")


@pytest.mark.parametrize("identifier", ["02hwp6a56", "057zh3y96", "02kpeqv85", "00frr1n84"])
def test_ror_ids(identifier: str):
    assert is_ror(identifier)


@pytest.mark.parametrize("identifier", ["", "02hwp6a57", "12hwp6a56", "0ilou6a56", "02hwp6a5"])
def test_no_ror_ids(identifier: str):
    assert not is_ror(identifier)
