"""Stops as points, routes as lines; and the real feed of 金沢ふらっとバス."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ckanext.kanazawa.lib.gtfs import check, open_feed, write_routes, write_stops
from ckanext.kanazawa.lib.gtfs.feed import Feed
from ckanext.kanazawa.lib.tables.errors import WriteError
from tests.lib.gtfs.feeds import CLEAN, feed, replaced

SHAPES = "shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence\n"


def drawn(write: Any, source: Feed) -> list[dict[str, Any]]:
    out = io.BytesIO()
    write(source, out)
    return json.loads(out.getvalue())["features"]


class TestStops:
    def test_stops_are_points_with_their_routes(self):
        features = drawn(write_stops, feed())
        assert features[0]["geometry"] == {
            "type": "Point",
            "coordinates": [136.649504, 36.578506],
        }
        assert features[0]["properties"]["stop_name"] == "金沢駅"
        assert [stop["properties"]["route_ids"] for stop in features] == ["10"] * 3

    def test_stop_without_position_is_kept(self):
        source = feed(**replaced("stops.txt", "36.578506,136.649504", ","))
        assert [stop["geometry"] is None for stop in drawn(write_stops, source)] == [
            True,
            False,
            False,
        ]

    def test_feed_without_stops_is_refused(self):
        with pytest.raises(WriteError, match=r"stops\.txt"):
            write_stops(feed(stops_txt=None), io.BytesIO())


class TestRoutes:
    def test_route_without_shape_goes_through_the_stops_of_its_longest_trip(self):
        (route,) = drawn(write_routes, feed())
        assert route["geometry"]["type"] == "LineString"
        assert route["geometry"]["coordinates"] == [
            [136.649504, 36.578506],
            [136.656864, 36.572004],
            [136.664804, 36.565473],
        ]
        assert (route["properties"]["line_from"], route["properties"]["trips"]) == (
            "stops.txt",
            "2",
        )

    def test_shape_is_drawn_in_its_order(self):
        shapes = SHAPES + "S,36.2,136.2,10\nS,36.1,136.1,9\nS,36.3,136.3,11\n"
        source = feed(**replaced("trips.txt", "T1,", "T1,S"), shapes_txt=shapes)
        (route,) = drawn(write_routes, source)
        assert route["geometry"]["coordinates"] == [[136.1, 36.1], [136.2, 36.2], [136.3, 36.3]]
        assert route["properties"]["line_from"] == "shapes.txt"

    def test_several_shapes_become_one_feature(self):
        shapes = SHAPES + "S,36.1,136.1,1\nS,36.2,136.2,2\nU,36.3,136.3,1\nU,36.4,136.4,2\n"
        trips = CLEAN["trips.txt"].replace("T1,", "T1,S").replace("T2,", "T2,U")
        (route,) = drawn(write_routes, feed(trips_txt=trips, shapes_txt=shapes))
        assert route["geometry"] == {
            "type": "MultiLineString",
            "coordinates": [[[136.1, 36.1], [136.2, 36.2]], [[136.3, 36.3], [136.4, 36.4]]],
        }

    def test_route_without_trips_has_no_line(self):
        routes = CLEAN["routes.txt"] + "20,4000020172014,菊川ルート,3,FF0000\n"
        assert drawn(write_routes, feed(routes_txt=routes))[1]["geometry"] is None

    def test_route_without_a_line_is_told_by_its_name(self):
        routes = CLEAN["routes.txt"] + "20,4000020172014,菊川ルート,3,FF0000\n"
        (found,) = write_routes(feed(routes_txt=routes), io.BytesIO()).findings.listed
        assert (found.code, found.row, found.value) == ("gtfs-route-without-line", 3, "20")
        assert "菊川ルート" in found.text("ja") and "菊川ルート" in found.text("en")

    @pytest.mark.parametrize("place", ["136.656864,36.572004", "nan,136.656864", "0,0", ","])
    def test_stop_the_line_cannot_pass_is_told(self, place: str):
        source = feed(**replaced("stops.txt", "36.572004,136.656864", place))
        written = write_routes(source, io.BytesIO())
        (found,) = written.findings.listed
        assert (found.code, found.sheet, found.row) == ("gtfs-stop-not-in-line", "stops.txt", 3)
        assert found.value == place.replace(",", ", ")
        for language in ("ja", "en"):
            assert "近江町市場" in found.text(language) and "10" in found.text(language)
        (route,) = drawn(write_routes, source)
        assert len(route["geometry"]["coordinates"]) == 2

    def test_point_the_line_cannot_pass_is_told_and_the_stops_then_do_not_matter(self):
        shapes = SHAPES + "S,36.1,136.1,1\nS,nan,136.2,2\nS,36.3,136.3,3\nU,nan,nan,1\n"
        changes = {
            **replaced("trips.txt", "T1,", "T1,S"),
            **replaced("stops.txt", "36.572004", "nan"),
        }
        written = write_routes(feed(**changes, shapes_txt=shapes), io.BytesIO())
        (found,) = written.findings.listed
        assert (found.code, found.row, found.value) == ("gtfs-point-not-in-line", 3, "nan, 136.2")


class TestKanazawaFlatBus:
    """Counted by hand with the csv module: 92 stops, 2,871 stop times, 116 trips, 4 routes."""

    @pytest.fixture(scope="class")
    def flat_bus(self, real_data: Path) -> Feed:
        return open_feed(real_data / "gtfs" / "kanazawa-flatbus.zip")

    def test_what_is_in_it(self, flat_bus: Feed):
        rows = {name: file.rows for name, file in flat_bus.files.items()}
        assert rows == {
            "agency.txt": 1, "stops.txt": 92, "routes.txt": 4, "trips.txt": 116,
            "stop_times.txt": 2871, "calendar.txt": 4, "calendar_dates.txt": 0,
            "fare_attributes.txt": 1, "fare_rules.txt": 4, "transfers.txt": 0,
            "feed_info.txt": 1, "translations.txt": 295,
        }  # fmt: skip
        assert not {"agency_jp.txt", "shapes.txt"} & set(flat_bus.files)

    def test_only_three_services_are_unused(self, flat_bus: Feed):
        report = check(flat_bus, today=date(2026, 11, 21))
        assert dict(report.findings.totals) == {"gtfs-not-used": 3}
        unused = [finding.value for finding in report.findings.listed]
        assert unused == ["平日", "土日祝", "百万石まつり"]
        assert report.as_dict()["valid"]["to"] == "2027-03-31"

    def test_it_expires(self, flat_bus: Feed):
        report = check(flat_bus, today=date(2027, 4, 1))
        assert report.findings.totals["gtfs-expired"] == 1

    def test_stops_and_routes_on_the_map(self, flat_bus: Feed):
        stops, routes = drawn(write_stops, flat_bus), drawn(write_routes, flat_bus)
        assert len(stops) == 92 and all(stop["geometry"] for stop in stops)
        lengths = {r["properties"]["route_id"]: len(r["geometry"]["coordinates"]) for r in routes}
        assert lengths == {"10": 23, "20": 25, "30": 26, "40": 25}
