"""Each rule has a feed that breaks it, and nothing else finds fault with that feed."""

from __future__ import annotations

from datetime import date

import pytest

from ckanext.kanazawa.lib.gtfs import check
from ckanext.kanazawa.lib.gtfs.definitions import definitions
from ckanext.kanazawa.lib.tables.messages import catalogue
from tests.lib.gtfs.feeds import CLEAN, checked, feed, only, replaced

# (file, what stands in the clean feed, what is put there, code, row, column)
BROKEN = [
    ("agency.txt", "https://www4", "www4", "gtfs-url", 2, "agency_url"),
    ("agency.txt", "Asia/Tokyo", "JST+9", "gtfs-timezone", 2, "agency_timezone"),
    ("agency.txt", ",ja\n", ",日本語\n", "gtfs-language", 2, "agency_lang"),
    ("stops.txt", "B,近江町市場", "B,", "gtfs-value-missing", 3, "stop_name"),
    ("stops.txt", "36.578506", "３６.５", "gtfs-position", 2, "stop_lat"),
    ("stops.txt", "36.578506,136.649504", "136.649504,36.578506", "gtfs-position-swapped", 2,
     "stop_lat"),
    ("stops.txt", "36.578506,136.649504", "0,0", "gtfs-position-impossible", 2, "stop_lat"),
    ("stops.txt", "36.578506,136.649504", "48.85,2.35", "gtfs-position-abroad", 2, "stop_lat"),
    ("stops.txt", "Z,0\nB", "Z,9\nB", "gtfs-choice", 2, "location_type"),
    ("stops.txt", "兼六園下,36", "  兼六園下,36", "gtfs-spaces", 4, "stop_name"),
    ("stops.txt", "C,兼六園下", "C,小将町", "gtfs-reading-missing", 4, "stop_name"),
    ("stops.txt", "C,兼六", "D,兼六園下,36.5,136.6,Z,0\nC,兼六", "gtfs-not-used", 4, "stop_id"),
    ("routes.txt", "0070C0", "#0070C0", "gtfs-colour", 2, "route_color"),
    ("routes.txt", ",3,", ",8,", "gtfs-route-type", 2, "route_type"),
    ("routes.txt", "此花ルート", "", "gtfs-route-nameless", 2, "route_id"),
    ("routes.txt", "4000020172014", "1", "gtfs-reference", 2, "agency_id"),
    ("trips.txt", "10,毎日,T1", "20,毎日,T1", "gtfs-reference", 2, "route_id"),
    ("trips.txt", "10,毎日,T1", "10,平日,T1", "gtfs-reference", 2, "service_id"),
    ("trips.txt", "T1,\n", "T1,S\n", "gtfs-reference", 2, "shape_id"),
    ("trips.txt", "10,毎日,T2", "10,毎日,T1,\n10,毎日,T2", "gtfs-id-doubled", 3, "trip_id"),
    ("stop_times.txt", "8:05:00", "8:05", "gtfs-time", 3, "arrival_time"),
    ("stop_times.txt", "8:05:00", "8:07:00", "gtfs-departs-before-arrival", 3, "departure_time"),
    ("stop_times.txt", "24:05:00,24:05:00", "0:05:00,0:05:00", "gtfs-time-backwards", 6,
     "arrival_time"),
    ("stop_times.txt", "8:10:00,8:10:00", ",", "gtfs-end-without-time", 4, "departure_time"),
    ("stop_times.txt", "T2,24:05:00,24:05:00,B,5\n", "", "gtfs-trip-too-short", 5, "trip_id"),
    ("stop_times.txt", "B,2", "X,2", "gtfs-reference", 3, "stop_id"),
    ("stop_times.txt", "B,5", "B,1", "gtfs-id-doubled", 6, "stop_sequence"),
    ("stop_times.txt", "B,5", "B,五", "gtfs-count", 6, "stop_sequence"),
    ("calendar.txt", ",1,20260401", ",2,20260401", "gtfs-choice", 2, "sunday"),
    ("calendar.txt", "20260401,20270331", "2026-04-01,20270331", "gtfs-date", 2, "start_date"),
    ("calendar.txt", "20260401", "20260231", "gtfs-date", 2, "start_date"),
    ("calendar.txt", "20260401", "20270401", "gtfs-dates-reversed", 2, "end_date"),
    ("fare_attributes.txt", ",100,JPY", ",百円,JPY", "gtfs-amount", 2, "price"),
    ("fare_attributes.txt", "JPY", "円", "gtfs-currency", 2, "currency_type"),
    ("fare_rules.txt", "100,10", "200,10", "gtfs-reference", 2, "fare_id"),
    ("fare_rules.txt", "10,Z", "10,Y", "gtfs-reference", 2, "origin_id"),
    ("translations.txt", "lang", "Lang", "gtfs-column-unknown", 1, "Lang"),
]  # fmt: skip


