"""Features of GeoJSON as rows: properties, and the position or the shape beside them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from typing import Any

from ckanext.kanazawa.lib.tables.findings import Finding
from ckanext.kanazawa.lib.tables.read.jsontext import Number, written

LATITUDES = ("緯度", "latitude", "lat")
LONGITUDES = ("経度", "longitude", "lng", "lon", "long")
LATITUDE, LONGITUDE, GEOMETRY, ID = "緯度", "経度", "geometry", "id"
# The id of a feature whose properties have another one.
OTHER_ID = "feature_id"
# A tenth of a metre; tables are rounded.
SAME_DEGREES = 1e-6
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


def rows_of(features: Iterable[Any], first_row: int = 1) -> tuple[list[Row], list[Finding]]:
    """Return the rows of features, and where properties and geometry contradict each other.

    Points become 緯度 and 経度, or fill the columns of the properties that are for them. Other
    shapes, points with a third number, and points elsewhere than their properties say stand
    as GeoJSON text in a column `geometry`, so that nothing of either is lost.
    """
    plain = [_row(feature) for feature in features]
    known = list(dict.fromkeys(key for row, _ in plain for key in row))
    latitude = _heading(known, LATITUDES) or LATITUDE
    longitude = _heading(known, LONGITUDES) or LONGITUDE
    findings: list[Finding] = []
    for number, (row, geometry) in enumerate(plain, start=first_row):
        position = _position(geometry)
        if position:
            said = _fill(row, {latitude: position[1], longitude: position[0]})
            if said:
                point = f"{position[1]}, {position[0]}"
                params = {"point": point, "kept": GEOMETRY}
                findings.append(Finding("position-differs", row=number, value=said, params=params))
        else:
            said = ""
        if geometry and (position is None or len(position) > 2 or said):
            row[GEOMETRY] = written(geometry)
    return [row for row, _ in plain], findings


def _fill(row: Row, position: dict[str, str]) -> str:
    """Write a position into the cells for it that are empty.

    Returns:
        What stands there, where it is not the position; "" where it is.
    """
    differs = False
    for heading, degrees in position.items():
        own = row.get(heading)
        if own is None or own == "":
            row[heading] = degrees
        elif not _is_same(own, degrees):
            differs = True
    return ", ".join(str(row[heading]) for heading in position) if differs else ""


def _is_same(own: Any, degrees: str) -> bool:
    try:
        return math.isclose(float(own), float(degrees), rel_tol=0, abs_tol=SAME_DEGREES)
    except (TypeError, ValueError):
        return False


def _heading(known: Sequence[str], names: tuple[str, ...]) -> str | None:
    """Return the heading that is one of the names, or the only one to begin with the first.

    緯度：北緯（世界測地系10進法） is such a heading.
    """
    plain = {heading.strip().lower(): heading for heading in reversed(known)}
    for name in names:
        if name in plain:
            return plain[name]
    beginning = [heading for heading in known if heading.strip().startswith(names[0])]
    return beginning[0] if len(beginning) == 1 else None


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
    own = feature.get("id")
    if own is not None and row.setdefault(ID, own) != own:
        row.setdefault(OTHER_ID, own)
    geometry = feature.get("geometry")
    return row, geometry if isinstance(geometry, dict) else None


def _position(geometry: dict[str, Any] | None) -> list[str] | None:
    if not geometry or geometry.get("type") != "Point":
        return None
    position = geometry.get("coordinates")
    if not isinstance(position, list) or len(position) < 2:
        return None
    return position if all(isinstance(number, Number) for number in position) else None
