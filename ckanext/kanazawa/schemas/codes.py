"""全国地方公共団体コード: the six-digit codes of local governments."""

from __future__ import annotations

import re

WEIGHTS = (6, 5, 4, 3, 2)


def is_local_government_code(code: str) -> bool:
    """Tell whether a code has six digits and the right check digit.

    Source: 総務省「全国地方公共団体コード仕様」: the first five digits times 6, 5, 4, 3, 2;
    the last digit of 11 minus the remainder by 11 (of 11 minus the sum where that is below 11).
    """
    if not re.fullmatch(r"[0-9]{6}", code) or not 1 <= int(code[:2]) <= 47:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(code, WEIGHTS, strict=False))
    check = 11 - total % 11 if total >= 11 else 11 - total
    return int(code[5]) == check % 10
