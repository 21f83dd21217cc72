"""Time to the first byte of a form, beside a query of the same table.

A portal of its own with one web worker; a table of points goes in through the API, CKAN's
worker examines and loads it. Needs the addresses of the servers that `./portal test` sets:

    python -m bench.tables_portal.forms [--points 20000] [--requests 15]

Prints medians in milliseconds: `datastore_search` of 100 rows (the query), and first byte and
last byte of GeoJSON written before, and of GeoJSON that is streamed while it is written.
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
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import sqlalchemy as sa

from tests.browser.portal import Portal

HEADINGS = "ID 名称 住所 緯度 経度 備考 電話番号 設置位置 開始時間 終了時間"
BOUNDARY = "points"


@dataclass
class Times:
    """Medians of requests to one address."""

    first_ms: float
    last_ms: float
    size_bytes: int


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


def measure(portal: Portal, path: str, requests: int, *, forget: bool = False) -> Times:
    """Ask for an address several times.

    Args:
        portal: the running portal.
        path: of the address.
        requests: how often.
        forget: drop the written forms before each request.
    """
    firsts, lasts, size = [], [], 0
    engine = sa.create_engine(portal.databases.environment["CKAN_SQLALCHEMY_URL"])
    for _ in range(requests):
        if forget:
            with engine.begin() as connection:
                connection.execute(sa.text("DELETE FROM kanazawa_schemas_form"))
        connection = http.client.HTTPConnection(urlsplit(portal.url).netloc, timeout=120)
        begun = time.perf_counter()
        connection.request("GET", path)
        answer = connection.getresponse()
        size = len(answer.read(1))
        firsts.append(time.perf_counter() - begun)
        size += len(answer.read())
        lasts.append(time.perf_counter() - begun)
        connection.close()
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status}")
        time.sleep(0.2 if forget else 0)
    return Times(statistics.median(firsts) * 1000, statistics.median(lasts) * 1000, size)


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
            query = f"/api/3/action/datastore_search?resource_id={resource_id}&limit=100"
            form = f"/tables/{resource_id}/latest.geojson"
            for name, path, forget in (
                ("query", query, False),
                ("GeoJSON, written", form, False),
                ("GeoJSON, streamed", form, True),
            ):
                measure(portal, path, 2)
                found = measure(portal, path, wanted.requests, forget=forget)
                print(
                    f"{name:18} first byte {found.first_ms:7.1f} ms   "
                    f"last byte {found.last_ms:7.1f} ms   {found.size_bytes:>9} bytes"
                )
        finally:
            portal.remove()


if __name__ == "__main__":
    main()
