"""Which tables can be a map, judged by their headings before anything is written."""

from __future__ import annotations

from ckanext.kanazawa.lib.tables.write.shapes import GEOMETRY, LATITUDES, LONGITUDES
from ckanext.kanazawa.schemas.model.edition import Edition


def may_have_positions(edition: Edition) -> bool:
    """Say whether an edition's table seems to have positions or geometries.

    Whoever writes it as GeoJSON knows for sure (`store.is_refusal`).
    """
    mapping = edition.choices.get("mapping") or {}
    columns = [str(name) for name in mapping.get("columns") or {}]
    headings = [heading.strip().lower() for heading in [*(edition.headings or []), *columns]]
    if GEOMETRY in headings:
        return True
    return all(
        any(heading in names or heading.startswith(names[0]) for heading in headings)
        for names in (LATITUDES, LONGITUDES)
    )
