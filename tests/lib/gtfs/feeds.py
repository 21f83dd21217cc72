"""A small feed without faults, and ways to break it."""

from __future__ import annotations

import io
import zipfile
from datetime import date

from ckanext.kanazawa.lib.gtfs import Feed, FeedReport, check, open_feed
from ckanext.kanazawa.lib.tables.findings import Finding

TODAY = date(2026, 6, 1)
CLEAN = {
    "agency.txt": "agency_id,agency_name,agency_url,agency_timezone,agency_lang\n"
    "4000020172014,金沢市,https://www4.city.kanazawa.lg.jp/,Asia/Tokyo,ja\n",
    "stops.txt": "stop_id,stop_name,stop_lat,stop_lon,zone_id,location_type\n"
    "A,金沢駅,36.578506,136.649504,Z,0\n"
    "B,近江町市場,36.572004,136.656864,Z,0\n"
    "C,兼六園下,36.565473,136.664804,Z,0\n",
    "routes.txt": "route_id,agency_id,route_long_name,route_type,route_color\n"
    "10,4000020172014,此花ルート,3,0070C0\n",
    "trips.txt": "route_id,service_id,trip_id,shape_id\n10,毎日,T1,\n10,毎日,T2,\n",
    "stop_times.txt": "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
    "T1,8:00:00,8:00:00,A,1\nT1,8:05:00,8:06:00,B,2\nT1,8:10:00,8:10:00,C,3\n"
    "T2,23:55:00,23:55:00,A,1\nT2,24:05:00,24:05:00,B,5\n",
    "calendar.txt": "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,"
    "start_date,end_date\n毎日,1,1,1,1,1,1,1,20260401,20270331\n",
    "fare_attributes.txt": "fare_id,price,currency_type,payment_method,transfers\n"
    "100,100,JPY,0,0\n",
    "fare_rules.txt": "fare_id,route_id,origin_id\n100,10,Z\n",
    "feed_info.txt": "feed_publisher_name,feed_publisher_url,feed_lang,feed_start_date,"
    "feed_end_date\n金沢市,https://www4.city.kanazawa.lg.jp/,ja,20260401,20270331\n",
    "translations.txt": "trans_id,lang,translation\n金沢駅,ja-Hrkt,かなざわえき\n"
    "近江町市場,ja-Hrkt,おうみちょういちば\n兼六園下,ja-Hrkt,けんろくえんした\n",
}


def zipped(files: dict[str, str | bytes]) -> bytes:
    """Pack files into a ZIP."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def feed(**changes: str | bytes | None) -> Feed:
    """Return the clean feed with some files replaced (`stops_txt=...`) or left out (None)."""
    files: dict[str, str | bytes] = dict(CLEAN)
    for key, content in changes.items():
        name = key.removesuffix("_txt") + ".txt"
        if content is None:
            del files[name]
        else:
            files[name] = content
    return open_feed(zipped(files), "feed.zip")


def checked(today: date = TODAY, **changes: str | bytes | None) -> FeedReport:
    """Check the clean feed with some files replaced."""
    return check(feed(**changes), today=today)


def replaced(name: str, old: str, new: str) -> dict[str, str | bytes | None]:
    """Return the change that replaces a piece of one file of the clean feed."""
    assert old in CLEAN[name]
    return {name.replace(".", "_"): CLEAN[name].replace(old, new)}


def only(report: FeedReport, code: str) -> Finding:
    """Return the single finding there is, which must have this code."""
    assert dict(report.findings.totals) == {code: 1}
    return report.findings.listed[0]