class TestRules:
    def test_nothing_is_found_where_nothing_is_wrong(self):
        report = checked()
        assert dict(report.findings.totals) == {}
        assert report.validity.last_day == date(2027, 3, 31)

    @pytest.mark.parametrize("place", ["nan", "inf", "-inf", "1e2"])
    def test_what_is_no_number_is_told_once(self, place: str):
        found = checked(**replaced("stops.txt", "36.578506", place)).findings
        assert dict(found.totals) == {"gtfs-position": 1}

    @pytest.mark.parametrize(("name", "old", "new", "code", "row", "column"), BROKEN)
    def test_each_fault_is_found_where_it_is(self, name, old, new, code, row, column):
        report = checked(**replaced(name, old, new))
        found = [finding for finding in report.findings.listed if finding.code == code]
        assert [(f.sheet, f.row, f.column) for f in found] == [(name, row, column)]
        assert found[0].text("ja") and found[0].text("en") and found[0].letter

    def test_faults_stand_alone(self):
        # What follows from a fault: an id that is wrong leaves another unused, and so on.
        follow = {"gtfs-not-used", "gtfs-trip-too-short", "gtfs-time-backwards"}
        follow |= {"gtfs-end-without-time", "gtfs-choice"}
        for name, old, new, code, *_ in BROKEN:
            others = set(checked(**replaced(name, old, new)).findings.totals) - {code}
            assert others <= follow, (code, others)


class TestFiles:
    @pytest.mark.parametrize(
        ("name", "severity"),
        [("agency_txt", "error"), ("fare_attributes_txt", "warning"),
         ("feed_info_txt", "warning"), ("translations_txt", "warning")],
    )  # fmt: skip
    def test_missing_file_is_as_bad_as_its_basis_is_sure(self, name: str, severity: str):
        found = checked(**{name: None}).findings.listed
        missing = [finding for finding in found if finding.code == "gtfs-file-missing"]
        assert [finding.level for finding in missing] == [severity]

    def test_files_nobody_requires_are_not_missed(self):
        assert not {"agency_jp.txt", "shapes.txt", "office_jp.txt"} & set(feed().files)
        assert checked().findings.totals.total() == 0

    def test_either_calendar_will_do(self):
        dates = "service_id,date,exception_type\n毎日,20260601,1\n毎日,20270331,1\n"
        assert checked(calendar_txt=None, calendar_dates_txt=dates).findings.totals.total() == 0
        report = checked(calendar_txt=None)
        assert report.findings.totals["gtfs-calendar-missing"] == 1

    def test_missing_column(self):
        report = checked(**replaced("calendar.txt", "sunday", "Sunday"))
        totals = report.findings.totals
        assert (totals["gtfs-column-missing"], totals["gtfs-column-unknown"]) == (1, 1)

    def test_file_without_rows(self):
        headings = CLEAN["routes.txt"].split("\n")[0]
        report = checked(routes_txt=headings + "\n")
        assert report.findings.totals["gtfs-file-empty"] == 1

    def test_file_in_shift_jis_is_read_and_named(self):
        found = only(checked(stops_txt=CLEAN["stops.txt"].encode("cp932")), "gtfs-encoding")
        assert (found.sheet, found.value) == ("stops.txt", "CP932")

    def test_byte_order_mark_and_crlf_are_right(self):
        data = CLEAN["stops.txt"].replace("\n", "\r\n").encode("utf-8-sig")
        assert checked(stops_txt=data).findings.totals.total() == 0
        assert feed(stops_txt=data).files["stops.txt"].encoding == "utf-8-sig"

    def test_bytes_of_no_encoding(self):
        assert checked(fare_rules_txt=b"\xff\xfe\x81").findings.totals["gtfs-undecodable"] == 1

    def test_quote_that_never_closes(self):
        report = checked(fare_rules_txt='fare_id,route_id\n"100,10\n')
        assert report.findings.totals["gtfs-quotes"] == 1

    @pytest.mark.parametrize("quote", ["", '"'])
    def test_rows_of_the_wrong_width_are_counted(self, quote: str):
        rows = f"fare_id,route_id\n{quote}100{quote},10\n\n100\n100,10,Z\n"
        found = only(checked(fare_rules_txt=rows), "gtfs-ragged")
        assert (found.row, found.params["count"], found.params["cells"]) == (4, 2, 1)

    def test_column_that_stands_twice(self):
        rows = "fare_id,route_id,fare_id\n100,10,999\n"
        found = only(checked(fare_rules_txt=rows), "gtfs-column-doubled")
        assert (found.letter, found.row) == ("C", 1)

    def test_file_of_another_name_is_mentioned(self):
        found = only(checked(Stops_txt=CLEAN["stops.txt"]), "gtfs-file-unknown")
        assert (found.sheet, found.level) == ("Stops.txt", "hint")


