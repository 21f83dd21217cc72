"""Cells that a spreadsheet would run as formulas.

Source: OWASP, CSV Injection: cells beginning with one of these signs, their full-width forms
included, are run by spreadsheets.
"""

from __future__ import annotations

import re

_BEGINS = "[=+\\-@\t\r＝＋－＠]"
_SIGN = "[+\\-＋－]"
_NUMBER = "[0-9０-９.．][0-9０-９,，]*(?:[.．][0-9０-９]+)?"
# No formula goes on after a number without one of these.
_NO_OPERATOR = "[^+*/^&=<>(|!\"'＋－＊／＝＜＞＆＾\\-]*"
# Signed numbers and what follows them in words (-5℃, -2階), international phone numbers, and
# dashes that stand for "none".
_HARMLESS = (
    f"{_SIGN}[ 　]?{_NUMBER}{_NO_OPERATOR}"
    f"|\\+[0-9](?:[()\\- ]*[0-9]){{7,14}}{_NO_OPERATOR}"
    "|[\\-－]+"
)
# The same to Python and Rust, for whole columns.
BEGINS_FORMULA = f"^{_BEGINS}"
HARMLESS = f"^(?:{_HARMLESS})$"
_COMPILED = re.compile(_HARMLESS)


def would_run(text: str) -> bool:
    """Say whether a spreadsheet might run a value as a formula."""
    return re.match(_BEGINS, text) is not None and _COMPILED.fullmatch(text) is None
