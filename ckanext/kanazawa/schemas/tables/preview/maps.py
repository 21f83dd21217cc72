"""What a map is drawn with: the libraries, what lies beneath, and names of the area."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import ckan.plugins.toolkit as tk

from ckanext.kanazawa.lib.choices import load_choices
from ckanext.kanazawa.schemas import config

_PUBLIC = Path(__file__).resolve().parents[2] / "public"
# Brought by npm (package.json); without them there are no maps.
SCRIPTS = ("/vendor/leaflet/dist/leaflet.js", "/vendor/supercluster/dist/supercluster.min.js")
STYLE = "/vendor/leaflet/dist/leaflet.css"


@dataclass(frozen=True)
class Drawing:
    """Addresses and texts for the script that draws.

    Attributes:
        scripts, style: of the libraries.
        tiles, attribution: of the base map; "" for none.
        areas: JSON of [name, west, south, east, north] of the municipalities.
        labels: JSON of what is said of stops and routes → what it is called.
    """

    scripts: str
    style: str
    tiles: str
    attribution: str
    areas: str
    labels: str


def has_map() -> bool:
    """Say whether the libraries that draw maps are installed."""
    return all((_PUBLIC / path.lstrip("/")).is_file() for path in (*SCRIPTS, STYLE))


def drawing() -> Drawing:
    """Return what maps are drawn with, in the language of the page."""
    language = tk.h.kanazawa_language()
    areas = [
        [choice.text(language), *choice.extra["box"]]
        for choice in load_choices("municipalities").values()
    ]
    base = config.basemap()
    return Drawing(
        scripts=" ".join(_address(path) for path in SCRIPTS),
        style=_address(STYLE),
        tiles=base.tiles,
        attribution=base.attribution,
        areas=json.dumps(areas, ensure_ascii=False),
        labels=json.dumps(labels(), ensure_ascii=False),
    )


def labels() -> dict[str, str]:
    """Return what the columns of timetables (`feed.SAID`) are called on the page."""
    return {
        "stop_name": tk._("Bus stop"),
        "stop_code": tk._("Number of the stop"),
        "platform_code": tk._("Platform"),
        "stop_desc": tk._("About the stop"),
        "stop_url": tk._("Page of the stop"),
        "route_ids": tk._("Routes that call here"),
        "route_long_name": tk._("Route"),
        "route_short_name": tk._("Short name of the route"),
        "route_desc": tk._("About the route"),
        "route_url": tk._("Page of the route"),
        "trips": tk._("Trips in the timetable"),
    }


def _address(path: str) -> str:
    return f"{tk.h.url_for_static(path)}?v={_digest(path)}"


@cache
def _digest(path: str) -> str:
    return hashlib.sha256((_PUBLIC / path.lstrip("/")).read_bytes()).hexdigest()[:8]