class TestJapaneseAdditions:
    AGENCY = "agency_id,agency_official_name,agency_zip_number\n4000020172014,金沢市,9208577\n"

    def test_right_ones_are_passed(self):
        offices = "office_id,office_name\n1,本社\n"
        assert (
            checked(agency_jp_txt=self.AGENCY, office_jp_txt=offices).findings.totals.total() == 0
        )

    @pytest.mark.parametrize(
        ("old", "new", "code", "severity"),
        [
            ("9208577", "920-8577", "gtfs-postal-code", "warning"),
            ("4000020172014", "1", "gtfs-reference", "error"),
            ("4000020172014", "", "gtfs-value-missing", "warning"),
        ],
    )
    def test_wrong_ones_are_found(self, old: str, new: str, code: str, severity: str):
        found = only(checked(agency_jp_txt=self.AGENCY.replace(old, new)), code)
        assert (found.level, found.sheet, found.row) == (severity, "agency_jp.txt", 2)

    def test_trip_of_an_office_nobody_names(self):
        trips = "route_id,service_id,trip_id,jp_office_id\n10,毎日,T1,9\n10,毎日,T2,\n"
        found = only(checked(trips_txt=trips), "gtfs-reference")
        assert (found.column, found.params["target"]) == ("jp_office_id", "office_jp.txt")


class TestOtherFiles:
    def test_level_that_is_no_number(self):
        found = only(checked(levels_txt="level_id,level_index\n1,地下1階\n"), "gtfs-number")
        assert found.value == "地下1階"

    def test_mail_address(self):
        rows = CLEAN["feed_info.txt"].replace("feed_lang", "feed_contact_email,feed_lang")
        found = only(checked(feed_info_txt=rows.replace(",ja,", ",bus at city,ja,")), "gtfs-email")
        assert "bus at city" in found.text("ja")


class TestSpeeds:
    def test_stop_far_from_its_neighbours_is_found_on_both_sides(self):
        report = checked(**replaced("stops.txt", "36.572004", "37.572004"))
        assert dict(report.findings.totals) == {"gtfs-too-fast": 3}
        first = report.findings.listed[0]
        assert (first.row, first.value, first.params["before"]) == (3, "B", "A")
        assert "110.5 km" in first.text("ja") and "T1" in first.text("en")

    def test_trains_may_go_faster_than_buses(self):
        far = replaced("stops.txt", "36.572004", "36.772004")
        assert checked(**far).findings.totals["gtfs-too-fast"] == 2
        train = replaced("routes.txt", ",3,", ",2,")
        assert checked(**far, **train).findings.totals.total() == 0

    def test_rounding_to_minutes_makes_no_flyer(self):
        report = checked(**replaced("stop_times.txt", "8:05:00,8:06:00", "8:00:00,8:10:00"))
        assert report.findings.totals.total() == 0


class TestCalendar:
    @pytest.mark.parametrize(
        ("today", "code"),
        [
            (date(2026, 3, 31), "gtfs-not-begun"),
            (date(2027, 2, 28), None),
            (date(2027, 3, 1), "gtfs-expires-soon"),
            (date(2027, 3, 31), "gtfs-expires-soon"),
            (date(2027, 4, 1), "gtfs-expired"),
        ],
    )
    def test_validity_is_seen_from_the_day_that_is_given(self, today: date, code: str | None):
        assert list(checked(today).findings.totals) == ([code] if code else [])

    def test_calendar_that_ends_before_the_feed(self):
        found = only(
            checked(**replaced("calendar.txt", "20270331", "20270301")), "gtfs-calendar-ends-first"
        )
        assert "2027-03-01" in found.text("ja") and "2027-03-31" in found.text("en")

    def test_service_without_any_day(self):
        never = replaced("calendar.txt", "1,1,1,1,1,1,1", "0,0,0,0,0,0,0")
        assert checked(**never).findings.totals["gtfs-service-never-runs"] == 1
        dates = "service_id,date,exception_type\n毎日,20270331,1\n"
        assert checked(**never, calendar_dates_txt=dates).findings.totals.total() == 0


class TestTranslations:
    def test_readings_in_the_later_form(self):
        rows = (
            "table_name,field_name,language,translation,record_id,field_value\n"
            "stops,stop_name,ja-Hrkt,かなざわえき,A,\n"
            "stops,stop_name,ja-Hrkt,おうみちょういちば,,近江町市場\n"
            "routes,route_long_name,ja-Hrkt,けんろくえんした,C,兼六園下\n"
        )
        found = only(checked(translations_txt=rows), "gtfs-reading-missing")
        assert found.value == "兼六園下"


def test_findings_are_capped_and_counted():
    wrong = CLEAN["stop_times.txt"].replace(":00,", "時,")
    report = check(feed(stop_times_txt=wrong), listed_per_code=3)
    assert report.findings.totals["gtfs-time"] > 3
    assert len([f for f in report.findings.listed if f.code == "gtfs-time"]) == 3


def test_definitions_are_whole():
    known = definitions()
    for spec in known.files.values():
        assert spec.title["ja"] and spec.title["en"] and set(spec.key) <= set(spec.columns)
        for column in spec.columns.values():
            assert column.kind in known.kinds and column.title["ja"] and column.title["en"]
            assert (column.kind == "choice") == bool(column.values)
            assert all(key in known.files[name].columns for name, key in column.references)
            assert set(column.unless) <= set(spec.columns)
    assert {kind.code for kind in known.kinds.values()} - {None} <= set(catalogue())
