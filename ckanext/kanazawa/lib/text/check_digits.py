"""Check digits of Japanese codes. All functions take half-width digits."""

from __future__ import annotations


def municipality_check_digit(five: str) -> str:
    """Return the sixth digit of a 全国地方公共団体コード.

    Args:
        five: the first five digits.

    Source: 総務省「全国地方公共団体コード」, 検査数字; weights 6, 5, 4, 3, 2, modulus 11.
    """
    total = sum(weight * int(digit) for weight, digit in zip((6, 5, 4, 3, 2), five, strict=True))
    return str((11 - total % 11) % 10)


def is_municipality_code(code: str) -> bool:
    """Say whether six digits begin with a prefecture's number and end with their check digit."""
    return has_prefecture(code) and municipality_check_digit(code[:5]) == code[5]


def has_prefecture(code: str) -> bool:
    """Say whether the first two digits are a prefecture's number, 01 to 47."""
    return "01" <= code[:2] <= "47"


def is_corporate_number(number: str) -> bool:
    """Say whether thirteen digits are a 法人番号: the first is the check digit of the others.

    Source: 法人番号の指定等に関する省令 第2条.
    """
    total = sum(int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(number[1:])))
    return number[0] == str(9 - total % 9)


def is_individual_number(number: str) -> bool:
    """Say whether twelve digits could be a person's 個人番号 (My Number).

    Source: 行政手続における特定の個人を識別するための番号の利用等に関する法律に規定する
    個人番号…の提供等に関する命令 第5条.
    """
    if len(set(number)) == 1:
        return False
    total = sum(
        int(digit) * (place + 2 if place < 6 else place - 4)
        for place, digit in enumerate(reversed(number[:11]))
    )
    rest = total % 11
    return number[11] == str(0 if rest <= 1 else 11 - rest)


def is_ror(identifier: str) -> bool:
    """Say whether nine signs are a ROR id: "0", six signs of Crockford's base 32, two digits.

    Source: ROR, "ROR identifier pattern"; the digits are those of ISO/IEC 7064, mod 97-10.
    """
    signs = "0123456789abcdefghjkmnpqrstvwxyz"
    stem, digits = identifier[:7], identifier[7:]
    if len(identifier) != 9 or stem[0] != "0" or any(sign not in signs for sign in stem):
        return False
    number = 0
    for sign in stem:
        number = number * 32 + signs.index(sign)
    return digits == f"{98 - number * 100 % 97:02d}"
