"""Which values a field accepts: code lists, and lists derived from them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckanext.kanazawa.lib.choices import Choice, load_choices


def areas() -> Mapping[str, Choice]:
    """Return what a dataset can cover: the six municipalities, then wider areas."""
    return {**load_choices("municipalities"), **load_choices("areas")}


def licence_iris() -> Mapping[str, Choice]:
    """Return the licences that have an IRI, by that IRI, as RDF and resources name them."""
    return {
        licence.extra["iri"]: Choice(licence.extra["iri"], licence.label, licence.extra)
        for licence in load_choices("licences").values()
        if licence.extra["iri"]
    }


DERIVED = {"kanazawa_areas": areas, "kanazawa_licence_iris": licence_iris}


def choices_of(field: Mapping[str, Any]) -> Mapping[str, Choice]:
    """Return the values a scheming field accepts.

    Args:
        field: a field definition with `choice_list`: a file of `schemas/choices/` or a key
            of `DERIVED`.

    Returns:
        value → Choice, in the order they are offered.
    """
    name = field["choice_list"]
    return DERIVED[name]() if name in DERIVED else load_choices(name)
