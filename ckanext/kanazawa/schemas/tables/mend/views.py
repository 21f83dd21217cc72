"""Pages on which editors decide how a table is published."""

from __future__ import annotations

from flask import Blueprint

from ckanext.kanazawa.schemas.tables.mend.pages.mapping import add_mapping
from ckanext.kanazawa.schemas.tables.mend.pages.reading import add_reading
from ckanext.kanazawa.schemas.tables.mend.pages.repairs import add_repairs

kanazawa_mend = Blueprint(
    "kanazawa_mend", __name__, url_prefix="/dataset/<id>/resource/<resource_id>"
)
add_repairs(kanazawa_mend)
add_mapping(kanazawa_mend)
add_reading(kanazawa_mend)
