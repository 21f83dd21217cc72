"""Latitude and longitude."""

from __future__ import annotations

from tests.lib.tables.kinds.fields import Case

CASES: list[Case] = [
    ("latitude", "-1.79769313486231571E+308", ["placeholder-for-empty"], ""),
    ("latitude", "36.561325", [], None),
    ("latitude", "36.63250184", [], None),
    ("latitude", "３６．５６１３２５", ["full-width-characters"], "36.561325"),
    ("latitude", "36,561325", ["coordinate-format"], "36.561325"),
    ("latitude", "北緯36.561325", ["coordinate-format"], "36.561325"),
    ("latitude", "36.561325N", ["coordinate-format"], "36.561325"),
    ("latitude", "36度33分40.77秒", ["coordinate-format"], "36.5613250"),
    ("latitude", "36°33'40.77\"", ["coordinate-format"], "36.5613250"),
    ("latitude", "36.33.40.77", ["coordinate-format"], "36.5613250"),
    ("latitude", "36°33′", ["coordinate-format"], "36.5500000"),
    ("latitude", "36.561325000000004", ["float-noise"], "36.561325"),
    ("latitude", "36561325", ["decimal-point-lost"], "36.561325"),
    ("latitude", "36.56", ["coordinate-coarse"], None),
    ("latitude", "0", ["coordinate-zero"], ""),
    ("latitude", "136.656205", ["coordinate-swapped"], None),
    ("latitude", "99.1", ["coordinate-outside-japan"], None),
    ("latitude", "36度73分", ["coordinate-unreadable"], None),
    ("latitude", "調査中", ["coordinate-unreadable"], None),
    ("longitude", "136.656205", [], None),
    ("longitude", "E136.656205", ["coordinate-format"], "136.656205"),
    ("longitude", "136°39′22.3″", ["coordinate-format"], "136.6561944"),
    ("longitude", "136656205", ["decimal-point-lost"], "136.656205"),
    ("longitude", "36.561325", ["coordinate-swapped"], None),
    ("longitude", "-136.656205", ["coordinate-outside-japan"], None),
]
