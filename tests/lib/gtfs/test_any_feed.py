"""Whatever stands in its files, a feed is checked and drawn, or refused in our own words."""

from __future__ import annotations

import io
import json

from hypothesis import example, given, settings
from hypothesis import strategies as st

from ckanext.kanazawa.lib.gtfs import check, is_feed, open_feed, write_routes, write_stops
from ckanext.kanazawa.lib.tables.errors import TableError
from tests.lib.gtfs.feeds import CLEAN, TODAY, zipped

FEW = settings(max_examples=25, deadline=None, database=None)
PIECES = st.sampled_from(
    ["", ",", ",,", "\n", "\r", '"', '""', "\ufeff", " ", "　", "金沢", "A", "T1", "-1", "0", "1e9",
     "NaN", "99999999999999999999", "24:00:00", "99:59:59", "20260231", "00000000", "99991231",
     "136.6", "36.5", "stop_id", "trip_id", "\x00", "\u2028", "𠮷", "6", "inf"]
)  # fmt: skip


def spoilt(text: str, places: list[tuple[int, int, str]]) -> str:
    """Replace pieces of a text."""
    for place, length, new in places:
        at = place % (len(text) + 1)
        text = text[:at] + new + text[at + length :]
    return text


def looked_at(data: bytes) -> None:
    """Do all that can be done with a feed, and look at every text of what was found."""
    try:
        feed = open_feed(data)
        report = check(feed, today=TODAY)
        assert json.dumps(report.as_dict())
        for write in (write_stops, write_routes):
            out = io.BytesIO()
            write(feed, out)
            assert json.loads(out.getvalue())["type"] == "FeatureCollection"
    except TableError as error:
        assert error.text("ja") and error.text("en")


@FEW
@given(
    st.dictionaries(
        st.sampled_from(sorted(CLEAN)),
        st.lists(st.tuples(st.integers(0, 400), st.integers(0, 6), PIECES), min_size=1, max_size=5),
        max_size=4,
    )
)
def test_spoilt_files(spoils: dict[str, list[tuple[int, int, str]]]):
    files = {name: spoilt(text, spoils.get(name, [])) for name, text in CLEAN.items()}
    looked_at(zipped(dict(files)))


@FEW
@given(st.dictionaries(st.sampled_from(sorted(CLEAN)), st.binary(max_size=60), max_size=3))
@example({"agency.txt": b"x\x01\x00\x00\x00\x80"})
def test_files_of_any_bytes(files: dict[str, bytes]):
    looked_at(zipped({**CLEAN, **files}))


@FEW
@given(st.integers(0, 3000), st.binary(min_size=1, max_size=4))
@example(2220, b"\x01")
def test_zip_with_wrong_bytes(place: int, wrong: bytes):
    data = bytearray(zipped(dict(CLEAN)))
    at = place % len(data)
    data[at : at + len(wrong)] = wrong
    is_feed(bytes(data))
    looked_at(bytes(data))


@FEW
@given(st.binary(max_size=80))
def test_bytes_that_are_no_zip(data: bytes):
    is_feed(data)
    looked_at(data)
