"""Integers and numbers."""

from __future__ import annotations

from tests.lib.tables.kinds.fields import Case

CASES: list[Case] = [
    ("number", "1.7976931348623157E+308", ["placeholder-for-empty"], ""),
    ("integer", "10²", ["not-a-number"], None),
    ("integer", "12 34", ["not-a-number"], None),
    ("integer", "12", [], None),
    ("integer", "-3", [], None),
    ("integer", "１２", ["full-width-characters"], "12"),
    ("integer", "1,200", ["number-format"], "1200"),
    ("integer", "１，２００", ["number-format"], "1200"),
    ("integer", "3.0", ["number-format"], "3"),
    ("integer", "△3", ["number-format"], "-3"),
    ("integer", "12台", ["number-with-unit"], "12"),
    ("integer", "１２台", ["number-with-unit"], "12"),
    ("integer", "12.0台", ["number-with-unit"], "12"),
    ("integer", "3.5", ["not-an-integer"], None),
    ("integer", "10～20", ["several-numbers"], None),
    ("integer", "約30", ["not-a-number"], None),
    ("integer", "無料", ["not-a-number"], None),
    ("integer", "1.2E+3", ["scientific-notation"], None),
    ("integer", "1.234E+3", ["scientific-notation"], "1234"),
    ("integer", "-", ["placeholder-for-empty"], ""),
    ("integer", "#REF!", ["spreadsheet-error"], ""),
    ("integer", "=A1+B1", ["formula"], None),
    ("number", "1.5", [], None),
    ("number", "-1.5", [], None),
    ("number", "３．５", ["full-width-characters"], "3.5"),
    ("number", ".5", ["number-format"], "0.5"),
    ("number", "36.561325000000004", ["float-noise"], "36.561325"),
    ("number", "0.30000000000000004", ["float-noise"], "0.3"),
    ("number", "150mm", ["not-a-number"], None),
    ("number", "1,5", ["not-a-number"], None),
]
