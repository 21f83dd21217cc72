"""Time to the first byte of a form, beside a query of the same table.

A portal of its own with one web worker; a table of points goes in through the API, CKAN's
worker examines and loads it. Needs the addresses of the servers that `./portal test` sets:

    python -m bench.tables_portal.forms [--points 20000] [--requests 15]

Prints medians in milliseconds: `datastore_search` of 100 rows (the query), and first byte,
first point and last byte of GeoJSON written before, and of GeoJSON that is streamed while it is
written; and how many times as long as the query the first byte takes. The three take turns.
"""

from __future__ import annotations

import argparse
import csv
import http.client
import io
import statistics
import tempfile
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import sqlalchemy as sa

from tests.browser.portal import Portal

HEADINGS = "ID 名称 住所 緯度 経度 備考 電話番号 設置位置 開始時間 終了時間"
BOUNDARY = "points"
QUERY, WRITTEN, STREAMED = "query", "GeoJSON, written", "GeoJSON, streamed"
# More than what every GeoJSON begins with.
HEAD_BYTES = 80


@dataclass
class Times:
    """How long requests to one address took, in milliseconds.

    Attributes:
        first, point, last: until the first byte, as many bytes as hold a part of the first
            point, and all of them.
        size_bytes: of the answer.
    """

    first: list[float] = field(default_factory=list)
    point: list[float] = field(default_factory=list)
    last: list[float] = field(default_factory=list)
    size_bytes: int = 0


def points(number: int) -> bytes:
    """Return a table of points in and around the city."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(HEADINGS.split())
    for row in range(number):
        place = (f"36.{5000 + row % 2500:04}", f"136.{6000 + row % 1700:04}")
        rest = ("備考", "076-220-2111", "1階", "09:00", "17:00")
        writer.writerow([row, f"施設{row}", "石川県金沢市広坂1丁目1番1号", *place, *rest])
    return text.getvalue().encode("utf-8-sig")


def upload(portal: Portal, content: bytes) -> str:
    """Make a dataset with the table; return the resource's id, once workers are through."""
    dataset = portal.action(
        "package_create",
        title="速さの見本",
        notes="見本",
        owner_org=portal.action("organization_list")[0],
        license_id="CC-BY-4.0",
        kanazawa_theme=["administration"],
    )
    field = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="package_id"\r\n\r\n'
    file = (
        f"\r\n--{BOUNDARY}\r\nContent-Disposition: form-data; "
        'name="upload"; filename="points.csv"\r\n\r\n'
    )
    body = (field + dataset["id"] + file).encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()
    request = urllib.request.Request(
        f"{portal.url}/api/3/action/resource_create",
        data=body,
        headers={
            "Authorization": portal.token,
            "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
        },
    )
    urllib.request.urlopen(request, timeout=120).close()
    portal.run("ckan", "-c", str(portal.ini), "jobs", "worker", "--burst")
    return portal.action("package_show", id=dataset["id"])["resources"][0]["id"]


def ask(portal: Portal, path: str, times: Times) -> None:
    """Ask for an address once, and note how long it took."""
    connection = http.client.HTTPConnection(urlsplit(portal.url).netloc, timeout=120)
    begun = time.perf_counter()
    connection.request("GET", path)
    answer = connection.getresponse()
    if answer.status != 200:
        raise SystemExit(f"{path}: {answer.status}")
    size = 0
    for noted, wanted in ((times.first, 1), (times.point, HEAD_BYTES), (times.last, None)):
        size += len(answer.read(wanted))
        noted.append((time.perf_counter() - begun) * 1000)
    times.size_bytes = size
    connection.close()


def measure(portal: Portal, resource_id: str, requests: int) -> dict[str, Times]:
    """Ask for the query and both forms in turns, so that what else runs burdens all alike."""
    query = f"/api/3/action/datastore_search?resource_id={resource_id}&limit=100"
    form = f"/tables/{resource_id}/latest.geojson"
    ways = {QUERY: query, WRITTEN: form, STREAMED: form}
    engine = sa.create_engine(portal.databases.environment["CKAN_SQLALCHEMY_URL"])
    found: dict[str, Times] = {}
    for number in range(requests + 2):
        if number == 2:  # the first two warm up
            found = {}
        for name, path in ways.items():
            if name == STREAMED:
                with engine.begin() as connection:
                    connection.execute(sa.text("DELETE FROM kanazawa_schemas_form"))
            ask(portal, path, found.setdefault(name, Times()))
        time.sleep(0.5)  # the form is stored after its last byte
    engine.dispose()
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=20_000)
    parser.add_argument("--requests", type=int, default=15)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        portal = Portal(Path(folder), suffix="bench")
        try:
            portal.prepare()
            portal.server.workers = 1
            portal.server.start()
            resource_id = upload(portal, points(wanted.points))
            found = measure(portal, resource_id, wanted.requests)
            for name, times in found.items():
                first, point, last = map(statistics.median, (times.first, times.point, times.last))
                print(
                    f"{name:18} first byte {first:7.1f} ms   first point {point:7.1f} ms   "
                    f"last byte {last:7.1f} ms   {times.size_bytes:>9} bytes"
                )
            ratio = statistics.median(found[STREAMED].first) / statistics.median(found[QUERY].first)
            print(f"first byte of GeoJSON, streamed, beside the query: {ratio:.2f} times")
        finally:
            portal.remove()


if __name__ == "__main__":
    main()
