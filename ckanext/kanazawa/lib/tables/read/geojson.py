"""Features of GeoJSON as rows: properties, and the position or the shape beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from typing import Any

from ckanext.kanazawa.lib.tables.findings import Finding
from ckanext.kanazawa.lib.tables.read.jsontext import Number, written

LATITUDES = ("緯度", "latitude", "lat")
LONGITUDES = ("経度", "longitude", "lng", "lon", "long")
LATITUDE, LONGITUDE, GEOMETRY, ID = "緯度", "経度", "geometry", "id"
# Systems of degrees that differ from WGS 84 by less than a table's digits tell: WGS 84
# itself, JGD2000 and JGD2011.
DEGREES = re.compile(r"(?:CRS84|OGC:?1\.3:CRS84|EPSG:+(?:4326|4612|6668|4979))$", re.I)
Row = dict[str, Any]


def is_collection(value: Any) -> bool:
    """Say whether a JSON value is GeoJSON with properties."""
    return isinstance(value, dict) and (
        (value.get("type") == "FeatureCollection" and isinstance(value.get("features"), list))
        or is_feature(value)
    )


def is_feature(value: Any) -> bool:
    """Say whether a JSON value is one Feature."""
    return isinstance(value, dict) and value.get("type") == "Feature" and "geometry" in value


def rows_of(features: Iterable[Any]) -> list[Row]:
    """Return the rows of features.

    Points become 緯度 and 経度, unless the properties have such columns; other shapes, and
    points with a third number, stand as GeoJSON text in a column `geometry`.
    """
    plain = [_row(feature) for feature in features]
    known = {key.strip().lower() for row, _ in plain for key in row}
    placed = _has_heading(known, LATITUDES) and _has_heading(known, LONGITUDES)
    rows: list[Row] = []
    for row, geometry in plain:
        position = _position(geometry)
        if position and not placed:
            row[LATITUDE], row[LONGITUDE] = position[1], position[0]
        if geometry and (position is None or len(position) > 2):
            row[GEOMETRY] = written(geometry)
        rows.append(row)
    return rows


def _has_heading(known: Set[str], names: tuple[str, ...]) -> bool:
    """Say whether one of the names is there, or just one that begins with the Japanese one.

    緯度：北緯（世界測地系10進法） is such a heading.
    """
    beginning = [heading for heading in known if heading.startswith(names[0])]
    return not known.isdisjoint(names) or len(beginning) == 1


def crs_of(value: dict[str, Any]) -> tuple[str | None, list[Finding]]:
    """Return the coordinate system a collection names, and a finding where it is foreign."""
    crs = value.get("crs")
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    if not isinstance(name, str):
        return None, []
    if DEGREES.search(name.strip()):
        return str(name), []
    return str(name), [Finding("coordinate-system", value=str(name))]


def shapes_of(value: dict[str, Any]) -> list[str]:
    """Return the kinds of geometry in a collection, sorted."""
    features = value.get("features") or [value]
    found = {
        str(geometry.get("type"))
        for feature in features
        if isinstance(feature, dict) and isinstance(geometry := feature.get("geometry"), dict)
    }
    return sorted(found)


def _row(feature: Any) -> tuple[Row, dict[str, Any] | None]:
    if not isinstance(feature, dict):
        return {}, None
    properties = feature.get("properties")
    row: Row = dict(properties) if isinstance(properties, dict) else {}
    if feature.get("id") is not None:
        row.setdefault(ID, feature["id"])
    geometry = feature.get("geometry")
    return row, geometry if isinstance(geometry, dict) else None


def _position(geometry: dict[str, Any] | None) -> list[str] | None:
    if not geometry or geometry.get("type") != "Point":
        return None
    position = geometry.get("coordinates")
    if not isinstance(position, list) or len(position) < 2:
        return None
    return position if all(isinstance(number, Number) for number in position) else None
