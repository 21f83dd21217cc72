"""The fields a contributor may propose, each with what reads it; nothing else is taken."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.kanazawa.contribute.submissions import identifiers
from ckanext.kanazawa.contribute.submissions.kind import Problems
from ckanext.kanazawa.contribute.submissions.readers import (
    Reader,
    Refused,
    address,
    addresses,
    choice,
    choices,
    day,
    identifier,
    period_date,
    rows,
    text,
    translated,
)
from ckanext.kanazawa.lib.choices import load_choices
from ckanext.kanazawa.schemas.shared import areas


def _no_orcid() -> str:
    return tk._('"{value}" is no ORCID iD. Write it like 0000-0002-1825-0097; look at each digit.')


def _no_ror() -> str:
    return tk._('"{value}" is no ROR ID. Write it like https://ror.org/02hwp6a56.')


def _no_doi() -> str:
    return tk._('"{value}" is no DOI. Write it like 10.1000/182.')


orcid = identifier(identifiers.read_orcid, _no_orcid)
ror = identifier(identifiers.read_ror, _no_ror)
doi = identifier(identifiers.read_doi, _no_doi)


def _end_of_period(name: str) -> str:
    return {"start": tk._("Period from"), "end": tk._("Period until")}[name]


def _periods(value: Any) -> list[dict[str, Any]]:
    """Read periods, each of which ends when it began or later."""
    found = rows({"start": period_date, "end": period_date}, _end_of_period)(value)
    for one in found:
        start, end = one.get("start", ""), one.get("end", "")
        # A year or a month ends with its last day: only what both name is compared.
        shorter = min(len(start), len(end))
        if start[:shorter] > end[:shorter]:
            raise Refused(tk._("The period ends before it begins."))
    return found


# Of the dataset, under the names of `schemas/datasets/dataset.yaml`.
DATASET: Mapping[str, Reader] = {
    "title_translated": translated(300),
    "kanazawa_title_kana": text(300),
    "notes_translated": translated(20_000),
    "kanazawa_theme": choices(partial(load_choices, "themes")),
    "tag_string": text(1_000),
    "license_id": choice(partial(load_choices, "licences")),
    "kanazawa_license_url": address,
    "kanazawa_area": choices(areas),
    "temporal_coverage": _periods,
    "kanazawa_as_of": day,
    "frequency": choice(partial(load_choices, "frequencies")),
    "language": choices(partial(load_choices, "languages")),
    "provenance": translated(5_000),
    "kanazawa_source": text(1_000),
    "documentation": addresses,
    "url": address,
    "kanazawa_doi": doi,
    "kanazawa_citation": text(2_000),
    "kanazawa_creators": rows(
        {"name": text(300), "orcid": orcid, "affiliation": text(300), "ror": ror}
    ),
}
# Of the submission only: publication reads them, the dataset never gets them.
ASIDE: Mapping[str, Reader] = {
    "note": text(5_000),
    "embargo": day,
}
FIELDS: Mapping[str, Reader] = {**DATASET, **ASIDE}
# Links anybody can follow: of people without an approved contribution they wait.
LINKS = ("kanazawa_license_url", "documentation", "url")
DECLARATIONS = ("right", "no_personal_data", "people_agreed")


def read_fields(
    given: Mapping[str, Any], known: Mapping[str, Reader] = FIELDS
) -> tuple[dict[str, Any], Problems]:
    """Read proposed fields.

    Args:
        given: name → value as it came.
        known: name → what reads it.

    Returns:
        What was read, empty values as "", [] or {}; and name → messages of what was refused.
    """
    read: dict[str, Any] = {}
    problems: Problems = {}
    for name, value in given.items():
        reader = known.get(name)
        if reader is None:
            problems[str(name)[:80]] = [tk._("This field cannot be given.")]
            continue
        try:
            read[name] = reader(value)
        except Refused as refused:
            problems[name] = refused.messages
    return read, problems


def read_declarations(given: Any) -> dict[str, bool]:
    """Read declarations; only what was plainly said counts as said.

    Raises:
        tk.ValidationError: it is no mapping of the known ones.
    """
    if not isinstance(given, Mapping) or set(given) - set(DECLARATIONS):
        raise tk.ValidationError({"declarations": [tk._("This is not of the form expected.")]})
    return {name: given[name] is True or given[name] in ("true", "on", "1") for name in given}


def dataset_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of the dataset among those proposed, as `package_create` takes them."""
    return {name: value for name, value in fields.items() if name in DATASET}
