"""Bus timetables (GTFS-JP) on the map: stops as points, routes as lines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import ckan.model as model

from ckanext.kanazawa.lib.gtfs.feed import open_feed
from ckanext.kanazawa.lib.gtfs.maps import GEOMETRY, routes_table, stops_table
from ckanext.kanazawa.lib.tables.check.places import JAPAN
from ckanext.kanazawa.lib.tables.errors import TableError
from ckanext.kanazawa.lib.tables.table import Table, column_name
from ckanext.kanazawa.schemas.model.edition import Edition
from ckanext.kanazawa.schemas.tables.contents import original_file
from ckanext.kanazawa.schemas.tables.preview.places import DECIMALS, MOST_POINTS, Places

FORMAT = "gtfs-jp"
# What a web process reads while somebody waits; the feeds of Ishikawa have a tenth of it.
MOST_ROWS = 1_000_000
MOST_BYTES = 30_000_000
# Feeds whose places are kept for the next visitor.
KEPT = 8
# What is worth reading over a stop or a route; the page says what each is called
# (`maps.labels`). The rest is ids, colours and numbers that stand for something else.
SAID = (
    *("stop_name", "stop_code", "platform_code", "stop_desc", "stop_url", "route_ids"),
    *("route_long_name", "route_short_name", "route_desc", "route_url", "trips"),
)
Texts = dict[int, list[tuple[str, str]]]


def is_feed(edition: Edition | None) -> bool:
    """Say whether an edition is a timetable that a map can show."""
    return (
        edition is not None
        and edition.format == FORMAT
        and (edition.rows or 0) <= MOST_ROWS
        and (edition.size_bytes or 0) <= MOST_BYTES
    )


@lru_cache(maxsize=KEPT)
def places_of_feed(edition_id: str) -> str | None:
    """Return the places of a feed as JSON, with what to say of each; None if unreadable.

    An edition never changes, so what was read once may be kept.
    """
    edition = model.Session.get(Edition, edition_id)
    if edition is None:
        return None
    try:
        with original_file(edition) as path:
            feed = open_feed(path, edition.name)
            found, texts = Places(), {}
            routes = list(_records(routes_table(feed)))
            _stops(stops_table(feed), found, texts, {r["route_id"]: _name(r) for r in routes})
            _routes(routes, found, texts)
    except TableError:
        return None
    return json.dumps({**vars(found), "texts": texts}, ensure_ascii=False, separators=(",", ":"))


def _records(table: Table) -> Iterator[dict[str, str]]:
    """Yield the filled cells of each row, by heading."""
    names = {column_name(index): heading for index, heading in enumerate(table.headings)}
    for block in table.blocks():
        for row in block.frame.iter_rows(named=True):
            yield {names[key]: text for key, text in row.items() if key in names and text}


def _stops(table: Table, found: Places, texts: Texts, routes: dict[str, str]) -> None:
    for number, stop in enumerate(_records(table), start=1):
        if number > MOST_POINTS:
            found.more = True
            return
        try:
            north, east = float(stop["stop_lat"]), float(stop["stop_lon"])
        except (KeyError, ValueError):
            found.without += 1
            continue
        if not (JAPAN.south <= north <= JAPAN.north and JAPAN.west <= east <= JAPAN.east):
            found.outside += 1
            continue
        place = [round(north, DECIMALS), round(east, DECIMALS)]
        found.points.append([number, *place, stop.get("stop_name", "")])
        # Of the routes the ids are known, which no traveller has ever seen.
        calling = [routes.get(each) or each for each in stop.get("route_ids", "").split(";")]
        texts[number] = _said({**stop, "route_ids": " / ".join(dict.fromkeys(calling))})


def _routes(routes: list[dict[str, str]], found: Places, texts: Texts) -> None:
    for number, route in enumerate(routes, start=1):
        if GEOMETRY not in route:
            continue
        shape: dict[str, Any] = json.loads(route[GEOMETRY])
        # Stops have the numbers above zero.
        found.shapes.append([-number, _name(route), shape])
        texts[-number] = _said(route)


def _said(row: dict[str, str]) -> list[tuple[str, str]]:
    return [(key, row[key]) for key in SAID if row.get(key)]


def _name(route: dict[str, str]) -> str:
    return route.get("route_long_name") or route.get("route_short_name") or ""
