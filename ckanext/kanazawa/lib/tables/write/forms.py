"""The forms of output, by name."""

from __future__ import annotations

from collections.abc import Mapping

from ckanext.kanazawa.lib.tables.errors import WriteError
from ckanext.kanazawa.lib.tables.write.delimited import Csv, Tsv
from ckanext.kanazawa.lib.tables.write.geojson import GeoJson
from ckanext.kanazawa.lib.tables.write.job import Form
from ckanext.kanazawa.lib.tables.write.objects import Json, JsonLines
from ckanext.kanazawa.lib.tables.write.parquet import Parquet
from ckanext.kanazawa.lib.tables.write.xlsx import Xlsx

FORMS: Mapping[str, Form] = {
    form.name: form for form in (Csv(), Tsv(), Xlsx(), GeoJson(), Json(), JsonLines(), Parquet())
}


def form_of(name: str) -> Form:
    """Return a form by its name.

    Raises:
        WriteError: there is none of that name; names those there are.
    """
    if name not in FORMS:
        raise WriteError("unknown-form", form=name, forms=", ".join(FORMS))
    return FORMS[name]
